import PortalCore

extension SQLiteSnapshot {
    func workflows(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [Workflow] {
        if visible.isNothing { return [] }
        return try database.all(Query.visible, [.id(scope.workspace)] + visible.bindings) { try Workflow(row: $0) }
            .sorted { Self.isByName(($0.name, $0.id), ($1.name, $1.id)) }
    }

    func workflow(_ id: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> Workflow? {
        try database.first(Query.byID, [.id(scope.workspace), .id(id), visible.line]) { try Workflow(row: $0) }
    }

    func workflowSummaries(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [WorkflowSummary] {
        if visible.isNothing { return [] }
        var numbered: [NumberedWorkflow] = []
        let summaries = try database.all(Query.summaries, [.id(scope.workspace)] + visible.bindings) { row in
            let summary = WorkflowSummary(
                id: try row.id(0), name: row.text(1), status: try row.word(3), isClientTriggerable: row.bool(4),
                hasTrigger: row.bool(5))
            numbered.append(NumberedWorkflow(number: row.int(2), name: WorkflowName(summary)))
            return summary
        }
        keep(numbered, in: scope, visible: visible)
        return summaries.sorted { Self.isByName(($0.name, $0.id), ($1.name, $1.id)) }
    }

    func workflowNames(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [WorkflowName] {
        try numberedWorkflows(in: scope, visible: visible).map(\.name).sorted {
            Self.isByName(($0.name, $0.id), ($1.name, $1.id))
        }
    }

    /// The workspace's workflows with the numbers by which rows of runs name them.
    func numberedWorkflows(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [NumberedWorkflow] {
        if visible.isNothing { return [] }
        return try numberedWorkflows(in: scope, visible: visible) {
            try database.all(Query.numbered, [.id(scope.workspace)] + visible.bindings) { row in
                NumberedWorkflow(number: row.int(2), name: WorkflowName(id: try row.id(0), name: row.text(1)))
            }
        }
    }

    /// The same of one alone, if it is visible.
    func numberedWorkflow(
        _ id: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility
    ) throws -> NumberedWorkflow? {
        try database.first(Query.numberedOne, [.id(scope.workspace), .id(id), visible.line]) { row in
            NumberedWorkflow(number: row.int(0), name: WorkflowName(id: id, name: row.text(1)))
        }
    }

    /// The index has them by name status by status. Sorting those few here costs less than having SQLite sort whole rows; the order is its
    /// own, by bytes.
    private static func isByName(_ left: (name: String, id: Workflow.ID), _ right: (name: String, id: Workflow.ID))
        -> Bool
    {
        var (name, otherName) = (left.name, right.name)
        return name.withUTF8 { bytes in
            otherName.withUTF8 { otherBytes in
                for index in 0..<min(bytes.count, otherBytes.count) where bytes[index] != otherBytes[index] {
                    return bytes[index] < otherBytes[index]
                }
                return bytes.count == otherBytes.count ? left.id < right.id : bytes.count < otherBytes.count
            }
        }
    }

    func workflow(_ reference: WorkflowReference, in scope: WorkspaceScope) throws -> Workflow? {
        switch reference {
        case .id(let id):
            try database.first(Query.byIDWhateverStatus, [.id(scope.workspace), .id(id)]) { try Workflow(row: $0) }
        case .external(let engine, let id):
            try database.first(Query.byExternalID, [.id(scope.workspace), .id(engine), .text(id)]) {
                try Workflow(row: $0)
            }
        }
    }

    func workflows(of engine: Engine.ID, agency: Agency.ID, in scope: OperatorScope) throws -> [Workflow] {
        try database.all(Query.ofEngine, [.id(agency), .id(engine)]) { try Workflow(row: $0) }
    }
}

extension SQLiteTransaction {
    func insert(_ workflow: Workflow, in scope: WorkspaceScope) throws {
        try require(workflow.workspace, in: scope)
        try database.changeOne(
            Query.insert,
            [.id(scope.agency), .id(scope.workspace), .id(workflow.id)] + workflow.bindings
                + [.instant(workflow.createdAt)])
    }

    func update(_ workflow: Workflow, in scope: WorkspaceScope) throws {
        try database.changeOne(
            Query.update, [.id(scope.agency), .id(scope.workspace), .id(workflow.id)] + workflow.bindings)
        try database.change(
            Query.moveSilence,
            [.id(scope.workspace), .id(workflow.id), .int(workflow.timeLimit.milliseconds)]
                + RunStatus.open.map { .code($0) })
    }
}

extension RunStatus {
    /// The statuses of runs that may fall silent.
    static let open = allCases.filter { !$0.isFinal }
}

extension Workflow {
    static let columns = """
        workflow.id, workflow.workspace_id, workflow.name, workflow.purpose, workflow.status,
        workflow.is_client_triggerable, workflow.is_idempotent, workflow.shows_summaries, workflow.time_limit,
        workflow.failure_note, workflow.engine_id, workflow.external_id, workflow.trigger_url, workflow.created_at
        """
    static let columnCount: Int32 = 14

    init(row: Row, at first: Int32 = 0) throws {
        self.init(
            id: try row.id(first), workspace: try row.id(first + 1), name: row.text(first + 2),
            purpose: row.text(first + 3), status: try row.word(first + 4), isClientTriggerable: row.bool(first + 5),
            isIdempotent: row.bool(first + 6), showsSummaries: row.bool(first + 7),
            timeLimit: TimeSpan(milliseconds: row.int(first + 8)), failureNote: row.text(first + 9),
            engine: try row.optionalID(first + 10), externalID: row.optionalText(first + 11),
            triggerURL: row.optionalText(first + 12), createdAt: row.instant(first + 13))
    }

    /// Everything but id, workspace and moment of making.
    fileprivate var bindings: [Binding] {
        [
            .text(name), .text(purpose), .word(status), .bool(isClientTriggerable), .bool(isIdempotent),
            .bool(showsSummaries), .int(timeLimit.milliseconds), .text(failureNote), .id(engine), .text(externalID),
            .text(triggerURL),
        ]
    }
}

private enum Query {
    static let visible = SQL(
        """
        SELECT \(Workflow.columns) FROM \(WorkflowVisibility.workflows)
        """)
    // Read in the index alone, as are the names.
    static let summaries = SQL(
        """
        SELECT id, name, number, status, is_client_triggerable, engine_id IS NOT NULL AND trigger_url IS NOT NULL
        FROM \(WorkflowVisibility.workflows)
        """)
    static let numbered = SQL(
        """
        SELECT id, name, number FROM \(WorkflowVisibility.workflows)
        """)
    static let numberedOne = SQL(
        """
        SELECT number, name FROM workflow
        WHERE workspace_id = ?1 AND id = ?2 AND \(WorkflowVisibility.admits("status", 3))
        """)
    static let byID = SQL(
        """
        SELECT \(Workflow.columns) FROM workflow
        WHERE workspace_id = ?1 AND id = ?2 AND \(WorkflowVisibility.admits("status", 3))
        """)
    static let byIDWhateverStatus = SQL("SELECT \(Workflow.columns) FROM workflow WHERE workspace_id = ?1 AND id = ?2")
    static let byExternalID = SQL(
        "SELECT \(Workflow.columns) FROM workflow WHERE workspace_id = ?1 AND engine_id = ?2 AND external_id = ?3")
    static let ofEngine = SQL(
        """
        SELECT \(Workflow.columns) FROM workflow WHERE agency_id = ?1 AND engine_id = ?2 ORDER BY workspace_id, id
        """)
    static let insert = SQL(
        """
        INSERT INTO workflow (agency_id, workspace_id, id, name, purpose, status, is_client_triggerable, is_idempotent,
            shows_summaries, time_limit, failure_note, engine_id, external_id, trigger_url, created_at, agency, workspace,
            number)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, agency.number, workspace.number,
            (SELECT ifnull(max(workflow.number), 0) + 1 FROM workflow
             WHERE workflow.agency = agency.number AND workflow.workspace = workspace.number)
        FROM workspace JOIN agency ON agency.id = workspace.agency_id WHERE workspace.agency_id = ?1 AND workspace.id = ?2
        """)
    static let update = SQL(
        """
        UPDATE workflow SET name = ?4, purpose = ?5, status = ?6, is_client_triggerable = ?7, is_idempotent = ?8,
            shows_summaries = ?9, time_limit = ?10, failure_note = ?11, engine_id = ?12, external_id = ?13,
            trigger_url = ?14
        WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3
        """)
    // By status, because only the runs that have not ended can have a moment of silence: those that have are many.
    static let moveSilence = SQL(
        """
        UPDATE run INDEXED BY run_by_status SET silent_at = heard_at + ?3
        WHERE workspace = \(Workspace.number(of: 1)) AND workflow = \(Workflow.number(in: 1, of: 2))
            AND status IN (?4, ?5, ?6, ?7) AND silent_at IS NOT NULL
        """)
}
