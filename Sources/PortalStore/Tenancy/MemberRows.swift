import PortalCore

extension SQLiteSnapshot {
    func members(of scope: WorkspaceScope) throws -> [Member] {
        try database.all(Query.members, [.id(scope.agency), .id(scope.workspace)]) { row in
            Member(
                user: try User(row: row), status: try row.word(User.columnCount),
                areas: Areas(rawValue: UInt8(clamping: row.int(User.columnCount + 1))), role: nil,
                joinedAt: row.instant(User.columnCount + 2), lastSeenAt: row.optionalInstant(User.columnCount + 3),
                hasSecondFactor: row.bool(User.columnCount + 4))
        }
    }

    func team(in scope: AgencyScope) throws -> [Member] {
        try database.all(Query.team, [.id(scope.agency)]) { row in
            Member(
                user: try User(row: row), status: try row.word(User.columnCount), areas: nil,
                role: try row.word(User.columnCount + 1), joinedAt: row.instant(User.columnCount + 2),
                lastSeenAt: row.optionalInstant(User.columnCount + 3), hasSecondFactor: row.bool(User.columnCount + 4))
        }
    }
}

extension SQLiteTransaction {
    func setClient(
        _ user: User.ID, areas: Areas, status: MembershipStatus, at now: Instant, of scope: WorkspaceScope
    ) throws {
        try database.changeOne(
            Query.setClient,
            [
                .id(scope.agency), .id(scope.workspace), .id(user), .int(Int64(areas.rawValue)), .word(status),
                .instant(now),
            ])
    }

    func setStaff(
        _ user: User.ID, role: AccountRole, status: MembershipStatus, at now: Instant, in scope: AgencyScope
    ) throws {
        do {
            try database.changeOne(
                Query.setStaff, [.id(scope.agency), .id(user), .word(role), .word(status), .instant(now)])
        } catch StorageError.alreadyExists {
            // The row itself is replaced; the only thing that can be there twice is the owner.
            throw StorageError.refusedBySchema("an agency has one owner")
        }
    }
}

private enum Query {
    static let members = SQL(
        """
        SELECT \(User.columns), member.status, member.areas, member.joined_at, user.last_seen_at,
            factor.user_id IS NOT NULL
        FROM client_membership member
        JOIN user ON user.agency_id = member.agency_id AND user.id = member.user_id
        LEFT JOIN second_factor factor ON factor.agency_id = user.agency_id AND factor.user_id = user.id
        WHERE member.agency_id = ?1 AND member.workspace_id = ?2 AND member.status <> 'removed'
        ORDER BY user.name, user.id
        """)
    static let team = SQL(
        """
        SELECT \(User.columns), staff.status, staff.role, staff.joined_at, user.last_seen_at,
            factor.user_id IS NOT NULL
        FROM staff_membership staff
        JOIN user ON user.agency_id = staff.agency_id AND user.id = staff.user_id
        LEFT JOIN second_factor factor ON factor.agency_id = user.agency_id AND factor.user_id = user.id
        WHERE staff.agency_id = ?1 AND staff.status <> 'removed'
        ORDER BY staff.role <> 'owner', user.name, user.id
        """)
    // Who was removed and comes back has joined anew; whose areas or role change has not.
    static let setClient = SQL(
        """
        INSERT INTO client_membership (agency_id, workspace_id, user_id, areas, status, joined_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (workspace_id, user_id) DO UPDATE SET
            joined_at = CASE WHEN status <> 'active' AND excluded.status = 'active' THEN excluded.joined_at ELSE joined_at END,
            areas = excluded.areas, status = excluded.status
        WHERE agency_id = excluded.agency_id
        """)
    static let setStaff = SQL(
        """
        INSERT INTO staff_membership (agency_id, user_id, role, status, joined_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (agency_id, user_id) DO UPDATE SET
            joined_at = CASE WHEN status <> 'active' AND excluded.status = 'active' THEN excluded.joined_at ELSE joined_at END,
            role = excluded.role, status = excluded.status
        """)
}
