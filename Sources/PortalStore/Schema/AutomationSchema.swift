extension Migrations {
    static let automation = """
        -- Kept until the engine is deleted. Its secrets are sealed under the agency's data key.
        CREATE TABLE engine (
            agency_id      BLOB NOT NULL REFERENCES agency (id),
            id             BLOB NOT NULL CHECK (length(id) = 16),
            name           TEXT NOT NULL,
            kind           TEXT NOT NULL CHECK (kind IN ('webhook', 'n8n', 'prefect')),
            api_url        TEXT,
            signing_secret BLOB NOT NULL,
            credential     BLOB,
            created_at     INTEGER NOT NULL,
            PRIMARY KEY (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX engine_by_kind ON engine (kind);

        -- Kept with its agency; a revoked key stays, because the audit log names it. Only the digest of its secret is
        -- stored.
        CREATE TABLE api_key (
            agency_id    BLOB NOT NULL REFERENCES agency (id),
            id           BLOB NOT NULL CHECK (length(id) = 16),
            digest       BLOB NOT NULL CHECK (length(digest) = 32),
            name         TEXT NOT NULL,
            -- NULL reaches every workspace of the agency.
            workspace_id BLOB,
            -- The names of its actions, in order, parted by spaces.
            permissions  TEXT NOT NULL,
            created_at   INTEGER NOT NULL,
            last_used_at INTEGER,
            revoked_at   INTEGER,
            PRIMARY KEY (agency_id, id),
            UNIQUE (agency_id, digest),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept until the workflow is deleted.
        CREATE TABLE workflow (
            agency_id             BLOB NOT NULL,
            workspace_id          BLOB NOT NULL,
            id                    BLOB NOT NULL CHECK (length(id) = 16),
            name                  TEXT NOT NULL,
            purpose               TEXT NOT NULL,
            status                TEXT NOT NULL
                                  CHECK (status IN ('draft', 'published', 'paused', 'disabled', 'archived')),
            is_client_triggerable INTEGER NOT NULL CHECK (is_client_triggerable IN (0, 1)),
            is_idempotent         INTEGER NOT NULL CHECK (is_idempotent IN (0, 1)),
            shows_summaries       INTEGER NOT NULL CHECK (shows_summaries IN (0, 1)),
            -- At most a hundred years, so that adding it to a moment cannot overflow.
            time_limit            INTEGER NOT NULL CHECK (time_limit BETWEEN 1 AND 3155760000000),
            failure_note          TEXT NOT NULL,
            engine_id             BLOB,
            external_id           TEXT,
            trigger_url           TEXT,
            created_at            INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, id),
            UNIQUE (agency_id, workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (agency_id, engine_id) REFERENCES engine (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX workflow_by_status ON workflow (workspace_id, status, name, id);
        CREATE UNIQUE INDEX workflow_by_external_id ON workflow (workspace_id, engine_id, external_id)
            WHERE external_id IS NOT NULL;
        CREATE INDEX workflow_of_engine ON workflow (agency_id, engine_id) WHERE engine_id IS NOT NULL;

        -- Kept until its workflow is deleted. Clustered by workspace and place in its list, so that a page of the list
        -- is one stretch of the file.
        CREATE TABLE run (
            agency_id       BLOB NOT NULL,
            workspace_id    BLOB NOT NULL,
            listed_at       INTEGER NOT NULL,
            id              BLOB NOT NULL CHECK (length(id) = 16),
            workflow_id     BLOB NOT NULL,
            -- What is shown: what was reported, or `unknown` for a run that nobody reported on for too long.
            status          TEXT NOT NULL CHECK (status IN
                            ('queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown')),
            -- What further reports are merged into.
            reported_status TEXT NOT NULL CHECK (reported_status IN
                            ('queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown')),
            attempt         INTEGER NOT NULL CHECK (attempt >= 1),
            status_at       INTEGER,
            started_at      INTEGER,
            ended_at        INTEGER,
            origin          TEXT NOT NULL CHECK (origin IN ('engine', 'client', 'staff')),
            delivery        TEXT CHECK (delivery IN ('pending', 'accepted', 'did-not-start', 'unconfirmed', 'withdrawn')),
            engine_id       BLOB,
            external_id     TEXT,
            heard_at        INTEGER NOT NULL,
            -- When it will be called silent; NULL once it has ended or was called so.
            silent_at       INTEGER,
            -- The hour of run_tally that counts it; NULL while it has not ended.
            tally_hour      INTEGER CHECK (tally_hour % 3600000 = 0),
            PRIMARY KEY (workspace_id, listed_at, id),
            UNIQUE (workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id, workflow_id) REFERENCES workflow (agency_id, workspace_id, id),
            FOREIGN KEY (agency_id, engine_id) REFERENCES engine (agency_id, id),
            CHECK ((reported_status IN ('succeeded', 'failed', 'canceled')) = (tally_hour IS NOT NULL)),
            CHECK (tally_hour IS NULL OR silent_at IS NULL),
            CHECK (status = reported_status OR (status = 'unknown' AND tally_hour IS NULL AND silent_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX run_by_external_id ON run (workspace_id, engine_id, external_id) WHERE external_id IS NOT NULL;
        CREATE INDEX run_of_workflow ON run (workspace_id, workflow_id, listed_at, id);
        CREATE INDEX run_by_status ON run (workspace_id, workflow_id, status, listed_at, id);
        -- Only runs that have not ended and were not called silent lie in these two.
        CREATE INDEX run_falling_silent ON run (silent_at) WHERE silent_at IS NOT NULL;
        CREATE INDEX run_open_at_engine ON run (agency_id, engine_id, listed_at, id)
            WHERE silent_at IS NOT NULL AND engine_id IS NOT NULL;

        -- Kept with the run: the parts of its current attempt.
        CREATE TABLE step (
            workspace_id BLOB NOT NULL,
            run_id       BLOB NOT NULL,
            position     INTEGER NOT NULL CHECK (position >= 0),
            name         TEXT NOT NULL,
            kind         TEXT NOT NULL,
            status       TEXT NOT NULL CHECK (status IN
                         ('queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown')),
            started_at   INTEGER,
            ended_at     INTEGER,
            summary      TEXT NOT NULL,
            PRIMARY KEY (workspace_id, run_id, position),
            FOREIGN KEY (workspace_id, run_id) REFERENCES run (workspace_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept with the run: what staff may know of its failure, sealed.
        CREATE TABLE run_error (
            workspace_id BLOB NOT NULL,
            run_id       BLOB NOT NULL,
            sealed       BLOB NOT NULL,
            PRIMARY KEY (workspace_id, run_id),
            FOREIGN KEY (workspace_id, run_id) REFERENCES run (workspace_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept with the workflow: how its runs ended, by the hour. Changed in the transaction of each run.
        CREATE TABLE run_tally (
            workspace_id BLOB NOT NULL,
            workflow_id  BLOB NOT NULL,
            hour         INTEGER NOT NULL CHECK (hour % 3600000 = 0),
            succeeded    INTEGER NOT NULL CHECK (succeeded >= 0),
            failed       INTEGER NOT NULL CHECK (failed >= 0),
            canceled     INTEGER NOT NULL CHECK (canceled >= 0),
            PRIMARY KEY (workspace_id, workflow_id, hour),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Spent one-time tokens of the Run now form. Swept once no session that could have been shown the form is left.
        CREATE TABLE run_token (
            workspace_id BLOB NOT NULL,
            digest       BLOB NOT NULL CHECK (length(digest) = 32),
            run_id       BLOB NOT NULL,
            spent_at     INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, digest),
            FOREIGN KEY (workspace_id, run_id) REFERENCES run (workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX run_token_of_run ON run_token (workspace_id, run_id);
        CREATE INDEX run_token_by_age ON run_token (spent_at);
        """

    static let outbox = """
        -- What is to be asked of an engine, by reference: no body and no secret. A row is deleted when it was delivered; a
        -- dead one keeps status and reason until its run is deleted.
        CREATE TABLE outbox (
            id             BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            agency_id      BLOB NOT NULL REFERENCES agency (id),
            workspace_id   BLOB NOT NULL,
            workflow_id    BLOB NOT NULL,
            run_id         BLOB NOT NULL,
            status         TEXT NOT NULL CHECK (status IN ('waiting', 'dead')),
            due_at         INTEGER NOT NULL,
            tries          INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            first_tried_at INTEGER,
            -- When the last try began, until it is known what came of it.
            begun_at       INTEGER,
            -- An earlier try may have been received.
            is_unconfirmed INTEGER NOT NULL DEFAULT 0 CHECK (is_unconfirmed IN (0, 1)),
            -- How a dead trigger ended.
            delivery       TEXT CHECK (delivery IN ('pending', 'accepted', 'did-not-start', 'unconfirmed', 'withdrawn')),
            reason         TEXT NOT NULL DEFAULT '',
            created_at     INTEGER NOT NULL,
            ended_at       INTEGER,
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id),
            FOREIGN KEY (workspace_id, run_id) REFERENCES run (workspace_id, id),
            CHECK ((status = 'dead') = (ended_at IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outbox_due ON outbox (due_at, id) WHERE status = 'waiting';
        CREATE INDEX outbox_dead ON outbox (agency_id, ended_at, id) WHERE status = 'dead';
        CREATE UNIQUE INDEX outbox_of_run ON outbox (workspace_id, run_id);
        """
}
