import Foundation
import Synchronization

@testable import PortalCore
@testable import PortalStore

/// A database with two agencies that are twins: the same names and numbers, different ids.
struct TestHouse: Sendable {
    let storage: SQLiteStorage
    let north: Tenant
    let south: Tenant

    /// One agency with its owner, one client, two workspaces, and a published workflow in each.
    struct Tenant: Sendable {
        let agency: Agency
        let host: HostName
        let owner: User.ID
        let client: User.ID
        let engine: Engine.ID
        let workspaces: [Workspace.ID]
        let workflows: [Workflow.ID]

        var scope: AgencyScope { AgencyScope(agency: agency.id) }
        var first: WorkspaceScope { WorkspaceScope(agency: agency.id, workspace: workspaces[0]) }
        var second: WorkspaceScope { WorkspaceScope(agency: agency.id, workspace: workspaces[1]) }
    }

    static func make(_ change: (inout SQLiteOptions) -> Void = { _ in }) async throws -> TestHouse {
        var options = SQLiteOptions(digests: MixingDigests())
        change(&options)
        return try await TestHouse(SQLiteStorage.temporary(options: options))
    }

    init(_ storage: SQLiteStorage) async throws {
        self.storage = storage
        north = try await Self.settle("north", in: storage)
        south = try await Self.settle("south", in: storage)
    }

    private static func settle(_ slug: String, in storage: SQLiteStorage) async throws -> Tenant {
        let mint = Mint.seeded(slug)
        guard let slugValue = Slug(slug), let host = HostName("\(slug).example.com"),
            let ownerEmail = EmailAddress("owner@example.com"), let clientEmail = EmailAddress("client@example.com")
        else { throw Malformed() }
        let agency = Agency(
            id: mint.id(), slug: slugValue, name: "Twin", timeZone: "Europe/Berlin", language: "en",
            createdAt: .testStart)
        let owner = User(
            id: mint.id(), email: ownerEmail, name: "Olive", status: .active, language: nil, timeZone: nil)
        let client = User(
            id: mint.id(), email: clientEmail, name: "Clara", status: .active, language: nil, timeZone: nil)
        let engine = Engine(id: mint.id(), name: "n8n", kind: .n8n, apiURL: nil, createdAt: .testStart)
        let workspaces = (1...2).map {
            Workspace(id: mint.id(), name: "Bakery \($0)", createdAt: .testStart, archivedAt: nil)
        }
        let workflows = workspaces.map {
            Workflow.sample(mint.id(), in: $0.id, named: "Orders", engine: engine.id)
        }
        try await storage.write { transaction in
            let scope = AgencyScope(agency: agency.id)
            try transaction.insert(
                agency, brand: .sample, host: host, dataKey: WrappedKey(bytes: [1, 2, 3]), in: OperatorScope())
            for user in [owner, client] {
                try transaction.insert(user, password: nil, at: .testStart, in: scope)
            }
            try transaction.setStaff(owner.id, role: .owner, status: .active, at: .testStart, in: scope)
            try transaction.insert(engine, signingSecret: Sealed(bytes: [4]), credential: nil, in: scope)
            for (workspace, workflow) in zip(workspaces, workflows) {
                try transaction.insert(workspace, in: scope)
                let inside = WorkspaceScope(agency: agency.id, workspace: workspace.id)
                try transaction.insert(workflow, in: inside)
                try transaction.setClient(client.id, areas: .all, status: .active, at: .testStart, of: inside)
            }
        }
        return Tenant(
            agency: agency, host: host, owner: owner.id, client: client.id, engine: engine.id,
            workspaces: workspaces.map(\.id), workflows: workflows.map(\.id))
    }
}

struct Malformed: Error {}

extension SQLiteStorage {
    /// Runs SQL past every rule of ours but the schema's own, in a write of its own.
    func raw(_ sql: String) async throws {
        try await write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else { throw Malformed() }
            try transaction.database.execute(sql)
        }
    }

    /// The first column of what SQL answers.
    func texts(_ sql: String) async throws -> [String] {
        try await reading { try $0.texts(sql) }
    }
}

extension Instant {
    static let testStart = Instant(milliseconds: 1_700_000_000_000)
    static func minutes(_ count: Int64) -> Instant { testStart.adding(.minutes(count)) }
}

extension Mint {
    static func seeded(_ seed: String, at now: Instant = .testStart) -> Mint {
        Mint(now: now, entropy: SeededEntropy(seed))
    }
}

/// The same bytes for the same seed, by SplitMix64.
final class SeededEntropy: Entropy {
    private let state: Mutex<UInt64>

    init(_ seed: String) {
        state = Mutex(seed.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in
                state &+= 0x9E37_79B9_7F4A_7C15
                var mixed = state
                mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
                mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: mixed ^ mixed >> 31)
            }
        }
    }
}

/// Thirty-two bytes that depend on every byte given. Not SHA-256: the store only promises to use what it is handed.
struct MixingDigests: Digesting {
    func sha256(_ bytes: [UInt8]) -> [UInt8] {
        (0..<4).flatMap { (lane: UInt64) -> [UInt8] in
            let mixed = bytes.reduce(0xCBF2_9CE4_8422_2325 &+ lane) {
                let next = ($0 ^ UInt64($1)) &* 0x100_0000_01B3
                return next ^ next >> 29
            }
            return (0..<8).map { UInt8(truncatingIfNeeded: mixed >> (8 * $0)) }
        }
    }

    func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] { sha256(key + bytes) }

    func hmacSHA1(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] { Array(sha256(key + bytes).prefix(20)) }
}

extension Brand {
    static var sample: Brand { named("Twin") }

    static func named(_ name: String) -> Brand {
        let grey = Colour(red: 20, green: 30, blue: 40)
        return Brand(
            name: name,
            light: Palette(
                primary: Colour(red: 200, green: 1, blue: 2), onPrimary: grey, accent: grey, background: grey,
                surface: grey, text: grey, muted: grey, border: grey, danger: Colour(red: 9, green: 8, blue: 7)),
            dark: nil, logo: nil, icon: nil, supportEmail: EmailAddress("help@example.com"), revision: 1)
    }
}

extension Workflow {
    static func sample(
        _ id: Workflow.ID, in workspace: Workspace.ID, named name: String, status: WorkflowStatus = .published,
        engine: Engine.ID? = nil, timeLimit: TimeSpan = .hours(1)
    ) -> Workflow {
        Workflow(
            id: id, workspace: workspace, name: name, purpose: "Sends orders on.", status: status,
            isClientTriggerable: true, isIdempotent: false, showsSummaries: false, timeLimit: timeLimit,
            failureNote: "", engine: engine, externalID: nil, triggerURL: "https://engine.example.com/hook",
            createdAt: .testStart)
    }
}

extension Run {
    static func sample(
        _ id: Run.ID, of workflow: Workflow.ID, in workspace: Workspace.ID, listedAt: Instant,
        status: RunStatus = .succeeded, endedAt: Instant? = nil, externalID: String? = nil
    ) -> Run {
        Run(
            id: id, workspace: workspace, workflow: workflow, workflowName: "Orders", status: status, attempt: 1,
            origin: .engine, listedAt: listedAt, startedAt: nil, endedAt: endedAt, delivery: nil,
            externalID: externalID)
    }

    /// What the reports of this run say, as far as the run shows it.
    var state: RunState {
        RunState(
            attempt: attempt, status: status, statusAt: nil, startedAt: startedAt, endedAt: endedAt, steps: [:])
    }
}

extension WorkflowVisibility {
    static var everything: WorkflowVisibility { WorkflowVisibility { _ in true } }
    static var clients: WorkflowVisibility { WorkflowVisibility(where: \.isVisibleToClients) }
}
