extension Migrations {
    static let mailedCode = """
        -- Codes that were mailed to sign in with. Deleted when it is used or replaced; swept when its fifteen minutes are over.
        CREATE TABLE mailed_code (
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            -- Of the secret in the cookie of the browser that asked.
            browser    BLOB NOT NULL CHECK (length(browser) = 32),
            id         BLOB NOT NULL CHECK (length(id) = 16),
            -- Nobody's lets nobody in: it stands in for an address that nobody has.
            user_id    BLOB,
            -- What the digits and the link's token are made of, sealed. A digest of six digits would hide nothing.
            secret     BLOB NOT NULL,
            expires_at INTEGER NOT NULL,
            tries_left INTEGER NOT NULL CHECK (tries_left >= 0),
            PRIMARY KEY (agency_id, browser),
            UNIQUE (agency_id, id),
            FOREIGN KEY (agency_id, user_id) REFERENCES user (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mailed_code_of_user ON mailed_code (agency_id, user_id);
        CREATE INDEX mailed_code_by_end ON mailed_code (expires_at);
        """
}
