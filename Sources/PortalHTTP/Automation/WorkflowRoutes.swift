import PortalCore
import PortalPages

/// A client's workflows and their runs.
enum WorkflowRoutes {
    static let client: [Route] = [
        .client("/portal/workflows", action: .workflowView) { client, asked in
            .page(WorkflowsPage(try client.workflows(), asked.context(client)))
        },
        .client("/portal/workflows/:workflow", action: .workflowView) { client, asked in
            let page = try client.workflow(asked.id(.workflow))
            return .page(WorkflowPage(page, asked.context(client), token: client.freshToken))
        },
        .client(
            post: "/portal/workflows/:workflow/runs", action: .workflowTrigger, sample: .form(["token": "{secret}"])
        ) { client, asked in
            let workflow: Workflow.ID = asked.id(.workflow)
            let run = try client.trigger(workflow, token: try asked.submittedToken())
            return .goTo(.portal(.run(run, of: workflow)), saying: .runStarted)
        },
        .client("/portal/workflows/:workflow/runs/:run", action: .runView) { client, asked in
            .page(try runPage(client, asked))
        },
        .client(live: "/portal/workflows/:workflow/runs/:run/events", action: .runView) { client, asked in
            let page = try runPage(client, asked)
            return LiveFrame(data: page.liveFragment(), isLast: page.isOver)
        },
        .client(
            post: "/portal/workflows/:workflow/runs/:run/cancellation", action: .runCancel, sample: .form([:])
        ) { client, asked in
            let workflow: Workflow.ID = asked.id(.workflow)
            let run: Run.ID = asked.id(.run)
            try client.cancel(run, of: workflow)
            return .goTo(.portal(.run(run, of: workflow)), saying: .runCanceled)
        },
        .client("/portal/runs", action: .runView) { client, asked in
            let query = asked.runsQuery
            let list = try client.runs(query.filter(now: client.now), before: query.before, size: PageSize(25))
            return .page(RunsPage(list, query: query, asked.context(client)))
        },
    ]

    private static func runPage(_ client: ClientPortal, _ asked: Asked) throws -> RunPage {
        let timeline = try client.timeline(of: asked.id(.run), workflow: asked.id(.workflow))
        return RunPage(timeline, asked.context(client))
    }
}

extension Asked {
    /// What a list of runs is narrowed to.
    var runsQuery: RunsQuery { RunsQuery { query.hint($0) } }
}
