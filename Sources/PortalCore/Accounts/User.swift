/// A person of one agency. The same address at two agencies is two users who share nothing.
public struct User: Identified, Hashable, Sendable {
    public typealias ID = Identifier<User>
    public static var idPrefix: String { "usr" }

    public let id: ID
    public let email: EmailAddress
    public let name: String
    public let status: UserStatus
    /// BCP 47 tag; `nil` follows the agency.
    public let language: String?
    /// IANA zone name; `nil` follows the agency.
    public let timeZone: String?

    public init(id: ID, email: EmailAddress, name: String, status: UserStatus, language: String?, timeZone: String?) {
        self.id = id
        self.email = email
        self.name = name
        self.status = status
        self.language = language
        self.timeZone = timeZone
    }
}

/// A password as it is kept: a scrypt derivation with its own parameters and salt, in one text.
///
/// The text is `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<hash>`, the two last in unpadded base 64.
public struct PasswordHash: Hashable, Sendable {
    public let text: String

    public init(text: String) { self.text = text }
}

extension PasswordHash: CustomStringConvertible {
    public var description: String { "password hash" }
}

/// A password that may be set: 8 to 256 characters, not among the commonest, not the person's own address.
public struct NewPassword: Sendable {
    public let text: String

    public enum Problem: Error, Hashable, Sendable {
        case tooShort(minimum: Int)
        case tooLong(maximum: Int)
        case tooCommon
        case isOwnAddress
    }

    /// Checks a password by the rules of NIST SP 800-63B: length in characters, no composition rules.
    public init(_ text: String, for email: EmailAddress) throws(Problem) {
        let count = text.unicodeScalars.count
        guard count >= 8 else { throw .tooShort(minimum: 8) }
        guard count <= 256 else { throw .tooLong(maximum: 256) }
        let lowered = text.lowercased()
        guard lowered != email.key, lowered != email.key.split(separator: "@").first.map(String.init) else {
            throw .isOwnAddress
        }
        guard !CommonPasswords.contains(lowered) else { throw .tooCommon }
        self.text = text
    }
}

extension NewPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same word, like ``Secret``'s.
    public var description: String { "password" }
    public var debugDescription: String { "password" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
