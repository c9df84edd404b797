extension WorkflowSummary {
    /// What stands in the way of starting it, for staff too; `nil` if nothing does.
    ///
    /// Staff may run drafts, to try them before they are published.
    public var obstacleToStart: Obstacle? {
        switch status {
        case .draft, .published: hasTrigger ? nil : .workflowHasNoTrigger
        case .paused, .disabled, .archived: .workflowNotStartable(status)
        }
    }
}

extension Workflow {
    /// What stands in the way of starting it; see ``WorkflowSummary/obstacleToStart``.
    public var obstacleToStart: Obstacle? { WorkflowSummary(self).obstacleToStart }
}

/// Writes what starting and withdrawing a run need, inside the transaction of whoever was allowed to.
struct RunStarter {
    let scope: WorkspaceScope
    let mint: Mint
    let digests: any Digesting
    let transaction: any Transaction

    /// Queues a run and its request to the engine. A token that was spent answers with the run that it started.
    func start(_ workflow: Workflow, origin: RunOrigin, token: Secret) throws -> (run: Run.ID, isNew: Bool) {
        let digest = digests.digest(of: token)
        if let started = try transaction.run(startedBy: digest, in: scope) { return (started, false) }
        if let obstacle = workflow.obstacleToStart { throw Refusal.notNow(obstacle) }
        let run = Run(
            id: mint.id(), workspace: scope.workspace, workflow: workflow.id, workflowName: workflow.name,
            status: .queued, attempt: 1, origin: origin, listedAt: mint.now, startedAt: nil, endedAt: nil,
            delivery: .pending, externalID: nil)
        try transaction.insert(run, state: .queued, sealedError: nil, at: mint.now, in: scope)
        try transaction.spend(token: digest, on: run.id, at: mint.now, in: scope)
        try transaction.enqueueTrigger(mint.id(), of: run.id, workflow: workflow.id, at: mint.now, in: scope)
        return (run.id, true)
    }

    /// Takes back a queued run whose request was not tried yet.
    func cancel(_ id: Run.ID) throws {
        guard let known = try transaction.reportedRun(.id(id), in: scope) else { throw Refusal.notFound }
        guard known.state.status == .queued, try transaction.withdrawTrigger(of: id, in: scope) else {
            throw Refusal.notNow(.runNotQueued(known.run.status))
        }
        var state = known.state
        try state.merge(
            RunReport(
                run: .id(id), workflow: nil, attempt: state.attempt, status: .canceled, at: mint.now, createdAt: nil,
                startedAt: nil, endedAt: mint.now, steps: [], errorDetail: nil))
        try transaction.update(
            id, from: known.state, to: state, externalID: nil, sealedError: nil, at: mint.now, in: scope)
        try transaction.setDelivery(.withdrawn, of: id, in: scope)
    }
}
