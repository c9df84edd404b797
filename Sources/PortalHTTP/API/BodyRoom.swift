import PortalCore
import Synchronization

/// What bodies of the API may take of memory together, from their first byte until they are answered.
///
/// Each agency has a share, so that one whose engines hold their bodies back leaves room for the others; what does not fit is refused
/// before it is read, and can be sent again in a moment. Short bodies have room of their own: reports of single runs come through
/// whoever sends batches.
final class BodyRoom: Sendable {
    /// How many bytes, of everybody and of one agency.
    struct Limits: Hashable, Sendable {
        let all: Int
        let agency: Int
    }

    /// Up to this a body is short, and is read on the event loop of its connection.
    static let short = 64 << 10

    private let long: Limits
    private let short: Limits
    private let taken = Mutex((long: Taken(), short: Taken()))

    private struct Taken {
        var all = 0
        /// Nobody is in it who takes nothing.
        var agencies: [Agency.ID: Int] = [:]

        mutating func add(_ count: Int, of agency: Agency.ID) {
            all += count
            let own = agencies[agency, default: 0] + count
            agencies[agency] = own == 0 ? nil : own
        }

        func admits(_ count: Int, of agency: Agency.ID, _ limits: Limits) -> Bool {
            all + count <= limits.all && agencies[agency, default: 0] + count <= limits.agency
        }
    }

    /// Room for one whole batch of an agency's, and half of another's: with what is read of them it stays within what a process may take.
    init(batch: Int) {
        long = Limits(all: batch + batch / 2, agency: batch)
        short = Limits(all: 4 << 20, agency: 1 << 20)
    }

    /// A body that is under way; it takes nothing yet.
    func enter(_ agency: Agency.ID) -> Place { Place(self, agency) }

    /// There is no room for more at the moment.
    struct Full: Error {}

    /// What one body takes of the room.
    final class Place: Sendable {
        private let room: BodyRoom
        private let agency: Agency.ID
        private let held = Mutex(0)

        fileprivate init(_ room: BodyRoom, _ agency: Agency.ID) {
            self.room = room
            self.agency = agency
        }

        /// Takes room for so many bytes in all. Throws ``Full`` if there is none; then what was held is still held.
        func hold(_ count: Int) throws(Full) {
            try held.withLock { held throws(Full) in
                guard count > held else { return }
                try room.exchange(held, for: count, of: agency)
                held = count
            }
        }

        /// Takes nothing any more.
        func leave() {
            held.withLock { held in
                room.giveBack(held, of: agency)
                held = 0
            }
        }
    }

    private func exchange(_ old: Int, for new: Int, of agency: Agency.ID) throws(Full) {
        let isAdmitted = taken.withLock { taken in
            // A body that grows long takes nothing any more of the room for short ones.
            switch (old > Self.short, new > Self.short) {
            case (false, false):
                guard taken.short.admits(new - old, of: agency, short) else { return false }
                taken.short.add(new - old, of: agency)
            case (true, _):
                guard taken.long.admits(new - old, of: agency, long) else { return false }
                taken.long.add(new - old, of: agency)
            case (false, true):
                guard taken.long.admits(new, of: agency, long) else { return false }
                taken.short.add(-old, of: agency)
                taken.long.add(new, of: agency)
            }
            return true
        }
        guard isAdmitted else { throw Full() }
    }

    private func giveBack(_ count: Int, of agency: Agency.ID) {
        taken.withLock { taken in
            if count > Self.short { taken.long.add(-count, of: agency) } else { taken.short.add(-count, of: agency) }
        }
    }
}
