/// What an address is for, as far as it matters to who may be connected to.
public enum AddressKind: String, CaseIterable, Hashable, Sendable {
    /// Out in the internet: the only kind that needs no leave.
    case global
    /// `0.0.0.0` and its block, `::`: this machine, to many systems.
    case unspecified
    case loopback
    /// `10/8`, `172.16/12`, `192.168/16`, `fc00::/7` and what else stays within a site.
    case privateUse = "private"
    /// `169.254/16` and `fe80::/10`, where clouds keep their metadata.
    case linkLocal = "link-local"
    /// `100.64/10`, between carriers and their customers, and other clouds' metadata.
    case sharedSpace = "shared"
    case multicast
    case documentation
    case benchmarking
    /// A public number behind which a cloud serves its own machines.
    case platform
    /// Everything that nobody is assigned.
    case reserved
}

extension IPAddress {
    /// What this address is for.
    ///
    /// An address that a tunnel or translator turns into another (NAT64, 6to4, Teredo, ISATAP) is of the kind of the address
    /// inside it, so that nothing private is reached through a public shape.
    public var kind: AddressKind {
        switch self {
        case .v4: Self.kind(of: self, in: SpecialBlocks.v4) ?? .global
        case .v6: kindOfV6
        }
    }

    private var kindOfV6: AddressKind {
        if let kind = Self.kind(of: self, in: SpecialBlocks.v6) { return kind }
        if let inner = embedded.map(\.kind).first(where: { $0 != .global }) { return inner }
        return SpecialBlocks.translated.contains(self) || SpecialBlocks.assigned.contains(self) ? .global : .reserved
    }

    /// The IPv4 addresses that stand inside an IPv6 address by its form.
    private var embedded: [IPAddress] {
        guard case .v6(let high, let low) = self else { return [] }
        var found: [IPAddress] = []
        if SpecialBlocks.translated.contains(self) {
            found.append(.v4(UInt32(truncatingIfNeeded: low)))
        }
        if SpecialBlocks.sixToFour.contains(self) {
            found.append(.v4(UInt32(truncatingIfNeeded: high >> 16)))
        }
        if SpecialBlocks.teredo.contains(self) {
            // Its server, and its client with every bit turned.
            found.append(.v4(UInt32(truncatingIfNeeded: high)))
            found.append(.v4(~UInt32(truncatingIfNeeded: low)))
        }
        // ISATAP: any prefix, then 0000:5efe or 0200:5efe, then the address.
        if low >> 32 & 0xFDFF_FFFF == 0x5EFE {
            found.append(.v4(UInt32(truncatingIfNeeded: low)))
        }
        return found
    }

    private static func kind(of address: IPAddress, in blocks: [(AddressBlock, AddressKind)]) -> AddressKind? {
        blocks.first { $0.0.contains(address) }?.1
    }
}

/// The special-purpose registries of IANA (RFC 6890 and its updates), narrow blocks before the wide ones that hold them.
private enum SpecialBlocks {
    static let v4: [(AddressBlock, AddressKind)] = [
        (AddressBlock(v4: (0, 0, 0, 0), 8), .unspecified),
        (AddressBlock(v4: (10, 0, 0, 0), 8), .privateUse),
        (AddressBlock(v4: (100, 64, 0, 0), 10), .sharedSpace),
        (AddressBlock(v4: (127, 0, 0, 0), 8), .loopback),
        (AddressBlock(v4: (168, 63, 129, 16), 32), .platform),
        (AddressBlock(v4: (169, 254, 0, 0), 16), .linkLocal),
        (AddressBlock(v4: (172, 16, 0, 0), 12), .privateUse),
        (AddressBlock(v4: (192, 0, 2, 0), 24), .documentation),
        (AddressBlock(v4: (192, 0, 0, 0), 24), .reserved),
        (AddressBlock(v4: (192, 88, 99, 0), 24), .reserved),
        (AddressBlock(v4: (192, 168, 0, 0), 16), .privateUse),
        (AddressBlock(v4: (198, 18, 0, 0), 15), .benchmarking),
        (AddressBlock(v4: (198, 51, 100, 0), 24), .documentation),
        (AddressBlock(v4: (203, 0, 113, 0), 24), .documentation),
        (AddressBlock(v4: (224, 0, 0, 0), 4), .multicast),
        (AddressBlock(v4: (240, 0, 0, 0), 4), .reserved),
    ]

    static let v6: [(AddressBlock, AddressKind)] = [
        (AddressBlock(v6: [], 128), .unspecified),
        (AddressBlock(v6: [0, 0, 0, 0, 0, 0, 0, 1], 128), .loopback),
        (AddressBlock(v6: [0x64, 0xFF9B, 1], 48), .privateUse),
        (AddressBlock(v6: [0x2001, 2], 48), .benchmarking),
        (AddressBlock(v6: [0x2001, 0xDB8], 32), .documentation),
        (AddressBlock(v6: [0x3FFF], 20), .documentation),
        (AddressBlock(v6: [0x5F00], 16), .reserved),
        (AddressBlock(v6: [0xFC00], 7), .privateUse),
        (AddressBlock(v6: [0xFE80], 10), .linkLocal),
        (AddressBlock(v6: [0xFEC0], 10), .privateUse),
        (AddressBlock(v6: [0xFF00], 8), .multicast),
        (AddressBlock(v6: [0x2001, 0x10], 28), .reserved),
        (AddressBlock(v6: [0x2001, 0x20], 28), .reserved),
    ]

    /// What the registries hand out at all.
    static let assigned = AddressBlock(v6: [0x2000], 3)
    /// NAT64: an IPv4 address in the last 32 bits.
    static let translated = AddressBlock(v6: [0x64, 0xFF9B], 96)
    static let sixToFour = AddressBlock(v6: [0x2002], 16)
    static let teredo = AddressBlock(v6: [0x2001, 0], 32)
}
