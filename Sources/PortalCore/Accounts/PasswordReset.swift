extension Reception.Changing {
    /// Mails a link that sets a new password. The answer and the work are the same for an address that nobody has.
    public func requestPasswordReset(for email: EmailAddress) throws { try requestProof(.passwordReset, for: email) }

    /// Sets the password of whoever holds the link, and ends every session and every other link of theirs; `false` if the link is no good
    /// any more.
    func resetPassword(_ hash: PasswordHash, by token: Secret) throws -> Bool {
        guard let (proof, user) = try room.holder(of: token, for: .passwordReset),
            try transaction.end(proof.id, in: room.desk.agencyScope)
        else { return false }
        let desk = room.desk
        try transaction.setPassword(hash, of: user.id, in: desk.agencyScope)
        try transaction.endSessions(of: user.id, except: nil, in: desk.agencyScope)
        try transaction.endMailedLinks(of: user.id, in: desk.agencyScope)
        try desk.post(.passwordChanged, to: user.id, in: transaction)
        let entry = AuditEntry(
            agency: desk.agencyScope.agency, at: desk.now, actor: .user(user.id), action: .profileEdit,
            subject: user.id.description, workspace: nil, detail: "password by mail")
        try transaction.append(entry, salt: desk.mint.bytes(16), in: desk.agencyScope)
        return true
    }
}

extension Portal {
    /// What came of a new password that was set by a mailed link.
    public enum ResetOutcome: Hashable, Sendable {
        case done
        /// Used, expired, replaced, another agency's, or never was: one answer.
        case linkIsDead
        case unknownHost
    }

    /// Sets a new password by a mailed link: once, and every session of its reader ends, and a new address that waited is given up.
    ///
    /// Throws ``Refusal/invalid(_:)`` for a password that may not be set; the link stays good then.
    public func resetPassword(by token: Secret, to new: String, at host: HostName) async throws -> ResetOutcome {
        let knock = Knock(host: host, identity: .nobody, remembered: nil)
        let found = try await visit(knock) { visit -> (isKnown: Bool, email: EmailAddress?) in
            guard case .reception(let reception) = visit?.entry else { return (visit != nil, nil) }
            return (true, try reception.holder(of: token, for: .passwordReset)?.user.email)
        }
        guard found.isKnown else { return .unknownHost }
        guard let email = found.email else { return .linkIsDead }
        let checked: NewPassword
        do {
            checked = try NewPassword(new, for: email)
        } catch {
            throw Refusal.invalid([FieldProblem("new-password", .password(error))])
        }
        let hash = try await services.passwords.hash(checked.text)
        return try await change(knock) { visit in
            guard case .reception(let reception) = visit?.entry else { return .unknownHost }
            return try reception.resetPassword(hash, by: token) ? .done : .linkIsDead
        }
    }
}
