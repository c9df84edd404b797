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

    @Test func `sign-in counts by address, by network and by agency`() {
        let gate = SignInGate(
            SignInLimits(
                address: RateLimit(burst: 2, oneEvery: .minutes(1)),
                network: RateLimit(burst: 4, oneEvery: .minutes(1)),
                agency: RateLimit(burst: 100, oneEvery: .minutes(1))))
        let north: Agency.ID = Identifier(high: 1, low: 1)
        let south: Agency.ID = Identifier(high: 1, low: 2)
        func attempt(_ agency: Agency.ID, _ typed: String, _ address: String) -> TimeSpan? {
            gate.admit(.init(at: agency, as: typed, from: NetworkAddress(address)), now: start)
        }

        #expect(attempt(north, "ada@example.com", "192.0.2.1") == nil)
        #expect(attempt(north, " ADA@example.com ", "198.51.100.1") == nil)
        #expect(
            attempt(north, "ada@example.com", "203.0.113.1") != nil, "the third of one address, however it is typed")
        #expect(
            attempt(south, "ada@example.com", "203.0.113.1") == nil,
            "the same address at another agency is somebody else")

        for number in 0..<3 { #expect(attempt(north, "x\(number)@example.com", "192.0.2.\(number)") == nil) }
        #expect(attempt(north, "y@example.com", "192.0.2.77") != nil, "the fifth from one network")
    }
}
