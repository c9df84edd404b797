/// The key that a person's authenticator app and the portal share (RFC 4226): 160 random bits.
public struct FactorKey: Sendable {
    public static let byteCount = 20

    public let bytes: [UInt8]

    /// `nil` unless it is exactly 160 bits.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads the text that ``text`` gave; case and spaces do not matter.
    public init?(text: some StringProtocol) {
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for digit in text.utf8 where digit != UInt8(ascii: " ") {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - UInt8(ascii: "a")
            case UInt8(ascii: "2")...UInt8(ascii: "7"): value = digit - UInt8(ascii: "2") + 26
            default: return nil
            }
            guard bytes.count < Self.byteCount else { return nil }
            pending = pending << 5 | UInt32(value)
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
        }
        guard bits == 0 else { return nil }
        self.init(bytes: bytes)
    }

    /// The key as apps read it and people type it: 32 digits of base 32 (RFC 4648).
    public var text: String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(digits[Int(pending >> bits & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension FactorKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same word, like ``Secret``'s.
    public var description: String { "factor key" }
    public var debugDescription: String { "factor key" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
