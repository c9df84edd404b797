import Dispatch
import PortalCore
import Synchronization

/// Runs derivations one at a time on a thread of its own, so that neither memory nor the threads that serve requests depend on how
/// many people sign in at once.
final class DerivationQueue: Sendable {
    private let thread = DispatchQueue(label: "password-derivation")
    private let capacity: Int
    private let places = Mutex(0)
    private let finished = Atomic(0)

    /// - Parameter capacity: How many may wait or run at once.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many derivations were made so far.
    var count: Int { finished.load(ordering: .acquiring) }

    /// Derives when its turn comes; throws ``PasswordQueueFull`` at once if too many wait already.
    func run(_ derivation: @escaping @Sendable () throws -> [UInt8]) async throws -> [UInt8] {
        try takePlace()
        return try await withCheckedThrowingContinuation { continuation in
            thread.async {
                let derived = Result { try derivation() }
                self.finished.add(1, ordering: .acquiringAndReleasing)
                self.places.withLock { $0 -= 1 }
                continuation.resume(with: derived)
            }
        }
    }

    private func takePlace() throws(PasswordQueueFull) {
        let isTaken = places.withLock { places in
            guard places < capacity else { return false }
            places += 1
            return true
        }
        guard isTaken else { throw PasswordQueueFull() }
    }
}
