/// The tenant at the top: it owns its brand, hosts, staff, workspaces and clients.
public struct Agency: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Agency>
    public static var idPrefix: String { "agn" }

    public let id: ID
    /// Its name under the base domain, as in `northwind.example.com`.
    public let slug: Slug
    public let name: String
    /// IANA name of the zone that agency figures and due dates are told in.
    public let timeZone: String
    /// BCP 47 tag of the language its portal speaks unless a user chose another.
    public let language: String
    public let createdAt: Instant
    /// Whom it lets in with a second factor only.
    public let secondFactor: SecondFactorRule

    public init(
        id: ID, slug: Slug, name: String, timeZone: String, language: String, createdAt: Instant,
        secondFactor: SecondFactorRule = .none
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.timeZone = timeZone
        self.language = language
        self.createdAt = createdAt
        self.secondFactor = secondFactor
    }
}

/// A name in an address, such as `acme-bakery`: 2 to 40 lowercase letters and digits in words joined by single hyphens.
public struct Slug: Hashable, Sendable {
    public let text: String

    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard (2...40).contains(bytes.count) else { return nil }
        for word in bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false) {
            guard !word.isEmpty, word.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) }) else {
                return nil
            }
        }
        self.text = String(decoding: bytes, as: UTF8.self)
    }
}

/// What a request learns from its host before anything else: whose house this is, and how it looks.
public struct Front: Hashable, Sendable {
    public let agency: Agency
    public let brand: Brand
    /// The host that links in mails and redirects lead to: stored and verified, never taken from a request.
    public let primaryHost: HostName

    public init(agency: Agency, brand: Brand, primaryHost: HostName) {
        self.agency = agency
        self.brand = brand
        self.primaryHost = primaryHost
    }
}
