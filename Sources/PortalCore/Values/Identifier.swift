/// A kind of thing that has identifiers of its own, such as a run or a workspace.
public protocol Identified {
    /// The lowercase letters before the underscore in the text form: `run` in `run_01h…`.
    static var idPrefix: String { get }
}

/// An identifier typed by what it names: 128 bits, ordered by the moment of its making.
///
/// The first 48 bits are milliseconds since 1970 (UTC), the other 80 are random. The text form is the prefix of the
/// kind, an underscore and 26 lowercase Crockford base-32 digits, and sorts like the bits. An identifier is an address
/// and never a secret: holding one grants nothing.
public struct Identifier<Entity: Identified>: Hashable, Comparable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// An identifier that no thing ever bears; queries for a malformed id ask for this one, so that they do equal work.
    public static var neverIssued: Self { Self(high: 0, low: 0) }

    /// Makes the identifier of a thing made at `instant`; `random` supplies its 80 random bits.
    public init(at instant: Instant, random: (UInt16, UInt64)) {
        let time = UInt64(clamping: max(0, instant.milliseconds)) & 0xFFFF_FFFF_FFFF
        self.init(high: time << 16 | UInt64(random.0), low: random.1)
    }

    /// Reads the text form. `nil` for any other text: another kind's prefix, upper case, a wrong length or digit.
    public init?(_ text: some StringProtocol) {
        var digits = text.utf8.makeIterator()
        for expected in Entity.idPrefix.utf8 {
            guard digits.next() == expected else { return nil }
        }
        guard digits.next() == UInt8(ascii: "_") else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for position in 0..<26 {
            guard let digit = digits.next(), let value = Base32.value(of: digit) else { return nil }
            // 26 digits hold 130 bits: the first may carry only three.
            guard position > 0 || value < 8 else { return nil }
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(value)
        }
        guard digits.next() == nil else { return nil }
        self.init(high: high, low: low)
    }

    /// The sixteen bytes, most significant first; they sort like the identifiers.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                buffer[index] = UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(index)))
                buffer[index + 8] = UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(index)))
            }
            count = 16
        }
    }

    /// Reads the sixteen bytes written by ``bytes``; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}

extension Identifier: CustomStringConvertible {
    /// The text form, such as `run_01jd0q0f3v8m1e4w6y2r5t7x9z`.
    public var description: String {
        var prefix = Entity.idPrefix
        return prefix.withUTF8 { prefix in
            String(unsafeUninitializedCapacity: prefix.count + 27) { text in
                _ = text.update(fromContentsOf: prefix)
                text[prefix.count] = UInt8(ascii: "_")
                var high = high
                var low = low
                for position in stride(from: prefix.count + 26, to: prefix.count, by: -1) {
                    text[position] = Base32.digit(of: UInt8(low & 31))
                    low = low >> 5 | high << 59
                    high >>= 5
                }
                return prefix.count + 27
            }
        }
    }
}

/// Crockford's base 32 in lower case: no i, l, o or u, so that ids survive being read aloud.
enum Base32 {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    static func digit(of value: UInt8) -> UInt8 { digits[Int(value)] }

    static func value(of digit: UInt8) -> UInt8? {
        let value = values[Int(digit)]
        return value == 255 ? nil : value
    }
}
