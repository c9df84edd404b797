import PortalCore

extension SQLiteSnapshot {
    func engines(in scope: AgencyScope) throws -> [Engine] {
        try database.all(Query.engines, [.id(scope.agency)]) { try Engine(row: $0) }
    }

    func engine(_ id: Engine.ID, in scope: AgencyScope) throws -> Engine? {
        try database.first(Query.engine, [.id(scope.agency), .id(id)]) { try Engine(row: $0) }
    }

    func enginesToAsk(kind: EngineKind, in scope: OperatorScope) throws -> [EngineContact] {
        try database.all(Query.toAsk, [.word(kind)]) { try EngineContact(row: $0) }
    }

    func apiKey(digest: SecretDigest, in scope: AgencyScope) throws -> APIKey? {
        try database.first(Query.keyByDigest, [.id(scope.agency), .blob(digest.bytes)]) { try APIKey(row: $0) }
    }

    func apiKeys(in scope: AgencyScope) throws -> [APIKey] {
        try database.all(Query.keys, [.id(scope.agency)]) { try APIKey(row: $0) }
    }
}

extension SQLiteTransaction {
    func insert(_ engine: Engine, signingSecret: Sealed, credential: Sealed?, in scope: AgencyScope) throws {
        try database.changeOne(
            Query.insertEngine,
            [
                .id(scope.agency), .id(engine.id), .text(engine.name), .word(engine.kind), .text(engine.apiURL),
                .blob(signingSecret.bytes), .blob(credential?.bytes), .instant(engine.createdAt),
            ])
    }

    func insert(_ key: APIKey, digest: SecretDigest, in scope: AgencyScope) throws {
        try database.change(
            Query.insertKey,
            [
                .id(scope.agency), .id(key.id), .blob(digest.bytes), .text(key.name), .id(key.workspace),
                .text(key.permissions.map(\.rawValue).sorted().joined(separator: " ")), .instant(key.createdAt),
                .instant(key.lastUsedAt), .instant(key.revokedAt),
            ])
    }

    func revokeKey(_ id: APIKey.ID, at now: Instant, in scope: AgencyScope) throws {
        try database.changeOne(Query.revokeKey, [.id(scope.agency), .id(id), .instant(now)])
    }

    func touchKey(_ id: APIKey.ID, at now: Instant, in scope: AgencyScope) throws {
        try database.changeOne(Query.touchKey, [.id(scope.agency), .id(id), .instant(now)])
    }
}

extension Engine {
    fileprivate static let columns = "engine.id, engine.name, engine.kind, engine.api_url, engine.created_at"
    fileprivate static let columnCount: Int32 = 5

    fileprivate init(row: Row, at first: Int32 = 0) throws {
        self.init(
            id: try row.id(first), name: row.text(first + 1), kind: try row.word(first + 2),
            apiURL: row.optionalText(first + 3), createdAt: row.instant(first + 4))
    }
}

extension EngineContact {
    static let columns = """
        \(Engine.columns), engine.agency_id, agency_data_key.wrapped, engine.signing_secret, engine.credential
        """

    init(row: Row, at first: Int32 = 0) throws {
        let next = first + Engine.columnCount
        self.init(
            engine: try Engine(row: row, at: first), agency: try row.id(next),
            dataKey: WrappedKey(bytes: row.bytes(next + 1)), signingSecret: Sealed(bytes: row.bytes(next + 2)),
            credential: row.optionalBytes(next + 3).map { Sealed(bytes: $0) })
    }
}

extension APIKey {
    fileprivate static let columns = "id, name, workspace_id, permissions, created_at, last_used_at, revoked_at"

    fileprivate init(row: Row) throws {
        // A permission that this version does not know grants nothing.
        let permissions = row.text(3).split(separator: " ").compactMap { Action(rawValue: String($0)) }
        self.init(
            id: try row.id(0), name: row.text(1), workspace: try row.optionalID(2), permissions: Set(permissions),
            createdAt: row.instant(4), lastUsedAt: row.optionalInstant(5), revokedAt: row.optionalInstant(6))
    }
}

private enum Query {
    static let engines = SQL("SELECT \(Engine.columns) FROM engine WHERE agency_id = ?1 ORDER BY name, id")
    static let engine = SQL("SELECT \(Engine.columns) FROM engine WHERE agency_id = ?1 AND id = ?2")
    static let toAsk = SQL(
        """
        SELECT \(EngineContact.columns) FROM engine
        JOIN agency_data_key ON agency_data_key.agency_id = engine.agency_id
        WHERE engine.kind = ?1 ORDER BY engine.agency_id, engine.id
        """)
    static let keyByDigest = SQL("SELECT \(APIKey.columns) FROM api_key WHERE agency_id = ?1 AND digest = ?2")
    static let keys = SQL("SELECT \(APIKey.columns) FROM api_key WHERE agency_id = ?1 ORDER BY name, id")

    static let insertEngine = SQL(
        """
        INSERT INTO engine (agency_id, id, name, kind, api_url, signing_secret, credential, created_at, agency, number)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, agency.number,
            (SELECT ifnull(max(engine.number), 0) + 1 FROM engine WHERE engine.agency = agency.number)
        FROM agency WHERE agency.id = ?1
        """)
    static let insertKey = SQL(
        """
        INSERT INTO api_key (agency_id, id, digest, name, workspace_id, permissions, created_at, last_used_at, revoked_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """)
    // A key that was revoked before stays revoked since then.
    static let revokeKey = SQL(
        "UPDATE api_key SET revoked_at = ifnull(revoked_at, ?3) WHERE agency_id = ?1 AND id = ?2")
    static let touchKey = SQL(
        "UPDATE api_key SET last_used_at = max(ifnull(last_used_at, ?3), ?3) WHERE agency_id = ?1 AND id = ?2")
}
