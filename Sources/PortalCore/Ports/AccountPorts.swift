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

    func secondFactor(of user: User.ID, in scope: AgencyScope) throws -> SecondFactor?

    /// A challenge by its secret's digest, whether or not it is over.
    func signInChallenge(_ digest: SecretDigest, in scope: AgencyScope) throws -> SignInChallenge?

    /// What a user has chosen to be told of, and not to be; the rest was never chosen.
    func noticeChoices(of user: User.ID, in scope: AgencyScope) throws -> [Notice: Bool]
}

/// Changing users and sessions.
public protocol AccountWriting {
    /// A new user; an address that the agency has already is ``StorageError/alreadyExists(_:)``.
    func insert(_ user: User, password: PasswordHash?, at now: Instant, in scope: AgencyScope) throws

    func setName(_ name: String, of user: User.ID, in scope: AgencyScope) throws

    /// Gives a user another address; one that the agency has already is ``StorageError/alreadyExists(_:)``.
    func setEmail(_ email: EmailAddress, of user: User.ID, in scope: AgencyScope) throws

    /// Ends every challenge of the user in the same transaction: they were opened with another password.
    func setPassword(_ password: PasswordHash?, of user: User.ID, in scope: AgencyScope) throws

    func set(language: String?, timeZone: String?, of user: User.ID, in scope: AgencyScope) throws

    /// Suspending ends every session and challenge of the user in the same transaction.
    func setStatus(_ status: UserStatus, of user: User.ID, in scope: AgencyScope) throws

    func insert(_ session: Session, digest: SecretDigest, in scope: AgencyScope) throws

    func touchSession(_ id: Session.ID, at now: Instant, in scope: AgencyScope) throws

    /// Gives a session another secret; the old one finds nothing any more.
    func renewSession(_ id: Session.ID, digest: SecretDigest, in scope: AgencyScope) throws

    /// Ends one session of the user; nothing happens if it is not theirs.
    func endSession(_ id: Session.ID, of user: User.ID, in scope: AgencyScope) throws

    /// Ends every session of the user, but for one that may be kept.
    func endSessions(of user: User.ID, except kept: Session.ID?, in scope: AgencyScope) throws

    /// A user's first second factor, without recovery codes; another one is ``StorageError/alreadyExists(_:)``.
    func insert(_ factor: SecondFactor, of user: User.ID, in scope: AgencyScope) throws

    /// Remembers the step of the code that was used.
    func setLastStep(_ step: Int64, of user: User.ID, in scope: AgencyScope) throws

    /// Takes the factor away with its recovery codes, and ends every challenge of the user.
    func removeSecondFactor(of user: User.ID, in scope: AgencyScope) throws

    /// Replaces all recovery codes of a user who has a second factor.
    func setRecoveryCodes(_ codes: [SecretDigest], of user: User.ID, in scope: AgencyScope) throws

    /// Uses a recovery code up; `false` if it is none of the user's.
    func spendRecoveryCode(_ code: SecretDigest, of user: User.ID, in scope: AgencyScope) throws -> Bool

    func insert(_ challenge: SignInChallenge, digest: SecretDigest, at now: Instant, in scope: AgencyScope) throws

    func setTriesLeft(_ tries: Int, of challenge: SecretDigest, in scope: AgencyScope) throws

    func endSignInChallenges(of user: User.ID, in scope: AgencyScope) throws

    func set(_ notice: Notice, isOn: Bool, of user: User.ID, in scope: AgencyScope) throws
}
