import PortalCore

@testable import PortalServices

/// No signature is accepted but one made with the secret over these very bytes. Three lines of header fields, then the body.
enum SignatureFuzz {
    private static let webhook = WebhookSecret(bytes: (0..<32).map { UInt8($0) }).map { StandardWebhook($0) }
    private static let now = Instant(milliseconds: 1_800_000_000_000)

    static func take(_ bytes: [UInt8]) {
        guard let webhook else { fatalError("no secret") }
        let (id, afterID) = cut(bytes)
        let (timestamp, afterTimestamp) = cut(afterID)
        let (signature, body) = cut(afterTimestamp)
        let headers = StandardWebhook.Headers(id: text(id), timestamp: text(timestamp), signature: text(signature))
        expect((try? webhook.verify(body, headers, at: now)) == nil, "a forged message was accepted")

        let name = headers.id.isEmpty || headers.id.utf8.contains(UInt8(ascii: ".")) || headers.id.utf8.count > 256
        let signed = webhook.sign(body, id: name ? "msg" : headers.id, at: now)
        expect((try? webhook.verify(body, signed, at: now)) != nil, "a rightful message was refused")
        expect((try? webhook.verify(body + [0], signed, at: now)) == nil, "a longer body was accepted")
        expect((try? webhook.verify(body, signed, at: now.adding(.minutes(6)))) == nil, "an old message was accepted")
        let several = StandardWebhook.Headers(
            id: signed.id, timestamp: signed.timestamp, signature: headers.signature + " " + signed.signature)
        _ = try? webhook.verify(body, several, at: now)
        takeTexts(headers)
    }

    private static func takeTexts(_ headers: StandardWebhook.Headers) {
        if let secret = WebhookSecret(text: headers.signature) {
            expect(WebhookSecret(text: secret.text) == secret, "another secret")
        }
        _ = Timestamp.httpDate(headers.timestamp)
        if let bytes = Base64.decode(headers.signature[...]) {
            expect(Base64.decode(Base64.encode(bytes)[...]) == bytes, "other bytes")
        }
    }
}
