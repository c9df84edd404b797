import PortalCore
import Testing

@testable import PortalHTTP

struct RateLimiterTests {
    private let start = Instant(milliseconds: 1_000_000)

    @Test func `so many at once, and one more every so often`() {
        let limiter = RateLimiter(RateLimit(burst: 3, oneEvery: .seconds(10)))
        for _ in 0..<3 { #expect(limiter.take("a", now: start) == nil) }

        #expect(limiter.take("a", now: start) == .seconds(10))
        #expect(limiter.take("a", now: start.adding(.seconds(4))) == .seconds(6))
        #expect(limiter.take("a", now: start.adding(.seconds(10))) == nil)
        #expect(limiter.take("a", now: start.adding(.seconds(10))) == .seconds(10))
        // After a long rest the burst is whole again, and no larger.
        for _ in 0..<3 { #expect(limiter.take("a", now: start.adding(.hours(9))) == nil) }
        #expect(limiter.take("a", now: start.adding(.hours(9))) != nil)
    }

    @Test func `a refused try costs nothing further`() {
        let limiter = RateLimiter(RateLimit(burst: 1, oneEvery: .seconds(10)))
        #expect(limiter.take("a", now: start) == nil)
        for _ in 0..<100 { #expect(limiter.take("a", now: start) == .seconds(10)) }

        #expect(limiter.take("a", now: start.adding(.seconds(10))) == nil)
    }

    @Test func `a rightful try is given back`() {
        let limiter = RateLimiter(RateLimit(burst: 1, oneEvery: .seconds(10)))
        for _ in 0..<50 {
            #expect(limiter.take("a", now: start) == nil)
            limiter.giveBack("a")
        }
    }

    @Test func `memory is bounded, and sharing a bucket only tightens the limit`() {
        let limiter = RateLimiter(RateLimit(burst: 1, oneEvery: .hours(1)), buckets: 8)
        var admitted = 0
        for key in 0..<10_000 where limiter.take(key, now: start) == nil { admitted += 1 }

        #expect((1...8).contains(admitted))
    }

    @Test func `keys of ours have buckets of their own, and those at rest are let go of`() {
        let limiter = ExactRateLimiter<Int>(RateLimit(burst: 2, oneEvery: .seconds(10)))
        for key in 0..<20_000 { #expect(limiter.take(key, now: start) == nil) }
        for key in 0..<20_000 { #expect(limiter.take(key, now: start) == nil) }
        for key in 0..<20_000 { #expect(limiter.take(key, now: start) == .seconds(10)) }
        limiter.giveBack(7)
        #expect(limiter.take(7, now: start) == nil)

        let later = start.adding(.hours(1))
        for key in 100_000..<150_000 { _ = limiter.take(key, now: later.adding(.seconds(Int64(key)))) }
        #expect(limiter.count < 50_000)
    }
}
