import PortalCore

/// Load data of a given size: the same rows for the same numbers, on every machine.
///
/// Workspaces are spread evenly over the agencies and runs evenly over the workspaces, one every few minutes back from the last moment.
struct LoadPlan: Sendable {
    let agencies: Int
    let workspaces: Int
    let runs: Int
    let workflowsEach: Int
    let stepsEach: Int
    /// The moment of the newest run.
    let until: Instant

    static let password = "load-data-only"

    /// How many runs are written in one transaction.
    static let batch = 5_000

    struct Place: Sendable {
        let workspace: Workspace
        let client: User
        let workflows: [Workflow]
        let runCount: Int
        let dice: Dice
    }

    func slug(of agency: Int) -> Slug? { Slug("load-\(agency + 1)") }

    /// How many of `count` things belong to one of `owners`, the first ones getting the remainder.
    static func share(of count: Int, index: Int, among owners: Int) -> Int {
        count / owners + (index < count % owners ? 1 : 0)
    }

    /// One workspace with its client and workflows; `number` counts through all agencies.
    func place(_ number: Int) throws(Complaint) -> Place {
        var dice = Dice("load workspace \(number)")
        let createdAt = until.adding(-.days(400))
        guard let email = EmailAddress("client-\(number + 1)@load.example") else {
            throw Complaint(.software, "the load data has a malformed address")
        }
        let workspace = Workspace(
            id: dice.id(at: createdAt), name: "Client \(number + 1)", createdAt: createdAt, archivedAt: nil)
        let client = User(
            id: dice.id(at: createdAt), email: email, name: "Client \(number + 1)", status: .active, language: nil,
            timeZone: nil)
        let workflows = (0..<workflowsEach).map { index in
            Workflow(
                id: dice.id(at: createdAt), workspace: workspace.id, name: "Workflow \(index + 1)",
                purpose: "Load data.", status: .published, isClientTriggerable: index == 0, isIdempotent: true,
                showsSummaries: false, timeLimit: .hours(24), failureNote: "", engine: nil, externalID: nil,
                triggerURL: nil, createdAt: createdAt)
        }
        return Place(
            workspace: workspace, client: client, workflows: workflows,
            runCount: Self.share(of: runs, index: number, among: workspaces), dice: dice)
    }
}

extension LoadPlan.Place {
    /// The runs from one place in the order of time to another, oldest first.
    func runs(_ range: Range<Int>, until: Instant, steps: Int) -> [(run: Run, steps: [Step])] {
        var dice = Dice("load runs \(workspace.id) \(range.lowerBound)")
        return range.map { index in
            let workflow = workflows[index % workflows.count]
            let listedAt = until.adding(-.seconds(Int64(runCount - index) * 240 + Int64(dice.number(0...200))))
            let startedAt = listedAt.adding(TimeSpan(milliseconds: Int64(dice.number(100...3_000))))
            let endedAt = startedAt.adding(TimeSpan(milliseconds: Int64(dice.number(800...90_000))))
            let status: RunStatus =
                dice.happens(perMille: 35) ? .failed : dice.happens(perMille: 5) ? .canceled : .succeeded
            let run = Run(
                id: dice.id(at: listedAt), workspace: workspace.id, workflow: workflow.id,
                workflowName: workflow.name, status: status, attempt: 1, origin: .engine, listedAt: listedAt,
                startedAt: startedAt, endedAt: endedAt, delivery: nil, externalID: nil)
            return (run, (0..<steps).map { step($0, of: steps, in: run) })
        }
    }

    private func step(_ position: Int, of count: Int, in run: Run) -> Step {
        Step(
            position: position, name: "Step \(position + 1)", kind: "load",
            status: position == count - 1 ? run.status : .succeeded, startedAt: run.startedAt, endedAt: run.endedAt,
            summary: "")
    }
}
