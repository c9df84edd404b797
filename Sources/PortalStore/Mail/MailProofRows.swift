import PortalCore

extension SQLiteSnapshot {
    func mailProof(_ id: MailProof.ID, in scope: AgencyScope) throws -> MailProof? {
        try database.first(Query.byID, [.id(scope.agency), .id(id)]) { try MailProof(row: $0) }
    }

    func mailProof(_ kind: MailProofKind, digest: SecretDigest, in scope: AgencyScope) throws -> MailProof? {
        try database.first(Query.byDigest, [.id(scope.agency), .word(kind), .blob(digest.bytes)]) {
            try MailProof(row: $0)
        }
    }

    func mailProof(_ kind: MailProofKind, of user: User.ID, in scope: AgencyScope) throws -> MailProof? {
        try database.first(Query.ofUser, [.id(scope.agency), .word(kind), .id(user)]) { try MailProof(row: $0) }
    }
}

extension SQLiteTransaction {
    func insert(_ proof: MailProof, in scope: AgencyScope) throws {
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(proof.id), .word(proof.kind), .id(proof.user), .instant(proof.expiresAt),
                .text(proof.email?.text), .id(proof.session),
            ])
    }

    func arm(_ id: MailProof.ID, digest: SecretDigest, until end: Instant, in scope: AgencyScope) throws {
        try database.changeOne(Query.arm, [.id(scope.agency), .id(id), .blob(digest.bytes), .instant(end)])
    }

    func end(_ id: MailProof.ID, in scope: AgencyScope) throws -> Bool {
        try database.change(Query.end, [.id(scope.agency), .id(id)]) > 0
    }

    func endMailProofs(_ kind: MailProofKind, of user: User.ID?, in scope: AgencyScope) throws {
        try database.change(Query.endAll, [.id(scope.agency), .word(kind), .id(user)])
    }

    /// Deletes what can be redeemed no more. Answers how many rows.
    func sweepMailProofs(at now: Instant) throws -> Int { try database.change(Query.sweep, [.instant(now)]) }
}

extension MailProof {
    fileprivate static let columns = """
        mail_proof.id, mail_proof.kind, mail_proof.user_id, mail_proof.expires_at, mail_proof.email,
        mail_proof.session_id
        """

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id(0), kind: try row.word(1), user: try row.optionalID(2), expiresAt: row.instant(3),
            email: row.optionalText(4).flatMap { EmailAddress($0) }, session: try row.optionalID(5))
    }
}

private enum Query {
    static let byID = SQL("SELECT \(MailProof.columns) FROM mail_proof WHERE agency_id = ?1 AND id = ?2")
    static let byDigest = SQL(
        "SELECT \(MailProof.columns) FROM mail_proof WHERE agency_id = ?1 AND kind = ?2 AND digest = ?3")
    static let ofUser = SQL(
        """
        SELECT \(MailProof.columns) FROM mail_proof INDEXED BY mail_proof_of_user
        WHERE agency_id = ?1 AND kind = ?2 AND user_id = ?3
        """)
    static let insert = SQL(
        """
        INSERT INTO mail_proof (agency_id, id, kind, user_id, expires_at, email, session_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
    static let arm = SQL("UPDATE mail_proof SET digest = ?3, expires_at = ?4 WHERE agency_id = ?1 AND id = ?2")
    static let end = SQL("DELETE FROM mail_proof WHERE agency_id = ?1 AND id = ?2")
    static let endAll = SQL(
        "DELETE FROM mail_proof INDEXED BY mail_proof_of_user WHERE agency_id = ?1 AND kind = ?2 AND user_id IS ?3")
    static let sweep = SQL("DELETE FROM mail_proof INDEXED BY mail_proof_by_end WHERE expires_at <= ?1")
}
