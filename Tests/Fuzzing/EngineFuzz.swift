import FoundationEssentials
import PortalCore

@testable import PortalServices

/// What an engine answers, whatever it answers, is an outcome; what is read of its lists is bounded.
enum EngineFuzz {
    private static let statuses = [200, 204, 301, 400, 429, 500, 502, 503, 504]

    /// The first byte chooses the status, the rest of its line is `Retry-After`.
    static func take(_ bytes: [UInt8]) {
        let (first, body) = cut(bytes)
        let status = statuses[Int(first.first ?? 0) % statuses.count]
        let answer = OutboundAnswer(status: status, retryAfter: text(first.dropFirst()), body: body)
        for kind in EngineKind.allCases {
            switch TriggerOutcome(answer, from: kind, now: Instant(milliseconds: 1_800_000_000_000)) {
            case .accepted(let id):
                expect((200...299).contains(status), "accepted with \(status)")
                if let id { expect(id.utf8.count == 36, "an id of \(id.utf8.count)") }
            case .deferred(let seconds):
                expect((seconds ?? 0) >= 0, "\(seconds ?? 0) seconds from now")
            case .rejected, .unconfirmed, .notDelivered:
                break
            }
        }
        let decoder = JSONDecoder()
        if let runs = try? decoder.decode(PrefectList<PrefectFlowRun>.self, from: Data(body)) {
            expect(runs.elements.count <= PrefectAPI.pageSize, "more runs than were asked for")
            for run in runs.elements { _ = run.state?.status }
        }
        if let runs = try? decoder.decode(PrefectList<PrefectTaskRun>.self, from: Data(body)) {
            expect(runs.elements.count <= PrefectAPI.pageSize, "more runs than were asked for")
        }
        if let credential = EngineCredential(encoded: body) {
            expect(credential.encoded == body, "another credential")
        }
    }
}
