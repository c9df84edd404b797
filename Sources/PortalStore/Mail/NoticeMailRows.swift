import PortalCore

extension SQLiteSnapshot {
    func readers(of notice: Notice, in scope: WorkspaceScope) throws -> [NoticeReader] {
        try database.all(Query.readers, [.id(scope.agency), .id(scope.workspace), .word(notice)]) { row in
            let role: AccountRole? = try row.optionalWord(1)
            return NoticeReader(
                user: try row.id(0),
                standing: role.map { .staff($0) } ?? .client(Areas(rawValue: UInt8(clamping: row.int(2)))),
                choice: row.isNull(3) ? nil : row.bool(3))
        }
    }

    func causes(of mail: Mail.ID, in scope: AgencyScope) throws -> Int {
        let causes = try database.first(Query.causes, [.id(scope.agency), .id(mail)]) { $0.count(0) }
        guard let causes else { throw StorageError.notFound }
        return causes
    }
}

extension SQLiteTransaction {
    func enqueue(_ order: NoticeOrder, at now: Instant, in scope: AgencyScope) throws {
        let (subject, run) = order.matter?.thing.bindings ?? (.null, .null)
        try database.change(
            Query.enqueue,
            [
                .id(scope.agency), .id(order.id), .word(MailKind(order.notice)), .id(order.user),
                .id(order.matter?.workspace), subject, run, .count(order.causes), .instant(now),
                .int(order.pause.milliseconds),
            ])
    }

    func absorb(_ causes: Int, into matter: NoticeMatter, in scope: WorkspaceScope) throws -> Set<User.ID> {
        let readers = try database.all(
            Query.absorb,
            [
                .id(scope.agency), .id(scope.workspace), matter.thing.bindings.subject,
                .word(MailKind(matter.notice)), .count(causes),
            ]
        ) { try $0.id(0, User.self) }
        return Set(readers)
    }

    func withdrawNotices(to user: User.ID, in scope: WorkspaceScope) throws {
        try database.change(Query.withdraw, [.id(scope.agency), .id(user), .id(scope.workspace)])
    }
}

extension NoticeMatter {
    /// Reads the workspace, the subject and the run of a mail of that kind; `nil` for a mail that tells of no thing.
    init?(row: Row, at first: Int32, of kind: MailKind) throws {
        guard let notice = kind.notice, !row.isNull(first) else { return nil }
        let thing: Thing
        switch notice {
        case .runFailed: thing = .workflow(try row.id(first + 1), run: try row.id(first + 2))
        case .connectionNeedsMe: thing = .connection(try row.id(first + 1))
        case .invoiceDue: thing = .invoice(try row.id(first + 1))
        case .formWaits: thing = .form(try row.id(first + 1))
        case .weeklySummary: return nil
        }
        self.init(workspace: try row.id(first), thing: thing)
    }
}

extension NoticeMatter.Thing {
    /// The thing itself, and the run for a workflow.
    var bindings: (subject: Binding, run: Binding) {
        switch self {
        case .workflow(let id, let run): (.id(id), .id(run))
        case .connection(let id): (.id(id), .null)
        case .invoice(let id): (.id(id), .null)
        case .form(let id): (.id(id), .null)
        }
    }
}

private enum Query {
    /// Suspended people are nobody's readers.
    static let readers = SQL(
        """
        SELECT staff.user_id, staff.role, NULL, choice.is_on
        FROM staff_membership staff
        JOIN user ON user.agency_id = staff.agency_id AND user.id = staff.user_id AND user.status = 'active'
        LEFT JOIN notice_choice choice
            ON choice.agency_id = staff.agency_id AND choice.user_id = staff.user_id AND choice.notice = ?3
        WHERE staff.agency_id = ?1 AND staff.status = 'active'
        UNION ALL
        SELECT member.user_id, NULL, member.areas, choice.is_on
        FROM client_membership member
        JOIN user ON user.agency_id = member.agency_id AND user.id = member.user_id AND user.status = 'active'
        LEFT JOIN notice_choice choice
            ON choice.agency_id = member.agency_id AND choice.user_id = member.user_id AND choice.notice = ?3
        WHERE member.agency_id = ?1 AND member.workspace_id = ?2 AND member.status = 'active'
        """)
    static let causes = SQL("SELECT causes FROM mail WHERE agency_id = ?1 AND id = ?2")
    static let enqueue = SQL(
        """
        INSERT INTO mail (agency_id, id, kind, user_id, workspace_id, subject_id, run_id, causes, status, due_at, created_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', max(?9, ifnull(max(due_at) + ?10, ?9)), ?9
        FROM mail INDEXED BY mail_of_subject
        WHERE agency_id = ?1 AND subject_id = ?6 AND kind = ?3 AND user_id = ?4
        """)
    static let absorb = SQL(
        """
        UPDATE mail INDEXED BY mail_absorbing SET causes = causes + ?5
        WHERE agency_id = ?1 AND workspace_id = ?2 AND subject_id = ?3 AND kind = ?4 AND status = 'waiting' AND tries = 0
        RETURNING user_id
        """)
    static let withdraw = SQL(
        """
        DELETE FROM mail INDEXED BY mail_of_user
        WHERE agency_id = ?1 AND user_id = ?2 AND workspace_id = ?3 AND status = 'waiting'
        """)
}
