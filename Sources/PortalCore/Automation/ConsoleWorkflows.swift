/// What staff can change of a workflow.
public struct WorkflowEdit: Hashable, Sendable {
    public var name: String
    public var purpose: String
    public var failureNote: String
    public var isClientTriggerable: Bool
    public var isIdempotent: Bool
    public var showsSummaries: Bool
    /// Whole minutes, 1 to 43 200 (thirty days).
    public var timeLimitMinutes: Int

    public init(
        name: String, purpose: String, failureNote: String, isClientTriggerable: Bool, isIdempotent: Bool,
        showsSummaries: Bool, timeLimitMinutes: Int
    ) {
        self.name = name
        self.purpose = purpose
        self.failureNote = failureNote
        self.isClientTriggerable = isClientTriggerable
        self.isIdempotent = isIdempotent
        self.showsSummaries = showsSummaries
        self.timeLimitMinutes = timeLimitMinutes
    }
}

/// A workflow's page for staff.
public struct StaffWorkflowPage: Hashable, Sendable {
    public let workspace: Workspace
    public let workflow: Workflow
    public let engine: Engine?
    /// The engines it could be given, for roles that may; else empty.
    public let engineChoices: [Engine]
    public let recentRuns: [Run]
    public let canStart: Bool
}

/// A run's page for staff: the client's timeline, and why it failed.
public struct StaffTimeline: Hashable, Sendable {
    public let workspace: Workspace
    public let workflow: Workflow
    public let run: Run
    public let steps: [Step]
    /// What the engine said went wrong. For staff's eyes only.
    public let errorDetail: String?
    public let canCancel: Bool
    public let canRetry: Bool
}

extension AgencyConsole {
    private var everything: WorkflowVisibility { Standing.staff(role).visibleWorkflows(archived: false) }

    public func workflow(_ id: Workflow.ID, of workspace: Workspace.ID) throws -> StaffWorkflowPage {
        let (open, workflow) = try find(id, of: workspace)
        try require(.workflowView, facts(of: workflow, in: open))
        let runs = try snapshot.runs(
            in: open.scope, visible: everything, filter: RunFilter(workflow: id), before: nil, size: PageSize(10))
        return StaffWorkflowPage(
            workspace: open.workspace, workflow: workflow,
            engine: try workflow.engine.flatMap { try snapshot.engine($0, in: scope) },
            engineChoices: may(.agencyEngines) ? try snapshot.engines(in: scope) : [], recentRuns: runs.items,
            canStart: may(.workflowTrigger, archived: open.archived) && workflow.obstacleToStart == nil)
    }

    /// A client's runs, newest first.
    public func runs(
        of workspace: Workspace.ID, _ filter: RunFilter, before: RunKey?, size: PageSize
    ) throws -> (workspace: Workspace, page: Page<Run, RunKey>, choices: [WorkflowName]) {
        let open = try open(workspace)
        try require(.runView, open.facts)
        let workflows = try snapshot.workflowNames(in: open.scope, visible: everything)
        let page = try snapshot.runs(in: open.scope, visible: everything, filter: filter, before: before, size: size)
        return (open.workspace, page, workflows)
    }

    public func timeline(of id: Run.ID, workflow: Workflow.ID, workspace: Workspace.ID) throws -> StaffTimeline {
        let (open, parent) = try find(workflow, of: workspace)
        guard let run = try snapshot.run(id, of: workflow, in: open.scope, visible: everything) else {
            throw Refusal.notFound
        }
        try require(.runView, facts(of: parent, in: open))
        let mayReadError = desk.decide(.staff(role), .runViewPayload, facts(of: parent, in: open)).isAllowed
        let live = !open.archived
        return StaffTimeline(
            workspace: open.workspace, workflow: parent, run: run, steps: try snapshot.steps(of: id, in: open.scope),
            errorDetail: mayReadError ? try errorDetail(of: id, in: open.scope) : nil,
            canCancel: live && run.status == .queued && run.delivery == .pending,
            canRetry: live && run.canBeRetried && parent.obstacleToStart == nil)
    }

    private func errorDetail(of run: Run.ID, in workspace: WorkspaceScope) throws -> String? {
        guard let sealed = try snapshot.sealedError(of: run, in: workspace) else { return nil }
        let key = try snapshot.dataKey(in: scope)
        let bytes = try desk.services.sealing.open(sealed, under: key, as: .runError(run, agency: workspace.agency))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Triggers that no engine took, newest first.
    public func deadTriggers(limit: Int = 100) throws -> [DeadTrigger] {
        try require(.agencyViewOutbox)
        return try snapshot.deadTriggers(in: scope, limit: limit)
    }

    func find(_ id: Workflow.ID, of workspace: Workspace.ID) throws -> (OpenWorkspace, Workflow) {
        let open = try open(workspace)
        guard let workflow = try snapshot.workflow(id, in: open.scope, visible: everything) else {
            throw Refusal.notFound
        }
        return (open, workflow)
    }

    func facts(of workflow: Workflow, in open: OpenWorkspace) -> AccessFacts {
        .workflow(workflow.status, clientTriggerable: workflow.isClientTriggerable, archived: open.archived)
    }
}

extension Run {
    /// Whether asking for the same again makes sense: it ended badly, or never began.
    var canBeRetried: Bool {
        switch status {
        case .failed, .canceled, .unknown: true
        case .queued: delivery == .didNotStart || delivery == .unconfirmed
        case .running, .waiting, .succeeded: false
        }
    }
}

extension AgencyConsole.Changing {
    /// Publishes, unpublishes, pauses, disables or archives a workflow.
    public func setStatus(_ status: WorkflowStatus, of id: Workflow.ID, in workspace: Workspace.ID) throws {
        let (open, workflow) = try room.find(id, of: workspace)
        try room.require(.workflowPublish, room.facts(of: workflow, in: open))
        guard status != workflow.status else { return }
        try transaction.update(workflow.with(status: status), in: open.scope)
        try audit(
            .workflowPublish, subject: id.description, workspace: workspace,
            detail: "\(workflow.name): \(workflow.status.rawValue) → \(status.rawValue)")
    }

    /// Changes what clients read of a workflow and how it may be started.
    public func edit(_ id: Workflow.ID, in workspace: Workspace.ID, _ edit: WorkflowEdit) throws {
        let (open, workflow) = try room.find(id, of: workspace)
        try room.require(.workflowEdit, room.facts(of: workflow, in: open))
        if edit.isClientTriggerable != workflow.isClientTriggerable {
            try room.require(.workflowSetTriggerable, room.facts(of: workflow, in: open))
        }
        let name = DisplayText.line(edit.name, limit: 120)
        var problems: [FieldProblem] = []
        if name.isEmpty { problems.append(FieldProblem("name", .missing)) }
        if !(1...43_200).contains(edit.timeLimitMinutes) { problems.append(FieldProblem("time-limit", .malformed)) }
        if edit.purpose.utf8.count > 2_000 { problems.append(FieldProblem("purpose", .tooLong(limit: 2_000))) }
        if edit.failureNote.utf8.count > 500 { problems.append(FieldProblem("failure-note", .tooLong(limit: 500))) }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        try transaction.update(
            workflow.with(
                name: name, purpose: DisplayText.paragraph(edit.purpose, limit: 2_000),
                failureNote: DisplayText.line(edit.failureNote, limit: 500),
                isClientTriggerable: edit.isClientTriggerable, isIdempotent: edit.isIdempotent,
                showsSummaries: edit.showsSummaries, timeLimit: .minutes(Int64(edit.timeLimitMinutes))), in: open.scope)
        try audit(.workflowEdit, subject: id.description, workspace: workspace, detail: name)
    }

    /// Starts a workflow of a live workspace, published or not.
    public func trigger(_ id: Workflow.ID, in workspace: Workspace.ID, token: Secret) throws -> Run.ID {
        let (open, workflow) = try room.find(id, of: workspace)
        try room.require(.workflowTrigger, room.facts(of: workflow, in: open))
        let (run, isNew) = try starter(open).start(workflow, origin: .staff, token: token)
        if isNew { try audit(.workflowTrigger, subject: id.description, workspace: workspace, detail: workflow.name) }
        return run
    }

    /// Asks for the same workflow again after a run that ended badly or never began: a new run.
    public func retry(_ run: Run.ID, of id: Workflow.ID, in workspace: Workspace.ID, token: Secret) throws -> Run.ID {
        let (open, workflow) = try room.find(id, of: workspace)
        let all = WorkflowVisibility { _ in true }
        guard let old = try transaction.run(run, of: id, in: open.scope, visible: all) else { throw Refusal.notFound }
        try room.require(.runRetry, room.facts(of: workflow, in: open))
        guard old.canBeRetried else { throw Refusal.notNow(.runCannotBeRetried(old.status)) }
        let (new, isNew) = try starter(open).start(workflow, origin: .staff, token: token)
        if isNew { try audit(.runRetry, subject: run.description, workspace: workspace, detail: workflow.name) }
        return new
    }

    /// Withdraws a run that is still queued here and was not sent to the engine yet.
    public func cancel(_ run: Run.ID, of id: Workflow.ID, in workspace: Workspace.ID) throws {
        let (open, workflow) = try room.find(id, of: workspace)
        let all = WorkflowVisibility { _ in true }
        guard try transaction.run(run, of: id, in: open.scope, visible: all) != nil else { throw Refusal.notFound }
        try room.require(.runCancel, room.facts(of: workflow, in: open))
        try starter(open).cancel(run)
        try audit(.runCancel, subject: run.description, workspace: workspace, detail: workflow.name)
    }

    private func starter(_ open: OpenWorkspace) -> RunStarter {
        RunStarter(
            scope: open.scope, mint: room.desk.mint, digests: room.desk.services.digests, transaction: transaction)
    }
}

extension Workflow {
    /// The same workflow with some of what staff or its engine may change replaced.
    func with(
        name: String? = nil, purpose: String? = nil, status: WorkflowStatus? = nil, failureNote: String? = nil,
        isClientTriggerable: Bool? = nil, isIdempotent: Bool? = nil, showsSummaries: Bool? = nil,
        timeLimit: TimeSpan? = nil, engine: Engine.ID?? = nil, externalID: String?? = nil, triggerURL: String?? = nil
    ) -> Workflow {
        Workflow(
            id: id, workspace: workspace, name: name ?? self.name, purpose: purpose ?? self.purpose,
            status: status ?? self.status, isClientTriggerable: isClientTriggerable ?? self.isClientTriggerable,
            isIdempotent: isIdempotent ?? self.isIdempotent, showsSummaries: showsSummaries ?? self.showsSummaries,
            timeLimit: timeLimit ?? self.timeLimit, failureNote: failureNote ?? self.failureNote,
            engine: engine ?? self.engine,
            externalID: externalID ?? self.externalID, triggerURL: triggerURL ?? self.triggerURL, createdAt: createdAt)
    }
}
