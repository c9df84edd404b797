extension Portal {
    /// What came of an attempt to sign in.
    public enum SignInOutcome: Sendable {
        /// The secret of the new session's cookie.
        case signedIn(Secret)
        /// The password is right and the user has a second factor: the secret of the challenge that asks for its code.
        case codeNeeded(Secret)
        /// Unknown, wrong, without a password or suspended: one answer, after equal work.
        case refused
        case unknownHost
    }

    /// How far somebody comes who is let in.
    public enum Entrance: Sendable {
        /// The secret of the new session's cookie.
        case session(Secret)
        /// They have a second factor: the secret of the challenge that asks for its code.
        case secondFactor(challenge: Secret)
    }

    /// Signs in with email and password at a host's agency.
    ///
    /// Whatever is wrong, exactly one derivation is done and the answer is the same. Throws ``PasswordQueueFull`` when too many
    /// derivations wait. Whether somebody has a second factor is looked up after their right password only.
    public func signIn(
        email: EmailAddress, password: String, at host: HostName, agent: String, network: String? = nil
    ) async throws -> SignInOutcome {
        let knock = Knock(host: host, identity: .nobody, remembered: nil)
        let found = try await visit(knock) { visit -> (known: Bool, candidate: SignInCandidate?) in
            guard let visit else { return (false, nil) }
            guard case .reception(let reception) = visit.entry else { return (true, nil) }
            return (
                true, try reception.signInCandidate(email).map { SignInCandidate(user: $0.user, password: $0.password) }
            )
        }
        guard found.known else { return .unknownHost }
        let verdict = try await services.passwords.verify(password, against: found.candidate?.password)
        guard let candidate = found.candidate, verdict != .wrong else { return .refused }

        return try await change(knock) { visit -> SignInOutcome in
            guard let visit, case .reception(let reception) = visit.entry else { return .refused }
            return try reception.admit((candidate.user, candidate.password), agent: agent, network: network)
        }
    }

    private struct SignInCandidate: Sendable {
        let user: User
        let password: PasswordHash
    }

    /// Changes the visitor's own password, or sets their first one: checks what ``PresenceAsk`` says, ends every other session of theirs.
    ///
    /// Throws ``Refusal/notNow(_:)`` with ``Obstacle/currentPasswordWrong`` or ``Obstacle/signInNotFresh``, ``Refusal/invalid(_:)`` for
    /// a new password that may not be set, ``Refusal/notFound`` for a visitor who is not signed in. Answers the session's renewed secret.
    @discardableResult
    public func changePassword(_ knock: Knock, current: String, new: String) async throws -> Secret? {
        let question = try await presenceQuestion(to: knock)
        let checked: NewPassword
        do {
            checked = try NewPassword(new, for: question.user.email)
        } catch {
            throw Refusal.invalid([FieldProblem("new-password", .password(error))])
        }
        let presence = try await presence(question, password: current)
        let hash = try await services.passwords.hash(checked.text)
        return try await change(knock) { visit in
            guard let account = visit?.account else { throw Refusal.notFound }
            return try account.setPassword(hash, by: presence)
        }
    }

    /// Writes down that a session was used, if that is due. Called after the answer was given; failing is no harm.
    public func touch(_ session: Session, at agency: Agency.ID) async throws {
        let now = clock.now
        guard session.lastUsedAt.adding(sessionLifetime.touchInterval) <= now else { return }
        try await storage.write { transaction in
            try transaction.touchSession(session.id, at: now, in: AgencyScope(agency: agency))
        }
    }
}
