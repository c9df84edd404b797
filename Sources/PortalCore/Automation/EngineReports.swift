/// What an engine says of one of its workflows.
public struct WorkflowUpsert: Hashable, Sendable {
    public var engine: Engine.ID
    public var externalID: String
    public var name: String
    /// `nil` leaves what is stored.
    public var purpose: String?
    /// `nil` leaves what is stored; empty takes it away.
    public var triggerURL: String?
    /// Asks for `published` or `draft`; needs `workflows.publish`.
    public var publish: Bool?

    public init(
        engine: Engine.ID, externalID: String, name: String, purpose: String?, triggerURL: String?, publish: Bool?
    ) {
        self.engine = engine
        self.externalID = externalID
        self.name = name
        self.purpose = purpose
        self.triggerURL = triggerURL
        self.publish = publish
    }
}

extension EngineAccess {
    /// The workspaces within the key's reach, by name, at most 200.
    public func workspaces() throws -> [Workspace] {
        if let bound = key.workspace { return [try open(bound).workspace] }
        return try snapshot.workspaceSummaries(
            in: scope, archived: false, since: now, now: now, after: nil, size: PageSize(200)
        ).items.map(\.workspace)
    }

    /// Workflows of a workspace, whatever their status.
    public func workflows(in workspace: Workspace.ID?) throws -> [Workflow] {
        try require(.workflowsRead)
        return try snapshot.workflows(in: try open(named: workspace).scope, visible: WorkflowVisibility { _ in true })
    }

    /// Runs of a workspace, newest first.
    public func runs(
        in workspace: Workspace.ID?, _ filter: RunFilter, before: RunKey?, size: PageSize
    ) throws -> Page<Run, RunKey> {
        try require(.runsRead)
        return try snapshot.runs(
            in: try open(named: workspace).scope, visible: WorkflowVisibility { _ in true }, filter: filter,
            before: before, size: size)
    }

    public func run(_ id: Run.ID, in workspace: Workspace.ID?) throws -> (run: Run, steps: [Step]) {
        try require(.runsRead)
        let open = try open(named: workspace)
        guard let found = try snapshot.reportedRun(.id(id), in: open.scope) else { throw Refusal.notFound }
        return (found.run, try snapshot.steps(of: id, in: open.scope))
    }
}

extension EngineAccess.Changing {
    /// Takes in a batch of reports on runs of one workspace; the answers are in the reports' order.
    ///
    /// The same reports again change nothing. One refused report does not touch the others.
    public func ingest(_ reports: [RunReport], into workspace: Workspace.ID?) throws -> [IngestResult] {
        try room.require(.runsIngest)
        let open = try room.open(named: workspace)
        return try RunIngest(
            scope: open.scope, mint: room.desk.mint, sealing: room.desk.services.sealing, transaction: transaction,
            onMail: room.desk.onMail
        ).take(reports.map { $0.cleaned() })
    }

    /// Makes or changes the workflow that an engine knows by this id. A new one is a draft.
    public func upsert(_ upsert: WorkflowUpsert, into workspace: Workspace.ID?) throws -> (id: Workflow.ID, isNew: Bool)
    {
        try room.require(.workflowsUpsert)
        if upsert.publish != nil { try room.require(.workflowsPublish) }
        let open = try room.open(named: workspace)
        let (name, purpose) = try check(upsert)
        let reference = WorkflowReference.external(engine: upsert.engine, id: upsert.externalID)
        if let known = try transaction.workflow(reference, in: open.scope) {
            let url: String?? = upsert.triggerURL.map { $0.isEmpty ? nil : $0 }
            let changed = known.with(
                name: name, purpose: purpose, status: status(after: upsert.publish, from: known.status), triggerURL: url
            )
            guard changed != known else { return (known.id, false) }
            try transaction.update(changed, in: open.scope)
            try audit(.workflowsUpsert, subject: known.id.description, workspace: open.workspace.id, detail: name)
            return (known.id, false)
        }
        let workflow = Workflow(
            id: room.desk.mint.id(), workspace: open.workspace.id, name: name, purpose: purpose ?? "",
            status: status(after: upsert.publish, from: .draft), isClientTriggerable: false, isIdempotent: false,
            showsSummaries: false, timeLimit: .hours(24), failureNote: "", engine: upsert.engine,
            externalID: upsert.externalID, triggerURL: upsert.triggerURL.flatMap { $0.isEmpty ? nil : $0 },
            createdAt: room.now)
        try transaction.insert(workflow, in: open.scope)
        try audit(.workflowsUpsert, subject: workflow.id.description, workspace: open.workspace.id, detail: name)
        return (workflow.id, true)
    }

    /// An engine publishes drafts and takes back what is published; what staff paused, disabled or archived stays so.
    private func status(after publish: Bool?, from status: WorkflowStatus) -> WorkflowStatus {
        switch (publish, status) {
        case (true, .draft): .published
        case (false, .published): .draft
        case (nil, _), (true, _), (false, _): status
        }
    }

    private func check(_ upsert: WorkflowUpsert) throws -> (name: String, purpose: String?) {
        let name = DisplayText.line(upsert.name, limit: 120)
        var problems: [FieldProblem] = []
        if name.isEmpty { problems.append(FieldProblem("name", .missing)) }
        if upsert.externalID.isEmpty { problems.append(FieldProblem("externalId", .missing)) }
        if upsert.externalID.utf8.count > 200 { problems.append(FieldProblem("externalId", .tooLong(limit: 200))) }
        if let engine = try transaction.engine(upsert.engine, in: room.scope) {
            if let problem = engine.problem(withTriggerURL: upsert.triggerURL ?? "") {
                problems.append(FieldProblem("triggerUrl", problem))
            }
        } else {
            problems.append(FieldProblem("engine", .notAnOption))
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return (name, upsert.purpose.map { DisplayText.paragraph($0, limit: 2_000) })
    }
}
