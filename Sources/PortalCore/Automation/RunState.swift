/// What is known of a run from the reports so far.
///
/// Merging is a join: every order and every duplication of the same reports ends in the same state. The higher attempt
/// wins; within it the status that is further on; start is the earliest, end the latest of that attempt.
public struct RunState: Hashable, Sendable {
    public private(set) var attempt: Int
    public private(set) var status: RunStatus
    public private(set) var statusAt: Instant?
    public private(set) var startedAt: Instant?
    public private(set) var endedAt: Instant?
    /// The parts of the current attempt, by position.
    public private(set) var steps: [Int: Step]

    /// A run that was asked for here and of which no engine has spoken yet.
    public static let queued = RunState(
        attempt: 1, status: .queued, statusAt: nil, startedAt: nil, endedAt: nil, steps: [:])

    public init(
        attempt: Int, status: RunStatus, statusAt: Instant?, startedAt: Instant?, endedAt: Instant?, steps: [Int: Step]
    ) {
        self.attempt = attempt
        self.status = status
        self.statusAt = statusAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.steps = steps
    }

    /// Two different ends of one attempt cannot both be true: the later-told one is refused and changes nothing.
    public struct Conflict: Error, Hashable, Sendable {
        public let attempt: Int
        public let known: RunStatus
        public let reported: RunStatus
    }

    /// Takes in one report.
    public mutating func merge(_ report: RunReport) throws(Conflict) {
        if report.attempt < attempt { return }
        if report.attempt > attempt {
            self = RunState(
                attempt: report.attempt, status: .queued, statusAt: nil, startedAt: nil, endedAt: nil, steps: [:])
        }
        if status.isFinal, report.status.isFinal, status != report.status {
            throw Conflict(attempt: attempt, known: status, reported: report.status)
        }
        let reported = (report.status.rank, report.at?.milliseconds ?? .min, report.status.ordinal)
        if reported > (status.rank, statusAt?.milliseconds ?? .min, status.ordinal) {
            status = report.status
            statusAt = report.at
        }
        startedAt = Self.pick(startedAt, report.startedAt, min)
        endedAt = Self.pick(endedAt, report.endedAt, max)
        for step in report.steps { merge(step) }
    }

    private mutating func merge(_ report: StepReport) {
        let reported = Step(
            position: report.position, name: report.name, kind: report.kind, status: report.status,
            startedAt: report.startedAt, endedAt: report.endedAt, summary: report.summary)
        guard let known = steps[report.position] else {
            steps[report.position] = reported
            return
        }
        // Any total order makes the choice independent of arrival; texts break the ties of equal statuses.
        let further = Self.isFurther(reported, than: known) ? reported : known
        steps[report.position] = Step(
            position: report.position, name: further.name, kind: further.kind, status: further.status,
            startedAt: Self.pick(known.startedAt, reported.startedAt, min),
            endedAt: Self.pick(known.endedAt, reported.endedAt, max), summary: further.summary)
    }

    private static func isFurther(_ left: Step, than right: Step) -> Bool {
        if left.status != right.status {
            return (left.status.rank, left.status.ordinal) > (right.status.rank, right.status.ordinal)
        }
        // A report that says more replaces one that says less.
        let leftTexts = [left.summary, left.name, left.kind].map { Array($0.utf8) }
        let rightTexts = [right.summary, right.name, right.kind].map { Array($0.utf8) }
        for (left, right) in zip(leftTexts, rightTexts) where left != right {
            return left.count == right.count ? right.lexicographicallyPrecedes(left) : left.count > right.count
        }
        return false
    }

    private static func pick(_ left: Instant?, _ right: Instant?, _ choose: (Instant, Instant) -> Instant) -> Instant? {
        guard let left, let right else { return left ?? right }
        return choose(left, right)
    }
}

extension RunStatus {
    /// A fixed order within a rank.
    fileprivate var ordinal: Int {
        switch self {
        case .queued: 0
        case .unknown: 1
        case .running: 2
        case .waiting: 3
        case .succeeded: 4
        case .failed: 5
        case .canceled: 6
        }
    }
}
