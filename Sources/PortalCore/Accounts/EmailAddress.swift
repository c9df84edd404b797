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
        guard trimmed.utf8.count <= 254, Self.isWellFormed(trimmed) else { return nil }
        self.text = trimmed
        key =
            trimmed.utf8.contains(where: Self.isUpper)
            ? String(decoding: trimmed.utf8.map { Self.isUpper($0) ? $0 + 32 : $0 }, as: UTF8.self) : trimmed
    }

    public static func == (left: Self, right: Self) -> Bool { left.key.utf8.elementsEqual(right.key.utf8) }

    public func hash(into hasher: inout Hasher) {
        for byte in key.utf8 { hasher.combine(byte) }
    }

    private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }

    /// Looks at each scalar once: people are read from storage at every request, and their addresses with them.
    private static func isWellFormed(_ text: String) -> Bool {
        var local = 0
        var isLocal = true
        var dots = 0
        var previous: Unicode.Scalar = "."
        // By scalars: an accent after an "@" or a dot does not make it another character to a mail server.
        for scalar in text.unicodeScalars {
            if isForbidden(scalar) { return false }
            switch (scalar, isLocal) {
            case ("@", true):
                isLocal = false
                previous = "."
            case ("@", false): return false
            case (_, true): local += UTF8.width(scalar)
            case (".", false):
                if previous == "." || previous == "-" { return false }
                dots += 1
                previous = scalar
            case (_, false):
                if previous == ".", !canBeginLabel(scalar) { return false }
                previous = scalar
            }
        }
        return !isLocal && (1...64).contains(local) && dots > 0 && previous != "." && previous != "-"
    }

    /// A label does not begin with a hyphen, nor with an accent, which would be drawn on what stands before it.
    private static func canBeginLabel(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar != "-" }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: return true
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else {
            switch scalar {
            case "<", ">", ",", ";", "\"", "\\": return true
            default: return scalar.value <= 0x20 || scalar.value == 0x7F
            }
        }
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }
}

extension StringProtocol {
    /// The text without leading and trailing spaces, tabs and line ends.
    func trimmingASCIIWhitespace() -> String {
        let isSpace: (UInt32) -> Bool = { $0 == 32 || (9...13).contains($0) }
        guard
            unicodeScalars.first.map({ isSpace($0.value) }) == true
                || unicodeScalars.last.map({ isSpace($0.value) }) == true
        else { return String(self) }
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { !isSpace(UInt32($0)) }),
            let last = bytes.lastIndex(where: { !isSpace(UInt32($0)) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
