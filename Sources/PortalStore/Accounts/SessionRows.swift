import PortalCore

extension SQLiteSnapshot {
    func signedIn(session: SecretDigest, in scope: AgencyScope) throws -> SignedIn? {
        let found = try database.first(Query.signedIn, [.id(scope.agency), .blob(session.bytes)]) { row in
            (
                session: try Session(row: row), user: try User(row: row, at: Session.columnCount),
                role: try row.optionalWord(Session.columnCount + User.columnCount, AccountRole.self),
                hasSecondFactor: row.bool(Session.columnCount + User.columnCount + 1)
            )
        }
        guard let found else { return nil }
        return SignedIn(
            session: found.session, user: found.user, role: found.role,
            memberships: try memberships(of: found.user.id, in: scope), hasSecondFactor: found.hasSecondFactor)
    }

    func sessions(of user: User.ID, in scope: AgencyScope) throws -> [Session] {
        try database.all(Query.ofUser, [.id(scope.agency), .id(user)]) { try Session(row: $0) }
    }
}

extension SQLiteTransaction {
    func insert(_ session: Session, digest: SecretDigest, in scope: AgencyScope) throws {
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .blob(digest.bytes), .id(session.id), .id(session.user),
                .instant(session.createdAt), .instant(session.lastUsedAt), .text(session.agent),
                .text(session.network),
            ])
        try database.change(
            Query.seen, [.id(scope.agency), .id(session.id), .instant(session.lastUsedAt)])
    }

    func touchSession(_ id: Session.ID, at now: Instant, in scope: AgencyScope) throws {
        try database.changeOne(Query.touch, [.id(scope.agency), .id(id), .instant(now)])
        try database.change(Query.seen, [.id(scope.agency), .id(id), .instant(now)])
    }

    func renewSession(_ id: Session.ID, digest: SecretDigest, in scope: AgencyScope) throws {
        try database.changeOne(Query.renew, [.id(scope.agency), .id(id), .blob(digest.bytes)])
    }

    func endSession(_ id: Session.ID, of user: User.ID, in scope: AgencyScope) throws {
        try database.change(Query.end, [.id(scope.agency), .id(user), .id(id)])
    }

    func endSessions(of user: User.ID, except kept: Session.ID?, in scope: AgencyScope) throws {
        try database.change(Query.endAll, [.id(scope.agency), .id(user), .id(kept)])
    }

    func sweep(at now: Instant, sessions: SessionLifetime, in scope: OperatorScope) throws -> Int {
        let oldest = now.adding(-sessions.absolute)
        let ended =
            try database.change(Query.sweep, [.instant(oldest), .instant(now.adding(-sessions.idle))])
            + (try database.change(Query.sweepChallenges, [.instant(now)]))
        // A form is good for no longer than the session it was shown in: a token as old as that is asked for no more.
        let spent = try database.change(Query.sweepTokens, [.instant(oldest)])
        return ended + spent + (try sweepMailedCodes(at: now)) + (try sweepMail(at: now))
    }
}

extension Session {
    fileprivate static let columns =
        "session.id, session.user_id, session.created_at, session.last_used_at, session.agent, session.network"
    fileprivate static let columnCount: Int32 = 6

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id(0), user: try row.id(1), createdAt: row.instant(2), lastUsedAt: row.instant(3),
            agent: row.text(4), network: row.optionalText(5))
    }
}

private enum Query {
    static let signedIn = SQL(
        """
        SELECT \(Session.columns), \(User.columns), staff.role, factor.user_id IS NOT NULL FROM session
        JOIN user ON user.agency_id = session.agency_id AND user.id = session.user_id
        LEFT JOIN staff_membership staff
            ON staff.agency_id = session.agency_id AND staff.user_id = session.user_id AND staff.status = 'active'
        LEFT JOIN second_factor factor ON factor.agency_id = session.agency_id AND factor.user_id = session.user_id
        WHERE session.agency_id = ?1 AND session.digest = ?2
        """)
    static let ofUser = SQL(
        """
        SELECT \(Session.columns) FROM session INDEXED BY session_of_user
        WHERE agency_id = ?1 AND user_id = ?2 ORDER BY last_used_at DESC, id DESC
        """)
    static let insert = SQL(
        """
        INSERT INTO session (agency_id, digest, id, user_id, created_at, last_used_at, agent, network)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    static let touch = SQL(
        "UPDATE session SET last_used_at = max(last_used_at, ?3) WHERE agency_id = ?1 AND id = ?2")
    static let seen = SQL(
        """
        UPDATE user SET last_seen_at = max(ifnull(last_seen_at, ?3), ?3)
        WHERE agency_id = ?1 AND id = (SELECT user_id FROM session WHERE agency_id = ?1 AND id = ?2)
        """)
    static let renew = SQL("UPDATE session SET digest = ?3 WHERE agency_id = ?1 AND id = ?2")
    static let end = SQL("DELETE FROM session WHERE agency_id = ?1 AND user_id = ?2 AND id = ?3")
    static let endAll = SQL(
        "DELETE FROM session INDEXED BY session_of_user WHERE agency_id = ?1 AND user_id = ?2 AND id IS NOT ?3")
    // Walks all sessions; there are few, and it is the worker's round, once a minute.
    static let sweep = SQL("DELETE FROM session WHERE created_at <= ?1 OR last_used_at <= ?2")
    static let sweepChallenges = SQL("DELETE FROM sign_in_challenge WHERE expires_at <= ?1")
    static let sweepTokens = SQL("DELETE FROM run_token WHERE spent_at <= ?1")
}
