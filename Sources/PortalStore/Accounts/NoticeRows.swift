import PortalCore

extension SQLiteSnapshot {
    func noticeChoices(of user: User.ID, in scope: AgencyScope) throws -> [Notice: Bool] {
        let chosen = try database.all(Query.choices, [.id(scope.agency), .id(user)]) {
            (try $0.word(0, Notice.self), $0.bool(1))
        }
        return Dictionary(uniqueKeysWithValues: chosen)
    }
}

extension SQLiteTransaction {
    func set(_ notice: Notice, isOn: Bool, of user: User.ID, in scope: AgencyScope) throws {
        try database.change(Query.set, [.id(scope.agency), .id(user), .word(notice), .bool(isOn)])
    }
}

private enum Query {
    static let choices = SQL("SELECT notice, is_on FROM notice_choice WHERE agency_id = ?1 AND user_id = ?2")
    static let set = SQL(
        """
        INSERT INTO notice_choice (agency_id, user_id, notice, is_on) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (agency_id, user_id, notice) DO UPDATE SET is_on = excluded.is_on
        """)
}
