import PortalCore

extension SQLiteTransaction {
    func insert(
        _ run: Run, state: RunState, sealedError: Sealed?, at now: Instant, in scope: WorkspaceScope
    ) throws {
        try require(run.workspace, in: scope)
        let hour = state.status.isFinal ? (state.endedAt ?? now).startOfHour : nil
        // Read first, and not inserted by a SELECT: for that SQLite would note each page as it was, in case a second row fails.
        let parent = try database.first(
            Query.parent, [.id(scope.agency), .id(scope.workspace), .id(run.workflow)], Parent.init)
        guard let parent else { throw StorageError.notFound }
        try database.change(
            Query.insert,
            [
                .int(parent.agency), .int(parent.workspace), .int(parent.workflow), .instant(run.listedAt), .id(run.id),
                .code(state.status), .count(state.attempt), .instant(state.statusAt), .instant(state.startedAt),
                .instant(state.endedAt), .code(run.origin), .code(run.delivery),
                parent.engine.map { .int($0) } ?? .null,
                .text(run.externalID), .instant(now), .instant(hour == nil ? now.adding(parent.timeLimit) : nil),
                .instant(hour),
            ])
        for step in state.steps.values { try write(step, of: run.id, in: parent.workspace) }
        if let sealedError { try write(sealedError, of: run.id, in: parent.workspace) }
        if let hour { try count(state.status, of: run.workflow, in: hour, scope) }
    }

    func update(
        _ run: Run.ID, from old: RunState, to new: RunState, externalID: String?, sealedError: Sealed?,
        at now: Instant, in scope: WorkspaceScope
    ) throws {
        let known = try database.first(Query.place, [.id(scope.agency), .id(scope.workspace), .id(run)], Place.init)
        guard let known else { throw StorageError.notFound }
        let hour = Self.hour(of: new, known: known, now: now)
        try database.changeOne(
            Query.update,
            [
                .int(known.workspace), .instant(known.listedAt), .id(run), .code(new.status), .count(new.attempt),
                .instant(new.statusAt), .instant(new.startedAt), .instant(new.endedAt), .text(externalID),
                .instant(now), .instant(hour == nil ? now.adding(known.timeLimit) : nil), .instant(hour),
            ])

        if known.hour != hour || known.status != new.status {
            if let hour = known.hour { try uncount(known.status, of: known.workflow, in: hour, scope) }
            if let hour { try count(new.status, of: known.workflow, in: hour, scope) }
        }
        let isNewAttempt = new.attempt != old.attempt
        if isNewAttempt { try database.change(Query.deleteSteps, [.int(known.workspace), .id(run)]) }
        for (position, step) in new.steps where isNewAttempt || old.steps[position] != step {
            try write(step, of: run, in: known.workspace)
        }
        if let sealedError {
            try write(sealedError, of: run, in: known.workspace)
        } else if isNewAttempt {
            try database.change(Query.deleteError, [.int(known.workspace), .id(run)])
        }
    }

    func setDelivery(_ delivery: TriggerDelivery, of run: Run.ID, in scope: WorkspaceScope) throws {
        try database.changeOne(
            Run.setDelivery, [.id(scope.agency), .id(scope.workspace), .id(run), .code(delivery)])
    }

    func spend(token: SecretDigest, on run: Run.ID, at now: Instant, in scope: WorkspaceScope) throws {
        try database.change(
            Query.spend, [.id(scope.agency), .id(scope.workspace), .blob(token.bytes), .id(run), .instant(now)])
    }

    func lapseSilentRuns(at now: Instant, limit: Int, in scope: OperatorScope) throws -> Int {
        try database.change(Query.lapse, [.instant(now), .count(limit)])
    }

    /// The hour that counts a run which has ended: that of its end, else of the report that first told of it.
    private static func hour(of state: RunState, known: Place, now: Instant) -> Instant? {
        guard state.status.isFinal else { return nil }
        if let endedAt = state.endedAt { return endedAt.startOfHour }
        let wasToldBefore = known.attempt == state.attempt && known.status == state.status
        return wasToldBefore ? known.hour : now.startOfHour
    }

    private func write(_ step: Step, of run: Run.ID, in workspace: Int64) throws {
        try database.change(
            Query.writeStep,
            [
                .int(workspace), .id(run), .count(step.position), .text(step.name), .text(step.kind),
                .word(step.status), .instant(step.startedAt), .instant(step.endedAt), .text(step.summary),
            ])
    }

    private func write(_ sealed: Sealed, of run: Run.ID, in workspace: Int64) throws {
        try database.change(Query.writeError, [.int(workspace), .id(run), .blob(sealed.bytes)])
    }
}

/// What a new run takes from its workflow: the numbers that name its place, and how long it may be silent.
private struct Parent {
    let agency: Int64
    let workspace: Int64
    let workflow: Int64
    let engine: Int64?
    let timeLimit: TimeSpan

    init(_ row: Row) {
        agency = row.int(0)
        workspace = row.int(1)
        workflow = row.int(2)
        engine = row.isNull(3) ? nil : row.int(3)
        timeLimit = TimeSpan(milliseconds: row.int(4))
    }
}

/// Where a run lies, and what is counted of it.
private struct Place {
    /// The number of its workspace.
    let workspace: Int64
    let listedAt: Instant
    let workflow: Workflow.ID
    let status: RunStatus
    let attempt: Int
    let hour: Instant?
    let timeLimit: TimeSpan

    init(_ row: Row) throws {
        workspace = row.int(0)
        listedAt = row.instant(1)
        workflow = try row.id(2)
        status = try row.coded(3)
        attempt = row.count(4)
        hour = row.optionalInstant(5)
        timeLimit = TimeSpan(milliseconds: row.int(6))
    }
}

private enum Query {
    static let parent = SQL(
        """
        SELECT agency, workspace, number,
            (SELECT engine.number FROM engine WHERE engine.agency_id = ?1 AND engine.id = workflow.engine_id), time_limit
        FROM workflow WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3
        """)
    static let insert = SQL(
        """
        INSERT INTO run (agency, workspace, workflow, listed_at, id, status, reported_status, attempt, status_at, started_at,
            ended_at, origin, delivery, engine, external_id, heard_at, silent_at, tally_hour)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        """)
    static let place = SQL(
        """
        SELECT run.workspace, run.listed_at, workflow.id, run.reported_status, run.attempt, run.tally_hour,
            workflow.time_limit
        FROM run JOIN \(Workflow.joinedToRun)
        WHERE run.workspace = \(Workspace.number(in: 1, of: 2)) AND run.id = ?3
        """)
    static let update = SQL(
        """
        UPDATE run SET status = ?4, reported_status = ?4, attempt = ?5, status_at = ?6, started_at = ?7, ended_at = ?8,
            external_id = ifnull(?9, external_id), heard_at = ?10, silent_at = ?11, tally_hour = ?12
        WHERE workspace = ?1 AND listed_at = ?2 AND id = ?3
        """)
    static let spend = SQL(
        """
        INSERT INTO run_token (workspace, digest, run_id, spent_at)
        VALUES (\(Workspace.number(in: 1, of: 2)), ?3, ?4, ?5)
        """)
    static let lapse = SQL(
        """
        UPDATE run SET status = \(RunStatus.unknown.code), silent_at = NULL WHERE (workspace, listed_at, id) IN (
            SELECT workspace, listed_at, id FROM run INDEXED BY run_falling_silent
            WHERE silent_at < ?1 ORDER BY silent_at LIMIT ?2)
        """)
    static let writeStep = SQL(
        """
        INSERT INTO step (workspace, run_id, position, name, kind, status, started_at, ended_at, summary)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (workspace, run_id, position) DO UPDATE SET name = excluded.name, kind = excluded.kind,
            status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at,
            summary = excluded.summary
        """)
    static let deleteSteps = SQL("DELETE FROM step WHERE workspace = ?1 AND run_id = ?2")
    static let writeError = SQL(
        """
        INSERT INTO run_error (workspace, run_id, sealed) VALUES (?1, ?2, ?3)
        ON CONFLICT (workspace, run_id) DO UPDATE SET sealed = excluded.sealed
        """)
    static let deleteError = SQL("DELETE FROM run_error WHERE workspace = ?1 AND run_id = ?2")
}
