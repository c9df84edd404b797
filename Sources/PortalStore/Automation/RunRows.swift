import PortalCore

extension SQLiteSnapshot {
    func run(
        _ id: Run.ID, of workflow: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility
    ) throws -> Run? {
        try database.first(
            Query.byID, [.id(scope.workspace), .id(id), .id(workflow), visible.line]
        ) { row in try Run(row: row, in: scope.workspace) }
    }

    func latestRuns(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [Workflow.ID: Run] {
        if visible.isNothing { return [:] }
        let runs = try database.all(Query.latest, [.id(scope.workspace)] + visible.bindings) { row in
            try Run(row: row, in: scope.workspace)
        }
        return Dictionary(runs.map { ($0.workflow, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func steps(of run: Run.ID, in scope: WorkspaceScope) throws -> [Step] {
        try database.all(Query.steps, [.id(scope.workspace), .id(run)]) { try Step(row: $0) }
    }

    func sealedError(of run: Run.ID, in scope: WorkspaceScope) throws -> Sealed? {
        try database.first(Query.error, [.id(scope.workspace), .id(run)]) { Sealed(bytes: $0.bytes(0)) }
    }

    func run(startedBy token: SecretDigest, in scope: WorkspaceScope) throws -> Run.ID? {
        try database.first(Query.byToken, [.id(scope.workspace), .blob(token.bytes)]) { try $0.id(0) }
    }

    func reportedRun(_ reference: RunReference, in scope: WorkspaceScope) throws -> ReportedRun? {
        let found =
            switch reference {
            case .id(let id):
                try database.first(Query.reportedByID, [.id(scope.workspace), .id(id)], Reported.init)
            case .external(let engine, let id):
                try database.first(
                    Query.reportedByExternalID,
                    [.id(scope.workspace), .id(scope.agency), .id(engine), .text(id)], Reported.init)
            }
        guard let found else { return nil }
        let steps = try steps(of: found.run.id, in: scope)
        return ReportedRun(
            run: found.run, engine: found.engine,
            state: RunState(
                attempt: found.run.attempt, status: found.status, statusAt: found.statusAt,
                startedAt: found.run.startedAt, endedAt: found.run.endedAt,
                steps: Dictionary(steps.map { ($0.position, $0) }, uniquingKeysWith: { first, _ in first })))
    }

    func openRuns(of engine: Engine.ID, agency: Agency.ID, limit: Int, in scope: OperatorScope) throws -> [Run] {
        try database.all(Query.openAtEngine, [.id(agency), .id(engine), .count(limit)]) { row in
            try Run(row: row, in: try row.id(Run.columnCount + 2))
        }
    }
}

/// A run with what its reports say, beside what is shown of it.
private struct Reported {
    let run: Run
    let status: RunStatus
    let statusAt: Instant?
    let engine: Engine.ID?

    init(_ row: Row) throws {
        run = try Run(row: row, in: try row.id(Run.columnCount + 2))
        status = try row.coded(Run.columnCount + 3)
        statusAt = row.optionalInstant(Run.columnCount + 4)
        engine = try row.optionalID(Run.columnCount + 5)
    }
}

extension Run {
    static let columns = """
        run.id, run.workflow, run.status, run.attempt, run.origin, run.listed_at, run.started_at, run.ended_at,
        run.delivery, run.external_id
        """
    static let columnCount: Int32 = 10

    static let setDelivery = SQL(
        "UPDATE run SET delivery = ?4 WHERE workspace = \(Workspace.number(in: 1, of: 2)) AND id = ?3")

    /// Lists know workspace and workflow already, and need not read them again for each row.
    init(row: Row, in workspace: Workspace.ID, of workflow: WorkflowName) throws {
        self.init(
            id: try row.id(0), workspace: workspace, workflow: workflow.id, workflowName: workflow.name,
            status: try row.coded(2), attempt: row.count(3), origin: try row.coded(4), listedAt: row.instant(5),
            startedAt: row.optionalInstant(6), endedAt: row.optionalInstant(7), delivery: try row.optionalCoded(8),
            externalID: row.optionalText(9))
    }

    /// From a row that goes on with its workflow's id and name.
    fileprivate init(row: Row, in workspace: Workspace.ID) throws {
        let workflow = WorkflowName(id: try row.id(Run.columnCount), name: row.text(Run.columnCount + 1))
        try self.init(row: row, in: workspace, of: workflow)
    }
}

extension Step {
    fileprivate init(row: Row) throws {
        self.init(
            position: row.count(0), name: row.text(1), kind: row.text(2), status: try row.word(3),
            startedAt: row.optionalInstant(4), endedAt: row.optionalInstant(5), summary: row.text(6))
    }
}

private enum Query {
    static let byID = SQL(
        """
        SELECT \(Run.columns), workflow.id, workflow.name FROM run JOIN \(Workflow.joinedToRun)
        WHERE run.workspace = \(Workspace.number(of: 1)) AND run.id = ?2
            AND workflow.workspace_id = ?1 AND workflow.id = ?3 AND \(WorkflowVisibility.admits("workflow.status", 4))
        """)
    // For each visible workflow one step from the end of its stretch of the index, then the row by its key.
    static let latest = SQL(
        """
        SELECT \(Run.columns), workflow.id, workflow.name FROM \(WorkflowVisibility.workflows)
        CROSS JOIN run ON run.workspace = \(Workspace.number(of: 1)) AND run.id = (
            SELECT newest.id FROM run newest
            WHERE newest.workspace = \(Workspace.number(of: 1)) AND newest.workflow = workflow.number
            ORDER BY newest.listed_at DESC, newest.id DESC LIMIT 1)
        """)
    static let steps = SQL(
        """
        SELECT position, name, kind, status, started_at, ended_at, summary FROM step
        WHERE workspace = \(Workspace.number(of: 1)) AND run_id = ?2 ORDER BY position
        """)
    static let error = SQL(
        "SELECT sealed FROM run_error WHERE workspace = \(Workspace.number(of: 1)) AND run_id = ?2")
    static let byToken = SQL(
        "SELECT run_id FROM run_token WHERE workspace = \(Workspace.number(of: 1)) AND digest = ?2")
    private static let reported = """
        SELECT \(Run.columns), workflow.id, workflow.name, workflow.workspace_id, run.reported_status, run.status_at, engine.id
        FROM run JOIN \(Workflow.joinedToRun)
        LEFT JOIN engine ON engine.agency = run.agency AND engine.number = run.engine
        WHERE run.workspace = \(Workspace.number(of: 1))
        """
    static let reportedByID = SQL("\(reported) AND run.id = ?2")
    static let reportedByExternalID = SQL(
        "\(reported) AND run.engine = \(Engine.number(in: 2, of: 3)) AND run.external_id = ?4")
    static let openAtEngine = SQL(
        """
        SELECT \(Run.columns), workflow.id, workflow.name, workflow.workspace_id FROM run INDEXED BY run_open_at_engine
        CROSS JOIN \(Workflow.joinedToRun)
        WHERE run.agency = \(Agency.number(of: 1)) AND run.engine = \(Engine.number(in: 1, of: 2))
            AND run.silent_at IS NOT NULL
        ORDER BY run.listed_at, run.id LIMIT ?3
        """)
}
