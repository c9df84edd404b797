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
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> HourlyEnds {
        var ends = HourlyEnds(from: from, until: until)
        let start = ends.start
        try ends.withHours { hours in
            try eachTally(in: scope, visible: visible, from: start, until: until) { row in
                try TallyCounts(row, 2).add(to: hours, first: HourlyEnds.index(of: row.instant(1), from: start))
            }
        }
        return ends
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
        guard let number = TallyRow.number(of: status, in: hour, first: place.first) else { return }
        let known = try database.first(TallyPlace.counts, place.bindings) { try TallyRow($0.bytes(0)) }
        var row = known ?? TallyRow()
        row[number] = try change(row[number])
        try database.change(known == nil ? Query.insert : Query.update, place.bindings + [.blob(row.bytes)])
    }
}

private enum Query {
    static let tallies = SQL(
        """
        SELECT tally.workflow_id, tally.first_hour, tally.counts
        FROM \(WorkflowVisibility.workflows)
        CROSS JOIN run_tally tally ON tally.workspace_id = ?1 AND tally.workflow_id = workflow.id
        WHERE tally.first_hour >= ?7 AND tally.first_hour < ?8
        """)
    static let insert = SQL(
        "INSERT INTO run_tally (workspace_id, workflow_id, first_hour, counts) VALUES (?1, ?2, ?3, ?4)")
    static let update = SQL(
        "UPDATE run_tally SET counts = ?4 WHERE workspace_id = ?1 AND workflow_id = ?2 AND first_hour = ?3")
}
