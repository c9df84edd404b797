/// Texts that people and engines never type and attackers do: the same ones every time.
enum HostileText {
    /// Single scalars that have deceived somebody somewhere, each with what it is.
    static let scalars: [(name: String, scalar: Unicode.Scalar)] = [
        ("null", "\u{0}"), ("bell", "\u{7}"), ("escape", "\u{1B}"), ("delete", "\u{7F}"), ("next line", "\u{85}"),
        ("application command", "\u{9F}"), ("soft hyphen", "\u{AD}"), ("grapheme joiner", "\u{34F}"),
        ("Arabic letter mark", "\u{61C}"), ("Hangul filler", "\u{3164}"), ("Hangul choseong filler", "\u{115F}"),
        ("half-width Hangul filler", "\u{FFA0}"), ("Khmer inherent vowel", "\u{17B4}"),
        ("Mongolian vowel separator", "\u{180E}"), ("zero-width space", "\u{200B}"), ("left-to-right mark", "\u{200E}"),
        ("right-to-left mark", "\u{200F}"), ("line separator", "\u{2028}"), ("paragraph separator", "\u{2029}"),
        ("left-to-right embedding", "\u{202A}"), ("right-to-left override", "\u{202E}"), ("word joiner", "\u{2060}"),
        ("invisible times", "\u{2062}"), ("right-to-left isolate", "\u{2067}"), ("first strong isolate", "\u{2068}"),
        ("pop isolate", "\u{2069}"), ("blank Braille", "\u{2800}"), ("private use", "\u{E000}"),
        ("byte order mark", "\u{FEFF}"), ("interlinear anchor", "\u{FFF9}"), ("not a character", "\u{FFFF}"),
        ("shorthand format", "\u{1BCA0}"), ("tag letter", "\u{E0061}"), ("cancel tag", "\u{E007F}"),
        ("supplementary private use", "\u{F0000}"), ("last code point", "\u{10FFFF}"),
        ("figure space", "\u{2007}"), ("ideographic space", "\u{3000}"), ("no-break space", "\u{A0}"),
        ("joiner", "\u{200D}"), ("non-joiner", "\u{200C}"), ("emoji selector", "\u{FE0F}"),
        ("ideographic selector", "\u{E0100}"), ("combining acute", "\u{301}"), ("enclosing keycap", "\u{20E3}"),
    ]

    private static let harmless: [Unicode.Scalar] = Array("aZ0 é漢 .-_@:/<&\"'\\\n\r\t☎👩👍🏽اعद".unicodeScalars)

    /// A text of up to `length` scalars, some of them hostile.
    static func text(length: Int, using dice: inout SeededDice) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...length, using: &dice) {
            switch Int.random(in: 0..<8, using: &dice) {
            case 0...3: text.append(dice.pick(harmless))
            case 4...6: text.append(dice.pick(scalars).scalar)
            default: text.append(anyScalar(using: &dice))
            }
        }
        return String(text)
    }

    /// Any scalar at all.
    static func anyScalar(using dice: inout SeededDice) -> Unicode.Scalar {
        while true {
            if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &dice)) { return scalar }
        }
    }

    /// Any bytes at all, up to `length` of them, read as if they were text.
    static func bytes(length: Int, using dice: inout SeededDice) -> [UInt8] {
        (0..<Int.random(in: 0...length, using: &dice)).map { _ in UInt8.random(in: .min ... .max, using: &dice) }
    }

    /// A valid text with one thing wrong: a scalar put in, taken out or replaced.
    static func damaged(_ text: String, using dice: inout SeededDice) -> String {
        var scalars = Array(text.unicodeScalars)
        let place = Int.random(in: 0...scalars.count, using: &dice)
        let stranger = dice.once(in: 3) ? anyScalar(using: &dice) : dice.pick(Self.scalars).scalar
        switch Int.random(in: 0..<3, using: &dice) {
        case 0: scalars.insert(stranger, at: place)
        case 1 where place < scalars.count: scalars.remove(at: place)
        default: if place < scalars.count { scalars[place] = stranger } else { scalars.append(stranger) }
        }
        var damaged = String.UnicodeScalarView()
        damaged.append(contentsOf: scalars)
        return String(damaged)
    }
}
