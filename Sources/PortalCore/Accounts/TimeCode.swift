/// One-time codes from a shared key and the time (RFC 6238): HMAC-SHA-1, six digits, a new one every 30 seconds.
public struct TimeCode: Sendable {
    private let key: FactorKey
    private let digests: any Digesting

    public init(_ key: FactorKey, digests: any Digesting) {
        self.key = key
        self.digests = digests
    }

    /// The number of the 30 seconds that a moment lies in, counted from 1970.
    public static func step(at moment: Instant) -> Int64 { max(0, moment.milliseconds) / 30_000 }

    /// The code of one step, with its leading zeros.
    public func text(at step: Int64) -> String {
        let digits = String(number(at: step))
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// The step that a typed code is of; `nil` if it is wrong.
    ///
    /// The step before now's and the one after it are good too, for clocks that differ. A step that is not after `last` is not:
    /// a code is good once.
    public func step(of typed: String, now: Instant, after last: Int64?) -> Int64? {
        guard let number = Self.number(typed) else { return nil }
        let current = Self.step(at: now)
        // Every candidate is computed, whichever is right.
        var found: Int64?
        for step in max(0, current - 1)...(current + 1) where self.number(at: step) == number {
            if last.map({ step > $0 }) ?? true { found = found ?? step }
        }
        return found
    }

    /// HOTP of RFC 4226, section 5.3.
    private func number(at step: Int64) -> UInt32 {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let mac = digests.hmacSHA1(counter, key: key.bytes)
        guard let last = mac.last, mac.count == 20 else { return .max }
        let offset = Int(last & 15)
        let bits = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return (bits & 0x7FFF_FFFF) % 1_000_000
    }

    private static func number(_ typed: String) -> UInt32? {
        let digits = typed.utf8.filter { $0 != UInt8(ascii: " ") }
        guard digits.count == 6, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + UInt32($1 - 48) }
    }
}
