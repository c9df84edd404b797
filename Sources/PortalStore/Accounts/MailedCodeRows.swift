import PortalCore

extension SQLiteSnapshot {
    func mailedCode(browser: SecretDigest, in scope: AgencyScope) throws -> MailedCode? {
        try database.first(Query.byBrowser, [.id(scope.agency), .blob(browser.bytes)]) { try MailedCode(row: $0) }
    }

    func mailedCode(_ id: MailProof.ID, in scope: AgencyScope) throws -> MailedCode? {
        try database.first(Query.byID, [.id(scope.agency), .id(id)]) { try MailedCode(row: $0) }
    }
}

extension SQLiteTransaction {
    func insert(_ code: MailedCode, browser: SecretDigest, in scope: AgencyScope) throws {
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .blob(browser.bytes), .id(code.id), .id(code.user), .blob(code.secret.bytes),
                .instant(code.expiresAt), .count(code.triesLeft),
            ])
    }

    func setTriesLeft(_ tries: Int, ofMailedCode id: MailProof.ID, in scope: AgencyScope) throws {
        try database.changeOne(Query.setTries, [.id(scope.agency), .id(id), .count(tries)])
    }

    func endMailedCode(_ id: MailProof.ID, in scope: AgencyScope) throws {
        try database.changeOne(Query.end, [.id(scope.agency), .id(id)])
    }

    func disarmMailedCodes(of user: User.ID, in scope: AgencyScope) throws {
        try database.change(Query.disarm, [.id(scope.agency), .id(user)])
    }

    /// Deletes what can be used no more. Answers how many rows.
    func sweepMailedCodes(at now: Instant) throws -> Int { try database.change(Query.sweep, [.instant(now)]) }
}

extension MailedCode {
    fileprivate static let columns = "code.id, code.user_id, code.secret, code.expires_at, code.tries_left"

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id(0), user: try row.optionalID(1), secret: Sealed(bytes: row.bytes(2)),
            expiresAt: row.instant(3), triesLeft: row.count(4))
    }
}

private enum Query {
    static let byBrowser = SQL(
        "SELECT \(MailedCode.columns) FROM mailed_code code WHERE agency_id = ?1 AND browser = ?2")
    static let byID = SQL("SELECT \(MailedCode.columns) FROM mailed_code code WHERE agency_id = ?1 AND id = ?2")
    static let insert = SQL(
        """
        INSERT INTO mailed_code (agency_id, browser, id, user_id, secret, expires_at, tries_left)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
    static let setTries = SQL("UPDATE mailed_code SET tries_left = ?3 WHERE agency_id = ?1 AND id = ?2")
    static let end = SQL("DELETE FROM mailed_code WHERE agency_id = ?1 AND id = ?2")
    static let disarm = SQL(
        "UPDATE mailed_code INDEXED BY mailed_code_of_user SET user_id = NULL WHERE agency_id = ?1 AND user_id = ?2")
    static let sweep = SQL("DELETE FROM mailed_code INDEXED BY mailed_code_by_end WHERE expires_at <= ?1")
}
