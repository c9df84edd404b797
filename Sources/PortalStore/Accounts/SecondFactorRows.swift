import PortalCore

extension SQLiteSnapshot {
    func secondFactor(of user: User.ID, in scope: AgencyScope) throws -> SecondFactor? {
        try database.first(Query.factor, [.id(scope.agency), .id(user)]) { row in
            SecondFactor(
                key: Sealed(bytes: row.bytes(0)), lastStep: row.int(1), since: row.instant(2),
                recoveryCodesLeft: row.count(3))
        }
    }

    func signInChallenge(_ digest: SecretDigest, in scope: AgencyScope) throws -> SignInChallenge? {
        try database.first(Query.challenge, [.id(scope.agency), .blob(digest.bytes)]) { row in
            SignInChallenge(user: try row.id(0), expiresAt: row.instant(1), triesLeft: row.count(2))
        }
    }
}

extension SQLiteTransaction {
    func insert(_ factor: SecondFactor, of user: User.ID, in scope: AgencyScope) throws {
        try database.change(
            Query.insertFactor,
            [
                .id(scope.agency), .id(user), .blob(factor.key.bytes), .int(factor.lastStep), .instant(factor.since),
            ])
    }

    func setLastStep(_ step: Int64, of user: User.ID, in scope: AgencyScope) throws {
        try database.changeOne(Query.setLastStep, [.id(scope.agency), .id(user), .int(step)])
    }

    func removeSecondFactor(of user: User.ID, in scope: AgencyScope) throws {
        try endSignInChallenges(of: user, in: scope)
        try database.change(Query.removeCodes, [.id(scope.agency), .id(user)])
        try database.changeOne(Query.removeFactor, [.id(scope.agency), .id(user)])
    }

    func setRecoveryCodes(_ codes: [SecretDigest], of user: User.ID, in scope: AgencyScope) throws {
        try database.change(Query.removeCodes, [.id(scope.agency), .id(user)])
        for code in codes {
            try database.change(Query.insertCode, [.id(scope.agency), .id(user), .blob(code.bytes)])
        }
    }

    func spendRecoveryCode(_ code: SecretDigest, of user: User.ID, in scope: AgencyScope) throws -> Bool {
        try database.change(Query.spendCode, [.id(scope.agency), .id(user), .blob(code.bytes)]) > 0
    }

    func insert(_ challenge: SignInChallenge, digest: SecretDigest, at now: Instant, in scope: AgencyScope) throws {
        try database.change(
            Query.insertChallenge,
            [
                .id(scope.agency), .blob(digest.bytes), .id(challenge.user), .instant(now),
                .instant(challenge.expiresAt), .count(challenge.triesLeft),
            ])
    }

    func setTriesLeft(_ tries: Int, of challenge: SecretDigest, in scope: AgencyScope) throws {
        try database.changeOne(Query.setTries, [.id(scope.agency), .blob(challenge.bytes), .count(tries)])
    }

    func endSignInChallenges(of user: User.ID, in scope: AgencyScope) throws {
        try database.change(Query.endChallenges, [.id(scope.agency), .id(user)])
    }
}

private enum Query {
    static let factor = SQL(
        """
        SELECT sealed_key, last_step, since,
            (SELECT count(*) FROM recovery_code code
             WHERE code.agency_id = factor.agency_id AND code.user_id = factor.user_id)
        FROM second_factor factor WHERE agency_id = ?1 AND user_id = ?2
        """)
    static let challenge = SQL(
        "SELECT user_id, expires_at, tries_left FROM sign_in_challenge WHERE agency_id = ?1 AND digest = ?2")
    static let insertFactor = SQL(
        "INSERT INTO second_factor (agency_id, user_id, sealed_key, last_step, since) VALUES (?1, ?2, ?3, ?4, ?5)")
    static let setLastStep = SQL("UPDATE second_factor SET last_step = ?3 WHERE agency_id = ?1 AND user_id = ?2")
    static let removeFactor = SQL("DELETE FROM second_factor WHERE agency_id = ?1 AND user_id = ?2")
    static let removeCodes = SQL("DELETE FROM recovery_code WHERE agency_id = ?1 AND user_id = ?2")
    static let insertCode = SQL("INSERT INTO recovery_code (agency_id, user_id, digest) VALUES (?1, ?2, ?3)")
    static let spendCode = SQL("DELETE FROM recovery_code WHERE agency_id = ?1 AND user_id = ?2 AND digest = ?3")
    static let insertChallenge = SQL(
        """
        INSERT INTO sign_in_challenge (agency_id, digest, user_id, created_at, expires_at, tries_left)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    static let setTries = SQL("UPDATE sign_in_challenge SET tries_left = ?3 WHERE agency_id = ?1 AND digest = ?2")
    static let endChallenges = SQL("DELETE FROM sign_in_challenge WHERE agency_id = ?1 AND user_id = ?2")
}
