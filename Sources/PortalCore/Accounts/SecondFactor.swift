/// What is kept of a person's second factor.
public struct SecondFactor: Hashable, Sendable {
    /// The app's key, sealed as ``SealContext/secondFactor(_:agency:)``.
    public let key: Sealed
    /// The step of the last code that was used: it and those before it are good no more.
    public let lastStep: Int64
    public let since: Instant
    public let recoveryCodesLeft: Int

    public init(key: Sealed, lastStep: Int64, since: Instant, recoveryCodesLeft: Int) {
        self.key = key
        self.lastStep = lastStep
        self.since = since
        self.recoveryCodesLeft = recoveryCodesLeft
    }
}

/// Whom an agency lets in with a second factor only.
public struct SecondFactorRule: Hashable, Sendable {
    public let forStaff: Bool
    public let forClients: Bool

    public static let none = SecondFactorRule(forStaff: false, forClients: false)

    public init(forStaff: Bool, forClients: Bool) {
        self.forStaff = forStaff
        self.forClients = forClients
    }

    /// Whether it asks a second factor of somebody: staff by their role, clients by having an active membership.
    func asks(_ person: Person) -> Bool {
        if person.role != nil { return forStaff }
        return forClients && person.memberships.contains { $0.status == .active }
    }
}

/// What stands between the right password and a session: a code is asked for, for a while and a few times.
public struct SignInChallenge: Hashable, Sendable {
    public static let lifetime = TimeSpan.minutes(10)
    public static let tries = 5

    public let user: User.ID
    public let expiresAt: Instant
    public let triesLeft: Int

    public init(user: User.ID, expiresAt: Instant, triesLeft: Int) {
        self.user = user
        self.expiresAt = expiresAt
        self.triesLeft = triesLeft
    }
}

extension SealContext {
    public static func secondFactor(_ user: User.ID, agency: Agency.ID) -> SealContext {
        SealContext(agency: agency, purpose: "second-factor", subject: user.description)
    }
}

// MARK: One's own

extension Account {
    /// One's own second factor; `nil` without one.
    public func secondFactor() throws -> SecondFactor? {
        try decide()
        return try desk.snapshot.secondFactor(of: user.id, in: desk.agencyScope)
    }

    /// A fresh key to offer to somebody who wants a second factor. Nothing is kept until a code of it comes back.
    public func freshFactorKey() -> FactorKey {
        guard let key = FactorKey(bytes: desk.mint.bytes(FactorKey.byteCount)) else {
            preconditionFailure("entropy gives as many bytes as are asked for")
        }
        return key
    }

    /// Whether the agency asks this person for a second factor.
    public var mustHaveSecondFactor: Bool {
        session != nil && desk.front.agency.secondFactor.asks(person)
    }
}

/// A second factor that was just turned on, or its new recovery codes: shown this once.
public struct FactorGrant: Sendable {
    public let recoveryCodes: [RecoveryCode]
    /// The renewed secret of the session that asked; `nil` where an embedder brought its own sign-in.
    public let session: Secret?
}

extension Account.Changing {
    /// Turns the second factor on with a key of which a right code was just typed.
    ///
    /// Every other session ends: each that goes on has shown the factor.
    func turnOnSecondFactor(_ key: FactorKey, step: Int64, password: PasswordHash?) throws -> FactorGrant {
        try account.decide()
        try requireUnchanged(password)
        guard try transaction.secondFactor(of: account.user.id, in: scope) == nil else {
            throw Refusal.notNow(.secondFactorOn)
        }
        let desk = account.desk
        let sealed = try desk.services.sealing.seal(
            key.bytes, under: try transaction.dataKey(in: scope),
            as: .secondFactor(account.user.id, agency: scope.agency))
        try transaction.insert(
            SecondFactor(key: sealed, lastStep: step, since: desk.now, recoveryCodesLeft: 0), of: account.user.id,
            in: scope)
        let codes = try issueRecoveryCodes()
        try transaction.endSessions(of: account.user.id, except: account.session?.id, in: scope)
        try audit(detail: "second factor on")
        return FactorGrant(recoveryCodes: codes, session: try renewSession())
    }

    func replaceRecoveryCodes(password: PasswordHash?) throws -> FactorGrant {
        try account.decide()
        try requireUnchanged(password)
        guard try transaction.secondFactor(of: account.user.id, in: scope) != nil else {
            throw Refusal.notNow(.secondFactorOff)
        }
        let codes = try issueRecoveryCodes()
        try audit(detail: "recovery codes")
        return FactorGrant(recoveryCodes: codes, session: try renewSession())
    }

    func turnOffSecondFactor(password: PasswordHash?) throws -> Secret? {
        try account.decide()
        try requireUnchanged(password)
        guard try transaction.secondFactor(of: account.user.id, in: scope) != nil else {
            throw Refusal.notNow(.secondFactorOff)
        }
        try transaction.removeSecondFactor(of: account.user.id, in: scope)
        try audit(detail: "second factor off")
        return try renewSession()
    }

    private func issueRecoveryCodes() throws -> [RecoveryCode] {
        let desk = account.desk
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(desk.mint) }
        let digests = codes.map { $0.digest(of: account.user.id, desk.services.digests) }
        try transaction.setRecoveryCodes(digests, of: account.user.id, in: scope)
        return codes
    }
}

extension Portal {
    /// Turns on the visitor's own second factor: checks the password and a code of the offered key.
    ///
    /// Throws ``Refusal/invalid(_:)`` for a wrong code, ``Refusal/notNow(_:)`` with ``Obstacle/currentPasswordWrong`` or
    /// ``Obstacle/secondFactorOn``, ``Refusal/notFound`` for a visitor who is not signed in.
    public func turnOnSecondFactor(
        _ knock: Knock, password: String, key: FactorKey, code: String
    ) async throws -> FactorGrant {
        let step = TimeCode(key, digests: services.digests).step(of: code, now: clock.now, after: nil)
        guard let step else { throw Refusal.invalid([FieldProblem("code", .codeWrong)]) }
        let hash = try await verifiedPassword(of: knock, password)
        return try await change(knock) { visit in
            guard let account = visit?.account else { throw Refusal.notFound }
            return try account.turnOnSecondFactor(key, step: step, password: hash)
        }
    }

    /// Gives the visitor new recovery codes; the old ones are good no more. Throws as ``turnOffSecondFactor(_:password:)`` does.
    public func replaceRecoveryCodes(_ knock: Knock, password: String) async throws -> FactorGrant {
        let hash = try await verifiedPassword(of: knock, password)
        return try await change(knock) { visit in
            guard let account = visit?.account else { throw Refusal.notFound }
            return try account.replaceRecoveryCodes(password: hash)
        }
    }

    /// Turns the visitor's own second factor off; where the agency asks for one, the next thing they do is to set up another.
    /// Answers the session's renewed secret.
    ///
    /// Throws ``Refusal/notNow(_:)`` with ``Obstacle/currentPasswordWrong`` or ``Obstacle/secondFactorOff``,
    /// ``Refusal/notFound`` for a visitor who is not signed in.
    public func turnOffSecondFactor(_ knock: Knock, password: String) async throws -> Secret? {
        let hash = try await verifiedPassword(of: knock, password)
        return try await change(knock) { visit in
            guard let account = visit?.account else { throw Refusal.notFound }
            return try account.turnOffSecondFactor(password: hash)
        }
    }

    /// What is kept of the visitor's password, which was found right.
    func verifiedPassword(of knock: Knock, _ typed: String) async throws -> PasswordHash? {
        let known = try await visit(knock) { try $0?.account?.withPassword() }
        guard let known else { throw Refusal.notFound }
        guard try await services.passwords.verify(typed, against: known.password) != .wrong else {
            throw Refusal.notNow(.currentPasswordWrong)
        }
        return known.password
    }
}
