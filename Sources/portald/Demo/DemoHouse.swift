import FoundationEssentials
import NIOCore
import NIOPosix
import PortalCore
import PortalServices
import PortalStore

/// The demonstration's data directory: made once, and the same at every start.
struct DemoHouse: Sendable {
    let directory: DataDirectory
    private var engineFile: String { "\(directory.path)/demo-engine.json" }
    private var signInFile: String { "\(directory.path)/demo-sign-ins.json" }

    /// A demonstration that can be served.
    struct Ready: Sendable {
        let storage: SQLiteStorage
        let masterKey: MasterKey
        let engine: DemoEngineFile
        let isNew: Bool
    }

    /// Published passwords need no slow derivation.
    static var passwords: ScryptPasswords { ScryptPasswords(parameters: .demonstration) }

    /// Opens the demonstration, making it first if there is none.
    ///
    /// - Parameter port: The portal's port, beside which the simulated engine looks for one.
    func open(besidePort port: Int, under lock: DataDirectoryLock) async throws -> Ready {
        let isNew = !directory.hasDatabase
        guard isNew || FileManager.default.fileExists(atPath: engineFile) else {
            throw Complaint(
                .cannotCreate, "\(directory.path): the portal here is no demonstration; choose another --data-dir")
        }
        let key = try key(isNew: isNew)
        if isNew { try await make(key, besidePort: port) }
        let engine = try DemoEngineFile(reading: engineFile)
        return Ready(
            storage: try directory.openStorage(under: lock), masterKey: key, engine: engine, isNew: isNew)
    }

    /// Writes the list of sign-ins, unless it is there as it should be.
    func save(_ signIns: DemoSignIns) throws {
        if let written = try? System.contents(of: signInFile, limit: 1 << 20), written == Array(signIns.json.utf8) {
            return
        }
        try System.save(signIns.json, to: signInFile)
    }

    private func key(isNew: Bool) throws(Complaint) -> MasterKey {
        let file = MasterKeyFile(path: directory.standardMasterKey)
        do throws(MasterKeyError) {
            return isNew ? try file.readOrCreate() : try file.read()
        } catch {
            throw Complaint(error)
        }
    }

    private func make(_ key: MasterKey, besidePort port: Int) async throws {
        let address = SimulatedEngine.Address(port: try await Self.freePort(near: port))
        try await NewDatabase(in: directory).make { storage in
            let portal = Portal(
                storage: storage,
                services: Services(
                    passwords: Self.passwords, digests: CryptoDigests(), sealing: AESSealer(masterKey: key)),
                clock: SystemClock(), entropy: SystemEntropy())
            let employers = try await DemoBuilder(portal: portal, engine: address, now: SystemClock().now).build()
            try System.save(DemoEngineFile(port: address.port, employers: employers).json, to: engineFile)
        }
    }
}

// MARK: The simulated engine's port

extension DemoHouse {
    /// The engine's port of this start: the one it had, or another if somebody else has that now.
    static func enginePort(preferring port: Int) async throws -> Int {
        await isFree(port) ? port : try await freePort(near: port)
    }

    /// Writes down the port that the engine has from now on.
    func remember(_ engine: DemoEngineFile) throws { try System.save(engine.json, to: engineFile) }

    /// A free loopback port, one of the next twenty if it can be.
    private static func freePort(near port: Int) async throws -> Int {
        if port > 0 {
            for candidate in (port + 1)...(port + 20) where candidate <= 65_535 {
                if await isFree(candidate) { return candidate }
            }
        }
        guard let free = try? await bind(0) else { throw Complaint(.unavailable, "there is no free loopback port") }
        return free
    }

    private static func isFree(_ port: Int) async -> Bool { (try? await bind(port)) != nil }

    /// Takes a port, lets go of it, and answers which it was.
    private static func bind(_ port: Int) async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port).get()
        let bound = channel.localAddress?.port ?? port
        try await channel.close()
        return bound
    }
}
