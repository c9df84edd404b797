/// A client's list of runs, and the workflows that it can be narrowed to.
public struct ClientRunList: Sendable {
    public let page: Page<ClientRun, RunKey>
    public let choices: [WorkflowName]
}

extension ClientPortal {
    /// Runs of the workspace's visible workflows, newest first.
    public func runs(_ filter: RunFilter, before: RunKey?, size: PageSize) throws -> ClientRunList {
        try requireSection(.runView)
        let choices = try snapshot.workflowNames(in: scope, visible: visibleRuns)
        return ClientRunList(page: try newestRuns(filter, before: before, size: size), choices: choices)
    }

    func newestRuns(_ filter: RunFilter, before: RunKey?, size: PageSize) throws -> Page<ClientRun, RunKey> {
        try snapshot.runs(in: scope, visible: visibleRuns, filter: filter, before: before, size: size).map(
            ClientRun.init)
    }

    /// One run with its timeline.
    public func timeline(of id: Run.ID, workflow: Workflow.ID) throws -> ClientTimeline {
        guard let parent = try snapshot.workflow(workflow, in: scope, visible: visibleRuns),
            let run = try snapshot.run(id, of: workflow, in: scope, visible: visibleRuns)
        else { throw Refusal.notFound }
        try require(.runView, facts(of: parent))
        let steps = try snapshot.steps(of: id, in: scope)
        let mayCancel = desk.decide(standing, .runCancel, facts(of: parent)).isAllowed
        return ClientTimeline(
            run: ClientRun(run), steps: steps.map { ClientStep($0, showsSummary: parent.showsSummaries) },
            failureNote: run.status == .failed && !parent.failureNote.isEmpty ? parent.failureNote : nil,
            canCancel: mayCancel && run.status == .queued && run.delivery == .pending)
    }
}
