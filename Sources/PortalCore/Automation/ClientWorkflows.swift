/// A workflow's page: what it is and how it has been doing.
public struct ClientWorkflowPage: Hashable, Sendable {
    public let workflow: ClientWorkflow
    public let recentRuns: [ClientRun]
}

extension ClientPortal {
    var visibleWorkflows: WorkflowVisibility { standing.visibleWorkflows(archived: archived) }
    var visibleRuns: WorkflowVisibility { standing.visibleRuns(archived: archived) }

    /// The workspace's published workflows by name, each with its newest run.
    public func workflows() throws -> [ClientWorkflow] {
        try requireSection(.workflowView)
        let latest = try snapshot.latestRuns(in: scope, visible: visibleRuns)
        return try snapshot.workflows(in: scope, visible: visibleWorkflows).map { workflow in
            ClientWorkflow(
                workflow, canTrigger: canTrigger(WorkflowSummary(workflow)),
                lastRun: latest[workflow.id].map(ClientRun.init))
        }
    }

    /// One published workflow with its newest runs.
    public func workflow(_ id: Workflow.ID, recent: PageSize = PageSize(10)) throws -> ClientWorkflowPage {
        guard let workflow = try snapshot.workflow(id, in: scope, visible: visibleWorkflows) else {
            throw Refusal.notFound
        }
        try require(.workflowView, facts(of: workflow))
        let runs = try newestRuns(RunFilter(workflow: id), before: nil, size: recent).items
        return ClientWorkflowPage(
            workflow: ClientWorkflow(
                workflow, canTrigger: canTrigger(WorkflowSummary(workflow)), lastRun: runs.first), recentRuns: runs)
    }

    /// Policy and lifecycle together: whether pressing Run now would start it.
    func canTrigger(_ workflow: WorkflowSummary) -> Bool {
        desk.decide(standing, .workflowTrigger, facts(of: workflow)).isAllowed && workflow.obstacleToStart == nil
    }

    func facts(of workflow: Workflow) -> AccessFacts { facts(of: WorkflowSummary(workflow)) }

    private func facts(of workflow: WorkflowSummary) -> AccessFacts {
        .workflow(workflow.status, clientTriggerable: workflow.isClientTriggerable, archived: archived)
    }
}

extension ClientPortal.Changing {
    /// Starts a published, client-triggerable workflow: the run and the request to the engine are written together.
    ///
    /// `token` is the form's one-time token: pressed twice, it is one run, and the second press answers with the first's.
    public func trigger(_ id: Workflow.ID, token: Secret) throws -> Run.ID {
        guard let workflow = try transaction.workflow(id, in: room.scope, visible: room.visibleWorkflows) else {
            throw Refusal.notFound
        }
        try room.require(.workflowTrigger, room.facts(of: workflow))
        let starter = RunStarter(
            scope: room.scope, mint: room.desk.mint, digests: room.desk.services.digests, transaction: transaction)
        let (run, isNew) = try starter.start(workflow, origin: .client, token: token)
        if isNew { try audit(.workflowTrigger, subject: id.description, detail: workflow.name) }
        return run
    }

    /// Withdraws a run that is still queued here and was not sent to the engine yet.
    public func cancel(_ run: Run.ID, of workflow: Workflow.ID) throws {
        guard let parent = try transaction.workflow(workflow, in: room.scope, visible: room.visibleRuns),
            try transaction.run(run, of: workflow, in: room.scope, visible: room.visibleRuns) != nil
        else { throw Refusal.notFound }
        try room.require(.runCancel, room.facts(of: parent))
        try RunStarter(
            scope: room.scope, mint: room.desk.mint, digests: room.desk.services.digests, transaction: transaction
        ).cancel(run)
        try audit(.runCancel, subject: run.description, detail: parent.name)
    }
}
