import PortalStore
import Synchronization

@testable import PortalCore

/// The portal over real storage, with the twins in it and a clock, randomness and passwords that a test controls.
struct PortalHouse: Sendable {
    let world: TwinWorld
    let portal: Portal
    let clock: TestClock
    let passwords: TestPasswords
    let decisions: Log<Decided>
    let statements: Log<String>

    /// One answer of the policy that a use case asked for.
    struct Decided: Hashable, Sendable {
        let action: Action
        let decision: Decision
    }

    struct WrongRoom: Error {}

    var north: TwinAgency { world.north }
    var south: TwinAgency { world.south }
    var home: TwinWorkspace { world.home }
    var worker: Operator { Operator(portal) }

    static func make(lifetime: SessionLifetime = SessionLifetime()) async throws -> PortalHouse {
        let statements = Log<String>()
        let decisions = Log<Decided>()
        let storage = try SQLiteStorage.temporary(
            options: SQLiteOptions(digests: MixingDigests(), observer: { statements.add($0.sql) }))
        let world = try await TwinWorld.make(in: storage)
        let clock = TestClock(TwinWorld.start.adding(.hours(1)))
        let passwords = TestPasswords()
        let services = Services(passwords: passwords, digests: MixingDigests(), sealing: TestSealing())
        let portal = Portal(
            storage: storage, services: services, clock: clock, entropy: SeededEntropy("portal"),
            sessionLifetime: lifetime, onDecision: { decisions.add(Decided(action: $0, decision: $1)) })
        _ = statements.take()
        return PortalHouse(
            world: world, portal: portal, clock: clock, passwords: passwords, decisions: decisions,
            statements: statements)
    }

    // MARK: Ways in

    func knock(
        _ identity: Identity, at agency: TwinAgency? = nil, remembered: Workspace.ID? = nil
    ) -> Knock {
        Knock(host: (agency ?? north).host, identity: identity, remembered: remembered)
    }

    func client<Answer: Sendable>(
        _ user: User, at agency: TwinAgency? = nil, in workspace: Workspace.ID? = nil,
        _ body: @Sendable (ClientPortal) throws -> Answer
    ) async throws -> Answer {
        try await portal.visit(knock(.user(user.id), at: agency, remembered: workspace)) { visit in
            guard case .clientPortal(let room)? = visit?.entry else { throw WrongRoom() }
            return try body(room)
        }
    }

    func changingClient<Answer: Sendable>(
        _ user: User, at agency: TwinAgency? = nil, in workspace: Workspace.ID? = nil,
        _ body: @escaping @Sendable (ClientPortal.Changing) throws -> Answer
    ) async throws -> Answer {
        try await portal.change(knock(.user(user.id), at: agency, remembered: workspace)) { visit in
            guard case .clientPortal(let room)? = visit?.entry else { throw WrongRoom() }
            return try body(room)
        }
    }

    func staff<Answer: Sendable>(
        _ user: User, at agency: TwinAgency? = nil, _ body: @Sendable (AgencyConsole) throws -> Answer
    ) async throws -> Answer {
        try await portal.visit(knock(.user(user.id), at: agency)) { visit in
            guard case .agencyConsole(let room)? = visit?.entry else { throw WrongRoom() }
            return try body(room)
        }
    }

    func changingStaff<Answer: Sendable>(
        _ user: User, at agency: TwinAgency? = nil,
        _ body: @escaping @Sendable (AgencyConsole.Changing) throws -> Answer
    ) async throws -> Answer {
        try await portal.change(knock(.user(user.id), at: agency)) { visit in
            guard case .agencyConsole(let room)? = visit?.entry else { throw WrongRoom() }
            return try body(room)
        }
    }

    func engine<Answer: Sendable>(
        _ key: TwinKey, at agency: TwinAgency? = nil,
        _ body: @escaping @Sendable (EngineAccess.Changing) throws -> Answer
    ) async throws -> Answer {
        try await portal.change(key: key.digest, at: (agency ?? north).host) { visit in
            guard case .admitted(let room) = visit else { throw WrongRoom() }
            return try body(room)
        }
    }

    /// A one-time token of a form; another for another number.
    func token(_ number: UInt8 = 0) -> Secret { Secret(bytes: [UInt8](repeating: number, count: 32)) }
}

/// What happened, in order, until a test takes it.
final class Log<Entry: Sendable>: Sendable {
    private let entries = Mutex<[Entry]>([])

    func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }

    func take() -> [Entry] {
        entries.withLock { entries in
            defer { entries = [] }
            return entries
        }
    }
}

/// Runs a body and answers what it was refused for; `nil` if it was not.
func refusal(of body: () async throws -> Void) async throws -> Refusal? {
    do {
        try await body()
        return nil
    } catch let refusal as Refusal { return refusal }
}
