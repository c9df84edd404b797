import PortalCore
import Synchronization

/// Fronts that were read before, each with the revision it was read at.
///
/// A copy is used only where the page's own snapshot names the same revision, so a changed brand shows at the very next
/// request and no two pages can disagree with their rows.
final class FrontCache: Sendable {
    private struct Kept {
        let revision: Int64
        let front: Front
    }

    private let kept = Mutex<[Agency.ID: Kept]>([:])
    private let limit = 4_096

    func front(of agency: Agency.ID, revision: Int64) -> Front? {
        kept.withLock { kept in
            guard let copy = kept[agency], copy.revision == revision else { return nil }
            return copy.front
        }
    }

    func keep(_ front: Front, revision: Int64) {
        kept.withLock { kept in
            if kept.count >= limit { kept.removeAll(keepingCapacity: true) }
            kept[front.agency.id] = Kept(revision: revision, front: front)
        }
    }
}

/// What every snapshot and transaction of one storage shares.
struct Shared: Sendable {
    let fronts = FrontCache()
    let digests: any Digesting
}
