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

        /// Opens a session for a user whose password was just found right, unless the password or status changed meanwhile.
        func openSession(for candidate: (user: User, password: PasswordHash), agent: String) throws -> Secret? {
            let desk = room.desk
            guard let now = try transaction.user(candidate.user.id, in: desk.agencyScope), now.user.status == .active,
                now.password == candidate.password
            else { return nil }
            let secret = desk.mint.secret()
            let session = Session(
                id: desk.mint.id(), user: now.user.id, createdAt: desk.now, lastUsedAt: desk.now,
                agent: DisplayText.line(agent, limit: 120))
            try transaction.insert(session, digest: desk.services.digests.digest(of: secret), in: desk.agencyScope)
            return secret
        }
    }
}
