import PortalCore

extension SQLiteSnapshot {
    func front(of host: HostName) throws -> Front? {
        let found = try database.first(Query.revisionByHost, [.text(host.text)]) {
            (try $0.id(0, Agency.self), $0.int(1))
        }
        return try found.flatMap { try front(of: $0.0, revision: $0.1) }
    }

    func front(in scope: AgencyScope) throws -> Front? {
        let revision = try database.first(Query.revision, [.id(scope.agency)]) { $0.int(0) }
        return try revision.flatMap { try front(of: scope.agency, revision: $0) }
    }

    func dataKey(in scope: AgencyScope) throws -> WrappedKey {
        guard let key = try database.first(Query.dataKey, [.id(scope.agency)], { WrappedKey(bytes: $0.bytes(0)) })
        else {
            throw StorageError.notFound
        }
        return key
    }

    func brandAsset(hash: String, in scope: AgencyScope) throws -> (asset: BrandAsset, bytes: [UInt8])? {
        try database.first(Query.asset, [.id(scope.agency), .text(hash)]) {
            (BrandAsset(hash: hash, mediaType: $0.text(0)), $0.bytes(1))
        }
    }

    func agency(slug: Slug, in scope: OperatorScope) throws -> Agency? {
        try database.first(Query.agencyBySlug, [.text(slug.text)]) { try Agency(row: $0) }
    }

    func agencies(in scope: OperatorScope) throws -> [Agency] {
        try database.all(Query.agencies, []) { try Agency(row: $0) }
    }

    /// The kept copy if it is of this snapshot's revision, else a fresh one.
    private func front(of agency: Agency.ID, revision: Int64) throws -> Front? {
        if let front = shared.fronts.front(of: agency, revision: revision) { return front }
        let front = try database.first(Query.front, [.id(agency)]) { row in
            Front(
                agency: try Agency(row: row), brand: try Brand(row: row, at: Agency.columnCount),
                primaryHost: try Self.host(row, Agency.columnCount + Brand.columnCount))
        }
        // What a transaction reads may yet be undone, and its revision given to something else.
        if isCommitted, let front { shared.fronts.keep(front, revision: revision) }
        return front
    }

    private static func host(_ row: Row, _ column: Int32) throws -> HostName {
        guard let host = HostName(row.text(column)) else { throw StorageError.damaged("a host is no host name") }
        return host
    }
}

extension SQLiteTransaction {
    func insert(
        _ agency: Agency, brand: Brand, host: HostName, dataKey: WrappedKey, in scope: OperatorScope
    ) throws {
        try database.change(
            Query.insertAgency,
            [
                .id(agency.id), .text(agency.slug.text), .text(agency.name), .text(agency.timeZone),
                .text(agency.language), .instant(agency.createdAt),
            ])
        try database.change(Query.insertDataKey, [.id(agency.id), .blob(dataKey.bytes)])
        try database.change(Query.insertBrand, [.id(agency.id)] + brand.bindings + [.int(brand.revision)])
        try database.change(
            Query.insertHost, [.text(host.text), .id(agency.id), .bool(true), .instant(agency.createdAt)])
    }

    func insertHost(_ host: HostName, isPrimary: Bool, at now: Instant, in scope: AgencyScope) throws {
        try database.change(Query.insertHost, [.text(host.text), .id(scope.agency), .bool(false), .instant(now)])
        guard isPrimary else { return }
        try database.change(Query.demoteHosts, [.id(scope.agency)])
        try database.changeOne(Query.promoteHost, [.id(scope.agency), .text(host.text)])
    }

    func setBrand(_ brand: Brand, in scope: AgencyScope) throws {
        try database.changeOne(Query.updateBrand, [.id(scope.agency)] + brand.bindings)
    }

    func set(_ rule: SecondFactorRule, in scope: AgencyScope) throws {
        try database.changeOne(
            Query.setFactorRule, [.id(scope.agency), .bool(rule.forStaff), .bool(rule.forClients)])
    }

    func insert(_ asset: BrandAsset, bytes: [UInt8], at now: Instant, in scope: AgencyScope) throws {
        try database.change(
            Query.insertAsset,
            [.id(scope.agency), .text(asset.hash), .text(asset.mediaType), .blob(bytes), .instant(now)])
    }
}

extension Agency {
    static let columns = """
        agency.id, agency.slug, agency.name, agency.time_zone, agency.language, agency.created_at,
        agency.factor_for_staff, agency.factor_for_clients
        """
    static let columnCount: Int32 = 8

    init(row: Row) throws {
        guard let slug = Slug(row.text(1)) else { throw StorageError.damaged("an agency's slug is no slug") }
        self.init(
            id: try row.id(0), slug: slug, name: row.text(2), timeZone: row.text(3), language: row.text(4),
            createdAt: row.instant(5),
            secondFactor: SecondFactorRule(forStaff: row.bool(6), forClients: row.bool(7)))
    }
}

extension Brand {
    static let columns = """
        brand.name, brand.light, brand.dark, brand.logo_hash, brand.logo_type, brand.icon_hash, brand.icon_type,
        brand.support_email, brand.revision
        """
    static let columnCount: Int32 = 9

    fileprivate init(row: Row, at first: Int32) throws {
        func asset(_ column: Int32) -> BrandAsset? {
            row.optionalText(column).map { BrandAsset(hash: $0, mediaType: row.text(column + 1)) }
        }
        self.init(
            name: row.text(first), light: try Palette(stored: row.bytes(first + 1)),
            dark: try row.optionalBytes(first + 2).map { try Palette(stored: $0) }, logo: asset(first + 3),
            icon: asset(first + 5), supportEmail: row.optionalText(first + 7).flatMap { EmailAddress($0) },
            revision: row.int(first + 8))
    }

    /// Everything but the revision, which the row counts by itself.
    fileprivate var bindings: [Binding] {
        [
            .text(name), .blob(light.stored), .blob(dark?.stored), .text(logo?.hash), .text(logo?.mediaType),
            .text(icon?.hash), .text(icon?.mediaType), .text(supportEmail?.text),
        ]
    }
}

extension Palette {
    /// Nine colours of three bytes, in the order of the tokens.
    fileprivate var stored: [UInt8] {
        [primary, onPrimary, accent, background, surface, text, muted, border, danger]
            .flatMap { [$0.red, $0.green, $0.blue] }
    }

    fileprivate init(stored bytes: [UInt8]) throws {
        guard bytes.count == 27 else { throw StorageError.damaged("a palette is not nine colours") }
        func colour(_ index: Int) -> Colour {
            Colour(red: bytes[3 * index], green: bytes[3 * index + 1], blue: bytes[3 * index + 2])
        }
        self.init(
            primary: colour(0), onPrimary: colour(1), accent: colour(2), background: colour(3), surface: colour(4),
            text: colour(5), muted: colour(6), border: colour(7), danger: colour(8))
    }
}

private enum Query {
    static let revisionByHost = SQL(
        """
        SELECT agency.id, agency.front_revision FROM host JOIN agency ON agency.id = host.agency_id WHERE host.name = ?1
        """)
    static let revision = SQL("SELECT front_revision FROM agency WHERE id = ?1")
    static let front = SQL(
        """
        SELECT \(Agency.columns), \(Brand.columns), host.name FROM agency
        JOIN brand ON brand.agency_id = agency.id
        JOIN host ON host.agency_id = agency.id AND host.is_primary = 1
        WHERE agency.id = ?1
        """)
    static let dataKey = SQL("SELECT wrapped FROM agency_data_key WHERE agency_id = ?1")
    static let asset = SQL("SELECT media_type, bytes FROM brand_asset WHERE agency_id = ?1 AND hash = ?2")
    static let agencyBySlug = SQL("SELECT \(Agency.columns) FROM agency WHERE slug = ?1")
    static let agencies = SQL("SELECT \(Agency.columns) FROM agency ORDER BY slug")

    static let insertAgency = SQL(
        """
        INSERT INTO agency (id, slug, name, time_zone, language, created_at, number)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT ifnull(max(number), 0) + 1 FROM agency))
        """)
    static let insertDataKey = SQL("INSERT INTO agency_data_key (agency_id, wrapped) VALUES (?1, ?2)")
    static let insertBrand = SQL(
        """
        INSERT INTO brand (agency_id, name, light, dark, logo_hash, logo_type, icon_hash, icon_type, support_email, revision)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
    static let updateBrand = SQL(
        """
        UPDATE brand SET name = ?2, light = ?3, dark = ?4, logo_hash = ?5, logo_type = ?6, icon_hash = ?7, icon_type = ?8,
            support_email = ?9, revision = revision + 1
        WHERE agency_id = ?1
        """)
    static let setFactorRule = SQL(
        "UPDATE agency SET factor_for_staff = ?2, factor_for_clients = ?3 WHERE id = ?1")
    static let insertHost = SQL("INSERT INTO host (name, agency_id, is_primary, created_at) VALUES (?1, ?2, ?3, ?4)")
    static let demoteHosts = SQL("UPDATE host SET is_primary = 0 WHERE agency_id = ?1 AND is_primary = 1")
    static let promoteHost = SQL("UPDATE host SET is_primary = 1 WHERE agency_id = ?1 AND name = ?2")
    static let insertAsset = SQL(
        """
        INSERT INTO brand_asset (agency_id, hash, media_type, bytes, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (agency_id, hash) DO NOTHING
        """)
}
