import PortalCore

/// Whether the tallies count what the runs say: both are walked once, in the same order.
struct TallyVerification {
    private let connection: SQLiteConnection
    private let limit: Int
    private var findings: [Finding] = []
    private var place = TallyPlace.start
    private var counts = Self.nothing

    /// Three numbers for each hour.
    private static let nothing = Array(repeating: 0, count: 3 * TallyCounts.hours)

    static func findings(_ connection: SQLiteConnection, limit: Int) throws -> [Finding] {
        var verification = TallyVerification(connection: connection, limit: limit)
        try verification.walk()
        return Array(verification.findings.prefix(limit))
    }

    private init(connection: SQLiteConnection, limit: Int) {
        self.connection = connection
        self.limit = limit
    }

    private mutating func walk() throws {
        try connection.each(Query.runs, []) { row in
            let hour = row.instant(2)
            try move(to: TallyPlace(workspace: try row.id(0), workflow: try row.id(1), first: hour.startOfTally))
            let status: RunStatus = try row.coded(3)
            guard let kind = TallyCounts.kind(of: status) else {
                throw StorageError.damaged("a run that is \(status) is counted as ended")
            }
            counts[3 * place.index(of: hour) + kind] = row.count(4)
            return findings.count < limit
        }
        try move(to: .end)
    }

    /// Compares the row of the place that was reached with its runs, and what lies before the next, where no run ended, with nothing.
    private mutating func move(to next: TallyPlace) throws {
        guard next != place else { return }
        if place != .start {
            let stored = try connection.first(TallyPlace.counts, place.bindings) { try Self.counts(of: $0, 0) }
            note(stored ?? Self.nothing, at: place, expecting: counts)
        }
        try connection.each(Query.between, place.bindings + next.bindings) { row in
            let between = TallyPlace(workspace: try row.id(0), workflow: try row.id(1), first: row.instant(2))
            note(try Self.counts(of: row, 3), at: between, expecting: Self.nothing)
            return findings.count < limit
        }
        place = next
        counts = Self.nothing
    }

    private mutating func note(_ stored: [Int], at place: TallyPlace, expecting expected: [Int]) {
        guard let wrong = stored.indices.first(where: { stored[$0] != expected[$0] }) else { return }
        let hour = place.first.adding(.hours(Int64(wrong / 3)))
        findings.append(
            Finding(.tally, "workflow \(place.workflow), hour \(hour.milliseconds): not the number of its runs"))
    }

    private static func counts(of row: Row, _ column: Int32) throws -> [Int] {
        var counts = nothing
        try TallyCounts(row, column).each { hour, succeeded, failed, canceled in
            counts.replaceSubrange(3 * hour..<3 * hour + 3, with: [succeeded, failed, canceled])
        }
        return counts
    }
}

extension TallyPlace {
    fileprivate static let start = TallyPlace(
        workspace: Identifier(high: 0, low: 0), workflow: Identifier(high: 0, low: 0),
        first: Instant(milliseconds: .min))
    fileprivate static let end = TallyPlace(
        workspace: Identifier(high: .max, low: .max), workflow: Identifier(high: .max, low: .max),
        first: Instant(milliseconds: .max))
}

private enum Query {
    static let runs = SQL(
        """
        SELECT workflow.workspace_id, workflow.id, run.tally_hour, run.reported_status, run.amount
        FROM (
            SELECT agency, workspace, workflow, tally_hour, reported_status, count(*) AS amount
            FROM run WHERE tally_hour IS NOT NULL GROUP BY 1, 2, 3, 4, 5) run
        JOIN \(Workflow.joinedToRun) ORDER BY 1, 2, 3, 4
        """)
    static let between = SQL(
        """
        SELECT workspace_id, workflow_id, first_hour, \(TallyCounts.columns) FROM run_tally tally
        WHERE (workspace_id, workflow_id, first_hour) > (?1, ?2, ?3)
            AND (workspace_id, workflow_id, first_hour) < (?4, ?5, ?6)
        """)
}
