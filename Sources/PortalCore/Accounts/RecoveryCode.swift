/// A code that lets somebody in once who has lost their second factor: 80 random bits. Only its digest is kept.
public struct RecoveryCode: Hashable, Sendable {
    /// How many a person gets at a time.
    public static let count = 10

    private let bytes: [UInt8]

    init(_ mint: Mint) { bytes = mint.bytes(10) }

    /// Reads what somebody typed: case, spaces and hyphens do not matter, nor does `o` for `0` or `i` and `l` for `1`.
    public init?(_ typed: some StringProtocol) {
        var bytes: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for digit in typed.utf8 where digit != UInt8(ascii: " ") && digit != UInt8(ascii: "-") {
            guard let value = Base32.value(of: Self.plain(digit)), bytes.count < 10 else { return nil }
            pending = pending << 5 | UInt32(value)
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
        }
        guard bytes.count == 10, bits == 0 else { return nil }
        self.bytes = bytes
    }

    private static func plain(_ digit: UInt8) -> UInt8 {
        let lowered = (65...90).contains(digit) ? digit + 32 : digit
        switch lowered {
        case UInt8(ascii: "o"): return UInt8(ascii: "0")
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return UInt8(ascii: "1")
        default: return lowered
        }
    }

    /// The code as it is shown this once: four groups of four.
    public var text: String {
        var text: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                if text.count % 5 == 4 { text.append(UInt8(ascii: "-")) }
                text.append(Base32.digit(of: UInt8(truncatingIfNeeded: pending >> bits & 31)))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// What is kept of it. The person is part of it, so that equal codes of two people are two digests.
    func digest(of user: User.ID, _ digests: any Digesting) -> SecretDigest {
        SecretDigest(bytes: digests.sha256(Array("recovery-code".utf8) + user.bytes + bytes))
    }
}

extension RecoveryCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words, like ``Secret``'s.
    public var description: String { "recovery code" }
    public var debugDescription: String { "recovery code" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
