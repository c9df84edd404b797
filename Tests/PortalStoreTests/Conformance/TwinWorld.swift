@testable import PortalCore

/// Two agencies that are twins, each with two workspaces that are twins: the same names, addresses and numbers everywhere, and
/// different ids. Of every kind of thing there are four, so whatever forgets its scope is found out.
struct TwinWorld: Sendable {
    let storage: any PortalStorage
    let north: TwinAgency
    let south: TwinAgency

    var agencies: [TwinAgency] { [north, south] }
    var workspaces: [TwinWorkspace] { agencies.flatMap(\.workspaces) }
    /// Where most tests are at home: the first workspace of the first agency.
    var home: TwinWorkspace { north.bakery }

    static let start = Instant(milliseconds: 1_749_996_000_000)

    static func make(_ adapter: StorageAdapter) async throws -> TwinWorld { try await make(in: adapter.make()) }

    static func make(in storage: any PortalStorage) async throws -> TwinWorld {
        let north = try TwinAgency("north")
        let south = try TwinAgency("south")
        try await storage.write { transaction throws in
            for agency in [north, south] {
                try agency.seed(transaction)
                for workspace in agency.workspaces { try workspace.seed(transaction, agency) }
            }
        }
        return TwinWorld(storage: storage, north: north, south: south)
    }
}

/// One of the two agencies, with what lies in it and in none of its workspaces.
struct TwinAgency: Sendable {
    let slug: String
    let agency: Agency
    let host: HostName
    let dataKey: WrappedKey
    let picture: BrandAsset
    let people: TwinPeople
    let n8n: Engine
    let prefect: Engine
    let key: TwinKey
    let product: Product
    let workspaces: [TwinWorkspace]

    var scope: AgencyScope { AgencyScope(agency: agency.id) }
    var bakery: TwinWorkspace { workspaces[0] }
    var clinic: TwinWorkspace { workspaces[1] }

    init(_ slug: String) throws {
        let mint = Mint.seeded("agency \(slug)", at: TwinWorld.start)
        guard let slugText = Slug(slug), let host = HostName("\(slug).example.com") else { throw Malformed() }
        let agency = Agency(
            id: mint.id(), slug: slugText, name: "Twin Agency", timeZone: "Europe/Berlin", language: "en",
            createdAt: TwinWorld.start)
        self.slug = slug
        self.agency = agency
        self.host = host
        dataKey = try TestSealing().makeDataKey(for: agency.id)
        picture = BrandAsset(hash: String(repeating: slug == "north" ? "a" : "b", count: 64), mediaType: "image/png")
        people = try TwinPeople(mint)
        n8n = Engine(id: mint.id(), name: "Engine", kind: .n8n, apiURL: nil, createdAt: TwinWorld.start)
        prefect = Engine(
            id: mint.id(), name: "Prefect", kind: .prefect, apiURL: "https://prefect.example/api",
            createdAt: TwinWorld.start)
        key = TwinKey(mint, named: "Everywhere", workspace: nil)
        product = Product(
            id: mint.id(), name: "Care", description: "Monthly care", price: try .euros(500), interval: .month,
            isActive: true)
        let (people, n8n, product) = (people, n8n, product)
        workspaces = try ["Bakery", "Clinic"].map {
            try TwinWorkspace($0, of: agency, named: slug, people: people, engine: n8n, product: product)
        }
    }

    /// What the engines' secrets are sealed from.
    static let signingSecret = Array("signing secret of the twins".utf8)
    static let credential = EngineCredential.header(name: "X-Key", value: "credential of the twins")

    fileprivate func seed(_ transaction: any Transaction) throws {
        let sealing = TestSealing()
        try transaction.insert(agency, brand: .sample, host: host, dataKey: dataKey, in: OperatorScope())
        try transaction.insert(picture, bytes: Array(slug.utf8), at: TwinWorld.start, in: scope)
        try people.seed(transaction, scope)
        for engine in [n8n, prefect] {
            try transaction.insert(
                engine,
                signingSecret: sealing.seal(
                    Self.signingSecret, under: dataKey, as: .engineSigningSecret(engine.id, agency: agency.id)),
                credential: sealing.seal(
                    Self.credential.encoded, under: dataKey, as: .engineCredential(engine.id, agency: agency.id)),
                in: scope)
        }
        try transaction.insert(key.key, digest: key.digest, in: scope)
        try transaction.insert(product, in: scope)
        for (number, action) in [Action.agencyCreateWorkspace, .workflowPublish, .workflowTrigger].enumerated() {
            try transaction.append(
                AuditEntry(
                    agency: agency.id, at: TwinWorld.start.adding(.minutes(Int64(number))),
                    actor: .user(people.owner.id),
                    action: action, subject: agency.id.description, workspace: nil, detail: "Entry \(number)"),
                salt: [UInt8(number)], in: scope)
        }
    }
}

/// An API key with the secret that it is shown by.
struct TwinKey: Sendable {
    let key: APIKey
    let secret: Secret
    var digest: SecretDigest { MixingDigests().digest(of: secret) }

    init(_ mint: Mint, named name: String, workspace: Workspace.ID?) {
        key = APIKey(
            id: mint.id(), name: name, workspace: workspace, permissions: Set(APIKey.grantable),
            createdAt: TwinWorld.start,
            lastUsedAt: nil, revokedAt: nil)
        secret = mint.secret()
    }
}

extension Money {
    static func euros(_ minorUnits: Int64) throws -> Money { Money(minorUnits: minorUnits, currency: try .euro) }
}
