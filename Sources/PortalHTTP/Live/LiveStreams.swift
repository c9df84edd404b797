import PortalCore
import Synchronization

/// The live streams that are open, at most so many for each user.
///
/// One too many ends the oldest, so that a page that was reloaded does not wait for its own ghosts.
final class LiveStreams: Sendable {
    private let limit: Int
    private let metrics: PortalMetrics
    private let open = Mutex<[User.ID: [Ticket]]>([:])

    init(limit: Int, metrics: PortalMetrics) {
        self.limit = max(limit, 1)
        self.metrics = metrics
    }

    /// One open stream's leave to go on.
    final class Ticket: Sendable {
        let user: User.ID
        private let ended = Atomic(false)

        fileprivate init(user: User.ID) { self.user = user }

        /// Whether a newer stream of the same user has taken its place.
        var isEnded: Bool { ended.load(ordering: .relaxed) }

        fileprivate func end() { ended.store(true, ordering: .relaxed) }
    }

    func enter(_ user: User.ID) -> Ticket {
        let ticket = Ticket(user: user)
        open.withLock { open in
            var tickets = open[user] ?? []
            while tickets.count >= limit { tickets.removeFirst().end() }
            tickets.append(ticket)
            open[user] = tickets
        }
        metrics.streamOpened()
        return ticket
    }

    func leave(_ ticket: Ticket) {
        open.withLock { open in
            let rest = open[ticket.user]?.filter { $0 !== ticket } ?? []
            open[ticket.user] = rest.isEmpty ? nil : rest
        }
        metrics.streamClosed()
    }
}
