import HTTPTypes
import PortalCore

/// Where a request came from and which name it asked for, after the proxies that the operator trusts have been heard.
struct RequestOrigin: Hashable, Sendable {
    let host: HostName
    /// Whether the browser's own connection was encrypted.
    let isSecure: Bool
    /// The nearest address that no trusted proxy vouches for: the browser's.
    let address: NetworkAddress?

    /// Why a request has no origin: it is answered with 400, by nobody in particular.
    enum Malformed: Error, Hashable, Sendable {
        case host
    }

    /// Reads the origin of a request.
    ///
    /// `X-Forwarded-For`, `-Host` and `-Proto` count only if the peer is trusted, and are read from the right: what stands
    /// to the left of the first untrusted address was written by a stranger. No other forwarding header is ever read. A request
    /// without a host, with several, or with one that is no name, has no origin.
    init(of request: PortalRequest, trusting proxies: [AddressRange]) throws(Malformed) {
        let fields = request.head.headerFields
        // The adapter took the first Host field out of the list; any that is left is one too many.
        guard let authority = request.head.authority, !fields.contains(.host) else { throw .host }

        guard let peer = request.peer, proxies.contains(where: { $0.contains(peer) }) else {
            guard let host = HostName(authority) else { throw .host }
            self.host = host
            isSecure = request.isTLS
            address = request.peer
            return
        }
        let forwardedHosts = fields[values: .forwardedHost]
        guard forwardedHosts.count <= 1, let host = HostName(forwardedHosts.first ?? authority) else { throw .host }
        self.host = host
        isSecure = Self.isSecure(fields[values: .forwardedProto]) ?? request.isTLS
        address = Self.client(fields[values: .forwardedFor], peer: peer, trusting: proxies)
    }

    /// What the nearest proxy says of its own client's connection; `nil` if it says nothing usable.
    private static func isSecure(_ values: [String]) -> Bool? {
        guard let last = values.last?.utf8.split(separator: UInt8(ascii: ",")).last?.trimmingBlanks() else {
            return nil
        }
        if last.isNamed("https") { return true }
        return last.isNamed("http") ? false : nil
    }

    private static func client(
        _ values: [String], peer: NetworkAddress, trusting proxies: [AddressRange]
    ) -> NetworkAddress {
        var client = peer
        for value in values.reversed() {
            for entry in value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).reversed() {
                guard let address = NetworkAddress(Substring(entry.trimmingBlanks())) else { return client }
                client = address
                guard proxies.contains(where: { $0.contains(address) }) else { return client }
            }
        }
        return client
    }
}
