extension Migrations {
    static let connections = """
        -- Kept until the connection is deleted.
        CREATE TABLE connection (
            agency_id     BLOB NOT NULL,
            workspace_id  BLOB NOT NULL,
            id            BLOB NOT NULL CHECK (length(id) = 16),
            name          TEXT NOT NULL,
            provider      TEXT NOT NULL,
            method        TEXT NOT NULL CHECK (method IN ('oauth', 'api-key')),
            health        TEXT NOT NULL CHECK (health IN ('healthy', 'expiring', 'needs-reauthorization',
                          'account-changed', 'suspended', 'unchecked')),
            account_label TEXT NOT NULL,
            checked_at    INTEGER,
            expires_at    INTEGER,
            created_at    INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX connection_by_name ON connection (workspace_id, name, id);
        CREATE INDEX connection_by_health ON connection (workspace_id, health);

        -- Kept as long as both: which workflows depend on which connection.
        CREATE TABLE connection_workflow (
            workspace_id  BLOB NOT NULL,
            connection_id BLOB NOT NULL,
            workflow_id   BLOB NOT NULL,
            PRIMARY KEY (workspace_id, workflow_id, connection_id),
            FOREIGN KEY (workspace_id, connection_id) REFERENCES connection (workspace_id, id),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX connection_workflow_of_connection ON connection_workflow (workspace_id, connection_id);

        -- Replaced when the client authorises again, kept as long as the connection. Sealed, with the connection's id.
        CREATE TABLE connection_credential (
            workspace_id  BLOB NOT NULL,
            connection_id BLOB NOT NULL,
            sealed        BLOB NOT NULL,
            PRIMARY KEY (workspace_id, connection_id),
            FOREIGN KEY (workspace_id, connection_id) REFERENCES connection (workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        """
}
