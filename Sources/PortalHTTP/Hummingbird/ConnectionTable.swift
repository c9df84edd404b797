import HummingbirdCore
import NIOCore
import Synchronization

/// Who holds a server's connections, so that nobody can hold all of them.
///
/// When the last place is taken, the one that has rested longest makes room for whoever comes next; and one network has a share, within
/// which its own make room for each other. A connection rests while nothing was asked on it that is not answered and taken; a head that is
/// begun and not finished is no work yet.
final class ConnectionTable: Sendable {
    private let limits: ConnectionLimits
    private let proxies: [AddressRange]
    private let state = Mutex(State())
    private let isAwaited = Atomic(false)

    private struct State {
        var places: [ObjectIdentifier: Place] = [:]
        /// How many each network has that is counted; none is in it that has none.
        var networks: [NetworkAddress: Int] = [:]
    }

    init(_ limits: ConnectionLimits, trusting proxies: [AddressRange]) {
        self.limits = limits
        self.proxies = proxies
    }

    /// One connection's place.
    final class Place: Sendable {
        fileprivate let channel: any Channel
        fileprivate let network: NetworkAddress?
        /// Since when it has rested, in nanoseconds of uptime; 0 while it does not.
        private let restingSince: Atomic<UInt64>

        fileprivate init(_ channel: any Channel, network: NetworkAddress?) {
            self.channel = channel
            self.network = network
            restingSince = Atomic(NIODeadline.now().uptimeNanoseconds)
        }

        func works() { restingSince.store(0, ordering: .relaxed) }

        /// It rests; how long it has is counted from when that was first told.
        func rests() {
            guard restingSince.load(ordering: .relaxed) == 0 else { return }
            restingSince.store(NIODeadline.now().uptimeNanoseconds, ordering: .relaxed)
        }

        fileprivate func rested(before latest: UInt64) -> UInt64? {
            let since = restingSince.load(ordering: .relaxed)
            return since > 0 && since <= latest ? since : nil
        }

        /// Asks it to make room. Only the connection itself knows whether it still rests.
        fileprivate func ask(_ request: MakeRoom) {
            works()
            channel.pipeline.fireUserInboundEventTriggered(request)
        }
    }

    /// What a connection is told that shall close if it rests: for one of its network, or for anybody.
    enum MakeRoom: Sendable { case forNetwork, forAnybody }

    /// A place for a connection; `nil` if its network has its share and works on all of it.
    func enter(_ channel: any Channel) -> Place? {
        let place = Place(channel, network: counted(channel.remoteAddress))
        var other: Place?
        let isAdmitted = state.withLock { state in
            if let network = place.network {
                let count = state.networks[network, default: 0]
                if count >= limits.perNetwork {
                    other = longestResting(in: state, of: network)
                    guard other != nil else { return false }
                }
                state.networks[network] = count + 1
            }
            state.places[ObjectIdentifier(place)] = place
            return true
        }
        other?.ask(.forNetwork)
        return isAdmitted ? place : nil
    }

    func leave(_ place: Place) {
        state.withLock { state in
            guard state.places.removeValue(forKey: ObjectIdentifier(place)) != nil, let network = place.network else {
                return
            }
            let rest = state.networks[network, default: 0] - 1
            state.networks[network] = rest > 0 ? rest : nil
        }
    }

    // MARK: Where all places are taken

    /// There is a place to be had again.
    func hasRoom() { isAwaited.store(false, ordering: .relaxed) }

    /// Has the connection make room that has rested longest; if none has for long enough, the next one that has.
    func makeRoom() {
        let place = state.withLock { longestResting(in: $0) }
        isAwaited.store(place == nil, ordering: .relaxed)
        place?.ask(.forAnybody)
    }

    /// Has one make room if none could.
    func makeRoomIfAwaited() { if isAwaited.load(ordering: .relaxed) { makeRoom() } }

    private func longestResting(in state: State, of network: NetworkAddress? = nil) -> Place? {
        let latest = (NIODeadline.now() - TimeAmount(limits.settling)).uptimeNanoseconds
        var longest: (place: Place, since: UInt64)?
        for place in state.places.values where network == nil || place.network == network {
            guard let since = place.rested(before: longest?.since ?? latest) else { continue }
            longest = (place, since)
        }
        return longest?.place
    }

    /// The network whose share a connection counts in; `nil` where that would be many people's.
    private func counted(_ peer: SocketAddress?) -> NetworkAddress? {
        guard let address = peer?.ipAddress.flatMap({ NetworkAddress($0) }),
            !(limits.sparesLoopback && address.isLoopback), !proxies.contains(where: { $0.contains(address) })
        else { return nil }
        return address.neighbourhood
    }
}

/// Takes connections while there are places, and sees to it that there are.
struct ConnectionDoor: AvailableConnectionsDelegate {
    let table: ConnectionTable
    let limit: Int
    private var count = 0

    init(_ table: ConnectionTable, limit: Int) {
        self.table = table
        self.limit = limit
    }

    mutating func connectionOpened() { count += 1 }

    mutating func connectionClosed() { count -= 1 }

    func isAcceptingNewConnections() -> Bool {
        guard count < limit else {
            table.makeRoom()
            return false
        }
        table.hasRoom()
        return true
    }
}
