import Logging
import NIOCore
import PortalCore
import PortalHTTP
import PortalPages
import PortalServices
import PortalStore
import ServiceLifecycle
import Synchronization
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Everything that runs in one process over one database: the server, the operator's port and the workers.
struct House: Sendable {
    let storage: SQLiteStorage
    let portal: Portal
    let logger: Logger
    private let allowed: [AllowedTarget]
    private let mail: MailSettings
    private let publicAddress: PublicAddress
    private let triggers = WorkSignal()
    private let mails = WorkSignal()
    private let delivered = WorkSignal()
    private let isServing = Serving()

    /// - Parameters:
    ///   - passwords: How passwords are derived: slowly for people, quickly for a demonstration's published ones.
    ///   - allowed: Where requests may go although it is not on the internet.
    ///   - publicAddress: How links in mails reach the agencies' hosts.
    init(
        storage: SQLiteStorage, masterKey: MasterKey, passwords: ScryptPasswords, lifetime: SessionLifetime,
        allowing allowed: [AllowedTarget], mail: MailSettings, publicAddress: PublicAddress, logger: Logger
    ) {
        self.storage = storage
        self.allowed = allowed
        self.mail = mail
        self.publicAddress = publicAddress
        self.logger = logger
        portal = Portal(
            storage: PromptStorage(storage, signal: triggers, mails: mails),
            services: Services(
                passwords: passwords, digests: CryptoDigests(), sealing: AESSealer(masterKey: masterKey)),
            clock: SystemClock(), entropy: SystemEntropy(), sessionLifetime: lifetime,
            onDecision: PromptStorage.observe, onMail: PromptStorage.observeMail)
    }

    /// Where the two servers listen.
    struct Doors: Sendable {
        let address: String
        let port: Int
        /// `nil` opens no operator's port.
        let operatorPort: Int?
        let configuration: HTTPConfiguration
    }

    /// Serves until the process is asked to end; then answers what is under way, settles the workers and closes the database.
    ///
    /// - Parameters:
    ///   - guests: Further services, which end before the workers do.
    ///   - onRunning: Told the port as soon as requests are answered.
    func serve(
        _ doors: Doors, with guests: [any Service] = [], onRunning: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let metrics = PortalMetrics()
        var network = doors.configuration
        network.publicAddress = publicAddress
        let dispatcher = Dispatcher(portal, configuration: network, metrics: metrics, logger: logger)
        let isServing = isServing
        var services: [any Service] = workers
        if let port = doors.operatorPort {
            let desk = OperatorDispatcher(portal, metrics: metrics, isServing: { isServing.isOn }, logger: logger)
            services.append(
                Listener(address: "127.0.0.1", port: port, server: PortalServer(desk, port: port, logger: logger)))
        }
        services += guests
        let log = RequestLog(of: dispatcher, logger: logger)
        let server = PortalServer(
            address: doors.address, port: doors.port, configuration: doors.configuration, logger: logger,
            onRunning: { port in
                isServing.begin()
                await onRunning(port)
            }, answer: { await log.answer($0) })
        // Last in, first out: the server ends before the workers that its requests give work to.
        services.append(
            Listener(address: doors.address, port: doors.port, server: server, onStopping: { isServing.end() }))

        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(40)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch {
            try? await storage.close()
            throw error
        }
        try await storage.close()
        logger.info("Ended")
    }

    private var workers: [any Service] {
        let hand = Operator(portal)
        let sealing = portal.services.sealing
        let gate = AddressGate(allowing: allowed)
        let sender = EngineClient(gate: gate, sealing: sealing, logger: logger)
        let press = LetterPress(sender: mail.sender, address: publicAddress)
        return [
            TriggerWorker(queue: hand, sender: sender, signal: triggers, delivered: delivered, logger: logger),
            PrefectReporter(ledger: hand, gate: gate, sealing: sealing, signal: delivered, logger: logger),
            MailWorker(
                queue: hand, write: { press.write($0) },
                carrier: mail.carrier(allowing: allowed, sealing: sealing, logger: logger), signal: mails,
                logger: logger),
            NoticeWorker(hand, almanac: { LocalDay(of: $1, in: $0) }, logger: logger),
            HousekeepingWorker(hand, logger: logger),
        ]
    }
}

/// Whether the process takes new requests, as `/readyz` tells it.
private final class Serving: Sendable {
    private let state = Atomic(false)

    var isOn: Bool { state.load(ordering: .acquiring) }
    func begin() { state.store(true, ordering: .releasing) }
    func end() { state.store(false, ordering: .releasing) }
}

/// A server whose failure to listen is told in words.
private struct Listener: Service {
    let address: String
    let port: Int
    let server: PortalServer
    var onStopping: @Sendable () -> Void = {}

    func run() async throws {
        do {
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: {
                onStopping()
            }
        } catch let error as IOError {
            throw Complaint(listening: error, at: "\(address):\(port)")
        }
    }
}

extension Complaint {
    init(listening error: IOError, at place: String) {
        let status: ExitStatus =
            switch error.errnoCode {
            case EACCES, EPERM: .notPermitted
            default: .unavailable
            }
        self.init(status, "cannot listen on \(place): \(String(cString: strerror(error.errnoCode)))")
    }
}
