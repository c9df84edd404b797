import HTTPTypes
public import Logging
public import PortalCore

/// The way from a request to its answer on the operator's own port. It asks for no host and no person: whoever reaches the
/// port is the operator, so it belongs on a loopback address.
public struct OperatorDispatcher: Sendable {
    private let desk: OperatorDesk
    private let metrics: PortalMetrics
    private let logger: Logger

    /// - Parameter isServing: Whether the process takes new requests; `/readyz` says no once it is ending.
    public init(
        _ portal: Portal, metrics: PortalMetrics, isServing: @escaping @Sendable () -> Bool = { true }, logger: Logger
    ) {
        desk = OperatorDesk(portal: portal, metrics: metrics, isServing: isServing)
        self.metrics = metrics
        self.logger = logger
    }

    public func answer(_ request: PortalRequest) async -> PortalResponse {
        let start = ContinuousClock.now
        let response = await respond(to: request)
        metrics.answered(.operator, status: response.status.code, taking: ContinuousClock.now - start)
        return response
    }

    private func respond(to request: PortalRequest) async -> PortalResponse {
        let (path, query) = request.target
        guard case .route(let route, let values) = RouteTable.operatorPort.find(path.utf8, method: request.head.method),
            case .operation(let handler) = route.handler
        else { return .nameless(.notFound, isSecure: request.isTLS) }
        do {
            let reply = try await handler(desk, Asked(route.path, values, query: query))
            return PortalResponse(
                reply.status, Array(reply.text.utf8), type: reply.type, isSecure: request.isTLS)
        } catch {
            logger.error(
                "an operator's request failed", metadata: ["error": "\(error)", "route": "\(route.path.text)"])
            return .nameless(.serviceUnavailable, isSecure: request.isTLS)
        }
    }
}
