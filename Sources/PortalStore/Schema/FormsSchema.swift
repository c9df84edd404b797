extension Migrations {
    static let forms = """
        -- Kept until the form is deleted.
        CREATE TABLE form (
            agency_id    BLOB NOT NULL,
            workspace_id BLOB NOT NULL,
            id           BLOB NOT NULL CHECK (length(id) = 16),
            workflow_id  BLOB NOT NULL,
            name         TEXT NOT NULL,
            introduction TEXT NOT NULL,
            status       TEXT NOT NULL CHECK (status IN ('draft', 'published', 'archived')),
            created_at   INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id, workflow_id) REFERENCES workflow (agency_id, workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX form_by_status ON form (workspace_id, status, name, id);
        CREATE INDEX form_of_workflow ON form (workspace_id, workflow_id);

        -- Kept with the form.
        CREATE TABLE form_field (
            workspace_id BLOB NOT NULL,
            form_id      BLOB NOT NULL,
            position     INTEGER NOT NULL CHECK (position >= 0),
            name         TEXT NOT NULL,
            label        TEXT NOT NULL,
            kind         TEXT NOT NULL CHECK (kind IN
                         ('line', 'paragraph', 'number', 'date', 'email', 'choice', 'confirmation')),
            is_required  INTEGER NOT NULL CHECK (is_required IN (0, 1)),
            PRIMARY KEY (workspace_id, form_id, position),
            UNIQUE (workspace_id, form_id, name),
            FOREIGN KEY (workspace_id, form_id) REFERENCES form (workspace_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept with the field: what may be chosen.
        CREATE TABLE form_option (
            workspace_id   BLOB NOT NULL,
            form_id        BLOB NOT NULL,
            field_position INTEGER NOT NULL,
            position       INTEGER NOT NULL CHECK (position >= 0),
            text           TEXT NOT NULL,
            PRIMARY KEY (workspace_id, form_id, field_position, position),
            FOREIGN KEY (workspace_id, form_id, field_position) REFERENCES form_field (workspace_id, form_id, position)
        ) STRICT, WITHOUT ROWID;

        -- Kept until the form is deleted.
        CREATE TABLE submission (
            agency_id    BLOB NOT NULL,
            workspace_id BLOB NOT NULL,
            form_id      BLOB NOT NULL,
            submitted_at INTEGER NOT NULL,
            id           BLOB NOT NULL CHECK (length(id) = 16),
            user_id      BLOB NOT NULL,
            author       TEXT NOT NULL CHECK (author IN ('client', 'agency')),
            -- The client's name as it was then; staff read "by the agency".
            author_name  TEXT NOT NULL CHECK (author = 'client' OR author_name = ''),
            PRIMARY KEY (workspace_id, form_id, submitted_at, id),
            UNIQUE (workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (workspace_id, form_id) REFERENCES form (workspace_id, id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept with the submission: label and text as they were then.
        CREATE TABLE submission_answer (
            workspace_id  BLOB NOT NULL,
            submission_id BLOB NOT NULL,
            position      INTEGER NOT NULL CHECK (position >= 0),
            label         TEXT NOT NULL,
            text          TEXT NOT NULL,
            PRIMARY KEY (workspace_id, submission_id, position),
            FOREIGN KEY (workspace_id, submission_id) REFERENCES submission (workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        """
}
