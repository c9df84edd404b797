import Crypto
import FoundationEssentials
import PortalCore

/// The secret that two systems share to sign what they send each other (Standard Webhooks 1.0, `v1`).
///
/// 24 to 64 bytes, handed over as `whsec_` and their base 64.
public struct WebhookSecret: Hashable, Sendable {
    public let bytes: [UInt8]

    /// `nil` unless there are 24 to 64 bytes.
    public init?(bytes: [UInt8]) {
        guard (24...64).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Reads the text form, with or without its prefix.
    public init?(text: some StringProtocol) {
        let digits = text.hasPrefix(Self.prefix) ? text.dropFirst(Self.prefix.count) : text.dropFirst(0)
        guard let bytes = Base64.decode(digits) else { return nil }
        self.init(bytes: bytes)
    }

    /// The text that is handed over once.
    public var text: String { Self.prefix + Base64.encode(bytes) }

    private static let prefix = "whsec_"
}

extension WebhookSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words, so that no log or error can carry a secret by accident.
    public var description: String { "webhook secret" }
    public var debugDescription: String { "webhook secret" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Signs and verifies messages per Standard Webhooks 1.0, with HMAC-SHA256 (`v1`).
public struct StandardWebhook: Sendable {
    /// What a receiver accepts a message by.
    public struct Headers: Hashable, Sendable {
        /// The same on every try: what the receiver tells repetitions by.
        public let id: String
        /// Seconds since 1970 of this try.
        public let timestamp: String
        /// Signatures with their versions, separated by spaces.
        public let signature: String

        public init(id: String, timestamp: String, signature: String) {
            self.id = id
            self.timestamp = timestamp
            self.signature = signature
        }

        /// Finds the three among a message's header fields, in whatever case; `nil` if one is missing or stands there twice.
        public init?(fields: some Sequence<(name: String, value: String)>) {
            var found: [String: String] = [:]
            for (name, value) in fields {
                let name = name.lowercased()
                guard Self.names.contains(name) else { continue }
                guard found.updateValue(value, forKey: name) == nil else { return nil }
            }
            guard let id = found["webhook-id"], let timestamp = found["webhook-timestamp"],
                let signature = found["webhook-signature"]
            else { return nil }
            self.init(id: id, timestamp: timestamp, signature: signature)
        }

        /// The header fields to send.
        public var fields: [(name: String, value: String)] {
            [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature)]
        }

        private static let names: Set = ["webhook-id", "webhook-timestamp", "webhook-signature"]
    }

    /// Why a message was not accepted. For the log: whoever sent it learns only that it was refused.
    public enum Rejection: Error, Hashable, Sendable {
        case malformed
        case tooOld
        case tooNew
        case noMatchingSignature
    }

    /// What receivers commonly allow two clocks to differ by, in either direction.
    public static let usualTolerance = TimeSpan.minutes(5)

    private let secrets: [WebhookSecret]

    /// - Parameter previous: Secrets that are being replaced: messages are signed with them too, and accepted by them.
    public init(_ secret: WebhookSecret, previous: [WebhookSecret] = []) {
        secrets = [secret] + previous
    }

    /// What to send with a message at `now`. The id must hold no dot, because dots separate what is signed.
    public func sign(_ body: [UInt8], id: String, at now: Instant) -> Headers {
        let timestamp = String(Self.seconds(now))
        let content = Self.signedContent(id: id, timestamp: timestamp, body: body)
        let signatures = secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: secret.bytes))
            return "v1," + Base64.encode(Array(code))
        }
        return Headers(id: id, timestamp: timestamp, signature: signatures.joined(separator: " "))
    }

    /// Accepts a message that one of the secrets signed not longer ago, and not further ahead, than the tolerance.
    ///
    /// Signatures of versions other than `v1` do not count. Every comparison takes the same time wherever it fails.
    public func verify(
        _ body: [UInt8], _ headers: Headers, at now: Instant, tolerance: TimeSpan = Self.usualTolerance
    ) throws(Rejection) {
        guard !headers.id.isEmpty, headers.id.utf8.count <= 256, !headers.id.utf8.contains(UInt8(ascii: ".")),
            let sentAt = Self.timestamp(headers.timestamp)
        else { throw .malformed }

        let age = TimeSpan.seconds(Self.seconds(now) - sentAt)
        guard age <= tolerance else { throw .tooOld }
        guard age >= -tolerance else { throw .tooNew }

        let content = Self.signedContent(id: headers.id, timestamp: headers.timestamp, body: body)
        let codes = headers.signature.split(separator: " ").prefix(Self.mostSignatures).compactMap(Self.code)
        var isAuthentic = false
        for secret in secrets {
            let key = SymmetricKey(data: secret.bytes)
            for code in codes where HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: content, using: key) {
                isAuthentic = true
            }
        }
        guard isAuthentic else { throw .noMatchingSignature }
    }

    /// A message's signatures beyond this many are not looked at: each costs a hash of the body.
    private static let mostSignatures = 8

    private static func signedContent(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + body
    }

    private static func code(_ entry: Substring) -> [UInt8]? {
        guard entry.hasPrefix("v1,") else { return nil }
        return Base64.decode(entry.dropFirst(3))
    }

    private static func timestamp(_ text: String) -> Int64? {
        guard (1...11).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// Whole seconds, rounded down.
    private static func seconds(_ instant: Instant) -> Int64 {
        let (quotient, remainder) = instant.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
