/// Text from outside that people will read: bounded, and free of characters that could deceive a reader.
///
/// Dropped are control characters (other than a line feed, where lines are allowed), bidirectional controls, tags, fillers and
/// whatever else takes no room; runs of white space become one space. Joiners stay between two characters and variation
/// selectors behind one, where they shape real words and emoji; so a text that is not empty can be seen. The length is cut
/// without splitting a character.
public enum DisplayText {
    /// One line of at most `limit` UTF-8 bytes; empty if nothing readable was left.
    public static func line(_ text: some StringProtocol, limit: Int) -> String {
        clean(text, limit: limit, keepsLines: false)
    }

    /// Several lines of at most `limit` UTF-8 bytes together.
    public static func paragraph(_ text: some StringProtocol, limit: Int) -> String {
        clean(text, limit: limit, keepsLines: true)
    }

    private static func clean(_ text: some StringProtocol, limit: Int, keepsLines: Bool) -> String {
        var result = String()
        var owesSpace = false
        // Whether the last thing taken is a visible character, and the joiner that waits for another one after it.
        var isInWord = false
        var joiner: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch kind(of: scalar) {
            case .lineFeed where keepsLines:
                if !result.isEmpty { result.unicodeScalars.append(scalar) }
                (owesSpace, isInWord, joiner) = (false, false, nil)
            case .lineFeed, .blank:
                owesSpace = isInWord || owesSpace
                (isInWord, joiner) = (false, nil)
            case .joiner:
                if isInWord { joiner = scalar }
            case .selector:
                if isInWord, joiner == nil, result.unicodeScalars.last.map(kind) == .visible {
                    result.unicodeScalars.append(scalar)
                }
            case .visible:
                if owesSpace { result.append(" ") }
                if let joiner { result.unicodeScalars.append(joiner) }
                result.unicodeScalars.append(scalar)
                (owesSpace, isInWord, joiner) = (false, true, nil)
            case .deceiving:
                break
            }
            if result.utf8.count > limit { break }
        }
        while result.utf8.count > limit { result.removeLast() }
        while let last = result.unicodeScalars.last, kind(of: last).cannotEnd { result.unicodeScalars.removeLast() }
        return result
    }

    private enum Kind {
        case visible, blank, lineFeed, joiner, selector, deceiving

        /// What a cut may have left behind at the end.
        var cannotEnd: Bool {
            switch self {
            case .blank, .lineFeed, .joiner: true
            case .visible, .selector, .deceiving: false
            }
        }
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        if scalar.isASCII {
            return switch scalar.value {
            case 10: .lineFeed
            case 9...13, 32: .blank
            case 33...126: .visible
            default: .deceiving
            }
        }
        switch scalar.value {
        case 0x200C, 0x200D: return .joiner
        // The blank of Braille is a space with the category of a symbol.
        case 0x2800: return .blank
        default: break
        }
        let properties = scalar.properties
        if properties.isWhitespace { return .blank }
        if properties.isVariationSelector { return .selector }
        if properties.isDefaultIgnorableCodePoint { return .deceiving }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return .deceiving
        default:
            return .visible
        }
    }
}
