import FoundationEssentials
import PortalCore
import PortalServices
import Testing

struct StandardWebhookTests {
    private let now = Instant(milliseconds: 1_800_000_000_000)

    private func secret(_ first: UInt8) throws -> WebhookSecret {
        try #require(WebhookSecret(bytes: [first] + [UInt8](1..<32)))
    }

    @Test(arguments: WebhookVector.all)
    func `signs and accepts what another implementation signed`(_ vector: WebhookVector) throws {
        let webhook = StandardWebhook(try #require(WebhookSecret(text: vector.secret)))
        let at = Instant(milliseconds: vector.seconds * 1_000 + 999)
        let headers = webhook.sign(vector.body, id: vector.id, at: at)

        #expect(headers.signature == vector.signature)
        #expect(headers.timestamp == String(vector.seconds))
        try webhook.verify(vector.body, headers, at: at)
    }

    @Test func `the time may differ by the tolerance and not by a second more, either way`() throws {
        let webhook = StandardWebhook(try secret(0))
        let headers = webhook.sign([1], id: "msg_1", at: now)
        func verify(_ seconds: Int64) throws(StandardWebhook.Rejection) {
            try webhook.verify([1], headers, at: now.adding(.seconds(seconds)))
        }

        for seconds: Int64 in [-300, 0, 300] { try verify(seconds) }
        #expect(throws: StandardWebhook.Rejection.tooOld) { try verify(301) }
        #expect(throws: StandardWebhook.Rejection.tooNew) { try verify(-301) }
    }

    @Test func `during a change of secrets both sign, and either is accepted`() throws {
        let old = StandardWebhook(try secret(0))
        let new = StandardWebhook(try secret(1))
        let both = StandardWebhook(try secret(1), previous: [try secret(0)])
        let headers = both.sign([1], id: "msg_1", at: now)

        #expect(headers.signature.split(separator: " ").count == 2)
        try old.verify([1], headers, at: now)
        try new.verify([1], headers, at: now)
        try both.verify([1], old.sign([1], id: "msg_1", at: now), at: now)
        #expect(throws: StandardWebhook.Rejection.noMatchingSignature) {
            try new.verify([1], old.sign([1], id: "msg_1", at: now), at: now)
        }
    }

    @Test func `another body, id or time is refused`() throws {
        let webhook = StandardWebhook(try secret(0))
        let headers = webhook.sign([1], id: "msg_1", at: now)

        #expect(throws: StandardWebhook.Rejection.noMatchingSignature) { try webhook.verify([2], headers, at: now) }
        #expect(throws: StandardWebhook.Rejection.noMatchingSignature) { try webhook.verify([], headers, at: now) }
        for (id, timestamp) in [("msg_2", headers.timestamp), ("msg_1", "1800000001")] {
            let changed = StandardWebhook.Headers(id: id, timestamp: timestamp, signature: headers.signature)
            #expect(throws: StandardWebhook.Rejection.noMatchingSignature) {
                try webhook.verify([1], changed, at: now)
            }
        }
    }

    @Test(arguments: [
        ("", "1800000000"), ("a.b", "1800000000"), ("msg_1", ""), ("msg_1", "soon"), ("msg_1", "+1800000000"),
        ("msg_1", " 1800000000"), ("msg_1", "1800000000.0"), ("msg_1", "18000000000000"), ("msg_1", "１８00000000"),
    ])
    func `an id with a dot or a time that is no number is malformed`(_ id: String, _ timestamp: String) throws {
        let headers = StandardWebhook.Headers(id: id, timestamp: timestamp, signature: "v1,AAAA")

        #expect(throws: StandardWebhook.Rejection.malformed) {
            try StandardWebhook(secret(0)).verify([1], headers, at: now)
        }
    }

    @Test(arguments: ["", "v1,", "v1", ",", "v1a,AAAA", "v2,AAAA", "v1,!!!!", "v1,AAAA", "v1;AAAA"])
    func `signatures that say nothing are refused`(_ signature: String) throws {
        let headers = StandardWebhook.Headers(id: "msg_1", timestamp: "1800000000", signature: signature)

        #expect(throws: StandardWebhook.Rejection.noMatchingSignature) {
            try StandardWebhook(secret(0)).verify([1], headers, at: now)
        }
    }

    @Test func `a right signature counts among the first eight`() throws {
        let webhook = StandardWebhook(try secret(0))
        let headers = webhook.sign([1], id: "msg_1", at: now)
        func verify(after others: Int) throws(StandardWebhook.Rejection) {
            let signature = String(repeating: "v1,AAAA ", count: others) + headers.signature
            try webhook.verify([1], .init(id: "msg_1", timestamp: headers.timestamp, signature: signature), at: now)
        }

        try verify(after: 7)
        #expect(throws: StandardWebhook.Rejection.noMatchingSignature) { try verify(after: 8) }
    }

    @Test func `the three fields are found in any case, and once`() {
        let fields = [("Webhook-Id", "a"), ("WEBHOOK-TIMESTAMP", "1"), ("webhook-signature", "v1,x"), ("other", "y")]
        let headers = StandardWebhook.Headers(id: "a", timestamp: "1", signature: "v1,x")

        #expect(StandardWebhook.Headers(fields: fields.map { (name: $0.0, value: $0.1) }) == headers)
        #expect(StandardWebhook.Headers(fields: headers.fields) == headers)
        for index in 0..<3 {
            var fewer = headers.fields
            fewer.remove(at: index)
            #expect(StandardWebhook.Headers(fields: fewer) == nil)
            #expect(StandardWebhook.Headers(fields: headers.fields + [headers.fields[index]]) == nil)
        }
    }

    @Test func `a secret has 24 to 64 bytes and never prints itself`() throws {
        for count in [0, 23, 65] { #expect(WebhookSecret(bytes: [UInt8](repeating: 1, count: count)) == nil) }
        for count in [24, 64] {
            let secret = try #require(WebhookSecret(bytes: [UInt8](repeating: 1, count: count)))
            #expect(WebhookSecret(text: secret.text) == secret)
            #expect(WebhookSecret(text: secret.text.dropFirst(6)) == secret)
            #expect("\(secret) \(String(reflecting: secret))" == "webhook secret webhook secret")
        }
        for text in ["", "whsec_", "whsec_AAAA", "whsec_!!!!", "whpk_" + Base64.encode([UInt8](0..<32))] {
            #expect(WebhookSecret(text: text) == nil)
        }
    }
}

/// The vectors shared with others, where they are at hand.
struct SharedWebhookVectorTests {
    struct Suite: Decodable {
        let cases: [Case]
    }

    struct Case: Decodable, Sendable {
        let name: String
        let headers: [String: String]
        let secret: String
        let payload: String
        let now: Int64
        let tolerance: Int64
        let valid: Bool
    }

    static let path: String = {
        let folder = ProcessInfo.processInfo.environment["PORTAL_FIXTURES"]
        // Tests/PortalServicesTests/Automation/ lies three folders below the package.
        let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(
            separator: "/")
        return "\(folder ?? "\(package)/../shared/fixtures")/standard-webhooks/vectors.json"
    }()

    @Test(.enabled(if: FileManager.default.fileExists(atPath: path), "no shared fixtures; set PORTAL_FIXTURES"))
    func `every shared vector is judged as it says`() throws {
        let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: URL(filePath: Self.path)))
        #expect(suite.cases.count >= 15)
        for vector in suite.cases {
            #expect(accepts(vector) == vector.valid, "\(vector.name)")
        }
    }

    private func accepts(_ vector: Case) -> Bool {
        guard let secret = WebhookSecret(text: vector.secret),
            let headers = StandardWebhook.Headers(fields: vector.headers.map { (name: $0.key, value: $0.value) })
        else { return false }
        do {
            try StandardWebhook(secret).verify(
                Array(vector.payload.utf8), headers, at: Instant(milliseconds: vector.now * 1_000),
                tolerance: .seconds(vector.tolerance))
            return true
        } catch {
            return false
        }
    }
}
