import PortalCore

extension SQLiteSnapshot {
    func failures(since start: Instant, limit: Int, in scope: AgencyScope) throws -> [WeekOfFailures] {
        let hour = start.startOfHour
        var ended: [Workspace.ID: (name: String, runs: EndedRuns)] = [:]
        try database.each(Query.failures, [.id(scope.agency), .instant(hour.startOfTally)]) { row in
            let runs = try TallyCounts(row, 3).ended(since: hour, first: row.instant(2))
            ended[try row.id(0), default: (row.text(1), EndedRuns())].runs += runs
            return true
        }
        let all = ended.filter { $0.value.runs.failed > 0 }.map { id, found in
            WeekOfFailures(
                workspace: id, name: found.name, succeeded: found.runs.succeeded, failed: found.runs.failed)
        }
        return Array(
            all.sorted { ($1.failed, $0.name, $0.workspace) < ($0.failed, $1.name, $1.workspace) }.prefix(limit))
    }

    func untoldConnections(limit: Int, in scope: AgencyScope) throws -> [NoticeMatter] {
        try database.all(Query.connections, [.id(scope.agency), .count(limit)] + Self.broken) { row in
            NoticeMatter(workspace: try row.id(0), thing: .connection(try row.id(1)))
        }
    }

    func untoldForms(visible: FormVisibility, limit: Int, in scope: AgencyScope) throws -> [NoticeMatter] {
        if visible.isNothing { return [] }
        return try database.all(
            Query.forms,
            [.id(scope.agency), .count(limit)]
                + .words(visible.forms.statuses, room: FormStatus.allCases.count)
                + .words(visible.workflows.statuses, room: WorkflowStatus.allCases.count)
        ) { row in NoticeMatter(workspace: try row.id(0), thing: .form(try row.id(1))) }
    }

    func untoldInvoices(
        dueBefore end: Instant, since: Instant, limit: Int, in scope: AgencyScope
    ) throws -> [NoticeMatter] {
        try database.all(
            Query.invoices, [.id(scope.agency), .instant(end), .instant(since), .count(limit)]
        ) { row in NoticeMatter(workspace: try row.id(0), thing: .invoice(try row.id(1))) }
    }

    func healedConnections(limit: Int, in scope: AgencyScope) throws -> [Connection.ID] {
        try database.all(Query.healed, [.id(scope.agency), .count(limit)] + Self.broken) { try $0.id(0) }
    }

    func zones(in scope: AgencyScope) throws -> [String] {
        try database.all(Query.zones, [.id(scope.agency)]) { $0.text(0) }
    }

    func unsummarised(since moment: Instant, zone: String, limit: Int, in scope: AgencyScope) throws -> [User.ID] {
        try database.all(
            Query.unsummarised, [.id(scope.agency), .instant(moment), .text(zone), .count(limit)]
        ) { try $0.id(0) }
    }

    private static let broken: [Binding] = .words(
        ConnectionHealth.allCases.filter(\.isBroken), room: ConnectionHealth.allCases.count)
}

extension SQLiteTransaction {
    func noteTold(_ matter: NoticeMatter, at now: Instant, since: Instant, in scope: AgencyScope) throws -> Bool {
        try database.change(
            Query.note,
            [
                .id(scope.agency), .word(matter.notice), matter.thing.bindings.subject, .id(matter.workspace),
                .instant(now), .instant(since),
            ]) > 0
    }

    func noteSummarised(_ user: User.ID, at now: Instant, since: Instant, in scope: AgencyScope) throws -> Bool {
        try database.change(
            Query.note,
            [.id(scope.agency), .word(Notice.weeklySummary), .id(user), .null, .instant(now), .instant(since)]) > 0
    }

    func forgetTold(_ connection: Connection.ID, in scope: AgencyScope) throws {
        try database.change(
            Query.forget, [.id(scope.agency), .word(Notice.connectionNeedsMe), .id(connection)])
    }

    /// Forgets what was told of long ago. Answers how many rows.
    func sweepTold(at now: Instant) throws -> Int {
        try database.change(Query.sweep, [.instant(now.adding(-.days(90)))])
    }
}

private enum Query {
    // CROSS JOIN holds SQLite to the order that is written: from the agency's workspaces to the few things that wait in each.

    static let failures = SQL(
        """
        SELECT workspace.id, workspace.name, tally.first_hour, \(TallyCounts.columns)
        FROM workspace INDEXED BY workspace_by_name
        CROSS JOIN workflow INDEXED BY workflow_by_status ON workflow.workspace_id = workspace.id
        CROSS JOIN run_tally tally
            ON tally.workspace_id = workspace.id AND tally.workflow_id = workflow.id AND tally.first_hour >= ?2
        WHERE workspace.agency_id = ?1 AND (workspace.archived_at IS NOT NULL) = 0
        """)
    static let connections = SQL(
        """
        SELECT connection.workspace_id, connection.id
        FROM workspace INDEXED BY workspace_by_name
        CROSS JOIN connection INDEXED BY connection_by_health
            ON connection.workspace_id = workspace.id AND connection.health IN (?3, ?4, ?5, ?6, ?7, ?8)
        WHERE workspace.agency_id = ?1 AND (workspace.archived_at IS NOT NULL) = 0
            AND NOT EXISTS (
                SELECT 1 FROM notice_told told WHERE told.agency_id = ?1 AND told.notice = 'connection-needs-me'
                    AND told.subject_id = connection.id)
        LIMIT ?2
        """)
    static let forms = SQL(
        """
        SELECT form.workspace_id, form.id
        FROM workspace INDEXED BY workspace_by_name
        CROSS JOIN form INDEXED BY form_by_status
            ON form.workspace_id = workspace.id AND form.status IN (?3, ?4, ?5)
        CROSS JOIN workflow ON workflow.workspace_id = form.workspace_id AND workflow.id = form.workflow_id
            AND workflow.status IN (?6, ?7, ?8, ?9, ?10)
        WHERE workspace.agency_id = ?1 AND (workspace.archived_at IS NOT NULL) = 0
            AND NOT EXISTS (
                SELECT 1 FROM submission
                WHERE submission.workspace_id = form.workspace_id AND submission.form_id = form.id)
            AND NOT EXISTS (
                SELECT 1 FROM notice_told told WHERE told.agency_id = ?1 AND told.notice = 'form-waits'
                    AND told.subject_id = form.id)
        LIMIT ?2
        """)
    static let invoices = SQL(
        """
        SELECT invoice.workspace_id, invoice.id
        FROM workspace INDEXED BY workspace_by_name
        CROSS JOIN invoice INDEXED BY invoice_open ON invoice.workspace_id = workspace.id AND invoice.status = 'open'
            AND ifnull(invoice.due_at, 9223372036854775807) < ?2
        WHERE workspace.agency_id = ?1 AND (workspace.archived_at IS NOT NULL) = 0
            AND NOT EXISTS (
                SELECT 1 FROM notice_told told WHERE told.agency_id = ?1 AND told.notice = 'invoice-due'
                    AND told.subject_id = invoice.id AND told.told_at >= ?3)
        LIMIT ?4
        """)
    static let healed = SQL(
        """
        SELECT told.subject_id
        FROM notice_told told
        CROSS JOIN connection ON connection.workspace_id = told.workspace_id AND connection.id = told.subject_id
            AND NOT ifnull(connection.health IN (?3, ?4, ?5, ?6, ?7, ?8), 0)
        WHERE told.agency_id = ?1 AND told.notice = 'connection-needs-me'
        LIMIT ?2
        """)
    static let zones = SQL(
        """
        SELECT DISTINCT ifnull(user.time_zone, agency.time_zone)
        FROM agency CROSS JOIN user ON user.agency_id = agency.id WHERE agency.id = ?1
        """)
    static let unsummarised = SQL(
        """
        SELECT user.id
        FROM agency CROSS JOIN user ON user.agency_id = agency.id
        WHERE agency.id = ?1 AND user.status = 'active' AND user.created_at < ?2
            AND ifnull(user.time_zone, agency.time_zone) = ?3
            AND NOT EXISTS (
                SELECT 1 FROM notice_told told WHERE told.agency_id = ?1 AND told.notice = 'weekly-summary'
                    AND told.subject_id = user.id AND told.told_at >= ?2)
        LIMIT ?4
        """)
    static let note = SQL(
        """
        INSERT INTO notice_told (agency_id, notice, subject_id, workspace_id, told_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (agency_id, notice, subject_id) DO UPDATE SET told_at = excluded.told_at
        WHERE told_at < ?6
        """)
    static let forget = SQL("DELETE FROM notice_told WHERE agency_id = ?1 AND notice = ?2 AND subject_id = ?3")
    static let sweep = SQL("DELETE FROM notice_told INDEXED BY notice_told_by_age WHERE told_at <= ?1")
}
