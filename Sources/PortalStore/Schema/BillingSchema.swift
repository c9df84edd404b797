extension Migrations {
    static let billing = """
        -- Kept with the agency; one that is no longer sold stays for what was sold.
        CREATE TABLE product (
            agency_id   BLOB NOT NULL REFERENCES agency (id),
            id          BLOB NOT NULL CHECK (length(id) = 16),
            name        TEXT NOT NULL,
            description TEXT NOT NULL,
            price       INTEGER NOT NULL,
            currency    TEXT NOT NULL CHECK (length(currency) = 3 AND currency = lower(currency)),
            interval    TEXT NOT NULL CHECK (interval IN ('once', 'week', 'month', 'year')),
            is_active   INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            PRIMARY KEY (agency_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept with the workspace. Name, price and interval are those it was sold under.
        CREATE TABLE subscription (
            agency_id             BLOB NOT NULL,
            workspace_id          BLOB NOT NULL,
            id                    BLOB NOT NULL CHECK (length(id) = 16),
            product_id            BLOB NOT NULL,
            product_name          TEXT NOT NULL,
            price                 INTEGER NOT NULL,
            currency              TEXT NOT NULL CHECK (length(currency) = 3 AND currency = lower(currency)),
            interval              TEXT NOT NULL CHECK (interval IN ('once', 'week', 'month', 'year')),
            quantity              INTEGER NOT NULL,
            status                TEXT NOT NULL CHECK (status IN ('incomplete', 'incomplete_expired', 'trialing', 'active',
                                  'past_due', 'unpaid', 'paused', 'canceled')),
            current_period_end    INTEGER,
            cancels_at_period_end INTEGER NOT NULL CHECK (cancels_at_period_end IN (0, 1)),
            started_at            INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            FOREIGN KEY (agency_id, product_id) REFERENCES product (agency_id, id)
        ) STRICT, WITHOUT ROWID;

        -- Kept with the workspace, void ones too: numbers have no gaps.
        CREATE TABLE invoice (
            agency_id            BLOB NOT NULL,
            workspace_id         BLOB NOT NULL,
            id                   BLOB NOT NULL CHECK (length(id) = 16),
            number               TEXT NOT NULL,
            status               TEXT NOT NULL CHECK (status IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
            currency             TEXT NOT NULL CHECK (length(currency) = 3 AND currency = lower(currency)),
            total                INTEGER NOT NULL,
            amount_due           INTEGER NOT NULL,
            note                 TEXT NOT NULL,
            -- Its place in lists: when it was issued; for a draft, when it was made.
            listed_at            INTEGER NOT NULL,
            issued_at            INTEGER,
            due_at               INTEGER,
            paid_at              INTEGER,
            payment_instructions TEXT NOT NULL,
            stripe_id            TEXT,
            created_at           INTEGER NOT NULL,
            PRIMARY KEY (workspace_id, id),
            FOREIGN KEY (agency_id, workspace_id) REFERENCES workspace (agency_id, id),
            CHECK (listed_at = ifnull(issued_at, created_at))
        ) STRICT, WITHOUT ROWID;
        -- Agencies count per client or over all of them; a client never gets one number twice.
        CREATE UNIQUE INDEX invoice_by_number ON invoice (workspace_id, number) WHERE number <> '';
        CREATE UNIQUE INDEX invoice_by_stripe_id ON invoice (agency_id, stripe_id) WHERE stripe_id IS NOT NULL;
        CREATE INDEX invoice_by_status ON invoice (workspace_id, status, listed_at, id);
        CREATE INDEX invoice_open ON invoice (workspace_id, ifnull(due_at, 9223372036854775807), id) WHERE status = 'open';

        -- Kept with the invoice.
        CREATE TABLE invoice_line (
            workspace_id BLOB NOT NULL,
            invoice_id   BLOB NOT NULL,
            position     INTEGER NOT NULL CHECK (position >= 0),
            description  TEXT NOT NULL,
            quantity     INTEGER NOT NULL,
            amount       INTEGER NOT NULL,
            currency     TEXT NOT NULL CHECK (length(currency) = 3 AND currency = lower(currency)),
            PRIMARY KEY (workspace_id, invoice_id, position),
            FOREIGN KEY (workspace_id, invoice_id) REFERENCES invoice (workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        """
}
