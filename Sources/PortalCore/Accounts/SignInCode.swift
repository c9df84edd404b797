extension Portal {
    /// What came of a code at sign-in.
    public enum SignInCodeOutcome: Sendable {
        /// The secret of the new session's cookie, and how many recovery codes are left if one was used.
        case signedIn(Secret, recoveryCodesLeft: Int?)
        /// The same challenge can be tried so many times more.
        case wrong(triesLeft: Int)
        /// No such challenge here, or not any more: the password is asked for again.
        case over
    }

    /// What somebody types who is asked for their second factor.
    public enum SignInCode: Sendable {
        /// The code that the app shows now.
        case time(String)
        case recovery(String)
    }

    /// Who is asked for a code by a challenge; `nil` if it is over.
    public func whoIsChallenged(by challenge: Secret, at host: HostName) async throws -> User.ID? {
        let digest = services.digests.digest(of: challenge)
        return try await visit(Knock(host: host, identity: .nobody, remembered: nil)) { visit in
            guard case .reception(let reception) = visit?.entry else { return nil }
            return try reception.challenge(digest)?.user
        }
    }

    /// Signs in somebody whose password was right, with the code of their second factor.
    ///
    /// A code of the app is good once, and so is a recovery code. Wrong tries are counted, and the last one ends the challenge.
    public func signIn(
        _ code: SignInCode, challenge: Secret, at host: HostName, agent: String, network: String? = nil
    ) async throws -> SignInCodeOutcome {
        let digest = services.digests.digest(of: challenge)
        return try await change(Knock(host: host, identity: .nobody, remembered: nil)) { visit in
            guard case .reception(let reception) = visit?.entry else { return .over }
            return try reception.admit(code, challenge: digest, agent: agent, network: network)
        }
    }
}

extension Reception {
    /// A challenge of this agency that can still be answered.
    func challenge(_ digest: SecretDigest) throws -> SignInChallenge? {
        guard let found = try desk.snapshot.signInChallenge(digest, in: desk.agencyScope), found.triesLeft > 0,
            desk.now < found.expiresAt
        else { return nil }
        return found
    }
}

extension Reception.Changing {
    func admit(
        _ code: Portal.SignInCode, challenge digest: SecretDigest, agent: String, network: String?
    ) throws -> Portal.SignInCodeOutcome {
        let scope = room.desk.agencyScope
        guard let challenge = try room.challenge(digest),
            let user = try transaction.user(challenge.user, in: scope)?.user, user.status == .active,
            let factor = try transaction.secondFactor(of: user.id, in: scope)
        else { return .over }
        guard let used = try use(code, of: user.id, factor) else {
            try transaction.setTriesLeft(challenge.triesLeft - 1, of: digest, in: scope)
            return challenge.triesLeft > 1 ? .wrong(triesLeft: challenge.triesLeft - 1) : .over
        }
        try transaction.endSignInChallenges(of: user.id, in: scope)
        let session = try openSession(of: user.id, agent: agent, network: network)
        return .signedIn(session, recoveryCodesLeft: used.recoveryCodesLeft)
    }

    private struct Used {
        /// `nil` for a code of the app.
        let recoveryCodesLeft: Int?
    }

    /// Uses a code up; `nil` if it is wrong.
    private func use(
        _ code: Portal.SignInCode, of user: User.ID, _ factor: SecondFactor
    ) throws -> Used? {
        let desk = room.desk
        switch code {
        case .time(let typed):
            let context = SealContext.secondFactor(user, agency: desk.agencyScope.agency)
            let opened = try desk.services.sealing.open(
                factor.key, under: try transaction.dataKey(in: desk.agencyScope), as: context)
            guard let key = FactorKey(bytes: opened) else {
                throw StorageError.damaged("a second factor's key is not 160 bits")
            }
            let checker = TimeCode(key, digests: desk.services.digests)
            guard let step = checker.step(of: typed, now: desk.now, after: factor.lastStep) else { return nil }
            try transaction.setLastStep(step, of: user, in: desk.agencyScope)
            return Used(recoveryCodesLeft: nil)
        case .recovery(let typed):
            guard let recovery = RecoveryCode(typed) else { return nil }
            let digest = recovery.digest(of: user, desk.services.digests)
            guard try transaction.spendRecoveryCode(digest, of: user, in: desk.agencyScope) else { return nil }
            return Used(recoveryCodesLeft: factor.recoveryCodesLeft - 1)
        }
    }
}
