import PortalCore

/// Fields of a mail's header, whose texts may be anybody's.
enum MailHeader {
    /// A field of words, encoded where they are not plain (RFC 2047).
    static func field(_ name: String, text: String) -> String {
        "\(name): " + (isPlain(text) && text.utf8.count <= 900 ? folded(text, after: name) : encodedWords(text))
    }

    /// A field of one mailbox.
    static func field(_ name: String, _ mailbox: Mailbox) -> String {
        let address = "<\(MailAddress.written(mailbox.address))>"
        return mailbox.name.isEmpty ? "\(name): \(address)" : "\(name): \(phrase(mailbox.name))\r\n \(address)"
    }

    private static func phrase(_ name: String) -> String {
        guard isPlain(name) else { return encodedWords(name) }
        let isAtoms = name.utf8.allSatisfy { MailAddress.isAtom($0) || $0 == UInt8(ascii: " ") }
        guard !isAtoms else { return name }
        return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Printable ASCII that nobody could take for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
    }

    /// The text with line ends where it has spaces, so that lines stay short.
    private static func folded(_ text: String, after name: String) -> String {
        var result = ""
        var width = name.utf8.count + 2
        for (index, word) in text.split(separator: " ").enumerated() {
            if index > 0 {
                let isFull = width + 1 + word.utf8.count > 76
                result += isFull ? "\r\n " : " "
                width = isFull ? 1 : width + 1
            }
            result += word
            width += word.utf8.count
        }
        return result
    }

    /// Words of at most 75 characters each, none of which splits a character.
    private static func encodedWords(_ text: String) -> String {
        var chunks: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if (chunks.last?.count ?? 0) + bytes.count > 45 { chunks.append([]) }
            chunks[chunks.count - 1] += bytes
        }
        return chunks.map { "=?utf-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
    }
}

/// Addresses as mail writes them.
enum MailAddress {
    /// Whether it can be written at all: EmailAddress admits hosts that mail does not.
    static func isUsable(_ address: EmailAddress) -> Bool {
        let host = address.text.split(separator: "@").last ?? ""
        return host.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII ? isHostByte(UInt8(truncatingIfNeeded: scalar.value)) : true
        }
    }

    /// Whether it goes beyond ASCII, which a server has to offer (RFC 6531).
    static func needsUTF8(_ address: EmailAddress) -> Bool { address.text.utf8.contains { $0 > 127 } }

    /// The address with its local part in quotes where it is no row of atoms.
    static func written(_ address: EmailAddress) -> String {
        let parts = address.text.split(separator: "@", maxSplits: 1)
        guard parts.count == 2 else { return address.text }
        let isAtoms = parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { isAtom($0) || $0 > 127 }
        }
        return isAtoms ? address.text : "\"\(parts[0])\"@\(parts[1])"
    }

    static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
