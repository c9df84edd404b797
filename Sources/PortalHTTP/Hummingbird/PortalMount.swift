import HTTPTypes
public import Hummingbird

/// The portal beside an embedder's own routes: it answers for its own paths at its agencies' hosts, and everything else goes
/// on to the embedder, untouched.
///
/// ```swift
/// let router = Router()
/// router.get("status") { _, _ in "fine" }
/// let app = Application(responder: PortalMount(dispatcher, otherwise: router.buildResponder()))
/// ```
///
/// It adds no middleware, and asks nothing of the context. Where the context is a `RemoteAddressRequestContext`, proxies
/// can be trusted and limits count by network.
public struct PortalMount<Otherwise: HTTPResponder>: HTTPResponder where Otherwise.Context: RequestContext {
    public typealias Context = Otherwise.Context

    private let dispatcher: Dispatcher
    private let otherwise: Otherwise

    public init(_ dispatcher: Dispatcher, otherwise: Otherwise) {
        self.dispatcher = dispatcher
        self.otherwise = otherwise
    }

    public func respond(to request: Request, context: Context) async throws -> Response {
        if let answer = await dispatcher.answerIfMine(PortalRequest(request, context: context, dispatcher: dispatcher))
        {
            return Response(answer, to: request)
        }
        return try await otherwise.respond(to: request, context: context)
    }
}

extension RouterMethods {
    /// Adds the portal's paths to a router, and nothing else.
    ///
    /// A host that is no agency's gets the router's own "not found" on them. Where the embedder has routes of its own on
    /// the same paths at other hosts, use ``PortalMount`` instead.
    public func addPortal(_ dispatcher: Dispatcher) {
        for pattern in dispatcher.table.patterns {
            for method in [HTTPRequest.Method.get, .head, .post, .put, .delete, .patch] {
                on(RouterPath(stringLiteral: pattern.text), method: method) { request, context in
                    let portalRequest = PortalRequest(request, context: context, dispatcher: dispatcher)
                    guard let answer = await dispatcher.answerIfMine(portalRequest) else {
                        throw HTTPError(.notFound)
                    }
                    return Response(answer, to: request)
                }
            }
        }
    }
}

extension PortalRequest {
    init(_ request: Request, context: some RequestContext, dispatcher: Dispatcher) {
        self.init(
            request, peer: (context as? any RemoteAddressRequestContext)?.remoteAddress,
            isTLS: dispatcher.configuration.endsTLS, bodyDeadline: dispatcher.configuration.bodyDeadline)
    }
}
