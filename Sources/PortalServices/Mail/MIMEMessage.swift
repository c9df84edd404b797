import PortalCore

/// A mail as it travels (RFC 5322, 2045 to 2047, 6532): lines that end in CRLF, of at most 998 bytes.
///
/// Nothing that came from outside can end a header field or begin another: line ends cannot get into one.
struct MIMEMessage {
    let message: MailMessage
    /// Whether bytes beyond ASCII may travel as they are (8BITMIME, or a file).
    let allows8Bit: Bool

    /// The whole mail. The same message gives the same bytes.
    func bytes() -> [UInt8] {
        var lines = headers.map { Array($0.utf8) }
        lines.append(contentsOf: body)
        return Array(lines.joined(separator: Self.lineEnd)) + Self.lineEnd
    }

    static let lineEnd: [UInt8] = [13, 10]

    private var headers: [String] {
        var fields = [
            MailHeader.field("From", message.from),
            MailHeader.field("To", message.to),
            MailHeader.field("Subject", text: message.subject),
            "Date: \(Timestamp.mailDate(message.date))",
            "Message-ID: <\(message.id)@\(message.host.text)>",
        ]
        if let replyTo = message.replyTo { fields.insert(MailHeader.field("Reply-To", replyTo), at: 1) }
        if let address = message.stopAddress { fields += stop(address) }
        return fields + [
            // Holiday notices and other machines do not answer such a mail (RFC 3834).
            "Auto-Submitted: auto-generated",
            "Content-Language: \(message.language)",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative; boundary=\"\(boundary("a"))\"",
            "",
        ]
    }

    /// What lets a mail program offer a button that ends such mails (RFC 2369). It may press it by itself only where nobody in between
    /// can read the address (RFC 8058).
    private func stop(_ address: String) -> [String] {
        guard address.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: ">") }) else { return [] }
        let field = "List-Unsubscribe: <\(address)>"
        return address.hasPrefix("https://") ? [field, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"] : [field]
    }

    /// Whoever wants to end a part early would have to know the mail's id, whose 80 random bits are in it.
    private func boundary(_ part: String) -> String { "\(part)-\(message.id)" }

    private var body: [[UInt8]] {
        let outer = boundary("a")
        var lines = [Array("--\(outer)".utf8)]
        lines += part("text/plain; charset=utf-8", Array(message.text.utf8))
        lines.append(Array("--\(outer)".utf8))
        if let logo = message.logo {
            lines += withLogo(logo)
        } else {
            lines += part("text/html; charset=utf-8", message.html)
        }
        lines.append(Array("--\(outer)--".utf8))
        return lines
    }

    private func withLogo(_ logo: MailPicture) -> [[UInt8]] {
        let inner = boundary("r")
        var lines = ["Content-Type: multipart/related; type=\"text/html\"; boundary=\"\(inner)\"", "", "--\(inner)"]
            .map { Array($0.utf8) }
        lines += part("text/html; charset=utf-8", message.html)
        lines += [
            "--\(inner)", "Content-Type: \(logo.mediaType)", "Content-Transfer-Encoding: base64",
            "Content-ID: <logo>", "Content-Disposition: inline", "",
        ].map { Array($0.utf8) }
        let encoded = Array(Base64.encode(logo.bytes).utf8)
        lines += stride(from: 0, to: encoded.count, by: 76).map { Array(encoded[$0..<min($0 + 76, encoded.count)]) }
        lines.append(Array("--\(inner)--".utf8))
        return lines
    }

    /// One part with its fields: as it is where it can travel so, else quoted-printable.
    private func part(_ type: String, _ content: [UInt8]) -> [[UInt8]] {
        let lines = content.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        let isPlain = content.allSatisfy { $0 < 128 }
        let fits = lines.allSatisfy { $0.count <= 998 && !$0.contains(13) && !$0.contains(0) }
        let encoding = !fits || !(isPlain || allows8Bit) ? "quoted-printable" : isPlain ? "7bit" : "8bit"
        let fields = ["Content-Type: \(type)", "Content-Transfer-Encoding: \(encoding)", ""].map { Array($0.utf8) }
        return fields + (encoding == "quoted-printable" ? lines.flatMap(QuotedPrintable.lines) : lines)
    }
}

/// Quoted-printable (RFC 2045, section 6.7).
enum QuotedPrintable {
    /// One line of text as lines of at most 76 characters.
    static func lines(_ text: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for (index, byte) in text.enumerated() {
            let isLast = index == text.count - 1
            let encoded = isPlain(byte, isLast: isLast) ? [byte] : escaped(byte)
            // The soft line end takes a place itself.
            if line.count + encoded.count > (isLast ? 76 : 75) {
                lines.append(line + [UInt8(ascii: "=")])
                line = []
            }
            line += encoded
        }
        return lines + [line]
    }

    private static func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case UInt8(ascii: " "), UInt8(ascii: "\t"): !isLast
        default: (33...126).contains(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
