/// The address of a machine: IPv4 or IPv6. An IPv4 address mapped into IPv6 is the IPv4 address.
public struct NetworkAddress: Hashable, Sendable {
    public enum Family: Hashable, Sendable { case v4, v6 }

    public let family: Family
    /// The address's bits; those of an IPv4 address are the last 32.
    let high: UInt64
    let low: UInt64

    init(v4 bits: UInt32) {
        family = .v4
        high = 0
        low = UInt64(bits)
    }

    init(v6High high: UInt64, low: UInt64) {
        let isMapped = high == 0 && low >> 32 == 0xFFFF
        family = isMapped ? .v4 : .v6
        self.high = high
        self.low = isMapped ? low & 0xFFFF_FFFF : low
    }

    /// Reads the text of an address, as in `192.0.2.7` or `2001:db8::7`.
    ///
    /// `nil` for anything else: ports, brackets, zones, leading zeros in an IPv4 address, names.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 45 else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let words = Self.words(bytes) else { return nil }
            self.init(
                v6High: words[0..<4].reduce(0) { $0 << 16 | UInt64($1) },
                low: words[4..<8].reduce(0) { $0 << 16 | UInt64($1) })
        } else {
            guard let bits = Self.v4(bytes[...]) else { return nil }
            self.init(v4: bits)
        }
    }

    /// Whether it is this machine's own, to itself.
    var isLoopback: Bool {
        switch family {
        case .v4: low >> 24 == 127
        case .v6: high == 0 && low == 1
        }
    }

    /// The network that one household or office usually shares: /24 of IPv4, /64 of IPv6.
    var neighbourhood: NetworkAddress {
        switch family {
        case .v4: NetworkAddress(v4: UInt32(truncatingIfNeeded: low) & 0xFFFF_FF00)
        case .v6: NetworkAddress(v6High: high, low: 0)
        }
    }

    /// That network as people write it, as in `203.0.113.0/24`.
    var neighbourhoodText: String {
        switch family {
        case .v4: "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).0/24"
        case .v6:
            high == 0
                ? "::/64"
                : (0..<4).map { String(high >> (48 - 16 * $0) & 0xFFFF, radix: 16) }.joined(separator: ":") + "::/64"
        }
    }

    private static func v4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var value: UInt32 = 0
            for digit in part {
                guard (48...57).contains(digit) else { return nil }
                value = value * 10 + UInt32(digit - 48)
            }
            guard value < 256 else { return nil }
            bits = bits << 8 | value
        }
        return bits
    }

    /// The eight 16-bit words; one `::` stands for the missing ones, and the last two may be written as IPv4.
    private static func words(_ bytes: [UInt8]) -> [UInt16]? {
        var before: [UInt16] = []
        var after: [UInt16]?
        var rest = bytes[...]
        if rest.starts(with: [58, 58]) {
            rest = rest.dropFirst(2)
            after = []
        }
        while !rest.isEmpty {
            let part = rest.prefix { $0 != UInt8(ascii: ":") }
            var words: [UInt16]
            if part.contains(UInt8(ascii: ".")) {
                guard part.count == rest.count, let bits = v4(part) else { return nil }
                words = [UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(isHexDigit),
                    let word = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
                else { return nil }
                words = [word]
            }
            if after == nil { before += words } else { after? += words }
            guard before.count + (after?.count ?? 0) <= 8 else { return nil }
            rest = rest.dropFirst(part.count)
            guard rest.popFirst() != nil else { break }
            // A colon was read: another one makes the gap, and a single one must not end the text.
            if rest.first == UInt8(ascii: ":") {
                guard after == nil else { return nil }
                after = []
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        guard let after else { return before.count == 8 ? before : nil }
        let missing = 8 - before.count - after.count
        return missing > 0 ? before + Array(repeating: 0, count: missing) + after : nil
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}

/// A range of addresses that share their first bits, as in `10.0.0.0/8`; a single address is the range of itself.
public struct AddressRange: Hashable, Sendable {
    private let base: NetworkAddress
    private let length: Int

    /// Reads `address` or `address/bits`; `nil` for anything else, and if the address has bits beyond the length.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let base = NetworkAddress(parts[0]) else { return nil }
        let width = base.family == .v4 ? 32 : 128
        var length = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let given = Int(parts[1]), given <= width else {
                return nil
            }
            length = given
        }
        self.base = base
        self.length = length
        guard masked(base) == base else { return nil }
    }

    public func contains(_ address: NetworkAddress) -> Bool {
        address.family == base.family && masked(address) == base
    }

    /// The address with every bit after the first ``length`` cleared.
    private func masked(_ address: NetworkAddress) -> NetworkAddress {
        switch address.family {
        case .v4:
            let mask = length == 0 ? 0 : ~UInt32(0) << UInt32(32 - length)
            return NetworkAddress(v4: UInt32(truncatingIfNeeded: address.low) & mask)
        case .v6:
            let high = length == 0 ? 0 : ~UInt64(0) << UInt64(max(0, 64 - length))
            let low = length <= 64 ? 0 : ~UInt64(0) << UInt64(128 - length)
            return NetworkAddress(v6High: address.high & high, low: address.low & low)
        }
    }
}
