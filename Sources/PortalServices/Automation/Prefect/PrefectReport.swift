import PortalCore

extension PrefectFlowRun {
    /// Which of our runs it was made for; `nil` for one that Prefect began by itself.
    ///
    /// Subflows and runs that are repeated by hand inherit the tag, but not the key that it was made with.
    var run: Run.ID? {
        guard let key = idempotencyKey, isTaggedWithKey else { return nil }
        return Run.ID(key)
    }

    var status: RunStatus { state?.status ?? .unknown }

    /// Whether it is only a date in Prefect's calendar: schedules are entered days ahead.
    func isYetToCome(at now: Instant) -> Bool {
        guard run == nil, state?.type == "SCHEDULED" else { return false }
        guard let expected = expectedStartTime.flatMap(Timestamp.instant) else { return true }
        return expected > now.adding(.seconds(5))
    }

    /// What it says about a run, by the rules of what is ever kept.
    ///
    /// - Parameter steps: Its task runs with their places in the timeline.
    func report(engine: Engine.ID, steps: [(position: Int, task: PrefectTaskRun)]) -> RunReport {
        RunReport(
            run: run.map(RunReference.id) ?? .external(engine: engine, id: id),
            workflow: run == nil ? deploymentID.map { .external(engine: engine, id: $0) } : nil,
            attempt: max(runCount ?? 1, 1), status: status, at: state?.timestamp.flatMap(Timestamp.instant),
            createdAt: (expectedStartTime ?? created).flatMap(Timestamp.instant),
            startedAt: startTime.flatMap(Timestamp.instant),
            endedAt: status.isFinal ? endTime.flatMap(Timestamp.instant) : nil,
            steps: steps.map { $0.task.report(at: $0.position) },
            errorDetail: status == .failed ? state?.message.map { DisplayText.paragraph($0, limit: 2_000) } : nil)
    }
}

extension PrefectTaskRun {
    func report(at position: Int) -> StepReport {
        let status = state?.status ?? .unknown
        return StepReport(
            position: position, name: DisplayText.line(shownName, limit: 120), kind: "task", status: status,
            startedAt: startTime.flatMap(Timestamp.instant),
            endedAt: status.isFinal ? endTime.flatMap(Timestamp.instant) : nil, summary: "")
    }

    /// Its name without the three digits that Prefect puts behind it to tell repetitions apart.
    private var shownName: String {
        let name = name ?? ""
        guard let key = dynamicKey, !key.isEmpty else { return name }
        for suffix in ["-\(key)", "-\(key.prefix(3))"] where name.hasSuffix(suffix) && name.count > suffix.count {
            return String(name.dropLast(suffix.count))
        }
        return name
    }
}

/// The places of a flow run's tasks in its timeline.
///
/// A place once given stays: tasks are told with delay, and one that is told late comes last, though it began earlier.
struct PrefectTimeline: Hashable {
    private var places: [String: Int] = [:]

    /// How many places it remembers.
    var count: Int { places.count }

    mutating func place(_ tasks: [PrefectTaskRun]) -> [(position: Int, task: PrefectTaskRun)] {
        let inOrder = tasks.sorted { left, right in
            let times = [left, right].map { $0.expectedStartTime.flatMap(Timestamp.instant)?.milliseconds ?? .max }
            return times[0] == times[1] ? left.id < right.id : times[0] < times[1]
        }
        for task in inOrder where places[task.id] == nil && places.count < RunReport.stepLimit {
            places[task.id] = places.count
        }
        return inOrder.compactMap { task in places[task.id].map { ($0, task) } }.sorted { $0.position < $1.position }
    }
}
