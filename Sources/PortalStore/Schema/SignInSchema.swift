extension Migrations {
    static let signIn = """
        ALTER TABLE agency ADD COLUMN factor_for_staff INTEGER NOT NULL DEFAULT 0 CHECK (factor_for_staff IN (0, 1));
        ALTER TABLE agency ADD COLUMN factor_for_clients INTEGER NOT NULL DEFAULT 0 CHECK (factor_for_clients IN (0, 1));
        CREATE TRIGGER front_changed_by_factor AFTER UPDATE OF factor_for_staff, factor_for_clients ON agency
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id = NEW.id; END;

        -- Where the session was opened, as in 203.0.113.0/24.
        ALTER TABLE session ADD COLUMN network TEXT;

        -- Kept until the person turns it off, or it is reset.
        CREATE TABLE second_factor (
            agency_id  BLOB NOT NULL,
            user_id    BLOB NOT NULL,
            sealed_key BLOB NOT NULL,
            -- The last step of RFC 6238 whose code was used.
            last_step  INTEGER NOT NULL CHECK (last_step >= 0),
            since      INTEGER NOT NULL,
            PRIMARY KEY (agency_id, user_id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Deleted when it is used, when new ones are made, and with the factor.
        CREATE TABLE recovery_code (
            agency_id BLOB NOT NULL,
            user_id   BLOB NOT NULL,
            digest    BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (agency_id, user_id, digest),
            FOREIGN KEY (agency_id, user_id) REFERENCES second_factor (agency_id, user_id)
        ) STRICT, WITHOUT ROWID;

        -- Deleted when it is answered; swept when its ten minutes are over.
        CREATE TABLE sign_in_challenge (
            agency_id  BLOB NOT NULL,
            digest     BLOB NOT NULL CHECK (length(digest) = 32),
            user_id    BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
            PRIMARY KEY (agency_id, digest),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sign_in_challenge_of_user ON sign_in_challenge (agency_id, user_id);

        -- Kept as long as the user. What was never chosen has no row.
        CREATE TABLE notice_choice (
            agency_id BLOB NOT NULL,
            user_id   BLOB NOT NULL,
            notice    TEXT NOT NULL CHECK (notice IN
                      ('run-failed', 'connection-needs-me', 'invoice-due', 'form-waits', 'weekly-summary')),
            is_on     INTEGER NOT NULL CHECK (is_on IN (0, 1)),
            PRIMARY KEY (agency_id, user_id, notice),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        """
}
