extension Migrations {
    /// More kinds of mails and of proofs. SQLite cannot change a CHECK: both tables are made anew, with what they hold.
    static let moreMail = """
        CREATE TABLE next_mail (
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            id         BLOB NOT NULL CHECK (length(id) = 16),
            kind       TEXT NOT NULL CHECK (kind IN
                       ('email-change', 'email-changed', 'password-changed', 'password-reset', 'invitation',
                        'factor-reset', 'factor-off', 'ownership-received', 'ownership-given', 'mailed-code',
                        'run-failed', 'connection-needs-me', 'invoice-due', 'form-waits', 'weekly-summary')),
            -- Nobody's is never sent: it stands in for an address that nobody has.
            user_id    BLOB,
            -- Where it goes, if not to the user's own address; gone as soon as it was sent or given up.
            email      TEXT,
            proof_id   BLOB,
            invitation_id BLOB,
            -- Whom else it tells of.
            about_id   BLOB,
            -- What a notice tells of: a workflow with the first run of it that failed, a connection, an invoice or a form.
            workspace_id BLOB,
            subject_id BLOB CHECK (length(subject_id) = 16),
            run_id     BLOB CHECK (length(run_id) = 16),
            -- How often it has happened, while the mail waits for its first try.
            causes     INTEGER NOT NULL DEFAULT 1 CHECK (causes >= 1),
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
            FOREIGN KEY (agency_id, about_id) REFERENCES user (agency_id, id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            CHECK ((status = 'waiting') = (ended_at IS NULL)),
            CHECK (status = 'waiting' OR secret IS NULL),
            CHECK (status = 'waiting' OR email IS NULL),
            CHECK ((workspace_id IS NULL) = (subject_id IS NULL)),
            CHECK ((kind = 'run-failed') = (run_id IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_mail (
            agency_id, id, kind, user_id, proof_id, invitation_id, secret, status, due_at, tries, reason, size,
            created_at, ended_at)
        SELECT agency_id, id, kind, user_id, proof_id, invitation_id, secret, status, due_at, tries, reason, size,
            created_at, ended_at
        FROM mail;
        DROP TABLE mail;
        ALTER TABLE next_mail RENAME TO mail;
        CREATE INDEX mail_due ON mail (due_at, id) WHERE status = 'waiting';
        CREATE INDEX mail_ended ON mail (ended_at) WHERE status <> 'waiting';
        CREATE INDEX mail_of_invitation ON mail (agency_id, invitation_id) WHERE invitation_id IS NOT NULL;
        CREATE INDEX mail_of_user ON mail (agency_id, user_id);
        CREATE INDEX mail_of_subject ON mail (agency_id, subject_id, kind, user_id, due_at) WHERE subject_id IS NOT NULL;
        -- Nobody has two mails of one thing that no try has begun of: the one takes in what the other would tell.
        CREATE UNIQUE INDEX mail_absorbing ON mail (agency_id, subject_id, kind, user_id)
            WHERE status = 'waiting' AND tries = 0 AND subject_id IS NOT NULL;

        CREATE TABLE next_mail_proof (
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            id         BLOB NOT NULL CHECK (length(id) = 16),
            kind       TEXT NOT NULL CHECK (kind IN ('email-change', 'password-reset')),
            -- Nobody's can never be redeemed.
            user_id    BLOB,
            -- Of its secret, once the mail was made.
            digest     BLOB CHECK (length(digest) = 32),
            expires_at INTEGER NOT NULL,
            -- The address that it shows one to read, where that is not the user's own yet.
            email      TEXT,
            -- The session that asked, which may have ended since.
            session_id BLOB,
            PRIMARY KEY (agency_id, id),
            UNIQUE (agency_id, digest),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_mail_proof (agency_id, id, kind, user_id, digest, expires_at)
        SELECT agency_id, id, kind, user_id, digest, expires_at FROM mail_proof;
        DROP TABLE mail_proof;
        ALTER TABLE next_mail_proof RENAME TO mail_proof;
        CREATE INDEX mail_proof_of_user ON mail_proof (agency_id, user_id);
        CREATE INDEX mail_proof_by_end ON mail_proof (expires_at);
        """
}
