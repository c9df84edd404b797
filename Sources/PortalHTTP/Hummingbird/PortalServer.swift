import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// A server that answers with the portal alone: what `portald` runs, and its operator's port.
///
/// It ends at graceful shutdown, once the answers under way were given or ``ConnectionLimits/farewell`` is over; live streams end at
/// once.
public struct PortalServer: Service {
    /// Answers one request, as ``Dispatcher`` and ``OperatorDispatcher`` do. It runs on the event loop of the request's connection, so it must
    /// not block.
    public typealias Answer = @Sendable (PortalRequest) async -> PortalResponse

    private let address: String
    private let port: Int
    private let configuration: HTTPConfiguration
    private let logger: Logger
    private let onRunning: @Sendable (Int) async -> Void
    private let answer: Answer

    /// A server on an address and port; port 0 takes any free one, and `onRunning` is told which.
    public init(
        address: String, port: Int, configuration: HTTPConfiguration, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }, answer: @escaping Answer
    ) {
        self.address = address
        self.port = port
        self.configuration = configuration
        self.logger = logger
        self.onRunning = onRunning
        self.answer = answer
    }

    public func run() async throws {
        let configuration = configuration
        let answer = answer
        let onRunning = onRunning
        let responder = CallbackResponder<ServerContext> { request, context in
            let response = await answer(
                PortalRequest(
                    request, peer: context.remoteAddress, isTLS: configuration.endsTLS,
                    bodyDeadline: configuration.bodyDeadline))
            return Response(response, to: request, isReaderWatched: true)
        }
        let limits = configuration.connections
        let log = ConnectionLog(logger: logger)
        let table = ConnectionTable(limits, trusting: configuration.trustedProxies)
        let application = Application(
            responder: responder,
            server: .init { responder in
                LoopBoundChannel(
                    child: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            additionalChannelHandlers: [ConnectionWatch(limits, table: table, log: log)],
                            idleTimeout: .seconds(Int64(configuration.idleSeconds)),
                            httpDecoderConfiguration: .init(
                                maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))))
            },
            configuration: ApplicationConfiguration(
                address: .hostname(address, port: port), serverName: nil, backlog: 1_024,
                availableConnectionsDelegate: ConnectionDoor(table, limit: limits.count)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await application.run()
        log.serverEnded()
    }
}

extension PortalServer {
    /// A server of the portal for browsers and engines.
    public init(
        _ dispatcher: Dispatcher, address: String, port: Int, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.init(
            address: address, port: port, configuration: dispatcher.configuration, logger: logger, onRunning: onRunning,
            answer: { await dispatcher.answer($0) })
    }

    /// A server of the operator's routes, for a loopback address.
    public init(
        _ dispatcher: OperatorDispatcher, address: String = "127.0.0.1", port: Int, logger: Logger,
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.init(
            address: address, port: port, configuration: HTTPConfiguration(), logger: logger, onRunning: onRunning,
            answer: { await dispatcher.answer($0) })
    }
}

/// What the server knows of a connection.
private struct ServerContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
