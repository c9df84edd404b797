import PortalCore

// Eight days of one workflow are one row, so a month of a chart is four or five rows for each and not seven hundred.

extension SQLiteSnapshot {
    func tallies(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> [RunTally] {
        var tallies: [RunTally] = []
        try eachTally(in: scope, visible: visible, from: from, until: until) { row in
            let (workflow, first) = (try row.id(0, Workflow.self), row.instant(1))
            try TallyCounts(row, 2).each { index, succeeded, failed, canceled in
                let hour = first.adding(.hours(Int64(index)))
                guard from <= hour, hour < until else { return }
                tallies.append(
                    RunTally(
                        workflow: workflow, hour: hour, succeeded: succeeded, failed: failed, canceled: canceled))
            }
        }
        return tallies
    }

    func endedRuns(
        in scope: WorkspaceScope, visible: WorkflowVisibility, periods: HourPeriods
    ) throws -> [EndedRuns] {
        var ended = Array(repeating: EndedRuns(), count: periods.count)
        if ended.isEmpty { return [] }
        try eachTally(in: scope, visible: visible, from: periods.start, until: periods.end) { row in
            let counts = try TallyCounts(row, 2)
            periods.each(of: TallyCounts.hours, from: row.instant(1).hours(since: periods.start)) { period, hours in
                ended[period] += counts.ended(in: hours)
            }
        }
        return ended
    }

    private func eachTally(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant,
        _ body: (Row) throws -> Void
    ) throws {
        if visible.isNothing { return }
        let span: [Binding] = [.instant(from.startOfTally), .instant(until)]
        try database.each(Query.tallies, [.id(scope.workspace)] + visible.bindings + span) { row in
            try body(row)
            return true
        }
    }
}

extension SQLiteTransaction {
    func count(_ status: RunStatus, of workflow: Workflow.ID, in hour: Instant, _ scope: WorkspaceScope) throws {
        try change(status, of: workflow, in: hour, scope) { count in
            guard count < .max else { throw StorageError.damaged("a tally counts more runs than there can be") }
            return count + 1
        }
    }

    func uncount(_ status: RunStatus, of workflow: Workflow.ID, in hour: Instant, _ scope: WorkspaceScope) throws {
        try change(status, of: workflow, in: hour, scope) { count in
            guard count > 0 else { throw StorageError.damaged("a tally counts fewer runs than there are") }
            return count - 1
        }
    }

    private func change(
        _ status: RunStatus, of workflow: Workflow.ID, in hour: Instant, _ scope: WorkspaceScope,
        _ change: (UInt32) throws -> UInt32
    ) throws {
        let place = TallyPlace(workspace: scope.workspace, workflow: workflow, first: hour.startOfTally)
        guard let kind = TallyCounts.kind(of: status) else { return }
        let known = try database.first(TallyPlace.counts, place.bindings) { try TallyRow($0, 0) }
        var row = known ?? TallyRow()
        let index = place.index(of: hour)
        row[kind, index] = try change(row[kind, index])
        try database.change(known == nil ? Query.insert : Query.update, place.bindings + row.kinds.map { .blob($0) })
    }
}

private enum Query {
    static let tallies = SQL(
        """
        SELECT tally.workflow_id, tally.first_hour, \(TallyCounts.columns)
        FROM \(WorkflowVisibility.workflows)
        CROSS JOIN run_tally tally ON tally.workspace_id = ?1 AND tally.workflow_id = workflow.id
        WHERE tally.first_hour >= ?7 AND tally.first_hour < ?8
        """)
    static let insert = SQL(
        """
        INSERT INTO run_tally (workspace_id, workflow_id, first_hour, succeeded, failed, canceled)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
    static let update = SQL(
        """
        UPDATE run_tally SET succeeded = ?4, failed = ?5, canceled = ?6
        WHERE workspace_id = ?1 AND workflow_id = ?2 AND first_hour = ?3
        """)
}
