import PortalCore

/// An address outside this portal that a page may lead to: https, or a mailbox. Nothing else can become one.
public struct SafeURL: Hashable, Sendable {
    let text: String

    /// Reads an absolute https address. `nil` for any other scheme, for user names in it, white space or controls.
    public init?(https text: String) {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: "\\") }),
            text.utf8.starts(with: "https://".utf8)
        else { return nil }
        let authority = text.utf8.dropFirst("https://".utf8.count).prefix { !Self.endsAuthority($0) }
        guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")) else { return nil }
        self.text = text
    }

    /// Somebody's mailbox.
    public init(mailTo email: EmailAddress) {
        var text = "mailto:"
        for byte in email.text.utf8 {
            if Self.isPlain(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text +=
                    "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
            }
        }
        self.text = text
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "@"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "+"):
            true
        default: false
        }
    }
}
