import Synchronization

/// What the process has answered so far, for the operator's monitoring. It names no tenant and no person.
public final class PortalMetrics: Sendable {
    private struct Counts {
        /// By audience, then by the first digit of the status.
        var answers = [[UInt64]](repeating: [UInt64](repeating: 0, count: 6), count: Audience.allCases.count)
        var nanoseconds = [UInt64](repeating: 0, count: Audience.allCases.count)
        var limitedSignIns: UInt64 = 0
        var failures: UInt64 = 0
        var openStreams = 0
    }

    private let counts = Mutex(Counts())

    public init() {}

    func answered(_ audience: Audience, status: Int, taking duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = UInt64(clamping: seconds) &* 1_000_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000)
        let index = Self.index(audience)
        counts.withLock { counts in
            counts.answers[index][min(max(status / 100, 0), 5)] += 1
            counts.nanoseconds[index] &+= nanoseconds
        }
    }

    func signInWasLimited() { counts.withLock { $0.limitedSignIns += 1 } }

    func failed() { counts.withLock { $0.failures += 1 } }

    func streamOpened() { counts.withLock { $0.openStreams += 1 } }

    func streamClosed() { counts.withLock { $0.openStreams -= 1 } }

    /// Everything in the text format of Prometheus.
    var text: String {
        let counts = counts.withLock { $0 }
        var text = "# HELP http_requests_total Answers given.\n# TYPE http_requests_total counter\n"
        for audience in Audience.allCases {
            for (digit, count) in counts.answers[Self.index(audience)].enumerated() where count > 0 {
                text += "http_requests_total{audience=\"\(audience.rawValue)\",status=\"\(digit)xx\"} \(count)\n"
            }
        }
        text += "# HELP http_request_seconds_total Time spent on answers.\n# TYPE http_request_seconds_total counter\n"
        for audience in Audience.allCases {
            let seconds = Double(counts.nanoseconds[Self.index(audience)]) / 1e9
            text += "http_request_seconds_total{audience=\"\(audience.rawValue)\"} \(seconds)\n"
        }
        text +=
            "# HELP sign_ins_limited_total Sign-ins refused for their number.\n# TYPE sign_ins_limited_total counter\n"
        text += "sign_ins_limited_total \(counts.limitedSignIns)\n"
        text +=
            "# HELP http_failures_total Requests that ended in an error of ours.\n# TYPE http_failures_total counter\n"
        text += "http_failures_total \(counts.failures)\n"
        text += "# HELP live_streams Live streams open now.\n# TYPE live_streams gauge\n"
        text += "live_streams \(counts.openStreams)\n"
        return text
    }

    private static func index(_ audience: Audience) -> Int {
        switch audience {
        case .anyone: 0
        case .client: 1
        case .staff: 2
        case .engine: 3
        case .operator: 4
        case .token: 5
        }
    }
}
