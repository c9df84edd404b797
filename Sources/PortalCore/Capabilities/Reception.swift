/// The room before sign-in: a host's agency, and nobody known yet.
public struct Reception {
    let desk: Desk

    public var front: Front { desk.front }

    /// Who would have this address and what is kept of their password: only to be verified, never to be told.
    ///
    /// `nil` for an unknown address, for one without a password and for a suspended user: all three are the same from here on.
    func signInCandidate(_ email: EmailAddress) throws -> (user: User, password: PasswordHash)? {
        guard let found = try desk.snapshot.user(email: email, in: desk.agencyScope), let password = found.password,
            found.user.status == .active
        else { return nil }
        return (found.user, password)
    }

    public func brandAsset(hash: String) throws -> (asset: BrandAsset, bytes: [UInt8])? {
        try desk.snapshot.brandAsset(hash: hash, in: desk.agencyScope)
    }

    /// Reception, for a change.
    public struct Changing {
        public let room: Reception
        let transaction: any Transaction

        /// Lets in a user whose password was just found right, or asks for the code of their second factor; refuses if the
        /// password or status changed meanwhile.
        func admit(
            _ candidate: (user: User, password: PasswordHash), agent: String, network: String?
        ) throws -> Portal.SignInOutcome {
            let desk = room.desk
            guard let now = try transaction.user(candidate.user.id, in: desk.agencyScope), now.user.status == .active,
                now.password == candidate.password
            else { return .refused }
            switch try letIn(now.user.id, agent: agent, network: network) {
            case .session(let secret): return .signedIn(secret)
            case .secondFactor(let challenge): return .codeNeeded(challenge)
            }
        }

        /// Lets in somebody who has shown their password or read their mail, or asks for the code of their second factor.
        func letIn(_ user: User.ID, agent: String, network: String?) throws -> Portal.Entrance {
            let desk = room.desk
            guard try transaction.secondFactor(of: user, in: desk.agencyScope) != nil else {
                return .session(try openSession(of: user, agent: agent, network: network))
            }
            let secret = desk.mint.secret()
            let challenge = SignInChallenge(
                user: user, expiresAt: desk.now.adding(SignInChallenge.lifetime), triesLeft: SignInChallenge.tries)
            try transaction.insert(
                challenge, digest: desk.services.digests.digest(of: secret), at: desk.now, in: desk.agencyScope)
            return .secondFactor(challenge: secret)
        }

        /// Opens a session for somebody who has shown everything that they are asked for.
        func openSession(of user: User.ID, agent: String, network: String?) throws -> Secret {
            let desk = room.desk
            let secret = desk.mint.secret()
            let session = Session(
                id: desk.mint.id(), user: user, createdAt: desk.now, lastUsedAt: desk.now,
                agent: DisplayText.line(agent, limit: 120), network: network)
            try transaction.insert(session, digest: desk.services.digests.digest(of: secret), in: desk.agencyScope)
            return secret
        }
    }
}
