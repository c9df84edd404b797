import PortalCore

extension SQLiteTransaction {
    func insert(
        _ run: Run, state: RunState, sealedError: Sealed?, at now: Instant, in scope: WorkspaceScope
    ) throws {
        try require(run.workspace, in: scope)
        let hour = state.status.isFinal ? (state.endedAt ?? now).startOfHour : nil
        // Read first, and not inserted by a SELECT: for that SQLite would note each page as it was, in case a second row fails.
        let parent = try database.first(
            Query.parent, [.id(scope.agency), .id(scope.workspace), .id(run.workflow)]
        ) { row in (engine: try row.optionalID(0, Engine.self), timeLimit: TimeSpan(milliseconds: row.int(1))) }
        guard let parent else { throw StorageError.notFound }
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(scope.workspace), .id(run.workflow), .instant(run.listedAt), .id(run.id),
                .word(state.status), .count(state.attempt), .instant(state.statusAt), .instant(state.startedAt),
                .instant(state.endedAt), .word(run.origin), .word(run.delivery), .id(parent.engine),
                .text(run.externalID), .instant(now), .instant(hour == nil ? now.adding(parent.timeLimit) : nil),
                .instant(hour),
            ])
        for step in state.steps.values { try write(step, of: run.id, in: scope) }
        if let sealedError { try write(sealedError, of: run.id, in: scope) }
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
                .id(scope.workspace), .instant(known.listedAt), .id(run), .word(new.status), .count(new.attempt),
                .instant(new.statusAt), .instant(new.startedAt), .instant(new.endedAt), .text(externalID),
                .instant(now), .instant(hour == nil ? now.adding(known.timeLimit) : nil), .instant(hour),
            ])

        if known.hour != hour || known.status != new.status {
            if let hour = known.hour { try uncount(known.status, of: known.workflow, in: hour, scope) }
            if let hour { try count(new.status, of: known.workflow, in: hour, scope) }
        }
        let isNewAttempt = new.attempt != old.attempt
        if isNewAttempt { try database.change(Query.deleteSteps, [.id(scope.workspace), .id(run)]) }
        for (position, step) in new.steps where isNewAttempt || old.steps[position] != step {
            try write(step, of: run, in: scope)
        }
        if let sealedError {
            try write(sealedError, of: run, in: scope)
        } else if isNewAttempt {
            try database.change(Query.deleteError, [.id(scope.workspace), .id(run)])
        }
    }

    func setDelivery(_ delivery: TriggerDelivery, of run: Run.ID, in scope: WorkspaceScope) throws {
        try database.changeOne(
            Query.setDelivery, [.id(scope.agency), .id(scope.workspace), .id(run), .word(delivery)])
    }

    func spend(token: SecretDigest, on run: Run.ID, at now: Instant, in scope: WorkspaceScope) throws {
        try database.change(
            Query.spend, [.id(scope.workspace), .blob(token.bytes), .id(run), .instant(now)])
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

    private func write(_ step: Step, of run: Run.ID, in scope: WorkspaceScope) throws {
        try database.change(
            Query.writeStep,
            [
                .id(scope.workspace), .id(run), .count(step.position), .text(step.name), .text(step.kind),
                .word(step.status), .instant(step.startedAt), .instant(step.endedAt), .text(step.summary),
            ])
    }

    private func write(_ sealed: Sealed, of run: Run.ID, in scope: WorkspaceScope) throws {
        try database.change(Query.writeError, [.id(scope.workspace), .id(run), .blob(sealed.bytes)])
    }
}

/// Where a run lies, and what is counted of it.
private struct Place {
    let listedAt: Instant
    let workflow: Workflow.ID
    let status: RunStatus
    let attempt: Int
    let hour: Instant?
    let timeLimit: TimeSpan

    init(_ row: Row) throws {
        listedAt = row.instant(0)
        workflow = try row.id(1)
        status = try row.word(2)
        attempt = row.count(3)
        hour = row.optionalInstant(4)
        timeLimit = TimeSpan(milliseconds: row.int(5))
    }
}

private enum Query {
    static let parent = SQL(
        "SELECT engine_id, time_limit FROM workflow WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3")
    static let insert = SQL(
        """
        INSERT INTO run (agency_id, workspace_id, workflow_id, listed_at, id, status, reported_status, attempt, status_at,
            started_at, ended_at, origin, delivery, engine_id, external_id, heard_at, silent_at, tally_hour)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        """)
    static let place = SQL(
        """
        SELECT run.listed_at, run.workflow_id, run.reported_status, run.attempt, run.tally_hour, workflow.time_limit
        FROM run JOIN workflow ON workflow.workspace_id = run.workspace_id AND workflow.id = run.workflow_id
        WHERE run.agency_id = ?1 AND run.workspace_id = ?2 AND run.id = ?3
        """)
    static let update = SQL(
        """
        UPDATE run SET status = ?4, reported_status = ?4, attempt = ?5, status_at = ?6, started_at = ?7, ended_at = ?8,
            external_id = ifnull(?9, external_id), heard_at = ?10, silent_at = ?11, tally_hour = ?12
        WHERE workspace_id = ?1 AND listed_at = ?2 AND id = ?3
        """)
    static let setDelivery = SQL(
        "UPDATE run SET delivery = ?4 WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3")
    static let spend = SQL("INSERT INTO run_token (workspace_id, digest, run_id, spent_at) VALUES (?1, ?2, ?3, ?4)")
    static let lapse = SQL(
        """
        UPDATE run SET status = 'unknown', silent_at = NULL WHERE (workspace_id, listed_at, id) IN (
            SELECT workspace_id, listed_at, id FROM run INDEXED BY run_falling_silent
            WHERE silent_at < ?1 ORDER BY silent_at LIMIT ?2)
        """)
    static let writeStep = SQL(
        """
        INSERT INTO step (workspace_id, run_id, position, name, kind, status, started_at, ended_at, summary)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (workspace_id, run_id, position) DO UPDATE SET name = excluded.name, kind = excluded.kind,
            status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at,
            summary = excluded.summary
        """)
    static let deleteSteps = SQL("DELETE FROM step WHERE workspace_id = ?1 AND run_id = ?2")
    static let writeError = SQL(
        """
        INSERT INTO run_error (workspace_id, run_id, sealed) VALUES (?1, ?2, ?3)
        ON CONFLICT (workspace_id, run_id) DO UPDATE SET sealed = excluded.sealed
        """)
    static let deleteError = SQL("DELETE FROM run_error WHERE workspace_id = ?1 AND run_id = ?2")
}
