import HTTPTypes
import Logging
import PortalHTTP

/// One log entry for each request: its number, method, route, status and duration.
///
/// The route is its pattern, never the path that was asked for; no query, host, address or person is in it.
struct RequestLog: Sendable {
    private let dispatcher: Dispatcher
    private let routes: RoutePatterns
    private let logger: Logger

    init(of dispatcher: Dispatcher, logger: Logger) {
        self.dispatcher = dispatcher
        self.logger = logger
        routes = RoutePatterns(dispatcher.table.patterns.map(\.text))
    }

    func answer(_ request: PortalRequest) async -> PortalResponse {
        guard logger.logLevel <= .info else { return await dispatcher.answer(request) }
        let start = ContinuousClock.now
        let response = await dispatcher.answer(request)
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        logger.info(
            "Answered",
            metadata: [
                "request": "\(Self.number.flatMap { response.head.headerFields[$0] } ?? "-")",
                "method": "\(Self.known(request.head.method))",
                "route": "\(routes.pattern(of: request.head.path ?? "/") ?? "-")",
                "status": "\(response.head.status.code)",
                "ms": "\(microseconds / 1_000).\(microseconds / 100 % 10)",
            ])
        return response
    }

    private static let number = HTTPField.Name("X-Request-Id")

    /// A method can be any word; only the usual ones are repeated.
    private static func known(_ method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
        default: "other"
        }
    }
}

/// Finds the pattern that a path falls under: segments as they stand, before those that stand for something.
struct RoutePatterns: Sendable {
    private let byLength: [Int: [(text: String, segments: [Substring])]]

    init(_ patterns: [String]) {
        let split = patterns.map { pattern in
            (text: pattern, segments: pattern.split(separator: "/").map { $0.hasPrefix(":") ? "" : $0 })
        }
        byLength = Dictionary(grouping: split, by: \.segments.count).mapValues { patterns in
            patterns.sorted { $0.segments.count(where: \.isEmpty) < $1.segments.count(where: \.isEmpty) }
        }
    }

    func pattern(of path: String) -> String? {
        let segments = path.prefix { $0 != "?" }.split(separator: "/")
        return byLength[segments.count]?.first { pattern in
            zip(pattern.segments, segments).allSatisfy { $0.isEmpty || $0 == $1 }
        }?.text
    }
}
