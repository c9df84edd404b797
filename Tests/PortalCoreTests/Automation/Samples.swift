import PortalCore

/// Things to begin a test with; what matters to it, it says.
enum Sample {
    static let noon = Instant(milliseconds: 1_700_000_000_000)
    static let workspace = Workspace.ID(high: 1, low: 1)
    static let workflow = Workflow.ID(high: 2, low: 2)
    static let run = Run.ID(high: 3, low: 3)
    static let engine = Engine.ID(high: 4, low: 4)

    static func workflow(
        _ status: WorkflowStatus, engine: Engine.ID? = engine, triggerURL: String? = "https://engine.example/start"
    ) -> Workflow {
        Workflow(
            id: workflow, workspace: workspace, name: "Orders", purpose: "Books orders", status: status,
            isClientTriggerable: true, isIdempotent: false, showsSummaries: false, timeLimit: .hours(1),
            failureNote: "We are on it", engine: engine, externalID: "17", triggerURL: triggerURL, createdAt: noon)
    }

    static func run(_ status: RunStatus, delivery: TriggerDelivery? = nil) -> Run {
        Run(
            id: run, workspace: workspace, workflow: workflow, workflowName: "Orders", status: status, attempt: 1,
            origin: .client, listedAt: noon, startedAt: noon, endedAt: nil, delivery: delivery, externalID: "99")
    }

    static func step(_ position: Int, summary: String = "") -> Step {
        Step(
            position: position, name: "Fetch", kind: "http", status: .succeeded, startedAt: noon, endedAt: noon,
            summary: summary)
    }

    static func report(
        _ status: RunStatus, attempt: Int = 1, at: Int64? = nil, start: Int64? = nil, end: Int64? = nil,
        steps: [StepReport] = []
    ) -> RunReport {
        RunReport(
            run: .id(run), workflow: nil, attempt: attempt, status: status, at: at.map(second), createdAt: nil,
            startedAt: start.map(second), endedAt: end.map(second), steps: steps, errorDetail: nil)
    }

    static func stepReport(
        _ position: Int, _ status: RunStatus, start: Int64? = nil, end: Int64? = nil, name: String = "",
        kind: String = "",
        summary: String = ""
    ) -> StepReport {
        StepReport(
            position: position, name: name, kind: kind, status: status, startedAt: start.map(second),
            endedAt: end.map(second), summary: summary)
    }

    static func second(_ count: Int64) -> Instant { noon.adding(.seconds(count)) }
}
