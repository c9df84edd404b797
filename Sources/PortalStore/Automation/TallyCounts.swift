import PortalCore

/// How one workflow's runs ended in eight days, as one row holds it: for each kind of end a blob with a number for each of 192 hours UTC.
///
/// It lies where SQLite keeps it, so it is read while the statement stands on the row.
struct TallyCounts {
    /// How long a row counts; rows begin at whole multiples of it from 1970.
    static let span = TimeSpan.days(8)
    static let hours = 192
    /// The row's columns, in the order in which ``init(_:_:)`` wants them and kinds of ends are numbered here.
    static let columns = "tally.succeeded, tally.failed, tally.canceled"

    private let succeeded: HourCounts
    private let failed: HourCounts
    private let canceled: HourCounts

    init(_ row: Row, _ column: Int32) throws {
        succeeded = try HourCounts(row.rawBytes(column))
        failed = try HourCounts(row.rawBytes(column + 1))
        canceled = try HourCounts(row.rawBytes(column + 2))
    }

    /// Calls `body` with every hour in which a run ended, in order.
    func each(_ body: (_ hour: Int, _ succeeded: Int, _ failed: Int, _ canceled: Int) -> Void) {
        for hour in 0..<Self.hours {
            let counts = (succeeded[hour], failed[hour], canceled[hour])
            if counts.0 | counts.1 | counts.2 != 0 { body(hour, Int(counts.0), Int(counts.1), Int(counts.2)) }
        }
    }

    /// How many runs ended in some of the row's hours, at least one.
    func ended(in hours: Range<Int>) -> EndedRuns {
        let hours = HourMask(hours)
        return EndedRuns(succeeded: succeeded.sum(hours), failed: failed.sum(hours), canceled: canceled.sum(hours))
    }

    /// How many runs ended in the hours that begin at `start` or later, of a row that begins at `first`.
    func ended(since start: Instant, first: Instant) -> EndedRuns {
        let hour = max(0, start.hours(since: first))
        return hour < Self.hours ? ended(in: hour..<Self.hours) : EndedRuns()
    }

    /// Which column counts a run that ended so; `nil` for one that has not ended.
    static func kind(of status: RunStatus) -> Int? {
        switch status {
        case .succeeded: 0
        case .failed: 1
        case .canceled: 2
        case .queued, .running, .waiting, .unknown: nil
        }
    }
}

/// The bytes of a row's three blobs while they change.
struct TallyRow {
    private(set) var kinds: [[UInt8]]

    /// Eight days in which nothing has ended.
    init() { kinds = [[], [], []] }

    init(_ row: Row, _ column: Int32) throws {
        kinds = [row.bytes(column), row.bytes(column + 1), row.bytes(column + 2)]
        for bytes in kinds { try HourCounts.check(bytes.count) }
    }

    /// One of the numbers. Setting one with more digits than there are gives all of its kind more.
    subscript(kind: Int, hour: Int) -> UInt32 {
        get { kinds[kind].withUnsafeBytes { HourCounts(checked: $0)[hour] } }
        set { HourCounts.set(hour, to: newValue, in: &kinds[kind]) }
    }
}

/// Which row counts what: that of one workflow, from one hour on.
struct TallyPlace: Hashable {
    let workspace: Workspace.ID
    let workflow: Workflow.ID
    let first: Instant

    var bindings: [Binding] { [.id(workspace), .id(workflow), .instant(first)] }

    /// Which of the row's hours that is.
    func index(of hour: Instant) -> Int { hour.hours(since: first) }

    /// The row's counts.
    static let counts = SQL(
        """
        SELECT \(TallyCounts.columns) FROM run_tally tally WHERE workspace_id = ?1 AND workflow_id = ?2 AND first_hour = ?3
        """)
}

extension Instant {
    /// The beginning of the row that counts this moment.
    var startOfTally: Instant { start(of: TallyCounts.span) }

    /// How many whole hours after another moment this one is; negative if it is before it.
    func hours(since earlier: Instant) -> Int { Int(since(earlier).milliseconds / TimeSpan.hours(1).milliseconds) }
}
