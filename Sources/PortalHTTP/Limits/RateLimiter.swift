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

/// The tries that are left of a limit, held as the time at which none will be missing.
private struct Bucket {
    private(set) var fullAt = Instant(milliseconds: .min / 2)

    /// Takes a try; answers `nil` if there was one, or else how long until there is.
    mutating func take(_ limit: RateLimit, now: Instant) -> TimeSpan? {
        let next = max(fullAt, now).adding(limit.refill)
        // Full at `next` means so many tries are spent; more than the burst holds would be spent too many.
        let excess = next.since(now).milliseconds - Int64(limit.burst) * limit.refill.milliseconds
        guard excess <= 0 else { return TimeSpan(milliseconds: excess) }
        fullAt = next
        return nil
    }

    mutating func giveBack(_ limit: RateLimit) { fullAt = fullAt.adding(-limit.refill) }
}

/// Token buckets of a fixed number: memory does not grow with what strangers type.
///
/// A key always falls into the same bucket, chosen by a hash that is secret to the process; two keys may share one, which
/// can only make the limit tighter. Nothing is ever evicted, so that nobody can make the limiter forget them.
final class RateLimiter: Sendable {
    let limit: RateLimit
    private let count: Int
    private let buckets: Mutex<[Bucket]>

    init(_ limit: RateLimit, buckets count: Int = 16_384) {
        self.limit = limit
        self.count = max(count, 1)
        buckets = Mutex(Array(repeating: Bucket(), count: self.count))
    }

    /// Takes a try; answers `nil` if there was one, or else how long until there is.
    func take(_ key: some Hashable, now: Instant) -> TimeSpan? {
        let index = index(of: key)
        return buckets.withLock { $0[index].take(limit, now: now) }
    }

    /// Gives a try back that turned out to be rightful.
    func giveBack(_ key: some Hashable) {
        let index = index(of: key)
        buckets.withLock { $0[index].giveBack(limit) }
    }

    private func index(of key: some Hashable) -> Int {
        // The standard library seeds its hasher anew in each process.
        var hasher = Hasher()
        hasher.combine(key)
        return Int(UInt(bitPattern: hasher.finalize()) % UInt(count))
    }
}

/// A token bucket for each of some keys that are ours, such as agencies: what is done to one is never felt by another.
///
/// Whoever is at rest takes no memory for long; the keys must be no strangers' to choose.
final class ExactRateLimiter<Key: Hashable & Sendable>: Sendable {
    let limit: RateLimit
    private let state = Mutex(State())

    private struct State {
        var buckets: [Key: Bucket] = [:]
        /// At how many buckets those that are full are next let go of.
        var most = 1_024
    }

    init(_ limit: RateLimit) { self.limit = limit }

    /// How many keys are remembered.
    var count: Int { state.withLock { $0.buckets.count } }

    /// Takes a try; answers `nil` if there was one, or else how long until there is.
    func take(_ key: Key, now: Instant) -> TimeSpan? {
        state.withLock { state in
            if state.buckets.count >= state.most {
                state.buckets = state.buckets.filter { $0.value.fullAt > now }
                state.most = max(1_024, 2 * state.buckets.count)
            }
            return state.buckets[key, default: Bucket()].take(limit, now: now)
        }
    }

    /// Gives a try back that turned out to be rightful.
    func giveBack(_ key: Key) { state.withLock { $0.buckets[key]?.giveBack(limit) } }
}
