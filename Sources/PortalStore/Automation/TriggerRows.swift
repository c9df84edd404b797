import PortalCore

extension SQLiteSnapshot {
    func dueTriggers(
        at now: Instant, look: OutboxLook<Outbox.ID>, in scope: OperatorScope
    ) throws -> [TriggerJob] {
        if try isQuarantined { return [] }
        return try OutboxTurns.jobs(
            limit: look.limit, at: now, behind: look.lastAgency, underWay: look.underWay,
            next: { agency, end in
                try database.first(Query.nextAgency, [.id(agency), .id(end)]) { (try $0.id(0), $0.instant(1)) }
            },
            jobs: { try dueTriggers(of: $0, at: now, look) })
    }

    /// How many of an agency's workspaces one look goes to. Where more of them wait for a later moment, what is behind them is found by its
    /// age, or once they have had their turn.
    private static let workspacesInReach = 256

    /// What is due of one agency, as much as there is room for: oldest first, and where more is due, its workspaces in turn.
    private func dueTriggers(
        of agency: Agency.ID, at now: Instant, _ look: OutboxLook<Outbox.ID>
    ) throws -> [TriggerJob] {
        let room = look.room(for: agency)
        guard room > 0 else { return [] }
        func due(_ sql: SQL, _ bindings: [Binding]) throws -> [TriggerJob] {
            try database.all(sql, bindings) { try TriggerJob(row: $0) }.filter { look.held[$0.id] == nil }
        }
        // What is held is read over.
        let reading = room + look.heldCount(of: agency)
        let oldest = try due(Query.dueInAgency, [.id(agency), .instant(now), .count(reading + 1)])
        guard oldest.count > room else { return oldest }
        let inTurn = try OutboxTurns.jobs(
            limit: room, at: now, behind: look.lastWorkspaces[agency], underWay: look.underWay(of: agency),
            reach: Self.workspacesInReach,
            next: { workspace, end in
                try database.first(Query.nextWorkspace, [.id(agency), .id(workspace), .id(end)]) {
                    (try $0.id(0), $0.instant(1))
                }
            },
            jobs: { try due(Query.dueInWorkspace, [.id(agency), .id($0), .instant(now), .count(reading)]) })
        let taken = Set(inTurn.map(\.id))
        return inTurn + oldest.filter { !taken.contains($0.id) }.prefix(room - inTurn.count)
    }

    func nextTriggerDue(in scope: OperatorScope) throws -> Instant? {
        if try isQuarantined { return nil }
        return try database.first(Query.nextDue, []) { $0.optionalInstant(0) } ?? nil
    }

    func triggerDispatch(of job: TriggerJob, in scope: OperatorScope) throws -> TriggerDispatch? {
        try database.first(Query.dispatch, [.id(job.agency), .id(job.workspace), .id(job.id)]) { row in
            TriggerDispatch(
                job: job, workflow: try Workflow(row: row),
                engine: try EngineContact(row: row, at: Workflow.columnCount))
        }
    }

    func deadTriggers(in scope: AgencyScope, limit: Int) throws -> [DeadTrigger] {
        try database.all(Query.dead, [.id(scope.agency), .count(limit)]) { row in
            DeadTrigger(
                run: try row.id(0), workspace: try row.id(1), workspaceName: row.text(2), workflow: try row.id(3),
                workflowName: row.text(4), delivery: try row.word(5), tries: row.count(6), reason: row.text(7),
                at: row.instant(8))
        }
    }

    /// Whether this database was restored from a backup and not yet released: then nothing leaves the house.
    var isQuarantined: Bool {
        get throws { try database.exists(Query.quarantine, []) }
    }
}

extension SQLiteTransaction {
    func enqueueTrigger(
        _ id: Outbox.ID, of run: Run.ID, workflow: Workflow.ID, at now: Instant, in scope: WorkspaceScope
    ) throws {
        try database.change(
            Query.enqueue,
            [.id(id), .id(scope.agency), .id(scope.workspace), .id(workflow), .id(run), .instant(now)])
    }

    func withdrawTrigger(of run: Run.ID, in scope: WorkspaceScope) throws -> Bool {
        try database.change(Query.withdraw, [.id(scope.agency), .id(scope.workspace), .id(run)]) > 0
    }

    func beginTry(of job: TriggerJob, at now: Instant, in scope: OperatorScope) throws -> Bool {
        try database.change(Query.beginTry, [.id(job.agency), .id(job.id), .instant(now)]) > 0
    }

    func schedule(
        _ job: TriggerJob, at next: Instant, reason: String, isUnconfirmed: Bool, in scope: OperatorScope
    ) throws {
        try database.changeOne(
            Query.schedule,
            [.id(job.agency), .id(job.id), .instant(next), .text(reason), .int(isUnconfirmed ? 1 : 0)])
    }

    func finish(
        _ job: TriggerJob, as delivery: TriggerDelivery, reason: String, at now: Instant, in scope: OperatorScope
    ) throws {
        switch delivery {
        case .accepted, .withdrawn:
            try database.changeOne(Query.delivered, [.id(job.agency), .id(job.id)])
        case .pending, .didNotStart, .unconfirmed:
            try database.changeOne(
                Query.bury, [.id(job.agency), .id(job.id), .word(delivery), .text(reason), .instant(now)])
        }
        try database.changeOne(
            Run.setDelivery, [.id(job.agency), .id(job.workspace), .id(job.run), .code(delivery)])
    }
}

extension TriggerJob {
    fileprivate static let columns = """
        outbox.run_id, outbox.agency_id, outbox.workspace_id, outbox.workflow_id, outbox.id, outbox.tries,
        outbox.first_tried_at, outbox.created_at, outbox.begun_at, outbox.is_unconfirmed
        """

    fileprivate init(row: Row) throws {
        self.init(
            run: try row.id(0), agency: try row.id(1), workspace: try row.id(2), workflow: try row.id(3),
            id: try row.id(4), tries: row.count(5), firstTriedAt: row.optionalInstant(6), createdAt: row.instant(7),
            begunAt: row.optionalInstant(8), isUnconfirmed: row.int(9) != 0)
    }
}

private enum Query {
    static let quarantine = SQL("SELECT 1 FROM setting WHERE key = '\(Quarantine.key)'")
    static let nextAgency = SQL(
        """
        SELECT agency_id, due_at FROM outbox INDEXED BY outbox_due_in_agency
        WHERE status = 'waiting' AND agency_id > ?1 AND agency_id <= ?2 ORDER BY agency_id, due_at LIMIT 1
        """)
    static let nextWorkspace = SQL(
        """
        SELECT workspace_id, due_at FROM outbox INDEXED BY outbox_due_in_workspace
        WHERE agency_id = ?1 AND status = 'waiting' AND workspace_id > ?2 AND workspace_id <= ?3
        ORDER BY workspace_id, due_at LIMIT 1
        """)
    static let dueInAgency = SQL(
        """
        SELECT \(TriggerJob.columns) FROM outbox INDEXED BY outbox_due_in_agency
        WHERE agency_id = ?1 AND status = 'waiting' AND due_at <= ?2 ORDER BY due_at, id LIMIT ?3
        """)
    static let dueInWorkspace = SQL(
        """
        SELECT \(TriggerJob.columns) FROM outbox INDEXED BY outbox_due_in_workspace
        WHERE agency_id = ?1 AND workspace_id = ?2 AND status = 'waiting' AND due_at <= ?3
        ORDER BY due_at, id LIMIT ?4
        """)
    static let nextDue = SQL("SELECT min(due_at) FROM outbox INDEXED BY outbox_due WHERE status = 'waiting'")
    static let dispatch = SQL(
        """
        SELECT \(Workflow.columns), \(EngineContact.columns) FROM outbox
        JOIN workflow ON workflow.agency_id = outbox.agency_id AND workflow.workspace_id = outbox.workspace_id
            AND workflow.id = outbox.workflow_id
        JOIN engine ON engine.agency_id = workflow.agency_id AND engine.id = workflow.engine_id
        JOIN agency_data_key ON agency_data_key.agency_id = engine.agency_id
        WHERE outbox.agency_id = ?1 AND outbox.workspace_id = ?2 AND outbox.id = ?3 AND outbox.status = 'waiting'
        """)
    static let dead = SQL(
        """
        SELECT outbox.run_id, outbox.workspace_id, workspace.name, outbox.workflow_id, workflow.name, outbox.delivery,
            outbox.tries, outbox.reason, outbox.ended_at
        FROM outbox INDEXED BY outbox_dead
        CROSS JOIN workspace ON workspace.agency_id = outbox.agency_id AND workspace.id = outbox.workspace_id
        CROSS JOIN workflow ON workflow.workspace_id = outbox.workspace_id AND workflow.id = outbox.workflow_id
        WHERE outbox.agency_id = ?1 AND outbox.status = 'dead'
        ORDER BY outbox.ended_at DESC, outbox.id DESC LIMIT ?2
        """)

    static let enqueue = SQL(
        """
        INSERT INTO outbox (id, agency_id, workspace_id, workspace, workflow_id, run_id, status, due_at, created_at)
        VALUES (?1, ?2, ?3, \(Workspace.number(in: 2, of: 3)), ?4, ?5, 'waiting', ?6, ?6)
        """)
    static let withdraw = SQL(
        """
        DELETE FROM outbox WHERE agency_id = ?1 AND workspace = \(Workspace.number(in: 1, of: 2)) AND run_id = ?3
            AND status = 'waiting' AND begun_at IS NULL AND is_unconfirmed = 0
        """)
    static let beginTry = SQL(
        """
        UPDATE outbox SET tries = tries + 1, first_tried_at = ifnull(first_tried_at, ?3), begun_at = ?3
        WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'
        """)
    static let schedule = SQL(
        """
        UPDATE outbox SET due_at = ?3, reason = ?4, is_unconfirmed = ?5, begun_at = NULL
        WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'
        """)
    static let delivered = SQL("DELETE FROM outbox WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'")
    static let bury = SQL(
        """
        UPDATE outbox SET status = 'dead', delivery = ?3, reason = ?4, ended_at = ?5, begun_at = NULL
        WHERE agency_id = ?1 AND id = ?2 AND status = 'waiting'
        """)
}
