extension Migrations {
    /// Runs, of which there are millions, name their agency, workspace, workflow and engine by small numbers and their states by codes: a run
    /// with its indexes takes two thirds of the space, so that more of them lie in one page, and fewer pages between the root and a run.
    ///
    /// Numbers are the database's own and never leave it. `workflow` and `engine` hold them beside the ids, paired by foreign keys, so that
    /// what is named by numbers lies in one tenant as surely as what is named by ids.
    static let shortKeys = """
        ALTER TABLE agency ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
        UPDATE agency SET number = place.number
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM agency) place WHERE place.id = agency.id;
        CREATE UNIQUE INDEX agency_number ON agency (id, number);
        CREATE UNIQUE INDEX agency_by_number ON agency (number);

        ALTER TABLE workspace ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
        UPDATE workspace SET number = place.number
        FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM workspace) place WHERE place.id = workspace.id;
        CREATE UNIQUE INDEX workspace_number ON workspace (id, number);
        CREATE UNIQUE INDEX workspace_by_number ON workspace (number);

        -- Kept until the engine is deleted. Its secrets are sealed under the agency's data key.
        CREATE TABLE next_engine (
            agency_id      BLOB NOT NULL REFERENCES agency (id),
            id             BLOB NOT NULL CHECK (length(id) = 16),
            name           TEXT NOT NULL,
            kind           TEXT NOT NULL CHECK (kind IN ('webhook', 'n8n', 'prefect')),
            api_url        TEXT,
            signing_secret BLOB NOT NULL,
            credential     BLOB,
            created_at     INTEGER NOT NULL,
            -- Numbers of the agency, and of the engine in it.
            agency         INTEGER NOT NULL,
            number         INTEGER NOT NULL,
            PRIMARY KEY (agency_id, id),
            UNIQUE (agency, number),
            FOREIGN KEY (agency_id, agency) REFERENCES agency (id, number)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_engine
        SELECT agency_id, engine.id, engine.name, kind, api_url, signing_secret, credential, engine.created_at,
            agency.number, row_number() OVER (PARTITION BY agency_id ORDER BY engine.id)
        FROM engine JOIN agency ON agency.id = engine.agency_id;
        DROP TABLE engine;
        ALTER TABLE next_engine RENAME TO engine;
        CREATE INDEX engine_by_kind ON engine (kind);

        -- Kept until the workflow is deleted.
        CREATE TABLE next_workflow (
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
            -- Numbers of the agency and the workspace, and of the workflow in it.
            agency                INTEGER NOT NULL,
            workspace             INTEGER NOT NULL,
            number                INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, id),
            UNIQUE (agency_id, workspace_id, id),
            UNIQUE (agency, workspace, number),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (agency_id, agency) REFERENCES agency (id, number),
            FOREIGN KEY (workspace_id, workspace) REFERENCES workspace (id, number),
            FOREIGN KEY (agency_id, engine_id) REFERENCES engine (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_workflow
        SELECT workflow.agency_id, workspace_id, workflow.id, workflow.name, purpose, status, is_client_triggerable,
            is_idempotent, shows_summaries, time_limit, failure_note, engine_id, external_id, trigger_url,
            workflow.created_at, agency.number, workspace.number,
            row_number() OVER (PARTITION BY workspace_id ORDER BY workflow.id)
        FROM workflow JOIN agency ON agency.id = workflow.agency_id JOIN workspace ON workspace.id = workflow.workspace_id;
        DROP TABLE workflow;
        ALTER TABLE next_workflow RENAME TO workflow;
        CREATE INDEX workflow_by_status ON workflow
            (workspace_id, status, name, id, is_client_triggerable, engine_id, trigger_url, number);
        CREATE UNIQUE INDEX workflow_by_external_id ON workflow (workspace_id, engine_id, external_id)
            WHERE external_id IS NOT NULL;
        CREATE INDEX workflow_of_engine ON workflow (agency_id, engine_id) WHERE engine_id IS NOT NULL;

        -- Kept until its workflow is deleted. Clustered by workspace and place in its list, so that a page of the list
        -- is one stretch of the file. Codes: of a status, queued, running, waiting, succeeded, failed, canceled, unknown;
        -- of an origin, engine, client, staff; of a delivery, pending, accepted, did-not-start, unconfirmed, withdrawn;
        -- each from 0.
        CREATE TABLE next_run (
            agency          INTEGER NOT NULL,
            workspace       INTEGER NOT NULL,
            listed_at       INTEGER NOT NULL,
            id              BLOB NOT NULL CHECK (length(id) = 16),
            workflow        INTEGER NOT NULL,
            -- What is shown: what was reported, or unknown for a run that nobody reported on for too long.
            status          INTEGER NOT NULL CHECK (status BETWEEN 0 AND 6),
            -- What further reports are merged into.
            reported_status INTEGER NOT NULL CHECK (reported_status BETWEEN 0 AND 6),
            attempt         INTEGER NOT NULL CHECK (attempt >= 1),
            status_at       INTEGER,
            started_at      INTEGER,
            ended_at        INTEGER,
            origin          INTEGER NOT NULL CHECK (origin BETWEEN 0 AND 2),
            delivery        INTEGER CHECK (delivery BETWEEN 0 AND 4),
            engine          INTEGER,
            external_id     TEXT,
            heard_at        INTEGER NOT NULL,
            -- When it will be called silent; NULL once it has ended or was called so.
            silent_at       INTEGER,
            -- The hour of run_tally that counts it; NULL while it has not ended.
            tally_hour      INTEGER CHECK (tally_hour % 3600000 = 0),
            PRIMARY KEY (workspace, listed_at, id),
            UNIQUE (workspace, id),
            FOREIGN KEY (agency, workspace, workflow) REFERENCES workflow (agency, workspace, number),
            FOREIGN KEY (agency, engine) REFERENCES engine (agency, number),
            CHECK ((reported_status IN (3, 4, 5)) = (tally_hour IS NOT NULL)),
            CHECK (tally_hour IS NULL OR silent_at IS NULL),
            CHECK (status = reported_status OR (status = 6 AND tally_hour IS NULL AND silent_at IS NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_run
        SELECT workflow.agency, workflow.workspace, listed_at, run.id, workflow.number, \(status("run.status")),
            \(status("run.reported_status")), attempt, status_at, started_at, ended_at,
            \(code(of: "origin", ["engine", "client", "staff"])),
            \(code(of: "delivery", ["pending", "accepted", "did-not-start", "unconfirmed", "withdrawn"])),
            engine.number, run.external_id, heard_at, silent_at, tally_hour
        FROM run CROSS JOIN workflow ON workflow.workspace_id = run.workspace_id AND workflow.id = run.workflow_id
        LEFT JOIN engine ON engine.agency_id = run.agency_id AND engine.id = run.engine_id;

        -- Kept with the run: the parts of its current attempt.
        CREATE TABLE next_step (
            workspace    INTEGER NOT NULL,
            run_id       BLOB NOT NULL,
            position     INTEGER NOT NULL CHECK (position >= 0),
            name         TEXT NOT NULL,
            kind         TEXT NOT NULL,
            status       TEXT NOT NULL CHECK (status IN
                         ('queued', 'running', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown')),
            started_at   INTEGER,
            ended_at     INTEGER,
            summary      TEXT NOT NULL,
            PRIMARY KEY (workspace, run_id, position),
            FOREIGN KEY (workspace, run_id) REFERENCES run (workspace, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_step
        SELECT number, run_id, position, step.name, kind, status, started_at, ended_at, summary
        FROM step CROSS JOIN workspace ON workspace.id = step.workspace_id;

        -- Kept with the run: what staff may know of its failure, sealed.
        CREATE TABLE next_run_error (
            workspace    INTEGER NOT NULL,
            run_id       BLOB NOT NULL,
            sealed       BLOB NOT NULL,
            PRIMARY KEY (workspace, run_id),
            FOREIGN KEY (workspace, run_id) REFERENCES run (workspace, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_run_error
        SELECT number, run_id, sealed FROM run_error CROSS JOIN workspace ON workspace.id = run_error.workspace_id;

        -- Spent one-time tokens of the Run now form. Swept once no session that could have been shown the form is left.
        CREATE TABLE next_run_token (
            workspace    INTEGER NOT NULL,
            digest       BLOB NOT NULL CHECK (length(digest) = 32),
            run_id       BLOB NOT NULL,
            spent_at     INTEGER NOT NULL,
            PRIMARY KEY (workspace, digest),
            FOREIGN KEY (workspace, run_id) REFERENCES run (workspace, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_run_token
        SELECT number, digest, run_id, spent_at FROM run_token CROSS JOIN workspace ON workspace.id = run_token.workspace_id;

        -- What is to be asked of an engine, by reference: no body and no secret. A row is deleted when it was delivered; a
        -- dead one keeps status and reason until its run is deleted.
        CREATE TABLE next_outbox (
            id             BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            agency_id      BLOB NOT NULL REFERENCES agency (id),
            workspace_id   BLOB NOT NULL,
            -- The number of the workspace.
            workspace      INTEGER NOT NULL,
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
            FOREIGN KEY (workspace_id, workspace) REFERENCES workspace (id, number),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id),
            FOREIGN KEY (workspace, run_id) REFERENCES run (workspace, id),
            CHECK ((status = 'dead') = (ended_at IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_outbox
        SELECT outbox.id, outbox.agency_id, workspace_id, number, workflow_id, run_id, status, due_at, tries,
            first_tried_at, begun_at, is_unconfirmed, delivery, reason, outbox.created_at, ended_at
        FROM outbox JOIN workspace ON workspace.id = outbox.workspace_id;

        DROP TABLE step;
        DROP TABLE run_error;
        DROP TABLE run_token;
        DROP TABLE outbox;
        DROP TABLE run;
        ALTER TABLE next_run RENAME TO run;
        ALTER TABLE next_step RENAME TO step;
        ALTER TABLE next_run_error RENAME TO run_error;
        ALTER TABLE next_run_token RENAME TO run_token;
        ALTER TABLE next_outbox RENAME TO outbox;

        CREATE UNIQUE INDEX run_by_external_id ON run (workspace, engine, external_id) WHERE external_id IS NOT NULL;
        -- With all that a list tells of a run: one workflow's runs lie far apart in the table.
        CREATE INDEX run_of_workflow ON run
            (workspace, workflow, listed_at, id, status, attempt, origin, started_at, ended_at, delivery, external_id);
        CREATE INDEX run_by_status ON run (workspace, workflow, status, listed_at, id);
        -- Only runs that have not ended and were not called silent lie in these two.
        CREATE INDEX run_falling_silent ON run (silent_at) WHERE silent_at IS NOT NULL;
        CREATE INDEX run_open_at_engine ON run (agency, engine, listed_at, id)
            WHERE silent_at IS NOT NULL AND engine IS NOT NULL;
        CREATE INDEX run_token_of_run ON run_token (workspace, run_id);
        CREATE INDEX run_token_by_age ON run_token (spent_at);
        CREATE INDEX outbox_due ON outbox (due_at, id) WHERE status = 'waiting';
        CREATE INDEX outbox_dead ON outbox (agency_id, ended_at, id) WHERE status = 'dead';
        CREATE UNIQUE INDEX outbox_of_run ON outbox (workspace, run_id);
        """

    private static func status(_ column: String) -> String {
        code(of: column, ["queued", "running", "waiting", "succeeded", "failed", "canceled", "unknown"])
    }

    /// A word's place in a list as this step writes it, whatever becomes of the words later on.
    private static func code(of column: String, _ words: [String]) -> String {
        let cases = words.enumerated().map { "WHEN '\($0.element)' THEN \($0.offset)" }
        return "CASE \(column) \(cases.joined(separator: " ")) END"
    }
}
