import PortalCore

// A day of one workflow is one row: three counts for each of its 24 hours, in one JSON array. So a month of a chart is thirty rows
// and not seven hundred.

extension SQLiteSnapshot {
    func tallies(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> [RunTally] {
        if visible.isNothing { return [] }
        var tallies: [RunTally] = []
        try database.each(
            Query.days, [.id(scope.workspace)] + visible.bindings + [.instant(from.startOfDay), .instant(until)]
        ) { row in
            let (workflow, day) = (try row.id(0, Workflow.self), row.instant(1))
            try DayCounts(row, 2).each { hour, succeeded, failed, canceled in
                let start = day.adding(.hours(Int64(hour)))
                guard from <= start, start < until else { return }
                tallies.append(
                    RunTally(
                        workflow: workflow, hour: start, succeeded: succeeded, failed: failed, canceled: canceled))
            }
            return true
        }
        return tallies
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

/// The counts of one workflow's day as its row holds them: `[succeeded, failed, canceled, …]` for the day's 24 hours UTC.
struct DayCounts {
    private let text: UnsafeBufferPointer<UInt8>

    /// Read while the statement stands on the row.
    init(_ row: Row, _ column: Int32) { text = row.utf8(column) }

    /// Calls `body` with every hour in which a run ended, in order.
    func each(_ body: (_ hour: Int, _ succeeded: Int, _ failed: Int, _ canceled: Int) -> Void) throws {
        var counts = (0, 0, 0)
        var number = 0
        var place = 0
        for byte in text.dropFirst() {
            if let digit = Self.digit(byte) {
                number = number &* 10 &+ digit
                continue
            }
            switch place % 3 {
            case 0: counts.0 = number
            case 1: counts.1 = number
            default:
                counts.2 = number
                if counts != (0, 0, 0) { body(place / 3, counts.0, counts.1, counts.2) }
            }
            place += 1
            number = 0
        }
        guard place == Self.size else { throw StorageError.damaged("a day's counts are not \(Self.size)") }
    }

    private static func digit(_ byte: UInt8) -> Int? { byte &- 48 < 10 ? Int(byte &- 48) : nil }

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
