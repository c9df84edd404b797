import PortalCore

/// A page on its way to bytes, in one language and one zone.
///
/// Whatever comes from outside is escaped, always: the only bytes copied as they are come from `StaticString`s, which can be
/// nothing but literals of this module. Elements close themselves, addresses are ``Path``s or ``SafeURL``s, and no attribute
/// can hold a style or a script.
struct HTML: ~Copyable {
    private var bytes: PageBytes
    let formats: Formats
    /// The day that was written last, in words: lists go day by day.
    var lastDay: (day: CivilDay, text: String)?

    init(_ formats: Formats, reserving capacity: Int = 32 << 10) {
        self.formats = formats
        bytes = PageBytes(reserving: capacity)
    }

    consuming func finish() -> [UInt8] { bytes.array() }

    // MARK: Text

    /// Markup of our own, copied as it is.
    @inline(__always)
    mutating func markup(_ markup: StaticString) {
        bytes.append(markup.utf8Start, count: markup.utf8CodeUnitCount)
    }

    /// Text of anybody's, escaped; safe between tags and within quoted attributes alike.
    mutating func text(_ text: String) {
        if text.utf8.withContiguousStorageIfAvailable({ escape($0) }) == nil {
            var text = text
            text.withUTF8 { escape($0) }
        }
    }

    /// A phrase in the page's language.
    mutating func say(_ phrase: Phrase) { text(formats.say(phrase)) }

    /// A whole number as machines write it.
    mutating func integer(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(value.magnitude, atLeast: 1)
    }

    /// A whole number as people write it.
    mutating func number(_ value: Int) {
        if 0 <= value, value < 1_000 { digits(UInt64(value), atLeast: 1) } else { text(formats.number(value)) }
    }

    /// Hundredths with their point, as in `12.34`.
    mutating func hundredths(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(UInt64(value.magnitude / 100), atLeast: 1)
        let rest = value.magnitude % 100
        guard rest > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        digits(UInt64(rest), atLeast: 2)
    }

    /// Decimal digits, padded with zeros to a width.
    mutating func digits(_ value: UInt64, atLeast width: Int) {
        bytes.append(count: max(width, Self.digitCount(value))) { place, count in
            var rest = value
            for index in stride(from: count - 1, through: 0, by: -1) {
                place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
    }

    private static func digitCount(_ value: UInt64) -> Int {
        if value < 100 { return value < 10 ? 1 : 2 }
        if value < 10_000 { return value < 1_000 ? 3 : 4 }
        return 4 + digitCount(value / 10_000)
    }

    /// The text form of an identifier, without making a `String` of it.
    mutating func id<Entity>(_ id: Identifier<Entity>) {
        text(Entity.idPrefix)
        bytes.append(UInt8(ascii: "_"))
        let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
        bytes.append(count: 26) { place, _ in
            func write(_ bits: UInt64, at first: Int, count: Int) {
                var rest = bits
                for index in stride(from: first + count - 1, through: first, by: -1) {
                    place[index] = digits.utf8Start[Int(truncatingIfNeeded: rest & 31)]
                    rest >>= 5
                }
            }
            // Twelve digits hold sixty bits.
            write(id.high >> 56, at: 0, count: 2)
            write(id.high << 4 | id.low >> 60, at: 2, count: 12)
            write(id.low, at: 14, count: 12)
        }
    }

    /// A text as the value of a query.
    mutating func percentEncoded(_ text: String) {
        let digits: StaticString = "0123456789ABCDEF"
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits.utf8Start[Int(byte >> 4)])
                bytes.append(digits.utf8Start[Int(byte & 15)])
            }
        }
    }

    // MARK: Escaping

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        guard let first = text.baseAddress else { return }
        if Self.isPlain(UnsafeRawBufferPointer(text)) { return bytes.append(first, count: text.count) }
        let escaped = Self.escaped
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x40 ? escaped >> UInt64(byte) & 1 == 1 : byte == 0x7F else { continue }
            guard let replacement = Self.replacement(of: byte) else { continue }
            bytes.append(first + start, count: index - start)
            markup(replacement)
            start = index + 1
        }
        bytes.append(first + start, count: text.count - start)
    }

    /// Whether all bytes surely stand for themselves, as most texts' do; they are looked at eight at a time, the last of them perhaps twice.
    @inline(__always)
    private static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        let count = text.count
        if count >= 8 {
            for index in stride(from: 0, to: count - 8, by: 8)
            where needsLook(text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return false }
            return !needsLook(text.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        }
        if count >= 4 {
            let (head, tail) = (
                text.loadUnaligned(as: UInt32.self), text.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            )
            return !needsLook(UInt64(head) << 32 | UInt64(tail))
        }
        return !needsLook(text.reduce(0x2020_2020_2020_2020) { $0 << 8 | UInt64($1) })
    }

    /// Whether any of eight bytes is a control character or one of `"&'<>`: each is found by becoming zero, and what is zero borrows.
    @inline(__always)
    private static func needsLook(_ bytes: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func borrows(_ bytes: UInt64, _ least: UInt64) -> UInt64 { (bytes &- ones &* least) & ~bytes }
        let controls = borrows(bytes, 0x20) | borrows(bytes ^ ones &* 0x7F, 1)
        let quotes = borrows(bytes ^ ones &* 0x22, 1) | borrows(bytes & ~ones ^ ones &* 0x26, 1)
        let brackets = borrows(bytes & ~(ones &* 2) ^ ones &* 0x3C, 1)
        return (controls | quotes | brackets) & (ones &* 0x80) != 0
    }

    /// One bit for each byte under 0x40 that has a replacement: control characters but for tab and line feed, and `"&'<>`.
    private static var escaped: UInt64 { 0xFFFF_F9FF | 1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E }

    /// What stands for a byte that may not stand in a page as itself.
    @inline(__always)
    private static func replacement(of byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case UInt8(ascii: "\t"), UInt8(ascii: "\n"): nil
        case 0..<0x20, 0x7F: "\u{FFFD}"
        default: nil
        }
    }
}
