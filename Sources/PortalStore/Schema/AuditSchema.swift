extension Migrations {
    static let audit = """
        -- Kept as long as the agency, and never changed: each hash covers the one before it (see AuditChain). No
        -- FOREIGN KEY on what an entry names, because entries outlive it.
        CREATE TABLE audit (
            agency_id    BLOB NOT NULL REFERENCES agency (id),
            number       INTEGER NOT NULL CHECK (number >= 1),
            at           INTEGER NOT NULL,
            actor        TEXT NOT NULL CHECK (actor IN ('user', 'key', 'operator')),
            actor_id     BLOB CHECK (length(actor_id) = 16),
            action       TEXT NOT NULL,
            subject      TEXT NOT NULL,
            workspace_id BLOB CHECK (length(workspace_id) = 16),
            -- Salted hash of the words beside the chain: they can be erased, and cannot be swapped.
            commitment   BLOB NOT NULL CHECK (length(commitment) = 32),
            hash         BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (agency_id, number),
            CHECK ((actor = 'operator') = (actor_id IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END;
        CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END;

        -- Names and addresses beside the chain: kept until they are erased.
        CREATE TABLE audit_detail (
            agency_id BLOB NOT NULL,
            number    INTEGER NOT NULL,
            salt      BLOB NOT NULL,
            detail    TEXT NOT NULL,
            PRIMARY KEY (agency_id, number),
            FOREIGN KEY (agency_id, number) REFERENCES audit (agency_id, number)
        ) STRICT, WITHOUT ROWID;
        """
}
