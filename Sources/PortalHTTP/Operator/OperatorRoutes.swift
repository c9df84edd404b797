import HTTPTypes
import PortalCore

/// What the operator's machinery asks: whether the process lives, whether it can answer, how it does, and whether a name is
/// one of its agencies', for a proxy that fetches certificates on demand.
enum OperatorRoutes {
    static let routes: [Route] = [
        .operator("/healthz") { _, _ in .text(.ok, "alive\n") },
        .operator("/readyz") { desk, _ in
            await desk.isReady() ? .text(.ok, "ready\n") : .text(.serviceUnavailable, "not ready\n")
        },
        .operator("/metrics") { desk, _ in
            OperatorReply(status: .ok, type: "text/plain; version=0.0.4; charset=utf-8", text: desk.metrics.text)
        },
        .operator("/domain-check") { desk, asked in
            guard let host = asked.query.hint("domain").flatMap({ HostName($0) }), try await desk.isKnown(host) else {
                return .text(.notFound, "unknown\n")
            }
            return .text(.ok, "known\n")
        },
    ]
}

/// What an operator route answers.
struct OperatorReply: Sendable {
    let status: HTTPResponse.Status
    let type: String
    let text: String

    static func text(_ status: HTTPResponse.Status, _ text: String) -> OperatorReply {
        OperatorReply(status: status, type: "text/plain; charset=utf-8", text: text)
    }
}

/// What operator routes may do.
struct OperatorDesk: Sendable {
    let portal: Portal
    let metrics: PortalMetrics
    let isServing: @Sendable () -> Bool

    /// Whether requests can be answered: the storage answers, and the process is not ending.
    func isReady() async -> Bool {
        guard isServing() else { return false }
        do {
            _ = try await Operator(portal).timeToNextTrigger()
            return true
        } catch {
            return false
        }
    }

    func isKnown(_ host: HostName) async throws -> Bool {
        try await portal.visit(Knock(host: host, identity: .nobody, remembered: nil)) { $0 != nil }
    }
}
