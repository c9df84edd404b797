import PortalCore
import Synchronization

/// How often something may be tried: so many at once, and one more every so often.
public struct RateLimit: Hashable, Sendable {
    /// How many tries can be made at once.
    public let burst: Int
    /// How long until a spent try comes back.
    public let refill: TimeSpan

    public init(burst: Int, oneEvery refill: TimeSpan) {
        self.burst = max(burst, 1)
        self.refill = max(refill, TimeSpan(milliseconds: 1))
    }
}

/// Token buckets of a fixed number: memory does not grow with what strangers type.
///
/// A key always falls into the same bucket, chosen by a hash that is secret to the process; two keys may share one, which
/// can only make the limit tighter. Nothing is ever evicted, so that nobody can make the limiter forget them.
final class RateLimiter: Sendable {
    let limit: RateLimit
    private let count: Int
    private let buckets: Mutex<[Bucket]>

    /// When the bucket will be full again; it holds its tries as time.
    private struct Bucket {
        var fullAt = Instant(milliseconds: .min / 2)
    }

    init(_ limit: RateLimit, buckets count: Int = 16_384) {
        self.limit = limit
        self.count = max(count, 1)
        buckets = Mutex(Array(repeating: Bucket(), count: self.count))
    }

    /// Takes a try; answers `nil` if there was one, or else how long until there is.
    func take(_ key: some Hashable, now: Instant) -> TimeSpan? {
        let index = index(of: key)
        return buckets.withLock { buckets in
            let from = max(buckets[index].fullAt, now)
            let next = from.adding(limit.refill)
            // Full at `next` means so many tries are spent; more than the burst holds would be spent too many.
            let excess = next.since(now).milliseconds - Int64(limit.burst) * limit.refill.milliseconds
            guard excess <= 0 else { return TimeSpan(milliseconds: excess) }
            buckets[index].fullAt = next
            return nil
        }
    }

    /// Gives a try back that turned out to be rightful.
    func giveBack(_ key: some Hashable) {
        let index = index(of: key)
        buckets.withLock { buckets in
            buckets[index].fullAt = buckets[index].fullAt.adding(-limit.refill)
        }
    }

    private func index(of key: some Hashable) -> Int {
        // The standard library seeds its hasher anew in each process.
        var hasher = Hasher()
        hasher.combine(key)
        return Int(UInt(bitPattern: hasher.finalize()) % UInt(count))
    }
}
