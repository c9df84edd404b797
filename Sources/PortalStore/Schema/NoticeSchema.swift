extension Migrations {
    static let notices = """
        -- What the clock has made somebody be told of: a thing that waits for a client, or with a person's own id their summary of a
        -- week. A row is replaced when it is told of again, deleted when a connection works again, and swept ninety days later.
        CREATE TABLE notice_told (
            agency_id    BLOB NOT NULL REFERENCES agency (id),
            notice       TEXT NOT NULL CHECK (notice IN
                         ('run-failed', 'connection-needs-me', 'invoice-due', 'form-waits', 'weekly-summary')),
            subject_id   BLOB NOT NULL CHECK (length(subject_id) = 16),
            workspace_id BLOB,
            told_at      INTEGER NOT NULL,
            PRIMARY KEY (agency_id, notice, subject_id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notice_told_by_age ON notice_told (told_at);
        """
}
