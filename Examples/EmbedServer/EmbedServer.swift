import HTTPTypes
import Hummingbird
import Logging
import PortalCore
import PortalHTTP
import PortalServices
import PortalStore

/// A Hummingbird application with its own routes and its own sign-in, which mounts the portal beside them.
///
/// `EmbedServer` serves it until it is ended; `EmbedServer --check` asks it a few things over HTTP, prints OK and ends.
@main
struct EmbedServer {
    static func main() async throws {
        if CommandLine.arguments.contains("--check") {
            try await Check().run()
            print("OK")
        } else {
            let server = try await EmbedServer(port: 8090)
            print("The shop: http://localhost:8090/   its portal: http://\(Rooms.host):8090/portal")
            try await server.run()
        }
    }

    private let rooms: Rooms
    private let port: Int
    private let logger: Logger

    init(port: Int, logLevel: Logger.Level = .info) async throws {
        rooms = try await Rooms.make()
        self.port = port
        var logger = Logger(label: "shop")
        logger.logLevel = logLevel
        self.logger = logger
    }

    /// Serves until the process is asked to end, or the task is canceled. `onRunning` is told the port.
    func run(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        let signIn = ShopSignIn(key: SystemEntropy().bytes(32), digests: CryptoDigests())
        let shop = Shop(signIn: signIn, people: ["open sesame": rooms.client])
        let dispatcher = Dispatcher(rooms.portal, identities: signIn, logger: logger)

        var application = Application(
            responder: PortalMount(dispatcher, otherwise: shop.router.buildResponder()),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) }, logger: logger)
        // The portal's background work is services, which the embedding application runs.
        let hand = Operator(rooms.portal)
        let sender = EngineClient(gate: AddressGate(), sealing: rooms.portal.services.sealing, logger: logger)
        application.addServices(
            TriggerWorker(queue: hand, sender: sender, signal: rooms.triggers, logger: logger),
            HousekeepingWorker(hand, logger: logger))
        try await application.runService()
        try await rooms.storage.close()
    }
}
