import PortalCore
import Synchronization

/// How many bodies each network is sending, at most so many at once: who sends them slowly takes few of a server's connections, also
/// through a proxy, where only the head of a request tells whose it is.
final class BodiesUnderWay: Sendable {
    private let limit: Int
    private let networks = Mutex<[NetworkAddress: Int]>([:])

    init(limit: Int) { self.limit = max(limit, 1) }

    /// A network sends as many as it may.
    struct TooMany: Error {}

    /// Reads a body from a client. Neither a client that nobody tells apart nor one on this machine, where proxies are, is counted.
    func counting<Body>(from client: NetworkAddress?, _ read: () async throws -> Body) async throws -> Body {
        guard let client, !client.isLoopback else { return try await read() }
        let network = client.neighbourhood
        try enter(network)
        defer { leave(network) }
        return try await read()
    }

    private func enter(_ network: NetworkAddress) throws(TooMany) {
        let isAdmitted = networks.withLock { networks in
            let count = networks[network, default: 0]
            guard count < limit else { return false }
            networks[network] = count + 1
            return true
        }
        guard isAdmitted else { throw TooMany() }
    }

    private func leave(_ network: NetworkAddress) {
        networks.withLock { networks in
            let rest = networks[network, default: 0] - 1
            networks[network] = rest > 0 ? rest : nil
        }
    }
}
