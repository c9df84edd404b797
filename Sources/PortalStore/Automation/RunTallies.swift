import PortalCore

// A day of one workflow is one row: three counts for each of its 24 hours, in one JSON array. So a month of a chart is thirty rows
// and not seven hundred.

extension SQLiteSnapshot {
    func tallies(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> [RunTally] {
        var tallies: [RunTally] = []
        try eachDay(in: scope, visible: visible, from: from, until: until) { row in
            let (workflow, day) = (try row.id(0, Workflow.self), row.instant(1))
            try DayCounts(row, 2).each { index, succeeded, failed, canceled in
                let hour = day.adding(.hours(Int64(index)))
                guard from <= hour, hour < until else { return }
                tallies.append(
                    RunTally(
                        workflow: workflow, hour: hour, succeeded: succeeded, failed: failed, canceled: canceled))
            }
        }
        return tallies
    }

    func endedRuns(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> HourlyEnds {
        var ends = HourlyEnds(from: from, until: until)
        let start = ends.start
        try ends.withHours { hours in
            try eachDay(in: scope, visible: visible, from: start, until: until) { row in
                let first = HourlyEnds.index(of: row.instant(1), from: start)
                try DayCounts(row, 2).each { index, succeeded, failed, canceled in
                    guard hours.indices.contains(first &+ index) else { return }
                    hours[first &+ index].succeeded &+= succeeded
                    hours[first &+ index].failed &+= failed
                    hours[first &+ index].canceled &+= canceled
                }
            }
        }
        return ends
    }

    private func eachDay(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant,
        _ body: (Row) throws -> Void
    ) throws {
        if visible.isNothing { return }
        let days: [Binding] = [.instant(from.startOfDay), .instant(until)]
        try database.each(Query.days, [.id(scope.workspace)] + visible.bindings + days) { row in
            try body(row)
            return true
        }
    }
}

extension SQLiteTransaction {
    func count(_ status: RunStatus, of workflow: Workflow.ID, in hour: Instant, _ scope: WorkspaceScope) throws {
        guard let place = DayCounts.path(of: status, in: hour) else { return }
        try database.change(
            Query.count, [.id(scope.workspace), .id(workflow), .instant(hour.startOfDay), .text(place)])
    }

    func uncount(_ status: RunStatus, of workflow: Workflow.ID, in hour: Instant, _ scope: WorkspaceScope) throws {
        guard let place = DayCounts.path(of: status, in: hour) else { return }
        try database.changeOne(
            Query.uncount, [.id(scope.workspace), .id(workflow), .instant(hour.startOfDay), .text(place)])
    }
}

/// The counts of one workflow's day as its row holds them: `[succeeded, failed, canceled, …]` for the day's 24 hours UTC, written by
/// SQLite, so without spaces.
struct DayCounts {
    private let text: UnsafeRawBufferPointer

    /// Read while the statement stands on the row.
    init(_ row: Row, _ column: Int32) { text = row.rawBytes(column) }

    /// Calls `body` with every hour of the day in which a run ended, in order.
    @inline(__always)
    func each(_ body: (_ hour: Int, _ succeeded: Int, _ failed: Int, _ canceled: Int) -> Void) throws {
        // As short as it can be: every count has one digit, two bytes after the one before.
        if text.count == 2 * Self.size + 1 {
            for hour in 0..<24 {
                let first = 6 * hour + 1
                let (succeeded, failed, canceled) = (text[first], text[first + 2], text[first + 4])
                guard succeeded | failed | canceled != Self.zero else { continue }
                body(hour, Int(succeeded & 15), Int(failed & 15), Int(canceled & 15))
            }
            return
        }
        // After the bracket.
        var place = 1
        for hour in 0..<24 {
            let succeeded = number(&place)
            let failed = number(&place)
            let canceled = number(&place)
            if succeeded | failed | canceled != 0 { body(hour, succeeded, failed, canceled) }
        }
        guard place == text.count else { throw StorageError.damaged("a day's counts are not \(Self.size)") }
    }

    private static let zero = UInt8(ascii: "0")

    /// How many runs ended so in the hours of `day` that begin at `start` or later.
    func ended(since start: Instant, of day: Instant) throws -> EndedRuns {
        var ended = EndedRuns()
        try each { hour, succeeded, failed, _ in
            guard day.adding(.hours(Int64(hour))) >= start else { return }
            ended.succeeded += succeeded
            ended.failed += failed
        }
        return ended
    }

    /// Reads a number and what ends it. Nearly all have one digit.
    @inline(__always)
    private func number(_ place: inout Int) -> Int {
        guard place &+ 1 < text.count else {
            // Too short: nothing that follows leads back to its end.
            place = .max / 2
            return 0
        }
        let (first, next) = (Self.digit(text[place]), Self.digit(text[place &+ 1]))
        place &+= 2
        guard next < 10 else { return Int(first) }
        var number = Int(first) &* 10 &+ Int(next)
        while place < text.count {
            let digit = Self.digit(text[place])
            place &+= 1
            guard digit < 10 else { break }
            number = number &* 10 &+ Int(digit)
        }
        return number
    }

    /// Ten or more for what is no digit.
    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt8 { byte &- 48 }

    /// Where a run that ended so is counted; `nil` for one that has not ended.
    static func path(of status: RunStatus, in hour: Instant) -> String? {
        let kind: Int
        switch status {
        case .succeeded: kind = 0
        case .failed: kind = 1
        case .canceled: kind = 2
        case .queued, .running, .waiting, .unknown: return nil
        }
        let hours = hour.milliseconds / TimeSpan.hours(1).milliseconds
        return paths[Int((hours % 24 + 24) % 24) * 3 + kind]
    }

    static let size = 72
    private static let paths = (0..<size).map { "$[\($0)]" }

    /// A day in which nothing has ended.
    static let none = "[" + Array(repeating: "0", count: size).joined(separator: ",") + "]"
}

/// How a workspace's runs ended, by the whole hours of the tallies.
struct EndedRuns {
    var succeeded = 0
    var failed = 0

    static func += (sum: inout EndedRuns, more: EndedRuns) {
        sum.succeeded += more.succeeded
        sum.failed += more.failed
    }
}

private enum Query {
    static let days = SQL(
        """
        SELECT tally.workflow_id, tally.day, tally.hours
        FROM workflow INDEXED BY workflow_by_status
        CROSS JOIN run_tally tally ON tally.workspace_id = workflow.workspace_id AND tally.workflow_id = workflow.id
        WHERE workflow.workspace_id = ?1 AND workflow.status IN (?2, ?3, ?4, ?5, ?6) AND tally.day >= ?7 AND tally.day < ?8
        """)
    static let count = SQL(
        """
        INSERT INTO run_tally (workspace_id, workflow_id, day, hours)
        VALUES (?1, ?2, ?3, json_set('\(DayCounts.none)', ?4, 1))
        ON CONFLICT (workspace_id, workflow_id, day) DO UPDATE SET hours = json_set(hours, ?4, json_extract(hours, ?4) + 1)
        """)
    static let uncount = SQL(
        """
        UPDATE run_tally SET hours = json_set(hours, ?4, json_extract(hours, ?4) - 1)
        WHERE workspace_id = ?1 AND workflow_id = ?2 AND day = ?3 AND json_extract(hours, ?4) > 0
        """)
}
