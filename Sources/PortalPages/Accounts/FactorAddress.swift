import PortalCore

/// What an authenticator app scans: the key, under the name of the brand and the person's address.
struct FactorAddress {
    /// Always of a length that a ``QRCode`` holds.
    let text: String

    init(_ key: FactorKey, brand: String, email: EmailAddress) {
        let fixed = "otpauth://totp/:?secret=&issuer=".utf8.count + key.text.utf8.count
        let issuer = Self.encoded(brand, limit: 36)
        let label = Self.encoded(email.text, limit: QRCode.capacity - fixed - 2 * issuer.utf8.count)
        text = "otpauth://totp/\(issuer):\(label)?secret=\(key.text)&issuer=\(issuer)"
    }

    /// As much of a text as fits when it is percent-encoded. It names the entry in the app and means nothing more.
    private static func encoded(_ text: String, limit: Int) -> String {
        var encoded = ""
        for character in text {
            var next = ""
            for byte in String(character).utf8 {
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "~"), UInt8(ascii: "@"):
                    next.unicodeScalars.append(Unicode.Scalar(byte))
                default:
                    next += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }
            }
            guard encoded.utf8.count + next.utf8.count <= limit else { break }
            encoded += next
        }
        return encoded
    }
}
