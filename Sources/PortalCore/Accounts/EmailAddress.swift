/// An address a person signs in with: trimmed, compared in lower case.
///
/// This checks shape, not existence: one `@`, something before it, a dotted host after it, no white space or control
/// characters, at most 254 bytes (RFC 5321). Only ASCII letters are lowered: any further folding would make one address of two
/// mailboxes, such as those of `K` and of the Kelvin sign.
public struct EmailAddress: Hashable, Sendable {
    /// The address as typed, trimmed.
    public let text: String
    /// What it is found and compared by.
    public let key: String

    public init?(_ text: some StringProtocol) {
        let trimmed = text.trimmingASCIIWhitespace()
        guard trimmed.utf8.count <= 254, !trimmed.unicodeScalars.contains(where: Self.isForbidden) else { return nil }
        // By scalars: an accent after an "@" or a dot does not make it another character to a mail server.
        let parts = trimmed.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, String(parts[0]).utf8.count <= 64 else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(Self.isLabel) else { return nil }
        self.text = trimmed
        self.key = String(decoding: trimmed.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    public static func == (left: Self, right: Self) -> Bool { left.key.utf8.elementsEqual(right.key.utf8) }

    public func hash(into hasher: inout Hasher) {
        for byte in key.utf8 { hasher.combine(byte) }
    }

    private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
        guard let first = label.first, first != "-", label.last != "-" else { return false }
        // Nor may it begin with an accent, which would be drawn on what stands before it.
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: return true
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return true
        default:
            return scalar == "<" || scalar == ">" || scalar == "," || scalar == ";" || scalar == "\"" || scalar == "\\"
        }
    }
}

extension StringProtocol {
    /// The text without leading and trailing spaces, tabs and line ends.
    func trimmingASCIIWhitespace() -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
