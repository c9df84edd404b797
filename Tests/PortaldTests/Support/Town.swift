import Foundation
import Logging
import PortalCore
import PortalHTTP
import PortalServices
import PortalStore
import Synchronization
import Testing

/// The whole portal over a copy of the ``Seed``: real storage, real services, a real server on a free port of this machine.
final class Town: Sendable {
    /// What a test may want otherwise.
    struct Settings: Sendable {
        /// What ids and secrets are made from; `nil` for a chance of its own.
        var chance: String?
        var http = HTTPConfiguration(
            signInLimits: SignInLimits(
                address: RateLimit(burst: 10_000, oneEvery: .seconds(1)),
                network: RateLimit(burst: 10_000, oneEvery: .seconds(1)),
                agency: RateLimit(burst: 10_000, oneEvery: .seconds(1))), streamInterval: .milliseconds(100))
    }

    let seed: Seed
    let portal: Portal
    let storage: SQLiteStorage
    let clock: TownClock
    let passwords: ScryptPasswords
    let notebook: Notebook
    let directory: TownDirectory
    let port: Int
    let rows: Rows
    private let pending: PendingWork

    private init(_ parts: Parts, port: Int) throws {
        seed = parts.seed
        portal = parts.portal
        storage = parts.storage
        clock = parts.clock
        passwords = parts.passwords
        notebook = parts.notebook
        directory = parts.directory
        pending = parts.pending
        rows = try Rows(at: parts.directory.database)
        self.port = port
    }

    var north: House { seed.house(.north) }
    var south: House { seed.house(.south) }

    /// Waits until the work that follows answers is done, such as noting that a session was used.
    func settle() async throws {
        try await eventually("answers are followed up", every: .milliseconds(1)) { pending.count == 0 }
    }

    func logger() -> Logger { Logger(label: "town") { [notebook] _ in NotebookLog(notebook) } }

    static func services(_ passwords: ScryptPasswords) throws -> Services {
        let key = try #require(MasterKey(bytes: [UInt8](repeating: 7, count: 32)))
        return Services(passwords: passwords, digests: CryptoDigests(), sealing: AESSealer(masterKey: key))
    }

    /// N = 2¹⁰: a derivation that a debug build does in milliseconds.
    static func cheap() throws -> ScryptParameters {
        try #require(ScryptParameters(log2N: 10, blockSize: 1, parallelism: 1))
    }
}

// MARK: Opening

extension Town {
    fileprivate struct Parts: Sendable {
        let seed: Seed
        let portal: Portal
        let storage: SQLiteStorage
        let clock: TownClock
        let passwords: ScryptPasswords
        let notebook: Notebook
        let directory: TownDirectory
        let pending = PendingWork()

        private static let count = Atomic<Int>(0)

        init(_ seed: Seed, chance: String?) throws {
            self.seed = seed
            let directory = try TownDirectory()
            let notebook = Notebook()
            try Data(seed.file).write(to: URL(fileURLWithPath: directory.database))
            let storage = try SQLiteStorage.open(
                at: directory.database,
                options: SQLiteOptions(digests: CryptoDigests(), observer: { notebook.note($0) }))
            // Another stream for each town, so that none mints what the seed has minted.
            let number = Self.count.add(1, ordering: .relaxed).newValue
            let entropy = TownEntropy("town \(chance ?? String(number))")
            clock = TownClock()
            passwords = ScryptPasswords(parameters: try Town.cheap(), entropy: entropy)
            portal = Portal(
                storage: storage, services: try Town.services(passwords), clock: clock, entropy: entropy,
                onDecision: { notebook.note($0, $1) })
            self.directory = directory
            self.notebook = notebook
            self.storage = storage
        }
    }

    /// Opens a town for as long as the body runs.
    static func open<Answer: Sendable>(
        _ settings: Settings = Settings(), _ body: @escaping @Sendable (Town) async throws -> Answer
    ) async throws -> Answer {
        let parts = try Parts(try await Seed.shared.value, chance: settings.chance)
        let (ports, portKnown) = AsyncStream<Int>.makeStream()
        let server = parts.server(settings.http) { portKnown.yield($0) }
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                guard let port = await ports.first(where: { _ in true }) else { throw Wire.Failure.refused }
                return try await body(try Town(parts, port: port))
            }
            defer { group.cancelAll() }
            while let answer = try await group.next() { if let answer { return answer } }
            throw Wire.Failure.closed
        }
    }
}

extension Town.Parts {
    fileprivate func server(
        _ configuration: HTTPConfiguration, onRunning: @escaping @Sendable (Int) async -> Void
    ) -> PortalServer {
        let logger = Logger(label: "town") { [notebook] _ in NotebookLog(notebook) }
        let dispatcher = Dispatcher(portal, configuration: configuration, logger: logger)
        return PortalServer(
            address: "127.0.0.1", port: 0, configuration: configuration, logger: logger, onRunning: onRunning
        ) { [pending] request in
            var response = await dispatcher.answer(request)
            if let afterwards = response.afterwards {
                pending.begin()
                response.afterwards = {
                    await afterwards()
                    pending.end()
                }
            }
            return response
        }
    }
}

/// Counts what is still to be done after answers were given.
private final class PendingWork: Sendable {
    private let open = Atomic<Int>(0)

    var count: Int { open.load(ordering: .acquiring) }

    func begin() { open.add(1, ordering: .acquiringAndReleasing) }

    func end() { open.subtract(1, ordering: .acquiringAndReleasing) }
}
