import PortalCore
import PortalServices
import Synchronization

/// A clock that stands still until a test moves it.
final class TownClock: WallClock {
    private let moment: Mutex<Instant>

    init(_ start: Instant = TownClock.morning) { moment = Mutex(start) }

    var now: Instant { moment.withLock { $0 } }

    func advance(by span: TimeSpan) { moment.withLock { $0 = $0.adding(span) } }

    /// 2026-11-02T09:00:00Z.
    static let morning = Instant(milliseconds: 1_793_610_000_000)
}

/// Bytes that look like a generator's and are the same in every run: SHA-256 over a seed and a count.
final class TownEntropy: Entropy {
    private let seed: [UInt8]
    private let count = Atomic<UInt64>(0)

    init(_ seed: String) { self.seed = Array(seed.utf8) }

    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let number = self.count.add(1, ordering: .relaxed).newValue
            bytes += CryptoDigests().sha256(seed + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
        }
        return Array(bytes.prefix(count))
    }
}
