/// The one gate before every outbound connection.
///
/// People who are not the operator choose where requests go (an agency's workflows, its engines). The gate resolves the name and lets
/// through only addresses that are out in the internet, or that the operator listed; what passes is connected to by address,
/// so that a name which changes its mind meanwhile changes nothing.
public struct AddressGate: Sendable {
    private let allowed: [AllowedTarget]
    private let resolver: any NameResolving

    public init(allowing allowed: [AllowedTarget] = [], resolver: any NameResolving = SystemResolver()) {
        self.allowed = allowed
        self.resolver = resolver
    }

    /// Resolves the host and answers with the addresses that may be connected to: at least one.
    public func check(_ url: OutboundURL) async throws(GateRefusal) -> CheckedTarget {
        CheckedTarget(url: url, addresses: try await addresses(of: url.host, port: url.port))
    }

    /// Resolves the host and answers with the addresses that may be connected to at this port: at least one.
    func addresses(of host: String, port: Int) async throws(GateRefusal) -> [IPAddress] {
        let found: [IPAddress]
        do {
            found = try await resolver.addresses(of: host)
        } catch {
            throw .unresolved(error)
        }
        let admitted = found.filter { address in
            address.kind == .global || allowed.contains { $0.covers(address, host: host, port: port) }
        }
        guard !admitted.isEmpty else { throw .forbidden(found.first?.kind ?? .reserved) }
        return admitted
    }

    /// Reads an address's text and checks where it leads.
    public func check(_ text: String) async throws(GateRefusal) -> CheckedTarget {
        let url: OutboundURL
        do {
            url = try OutboundURL(text)
        } catch {
            throw .malformed(error)
        }
        return try await check(url)
    }
}

/// Why the gate let nothing through.
public enum GateRefusal: Error, Hashable, Sendable {
    case malformed(OutboundURL.Malformed)
    case unresolved(ResolvingFailure)
    /// It leads to where only the operator may send requests.
    case forbidden(AddressKind)

    /// A few words for staff. What kind of address it was is not theirs to learn: it would map the operator's network.
    public var reason: String {
        switch self {
        case .malformed: "the address is not a usable http or https address"
        case .unresolved(.unknownName): "the name does not resolve"
        case .unresolved(.tookTooLong), .unresolved(.busy): "the name was not resolved in time"
        case .forbidden: "the address is not allowed"
        }
    }
}

/// An address with the numbers it may be connected to by. Only ``AddressGate`` makes one.
public struct CheckedTarget: Hashable, Sendable {
    public let url: OutboundURL
    public let addresses: [IPAddress]

    init(url: OutboundURL, addresses: [IPAddress]) {
        self.url = url
        self.addresses = addresses
    }
}
