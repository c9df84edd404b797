import PortalCore

/// What a list of runs is narrowed to, as its address says it.
public struct RunsQuery: Hashable, Sendable {
    public var status: RunStatus?
    public var workflow: Workflow.ID?
    public var period: RunsPeriod
    /// Where the page begins; `nil` is the newest.
    public var before: RunKey?

    public init(
        status: RunStatus? = nil, workflow: Workflow.ID? = nil, period: RunsPeriod = .all, before: RunKey? = nil
    ) {
        self.status = status
        self.workflow = workflow
        self.period = period
        self.before = before
    }

    /// Reads the fields of an address. What is unknown narrows nothing; a malformed workflow is one that was never issued.
    public init(_ value: (FieldName) -> String?) {
        status = value(.status).flatMap(RunStatus.init)
        workflow = value(.workflow).flatMap { $0.isEmpty ? nil : Workflow.ID($0) ?? .neverIssued }
        period = value(.period).flatMap(RunsPeriod.init) ?? .all
        before = value(.before).flatMap(RunKey.init(inAddress:))
    }

    /// Whether anything but a page is chosen.
    public var isNarrowed: Bool { status != nil || workflow != nil || period != .all }

    /// The same choice from its newest run on.
    public var newest: RunsQuery {
        var query = self
        query.before = nil
        return query
    }

    /// The question for the runs themselves.
    public func filter(now: Instant) -> RunFilter {
        RunFilter(workflow: workflow, status: status, from: period.length.map { now.adding(-$0) }, until: nil)
    }
}

/// How far back a list of runs reaches.
public enum RunsPeriod: String, CaseIterable, Hashable, Sendable {
    case day, week, month, all

    /// How long it is; `nil` without end.
    var length: TimeSpan? {
        switch self {
        case .day: .days(1)
        case .week: .days(7)
        case .month: .days(30)
        case .all: nil
        }
    }
}

extension RunKey {
    /// Reads what a page's link to older runs carries: a moment and an id, with a dot between.
    init?(inAddress text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = Run.ID(parts[1]) else { return nil }
        self.init(listedAt: Instant(milliseconds: milliseconds), id: id)
    }
}
