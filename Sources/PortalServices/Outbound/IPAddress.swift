#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An internet address as a number.
///
/// An IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) is that IPv4 address: it has no other form here, so that no list and
/// no rule can miss it.
public enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(high: UInt64, low: UInt64)

    /// Sixteen bytes as they stand in a packet.
    init(v6 bytes: [UInt8]) {
        let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = bytes.dropFirst(8).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        self = high == 0 && low >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high: high, low: low)
    }

    /// Four bytes as they stand in a packet.
    init(v4 bytes: [UInt8]) {
        self = .v4(bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }

    /// Reads four decimal numbers with dots, or the usual forms of IPv6 without brackets or a zone.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        // The system's reader would stop there and take what stands before it.
        guard !text.utf8.contains(0) else { return nil }
        var four = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(v4: four)
            return
        }
        var six = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(v6: six)
    }

    /// The bytes as they stand in a packet: four or sixteen.
    public var bytes: [UInt8] {
        switch self {
        case .v4(let number):
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        case .v6(let high, let low):
            [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// Four decimal numbers with dots, or eight hexadecimal ones with colons.
    public var description: String {
        switch self {
        case .v4:
            bytes.map { String($0) }.joined(separator: ".")
        case .v6(let high, let low):
            [high, low].flatMap { half in (0..<4).map { String(half >> (48 - 16 * $0) & 0xFFFF, radix: 16) } }
                .joined(separator: ":")
        }
    }
}

/// Addresses that begin with the same bits, such as `10.0.0.0/8`.
public struct AddressBlock: Hashable, Sendable {
    private let base: IPAddress
    private let length: Int

    /// The one address.
    public init(_ address: IPAddress) {
        self.init(base: address, length: address.bytes.count * 8)
    }

    /// Reads an address, or an address and a length after a slash. `nil` where bits are set behind the length: `10.0.0.5/8` is
    /// a mistake in one of the two.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = IPAddress(first) else { return nil }
        guard parts.count == 2 else {
            self.init(address)
            return
        }
        guard let length = Int(parts[1]), "\(length)" == parts[1], (0...address.bytes.count * 8).contains(length),
            Self.masked(address, length) == address
        else { return nil }
        self.init(base: address, length: length)
    }

    private init(base: IPAddress, length: Int) {
        self.base = base
        self.length = length
    }

    init(v4 base: (UInt8, UInt8, UInt8, UInt8), _ length: Int) {
        self.init(base: IPAddress(v4: [base.0, base.1, base.2, base.3]), length: length)
    }

    init(v6 groups: [UInt16], _ length: Int) {
        let bytes = groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        self.init(base: IPAddress(v6: bytes + [UInt8](repeating: 0, count: 16 - bytes.count)), length: length)
    }

    public func contains(_ address: IPAddress) -> Bool {
        switch (base, address) {
        case (.v4, .v4), (.v6, .v6): Self.masked(address, length) == base
        case (.v4, .v6), (.v6, .v4): false
        }
    }

    private static func masked(_ address: IPAddress, _ length: Int) -> IPAddress {
        // Shifting by the whole width gives zero, as a length of zero asks for.
        switch address {
        case .v4(let number):
            .v4(number & ~(UInt32.max >> length))
        case .v6(let high, let low):
            .v6(high: high & ~(UInt64.max >> length), low: low & ~(UInt64.max >> max(0, length - 64)))
        }
    }
}
