extension Migrations {
    static let tenancy = """
        -- Kept until the agency is deleted.
        CREATE TABLE agency (
            id             BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
            slug           TEXT NOT NULL UNIQUE CHECK (length(slug) BETWEEN 2 AND 40),
            name           TEXT NOT NULL,
            time_zone      TEXT NOT NULL,
            language       TEXT NOT NULL,
            created_at     INTEGER NOT NULL,
            -- Grows with every change of what visitors see before they sign in: agency, brand, hosts.
            front_revision INTEGER NOT NULL DEFAULT 1,
            -- Where the audit chain ends, so that an entry missing at its end is found too.
            audit_count    INTEGER NOT NULL DEFAULT 0 CHECK (audit_count >= 0),
            audit_head     BLOB NOT NULL DEFAULT (zeroblob(32)) CHECK (length(audit_head) = 32)
        ) STRICT, WITHOUT ROWID;

        -- Kept as long as the agency: without it nothing sealed can be opened.
        CREATE TABLE agency_data_key (
            agency_id BLOB NOT NULL PRIMARY KEY REFERENCES agency (id),
            wrapped   BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Kept until the host is given up, or with the agency.
        CREATE TABLE host (
            name       TEXT NOT NULL PRIMARY KEY CHECK (name = lower(name) AND length(name) BETWEEN 1 AND 253),
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX host_of_agency ON host (agency_id);
        CREATE UNIQUE INDEX host_primary ON host (agency_id) WHERE is_primary = 1;

        -- Kept as long as the agency. A palette is nine colours of three bytes, in the order of the tokens.
        CREATE TABLE brand (
            agency_id     BLOB NOT NULL PRIMARY KEY REFERENCES agency (id),
            name          TEXT NOT NULL,
            light         BLOB NOT NULL CHECK (length(light) = 27),
            dark          BLOB CHECK (length(dark) = 27),
            logo_hash     TEXT,
            logo_type     TEXT,
            icon_hash     TEXT,
            icon_type     TEXT,
            support_email TEXT,
            revision      INTEGER NOT NULL,
            CHECK ((logo_hash IS NULL) = (logo_type IS NULL)),
            CHECK ((icon_hash IS NULL) = (icon_type IS NULL))
        ) STRICT, WITHOUT ROWID;

        -- Kept as long as the agency: sent mails and cached pages name old pictures.
        CREATE TABLE brand_asset (
            agency_id  BLOB NOT NULL REFERENCES agency (id),
            hash       TEXT NOT NULL CHECK (length(hash) = 64),
            media_type TEXT NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
            bytes      BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (agency_id, hash)
        ) STRICT;

        CREATE TRIGGER front_changed_by_agency AFTER UPDATE OF slug, name, time_zone, language ON agency
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id = NEW.id; END;
        CREATE TRIGGER front_changed_by_new_brand AFTER INSERT ON brand
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id = NEW.agency_id; END;
        CREATE TRIGGER front_changed_by_brand AFTER UPDATE ON brand
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id = NEW.agency_id; END;
        CREATE TRIGGER front_changed_by_new_host AFTER INSERT ON host
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id = NEW.agency_id; END;
        CREATE TRIGGER front_changed_by_host AFTER UPDATE ON host
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id IN (OLD.agency_id, NEW.agency_id); END;
        CREATE TRIGGER front_changed_by_lost_host AFTER DELETE ON host
        BEGIN UPDATE agency SET front_revision = front_revision + 1 WHERE id = OLD.agency_id; END;

        -- Kept until the workspace is deleted, archived ones too.
        CREATE TABLE workspace (
            agency_id   BLOB NOT NULL REFERENCES agency (id),
            -- Unique by itself, so that rows that name a workspace need not name its agency again.
            id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            name        TEXT NOT NULL,
            created_at  INTEGER NOT NULL,
            archived_at INTEGER,
            PRIMARY KEY (agency_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX workspace_by_name ON workspace (agency_id, (archived_at IS NOT NULL), name, id);

        -- Facts about this database as a whole, not about a tenant, such as its quarantine after a restore.
        CREATE TABLE setting (
            key   TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
