import PortalCore

extension SQLiteSnapshot {
    func mails(in scope: AgencyScope, limit: Int) throws -> [MailRecord] {
        try database.all(Query.ofAgency, [.id(scope.agency), .count(limit)]) { try MailRecord(row: $0) }
    }

    func mailSecret(of mail: Mail.ID, in scope: AgencyScope) throws -> Sealed? {
        try database.first(Query.secret, [.id(scope.agency), .id(mail)]) { Sealed(bytes: $0.bytes(0)) }
    }

    func mailAccount(in scope: AgencyScope) throws -> MailAccount? {
        try database.first(Query.account, [.id(scope.agency)]) { row in
            guard let sender = EmailAddress(row.text(5)) else {
                throw StorageError.damaged("a sender's address is no address")
            }
            return MailAccount(
                agency: scope.agency, host: row.text(0), port: row.count(1), security: try row.word(2),
                user: row.text(3), password: Sealed(bytes: row.bytes(4)), dataKey: WrappedKey(bytes: row.bytes(6)),
                sender: sender)
        }
    }

    func dueMails(at now: Instant, look: OutboxLook<Mail.ID>, in scope: OperatorScope) throws -> [MailJob] {
        if try isQuarantined { return [] }
        return try OutboxTurns.jobs(
            limit: look.limit, at: now, behind: look.lastAgency, underWay: look.underWay,
            next: { agency, end in
                try database.first(Query.nextAgency, [.id(agency), .id(end)]) { (try $0.id(0), $0.instant(1)) }
            },
            jobs: { agency in
                let room = look.room(for: agency)
                guard room > 0 else { return [] }
                // What is held is read over.
                let reading = room + look.heldCount(of: agency)
                var due = try mails(Query.awaitedInAgency, of: agency, at: now, limit: reading)
                if due.count < reading {
                    due += try mails(Query.dueInAgency, of: agency, at: now, limit: reading).filter {
                        !$0.kind.isAwaited
                    }
                }
                return Array(due.filter { look.held[$0.id] == nil }.prefix(room))
            })
    }

    private func mails(_ query: SQL, of agency: Agency.ID, at now: Instant, limit: Int) throws -> [MailJob] {
        try database.all(query, [.id(agency), .instant(now), .count(limit)]) { try MailJob(row: $0) }
    }

    func nextMailDue(in scope: OperatorScope) throws -> Instant? {
        if try isQuarantined { return nil }
        return try database.first(Query.nextDue, []) { $0.optionalInstant(0) } ?? nil
    }
}

extension SQLiteTransaction {
    func enqueue(_ order: MailOrder, at now: Instant, in scope: AgencyScope) throws {
        try database.change(
            Query.enqueue,
            [
                .id(scope.agency), .id(order.id), .word(order.kind), .id(order.user), .text(order.email?.text),
                .id(order.proof), .id(order.invitation), .instant(now), .id(order.about),
            ])
    }

    func keepSecret(_ secret: Sealed, of mail: Mail.ID, in scope: AgencyScope) throws {
        try database.changeOne(Query.keepSecret, [.id(scope.agency), .id(mail), .blob(secret.bytes)])
    }

    func withdrawMails(to user: User.ID, in scope: AgencyScope) throws {
        try database.change(Query.withdrawAll, [.id(scope.agency), .id(user)])
    }

    func setMailAccount(_ account: MailAccount?, in scope: AgencyScope) throws {
        guard let account else {
            try database.change(Query.removeAccount, [.id(scope.agency)])
            return
        }
        try database.change(
            Query.setAccount,
            [
                .id(scope.agency), .text(account.host), .count(account.port), .word(account.security),
                .text(account.user), .blob(account.password.bytes), .text(account.sender.text),
            ])
    }

    func beginTry(of job: MailJob, in scope: OperatorScope) throws -> Bool {
        try database.change(Query.beginTry, [.id(job.agency), .id(job.id)]) > 0
    }

    func schedule(_ job: MailJob, at next: Instant, reason: String, size: Int, in scope: OperatorScope) throws {
        try database.changeOne(
            Query.schedule, [.id(job.agency), .id(job.id), .instant(next), .text(reason), .count(size)])
    }

    func finish(
        _ job: MailJob, as status: MailStatus, reason: String, size: Int?, at now: Instant, in scope: OperatorScope
    ) throws {
        try database.changeOne(
            Query.finish,
            [
                .id(job.agency), .id(job.id), .word(status), .text(reason), size.map { .count($0) } ?? .null,
                .instant(now),
            ])
    }

    func withdraw(_ job: MailJob, in scope: OperatorScope) throws {
        try database.change(Query.withdraw, [.id(job.agency), .id(job.id)])
    }

    /// Deletes what was sent or given up long ago. Answers how many rows.
    func sweepMail(at now: Instant) throws -> Int {
        try database.change(Query.sweep, [.instant(now.adding(-.days(30)))]) + sweepMailProofs(at: now)
            + sweepInvitations(at: now) + sweepTold(at: now)
    }
}

extension MailJob {
    fileprivate static let columns = """
        mail.id, mail.agency_id, mail.kind, mail.user_id, mail.email, mail.proof_id, mail.invitation_id, mail.tries,
        mail.created_at, mail.about_id, mail.workspace_id, mail.subject_id, mail.run_id
        """

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id(0), agency: try row.id(1), kind: try row.word(2), user: try row.optionalID(3),
            email: row.optionalText(4).flatMap { EmailAddress($0) }, proof: try row.optionalID(5),
            invitation: try row.optionalID(6), about: try row.optionalID(9),
            matter: try NoticeMatter(row: row, at: 10, of: try row.word(2)), tries: row.count(7),
            createdAt: row.instant(8))
    }
}

extension MailRecord {
    fileprivate init(row: Row) throws {
        let kind = try row.word(1, MailKind.self)
        let recipient = row.optionalText(kind.goesElsewhere ? 3 : 2).flatMap { EmailAddress($0) }
        self.init(
            id: try row.id(0), kind: kind, recipient: recipient, status: try row.word(4), tries: row.count(5),
            reason: row.text(6), size: row.isNull(7) ? nil : row.count(7), at: row.instant(8))
    }
}

private enum Query {
    static let ofAgency = SQL(
        """
        SELECT mail.id, mail.kind, ifnull(user.email, invitation.email), mail.email, mail.status, mail.tries, mail.reason,
            mail.size, ifnull(mail.ended_at, mail.created_at)
        FROM mail
        LEFT JOIN user ON user.agency_id = mail.agency_id AND user.id = mail.user_id
        LEFT JOIN invitation ON invitation.agency_id = mail.agency_id AND invitation.id = mail.invitation_id
        WHERE mail.agency_id = ?1 AND (mail.user_id IS NOT NULL OR mail.invitation_id IS NOT NULL) ORDER BY mail.id DESC LIMIT ?2
        """)
    static let account = SQL(
        """
        SELECT account.host, account.port, account.security, account.login, account.password, account.sender,
            agency_data_key.wrapped
        FROM mail_account account JOIN agency_data_key ON agency_data_key.agency_id = account.agency_id
        WHERE account.agency_id = ?1
        """)
    static let nextAgency = SQL(
        """
        SELECT agency_id, due_at FROM mail INDEXED BY mail_due_in_agency
        WHERE status = 'waiting' AND agency_id > ?1 AND agency_id <= ?2 ORDER BY agency_id, due_at LIMIT 1
        """)
    static let dueInAgency = SQL(
        """
        SELECT \(MailJob.columns) FROM mail INDEXED BY mail_due_in_agency
        WHERE agency_id = ?1 AND status = 'waiting' AND due_at <= ?2 ORDER BY due_at, id LIMIT ?3
        """)
    static let awaitedInAgency = SQL(
        """
        SELECT \(MailJob.columns) FROM mail INDEXED BY mail_awaited
        WHERE agency_id = ?1 AND status = 'waiting' AND kind IN (\(awaited)) AND due_at <= ?2 ORDER BY due_at, id LIMIT ?3
        """)
    /// As the index has them: another list would be another index.
    private static let awaited = MailKind.allCases.filter(\.isAwaited).map { "'\($0.rawValue)'" }
        .joined(separator: ", ")
    static let nextDue = SQL("SELECT min(due_at) FROM mail INDEXED BY mail_due WHERE status = 'waiting'")

    static let enqueue = SQL(
        """
        INSERT INTO mail (agency_id, id, kind, user_id, email, proof_id, invitation_id, status, due_at, created_at, about_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting', ?8, ?8, ?9)
        """)
    static let secret = SQL(
        "SELECT secret FROM mail WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting' AND secret IS NOT NULL")
    static let keepSecret = SQL(
        "UPDATE mail SET secret = ?3 WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'")
    static let withdrawAll = SQL(
        "DELETE FROM mail INDEXED BY mail_of_user WHERE agency_id = ?1 AND user_id = ?2 AND status = 'waiting'")
    static let setAccount = SQL(
        """
        INSERT INTO mail_account (agency_id, host, port, security, login, password, sender)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (agency_id) DO UPDATE SET host = excluded.host, port = excluded.port, security = excluded.security,
            login = excluded.login, password = excluded.password, sender = excluded.sender
        """)
    static let removeAccount = SQL("DELETE FROM mail_account WHERE agency_id = ?1")
    static let beginTry = SQL(
        "UPDATE mail SET tries = tries + 1 WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'")
    static let schedule = SQL(
        """
        UPDATE mail SET due_at = ?3, reason = ?4, size = ?5 WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'
        """)
    static let finish = SQL(
        """
        UPDATE mail SET status = ?3, reason = ?4, size = ifnull(?5, size), ended_at = ?6, secret = NULL,
            email = NULL
        WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'
        """)
    static let withdraw = SQL("DELETE FROM mail WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'")
    static let sweep = SQL("DELETE FROM mail INDEXED BY mail_ended WHERE status <> 'waiting' AND ended_at <= ?1")
}
