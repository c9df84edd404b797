import PortalCore

/// Three months of runs for one workspace, made up from its workflows' rhythms: the same in every build, placed relative to now.
struct DemoHistory {
    static let days: Int64 = 90

    private let agency: DemoAgency
    private let workspace: DemoWorkspace
    private let home: Workspace.ID
    private let ids: [String: Workflow.ID]
    private let now: Instant
    private var dice: Dice
    private let badDays: Set<Int64>
    private var made: [Entry] = []

    /// One run with its timeline and what staff may know of its failure.
    struct Entry: Sendable {
        let run: Run
        let steps: [Step]
        let errorDetail: String?
    }

    private init(
        _ workspace: DemoWorkspace, at agency: DemoAgency, home: Workspace.ID, ids: [String: Workflow.ID], now: Instant
    ) {
        self.agency = agency
        self.workspace = workspace
        self.home = home
        self.ids = ids
        self.now = now
        var dice = Dice("history \(agency.slug.text) \(workspace.key)")
        badDays = Set((0..<5).map { _ in Int64(dice.number(1...Int(Self.days) - 1)) })
        self.dice = dice
    }

    /// All runs, oldest first. `workflows` has the ids by the workflows' keys.
    static func runs(
        of workspace: DemoWorkspace, at agency: DemoAgency, workspace home: Workspace.ID,
        workflows ids: [String: Workflow.ID], now: Instant
    ) -> [Entry] {
        var history = DemoHistory(workspace, at: agency, home: home, ids: ids, now: now)
        for workflow in workspace.workflows { history.tell(workflow) }
        history.tellOfToday()
        return history.made.sorted { ($0.run.listedAt, $0.run.id) < ($1.run.listedAt, $1.run.id) }
    }
}

// MARK: Rhythm

extension DemoHistory {
    private static let day: Int64 = 86_400_000

    private mutating func tell(_ workflow: DemoWorkflow) {
        let localNow = now.adding(.hours(agency.hoursFromUTC)).milliseconds
        let today = localNow / Self.day
        for age in stride(from: Self.days, through: 0, by: -1) {
            let localDay = today - age
            for moment in moments(of: workflow.rhythm, localDay: localDay) {
                let at = Instant(milliseconds: localDay * Self.day + moment).adding(-.hours(agency.hoursFromUTC))
                // What began in the last minutes is told on its own.
                guard at < now.adding(-.minutes(30)) else { continue }
                execute(workflow, at: at, onBadDay: badDays.contains(age))
            }
        }
    }

    /// The moments of a day at which it runs, in milliseconds after the day's local beginning.
    private mutating func moments(of rhythm: DemoRhythm, localDay: Int64) -> [Int64] {
        // 1970-01-01 was a Thursday; Monday is 0.
        let weekday = Int((localDay + 3) % 7)
        let isWorkday = weekday < 5
        switch rhythm {
        case .often(let workday, let weekend):
            let count = dice.number(isWorkday ? workday : weekend)
            return (0..<count).map { _ in openingTime() }
        case .daily(let hour):
            return [hour * 3_600_000 + Int64(dice.number(0...90_000))]
        case .workdays(let hour):
            return isWorkday ? [hour * 3_600_000 + Int64(dice.number(0...90_000))] : []
        case .weekly(let day, let hour):
            return weekday == day ? [hour * 3_600_000 + Int64(dice.number(0...90_000))] : []
        case .onRequest(let perTenWeeks):
            return dice.happens(perMille: perTenWeeks * 1_000 / 70) ? [openingTime()] : []
        case .never:
            return []
        }
    }

    /// Between seven and nineteen, mostly around noon.
    private mutating func openingTime() -> Int64 {
        7 * 3_600_000 + (0..<2).reduce(0) { sum, _ in sum + Int64(dice.number(0...21_600_000)) }
    }
}

// MARK: Runs

extension DemoHistory {
    private mutating func execute(_ workflow: DemoWorkflow, at: Instant, onBadDay: Bool) {
        let fails = dice.happens(perMille: max(workflow.failuresPerMille, onBadDay ? 350 : 0))
        let failure = fails ? workflow.failsAtStep ?? dice.number(0...(workflow.steps.count - 1)) : nil
        let isAsked: Bool
        if case .onRequest = workflow.rhythm {
            isAsked = true
        } else {
            isAsked = workflow.isClientTriggerable && dice.happens(perMille: 80)
        }
        add(
            workflow, at: at, until: failure ?? workflow.steps.count, endingAs: fails ? .failed : .succeeded,
            attempt: fails || !dice.happens(perMille: 15) ? 1 : 2, origin: isAsked ? .client : .engine,
            delivery: isAsked ? .accepted : nil)
    }

    /// Adds a run that got through its steps up to one of them, which has the run's own status; all of them where that is their number.
    private mutating func add(
        _ workflow: DemoWorkflow, at: Instant, until broken: Int, endingAs status: RunStatus, attempt: Int = 1,
        origin: RunOrigin = .engine, delivery: TriggerDelivery? = nil
    ) {
        guard let id = ids[workflow.key] else { return }
        let startedAt = at.adding(TimeSpan(milliseconds: Int64(dice.number(200...2_500))))
        var clock = startedAt
        var steps: [Step] = []
        for (position, step) in workflow.steps.enumerated() where position <= broken {
            let begins = clock
            clock = clock.adding(TimeSpan(milliseconds: Int64(dice.number(scaled(step.seconds)))))
            let stepStatus: RunStatus = position < broken ? .succeeded : status
            steps.append(
                Step(
                    position: position, name: step.name, kind: step.kind, status: stepStatus, startedAt: begins,
                    endedAt: stepStatus.isFinal ? clock : nil,
                    summary: stepStatus == .succeeded ? step.summary : ""))
        }
        let hasBegun = status != .queued && delivery != .withdrawn
        let run = Run(
            id: dice.id(at: at), workspace: home, workflow: id, workflowName: workflow.name, status: status,
            attempt: attempt, origin: origin, listedAt: at, startedAt: hasBegun ? startedAt : nil,
            endedAt: status.isFinal ? (hasBegun ? clock : startedAt) : nil, delivery: delivery,
            externalID: hasBegun ? "exec-\(dice.number(100_000...999_999))-\(made.count)" : nil)
        let errorDetail = status == .failed ? detail(workflow, broken) : nil
        made.append(Entry(run: run, steps: hasBegun ? steps : [], errorDetail: errorDetail))
    }

    private func scaled(_ seconds: ClosedRange<Int>) -> ClosedRange<Int> {
        seconds.lowerBound * 1_000 - 400...seconds.upperBound * 1_000
    }

    private mutating func detail(_ workflow: DemoWorkflow, _ step: Int) -> String {
        let step = workflow.steps[min(step, workflow.steps.count - 1)]
        return "\(step.kind) \"\(step.name)\": \(step.error)\nrequest \(dice.hex(12))"
    }
}

// MARK: Today

extension DemoHistory {
    /// Every status that a run can be seen in, in the workspace that shows everything.
    private mutating func tellOfToday() {
        guard workspace.key == DemoWorkspace.bakery.key else { return }
        func named(_ key: String) -> DemoWorkflow? { workspace.workflows.first { $0.key == key } }
        guard let orders = named("order-sync"), let welcome = named("customer-welcome"),
            let report = named("weekly-report"), let prices = named("price-import"),
            let draft = named("delivery-planning")
        else { return }
        add(welcome, at: now.adding(-.days(9)), until: 0, endingAs: .canceled, origin: .client, delivery: .withdrawn)
        add(report, at: now.adding(-.days(5)), until: 1, endingAs: .canceled)
        add(welcome, at: now.adding(-.hours(50)), until: 1, endingAs: .unknown)
        add(report, at: now.adding(-.hours(27)), until: 0, endingAs: .unknown, origin: .client, delivery: .unconfirmed)
        add(draft, at: now.adding(-.hours(26)), until: 2, endingAs: .succeeded, origin: .staff, delivery: .accepted)
        add(prices, at: now.adding(-.minutes(22)), until: 1, endingAs: .waiting)
        add(prices, at: now.adding(-.minutes(12)), until: 1, endingAs: .failed, origin: .client, delivery: .accepted)
        add(orders, at: now.adding(-.seconds(45)), until: 2, endingAs: .running)
        add(orders, at: now.adding(-.seconds(8)), until: 0, endingAs: .queued)
    }
}
