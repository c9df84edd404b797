/// An address that a request may be made for, by its text alone: http or https, no user name, nothing that two readers could
/// understand differently.
///
/// Where it leads is for ``AddressGate`` to judge.
public struct OutboundURL: Hashable, Sendable {
    public enum Scheme: String, Hashable, Sendable {
        case http, https

        var defaultPort: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    public let scheme: Scheme
    /// A name in lower case, or an IP address without brackets.
    public let host: String
    public let port: Int
    /// Path and query, beginning with a slash.
    public let target: String

    /// Why a text is not such an address.
    public enum Malformed: Error, Hashable, Sendable {
        case tooLong
        case scheme
        case userInfo
        case host
        case port
        case target
    }

    public init(_ text: String) throws(Malformed) {
        guard text.utf8.count <= 2_048 else { throw .tooLong }
        let (scheme, rest) = try Self.scheme(of: text)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw .userInfo }

        self.scheme = scheme
        (host, port) = try Self.hostAndPort(authority, scheme)
        target = try Self.target(rest.dropFirst(authority.count))
    }

    /// The text in one form: the address that a request is made with.
    public var text: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme.rawValue)://\(name)\(port == scheme.defaultPort ? "" : ":\(port)")\(target)"
    }

    /// Whether both lead to the same scheme, host and port.
    public func hasSameOrigin(as other: Self) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// The address with more segments at the end of its path; a query is left out.
    func appending(path: String) throws(Malformed) -> OutboundURL {
        var base = text.prefix { $0 != "?" }
        while base.hasSuffix("/") { base.removeLast() }
        return try OutboundURL("\(base)/\(path)")
    }

    private static func scheme(of text: String) throws(Malformed) -> (Scheme, Substring) {
        guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: text[..<colon].lowercased()) else {
            throw .scheme
        }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { throw .scheme }
        return (scheme, rest.dropFirst(2))
    }

    private static func hostAndPort(_ authority: Substring, _ scheme: Scheme) throws(Malformed) -> (String, Int) {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .host }
            port = rest.isEmpty ? nil : rest.dropFirst()
            guard host.contains(":"), IPAddress(host) != nil else { throw .host }
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[authority.index(after: colon)...]
            }
            guard isName(host) else { throw .host }
        }
        return (host.lowercased(), try port.map { text throws(Malformed) in try number(text) } ?? scheme.defaultPort)
    }

    /// Letters, digits, hyphens and underscores in words joined by single dots. Other alphabets are written in Punycode.
    static func isName(_ host: Substring) -> Bool {
        guard (1...253).contains(host.utf8.count) else { return false }
        return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    private static func number(_ text: Substring) throws(Malformed) -> Int {
        guard let port = Int(text), "\(port)" == text, (1...65_535).contains(port) else { throw .port }
        return port
    }

    /// What RFC 3986 admits in a path and a query. A fragment is refused: it is never sent.
    private static func target(_ rest: Substring) throws(Malformed) -> String {
        guard rest.utf8.allSatisfy(isTargetByte) else { throw .target }
        return rest.hasPrefix("/") ? String(rest) : "/\(rest)"
    }

    private static func isTargetByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "-._~!$&'()*+,;=:@%/?".utf8.contains(byte)
        }
    }
}
