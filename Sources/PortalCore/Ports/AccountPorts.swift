/// Reading users and sessions.
public protocol AccountReading {
    /// The session with this digest and whom it speaks for, if it is one of this agency's and has not ended.
    ///
    /// Lifetimes are the caller's to judge: see ``SessionLifetime/admits(createdAt:lastUsedAt:now:)``.
    func signedIn(session: SecretDigest, in scope: AgencyScope) throws -> SignedIn?

    /// The agency's user of that address with the password that is kept, if any.
    func user(email: EmailAddress, in scope: AgencyScope) throws -> (user: User, password: PasswordHash?)?

    func user(_ id: User.ID, in scope: AgencyScope) throws -> (user: User, password: PasswordHash?)?

    /// Whom a user speaks for, without a session: the role and memberships as in ``SignedIn``.
    func standing(of user: User.ID, in scope: AgencyScope) throws
        -> (role: AccountRole?, memberships: [WorkspaceMembership])

    /// A user's sessions, last used first.
    func sessions(of user: User.ID, in scope: AgencyScope) throws -> [Session]
}

/// Changing users and sessions.
public protocol AccountWriting {
    /// A new user; an address that the agency has already is ``StorageError/alreadyExists(_:)``.
    func insert(_ user: User, password: PasswordHash?, at now: Instant, in scope: AgencyScope) throws

    func setName(_ name: String, of user: User.ID, in scope: AgencyScope) throws

    func setPassword(_ password: PasswordHash?, of user: User.ID, in scope: AgencyScope) throws

    /// Suspending ends every session of the user in the same transaction.
    func setStatus(_ status: UserStatus, of user: User.ID, in scope: AgencyScope) throws

    func insert(_ session: Session, digest: SecretDigest, in scope: AgencyScope) throws

    func touchSession(_ id: Session.ID, at now: Instant, in scope: AgencyScope) throws

    /// Ends one session of the user; nothing happens if it is not theirs.
    func endSession(_ id: Session.ID, of user: User.ID, in scope: AgencyScope) throws

    /// Ends every session of the user, but for one that may be kept.
    func endSessions(of user: User.ID, except kept: Session.ID?, in scope: AgencyScope) throws
}
