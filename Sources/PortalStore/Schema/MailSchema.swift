extension Migrations {
    static let mail = """
        -- Mails that are to leave the house, and what became of them: whom they are for and of what kind, no text and no
        -- address. Kept for thirty days after they were sent or given up.
        CREATE TABLE mail (
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            id         BLOB NOT NULL CHECK (length(id) = 16),
            kind       TEXT NOT NULL CHECK (kind IN ('password-changed', 'password-reset', 'invitation')),
            -- Nobody's is never sent: it stands in for an address that nobody has.
            user_id    BLOB,
            proof_id   BLOB,
            invitation_id BLOB,
            -- What the mail carries, sealed; gone as soon as it was sent or given up.
            secret     BLOB,
            status     TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'dead')),
            due_at     INTEGER NOT NULL,
            tries      INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
            reason     TEXT NOT NULL DEFAULT '',
            -- Of the mail as it went over the wire.
            size       INTEGER,
            created_at INTEGER NOT NULL,
            ended_at   INTEGER,
            PRIMARY KEY (agency_id, id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id),
            CHECK ((status = 'waiting') = (ended_at IS NULL)),
            CHECK (status = 'waiting' OR secret IS NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mail_due ON mail (due_at, id) WHERE status = 'waiting';
        CREATE INDEX mail_ended ON mail (ended_at) WHERE status <> 'waiting';
        CREATE INDEX mail_of_invitation ON mail (agency_id, invitation_id) WHERE invitation_id IS NOT NULL;
        CREATE INDEX mail_of_user ON mail (agency_id, user_id);

        -- What somebody can prove by mail. Deleted when it is used or replaced; swept when its time is over.
        CREATE TABLE mail_proof (
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            id         BLOB NOT NULL CHECK (length(id) = 16),
            kind       TEXT NOT NULL CHECK (kind IN ('password-reset')),
            -- Nobody's can never be redeemed.
            user_id    BLOB,
            -- Of its secret, once the mail was made.
            digest     BLOB CHECK (length(digest) = 32),
            expires_at INTEGER NOT NULL,
            PRIMARY KEY (agency_id, id),
            UNIQUE (agency_id, digest),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mail_proof_of_user ON mail_proof (agency_id, user_id);
        CREATE INDEX mail_proof_by_end ON mail_proof (expires_at);

        -- Addresses that were asked to join: a workspace, or with a role the staff. Deleted when it is accepted or withdrawn; swept
        -- thirty days after it expired.
        CREATE TABLE invitation (
            agency_id    BLOB NOT NULL REFERENCES agency (id),
            id           BLOB NOT NULL CHECK (length(id) = 16),
            email        TEXT NOT NULL,
            email_key    TEXT NOT NULL,
            workspace_id BLOB,
            role         TEXT CHECK (role IN ('admin', 'member')),
            inviter_id   BLOB NOT NULL,
            -- Of the secret of its link, once the mail was made.
            digest       BLOB CHECK (length(digest) = 32),
            invited_at   INTEGER NOT NULL,
            expires_at   INTEGER NOT NULL,
            PRIMARY KEY (agency_id, id),
            UNIQUE (agency_id, digest),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (agency_id, inviter_id) REFERENCES user (agency_id, id),
            CHECK ((workspace_id IS NULL) = (role IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX invitation_to_workspace ON invitation (agency_id, workspace_id, email_key)
            WHERE workspace_id IS NOT NULL;
        CREATE UNIQUE INDEX invitation_to_staff ON invitation (agency_id, email_key) WHERE workspace_id IS NULL;
        CREATE INDEX invitation_by_end ON invitation (expires_at);

        -- An agency's own account at a mail server. Kept until it is taken away, or with the agency.
        CREATE TABLE mail_account (
            agency_id BLOB NOT NULL PRIMARY KEY REFERENCES agency (id),
            host      TEXT NOT NULL,
            port      INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
            security  TEXT NOT NULL CHECK (security IN ('tls', 'starttls', 'none')),
            login     TEXT NOT NULL,
            password  BLOB NOT NULL,
            sender    TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
