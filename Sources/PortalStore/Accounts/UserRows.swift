import PortalCore

extension SQLiteSnapshot {
    func user(email: EmailAddress, in scope: AgencyScope) throws -> (user: User, password: PasswordHash?)? {
        try database.first(Query.byEmail, [.id(scope.agency), .text(email.key)], Self.userWithPassword)
    }

    func user(_ id: User.ID, in scope: AgencyScope) throws -> (user: User, password: PasswordHash?)? {
        try database.first(Query.byID, [.id(scope.agency), .id(id)], Self.userWithPassword)
    }

    func standing(
        of user: User.ID, in scope: AgencyScope
    ) throws -> (role: AccountRole?, memberships: [WorkspaceMembership]) {
        let role = try database.first(Query.activeRole, [.id(scope.agency), .id(user)]) {
            try $0.word(0, AccountRole.self)
        }
        return (role, try memberships(of: user, in: scope))
    }

    /// Every membership of the agency's workspaces, whatever its status.
    func memberships(of user: User.ID, in scope: AgencyScope) throws -> [WorkspaceMembership] {
        try database.all(Query.memberships, [.id(scope.agency), .id(user)]) { row in
            WorkspaceMembership(
                workspace: try Workspace(row: row), areas: Areas(rawValue: UInt8(clamping: row.int(4))),
                status: try row.word(5), joinedAt: row.instant(6))
        }
    }

    private static func userWithPassword(_ row: Row) throws -> (user: User, password: PasswordHash?) {
        (try User(row: row), row.optionalText(User.columnCount).map { PasswordHash(text: $0) })
    }
}

extension SQLiteTransaction {
    func insert(_ user: User, password: PasswordHash?, at now: Instant, in scope: AgencyScope) throws {
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(user.id), .text(user.email.text), .text(user.email.key), .text(user.name),
                .word(user.status), .text(user.language), .text(user.timeZone), .text(password?.text), .instant(now),
            ])
    }

    func setName(_ name: String, of user: User.ID, in scope: AgencyScope) throws {
        try database.changeOne(Query.setName, [.id(scope.agency), .id(user), .text(name)])
    }

    func setEmail(_ email: EmailAddress, of user: User.ID, in scope: AgencyScope) throws {
        try database.changeOne(
            Query.setEmail, [.id(scope.agency), .id(user), .text(email.text), .text(email.key)])
    }

    func set(language: String?, timeZone: String?, of user: User.ID, in scope: AgencyScope) throws {
        try database.changeOne(
            Query.setRegion, [.id(scope.agency), .id(user), .text(language), .text(timeZone)])
    }

    func setPassword(_ password: PasswordHash?, of user: User.ID, in scope: AgencyScope) throws {
        try endSignInChallenges(of: user, in: scope)
        try database.changeOne(Query.setPassword, [.id(scope.agency), .id(user), .text(password?.text)])
    }

    func setStatus(_ status: UserStatus, of user: User.ID, in scope: AgencyScope) throws {
        try database.changeOne(Query.setStatus, [.id(scope.agency), .id(user), .word(status)])
        switch status {
        case .active: break
        case .suspended:
            try endSessions(of: user, except: nil, in: scope)
            try endSignInChallenges(of: user, in: scope)
        }
    }
}

extension User {
    static let columns = "user.id, user.email, user.name, user.status, user.language, user.time_zone"
    static let columnCount: Int32 = 6

    init(row: Row, at first: Int32 = 0) throws {
        guard let email = EmailAddress(row.text(first + 1)) else {
            throw StorageError.damaged("a user's address is no address")
        }
        self.init(
            id: try row.id(first), email: email, name: row.text(first + 2), status: try row.word(first + 3),
            language: row.optionalText(first + 4), timeZone: row.optionalText(first + 5))
    }
}

private enum Query {
    static let byEmail = SQL("SELECT \(User.columns), user.password FROM user WHERE agency_id = ?1 AND email_key = ?2")
    static let byID = SQL("SELECT \(User.columns), user.password FROM user WHERE agency_id = ?1 AND id = ?2")
    static let activeRole = SQL(
        "SELECT role FROM staff_membership WHERE agency_id = ?1 AND user_id = ?2 AND status = 'active'")
    static let memberships = SQL(
        """
        SELECT \(Workspace.columns), member.areas, member.status, member.joined_at
        FROM client_membership member
        JOIN workspace ON workspace.agency_id = member.agency_id AND workspace.id = member.workspace_id
        WHERE member.agency_id = ?1 AND member.user_id = ?2
        ORDER BY member.workspace_id
        """)
    static let insert = SQL(
        """
        INSERT INTO user (agency_id, id, email, email_key, name, status, language, time_zone, password, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
    static let setName = SQL("UPDATE user SET name = ?3 WHERE agency_id = ?1 AND id = ?2")
    static let setEmail = SQL("UPDATE user SET email = ?3, email_key = ?4 WHERE agency_id = ?1 AND id = ?2")
    static let setRegion = SQL("UPDATE user SET language = ?3, time_zone = ?4 WHERE agency_id = ?1 AND id = ?2")
    static let setPassword = SQL("UPDATE user SET password = ?3 WHERE agency_id = ?1 AND id = ?2")
    static let setStatus = SQL("UPDATE user SET status = ?3 WHERE agency_id = ?1 AND id = ?2")
}
