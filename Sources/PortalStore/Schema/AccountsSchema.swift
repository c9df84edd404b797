extension Migrations {
    static let accounts = """
        -- Kept until the person is deleted; a suspended or removed one stays, because what they did names them.
        CREATE TABLE user (
            agency_id    BLOB NOT NULL REFERENCES agency (id),
            id           BLOB NOT NULL CHECK (length(id) = 16),
            email        TEXT NOT NULL,
            email_key    TEXT NOT NULL,
            name         TEXT NOT NULL,
            status       TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
            language     TEXT,
            time_zone    TEXT,
            password     TEXT,
            created_at   INTEGER NOT NULL,
            last_seen_at INTEGER,
            PRIMARY KEY (agency_id, id),
            UNIQUE (agency_id, email_key)
        ) STRICT, WITHOUT ROWID;

        -- Kept as long as the user.
        CREATE TABLE staff_membership (
            agency_id BLOB NOT NULL,
            user_id   BLOB NOT NULL,
            role      TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
            status    TEXT NOT NULL CHECK (status IN ('active', 'invited', 'removed')),
            joined_at INTEGER NOT NULL,
            PRIMARY KEY (agency_id, user_id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX staff_single_owner ON staff_membership (agency_id) WHERE role = 'owner' AND status = 'active';

        -- Kept as long as the user and the workspace. The areas are bits: workflows 1, connections 2, forms 4, billing
        -- 8.
        CREATE TABLE client_membership (
            agency_id    BLOB NOT NULL,
            workspace_id BLOB NOT NULL,
            user_id      BLOB NOT NULL,
            areas        INTEGER NOT NULL CHECK (areas BETWEEN 0 AND 15),
            status       TEXT NOT NULL CHECK (status IN ('active', 'invited', 'removed')),
            joined_at    INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, user_id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX client_membership_of_user ON client_membership (agency_id, user_id, workspace_id);

        CREATE TRIGGER new_client_is_not_staff BEFORE INSERT ON client_membership
        WHEN NEW.status <> 'removed' AND EXISTS (
            SELECT 1 FROM staff_membership
            WHERE agency_id = NEW.agency_id AND user_id = NEW.user_id AND status <> 'removed')
        BEGIN SELECT RAISE(ABORT, 'nobody is both staff and client of one agency'); END;
        CREATE TRIGGER client_is_not_staff BEFORE UPDATE ON client_membership
        WHEN NEW.status <> 'removed' AND EXISTS (
            SELECT 1 FROM staff_membership
            WHERE agency_id = NEW.agency_id AND user_id = NEW.user_id AND status <> 'removed')
        BEGIN SELECT RAISE(ABORT, 'nobody is both staff and client of one agency'); END;
        CREATE TRIGGER new_staff_is_no_client BEFORE INSERT ON staff_membership
        WHEN NEW.status <> 'removed' AND EXISTS (
            SELECT 1 FROM client_membership
            WHERE agency_id = NEW.agency_id AND user_id = NEW.user_id AND status <> 'removed')
        BEGIN SELECT RAISE(ABORT, 'nobody is both staff and client of one agency'); END;
        CREATE TRIGGER staff_is_no_client BEFORE UPDATE ON staff_membership
        WHEN NEW.status <> 'removed' AND EXISTS (
            SELECT 1 FROM client_membership
            WHERE agency_id = NEW.agency_id AND user_id = NEW.user_id AND status <> 'removed')
        BEGIN SELECT RAISE(ABORT, 'nobody is both staff and client of one agency'); END;

        -- Deleted when it ends; swept when its lifetime is over.
        CREATE TABLE session (
            agency_id    BLOB NOT NULL,
            digest       BLOB NOT NULL CHECK (length(digest) = 32),
            id           BLOB NOT NULL CHECK (length(id) = 16),
            user_id      BLOB NOT NULL,
            created_at   INTEGER NOT NULL,
            last_used_at INTEGER NOT NULL,
            agent        TEXT NOT NULL,
            PRIMARY KEY (agency_id, digest),
            UNIQUE (agency_id, id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX session_of_user ON session (agency_id, user_id);
        """
}
