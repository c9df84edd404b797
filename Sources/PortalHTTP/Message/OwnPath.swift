import PortalPages

/// A place in this portal that a browser may be sent to: an absolute path, never another site.
struct OwnPath: Hashable, Sendable {
    let text: String

    /// Reads a path that came from outside, as in `next`.
    ///
    /// `nil` unless it begins with one slash, has no second one beside it, no backslash, no fragment, nothing but printable
    /// ASCII, and at most 500 bytes; and for the doors themselves, which would send people in circles.
    init?(_ text: String) {
        var bytes = text.utf8.makeIterator()
        guard text.utf8.count <= 500, bytes.next() == UInt8(ascii: "/") else { return nil }
        if let second = bytes.next() {
            guard second != UInt8(ascii: "/") else { return nil }
        }
        guard text.utf8.allSatisfy({ (33...126).contains($0) && !Self.forbidden.contains($0) }) else { return nil }
        let path = text.utf8.prefix { $0 != UInt8(ascii: "?") }
        guard !path.elementsEqual("/sign-in".utf8), !path.starts(with: "/sign-in/".utf8),
            !path.elementsEqual("/sign-out".utf8)
        else { return nil }
        self.text = text
    }

    /// A path of the portal's own, with what the page that it leads to shall say once.
    init(_ path: Path, saying flash: Flash? = nil) {
        text = path.text + (flash.map { "?done=\($0.rawValue)" } ?? "")
    }

    private init(known text: String) { self.text = text }

    private static let forbidden = Set("\\#\"'<>`".utf8)

    static let home = OwnPath(.home)
    static let signIn = OwnPath(.signIn)

    /// The sign-in page that leads back to where somebody wanted to go.
    static func signIn(next: OwnPath?) -> OwnPath {
        guard let next, next != .home else { return .signIn }
        return OwnPath(known: "/sign-in?next=\(next.asQueryValue)")
    }

    /// The page where a second factor is due, which leads on to somewhere.
    static func dueSecondFactor(next: Path) -> OwnPath {
        OwnPath(known: "\(Path.dueSecondFactor.text)?next=\(OwnPath(next).asQueryValue)")
    }

    /// The page that asks for a code, and leads on to where somebody wanted to go.
    static func signInCode(next: OwnPath?) -> OwnPath {
        guard let next else { return OwnPath(.signInCode) }
        return OwnPath(known: "/sign-in/code?next=\(next.asQueryValue)")
    }

    /// The page where a mailed code is typed, which leads on to where somebody wanted to go.
    static func mailedCode(next: OwnPath?) -> OwnPath {
        guard let next else { return OwnPath(.mailedCode) }
        return OwnPath(known: "/sign-in/mail/code?next=\(next.asQueryValue)")
    }

    /// The path percent-encoded for a query.
    private var asQueryValue: String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                let digits = Array("0123456789ABCDEF".utf8)
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
