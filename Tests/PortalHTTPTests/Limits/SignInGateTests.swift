import PortalCore
import Testing

@testable import PortalHTTP

struct SignInGateTests {
    private let start = Instant(milliseconds: 1_000_000)
    private let north: Agency.ID = Identifier(high: 1, low: 1)
    private let south: Agency.ID = Identifier(high: 1, low: 2)

    private func attempt(
        _ gate: SignInGate, _ typed: String, from address: String, at agency: Agency.ID? = nil,
        later: TimeSpan = .seconds(0)
    ) -> TimeSpan? {
        gate.admit(
            .init(at: agency ?? north, as: typed, from: NetworkAddress(address)), now: start.adding(later))
    }

    /// An address of a network that no other number has.
    private func network(_ number: Int) -> String { "2001:db8:\(String(number, radix: 16))::1" }

    @Test func `who guesses stands in nobody's way but that of their own network`() {
        let gate = SignInGate(SignInLimits())
        for _ in 0..<10 { #expect(attempt(gate, "ada@example.com", from: "192.0.2.1") == nil) }

        #expect(attempt(gate, " ADA@example.com ", from: "192.0.2.77") == .seconds(30), "however it is typed")
        #expect(attempt(gate, "ada@example.com", from: "198.51.100.1") == nil, "she herself, elsewhere")
        #expect(attempt(gate, "eve@example.com", from: "192.0.2.1") == nil, "another address")
        #expect(
            attempt(gate, "ada@example.com", from: "192.0.2.1", at: south) == nil, "somebody else at another agency")
    }

    @Test func `guesses of one address from many networks are bounded`() {
        let gate = SignInGate(SignInLimits())
        var admitted = 0
        for number in 0..<400 where attempt(gate, "ada@example.com", from: network(number)) == nil { admitted += 1 }
        #expect(admitted == 120)
        #expect(attempt(gate, "ada@example.com", from: network(500)) == .seconds(5))
        #expect(attempt(gate, "eve@example.com", from: network(500)) == nil)
        // A day long, from as many networks as it takes.
        let aDay = (1...86_400).filter { second in
            attempt(gate, "ada@example.com", from: network(second % 60_000), later: .seconds(Int64(second))) == nil
        }
        #expect(aDay.count == 17_280)
    }

    @Test func `tries from one network are bounded, whomever they are for`() {
        let gate = SignInGate(SignInLimits(network: RateLimit(burst: 4, oneEvery: .minutes(1))))
        for number in 0..<4 { #expect(attempt(gate, "x\(number)@example.com", from: "192.0.2.\(number)") == nil) }

        #expect(attempt(gate, "y@example.com", from: "192.0.2.77") == .minutes(1))
        #expect(attempt(gate, "y@example.com", from: "192.0.3.77") == nil)
    }

    @Test func `tries at one agency are bounded, and those at another go on`() {
        let gate = SignInGate(SignInLimits(agency: RateLimit(burst: 50, oneEvery: .seconds(1))))
        for number in 0..<50 { #expect(attempt(gate, "x\(number)@example.com", from: network(number)) == nil) }

        #expect(attempt(gate, "ada@example.com", from: network(60)) == .seconds(1))
        for number in 0..<2_000 {
            let other: Agency.ID = Identifier(high: 9, low: UInt64(number))
            #expect(attempt(gate, "ada@example.com", from: network(number + 100), at: other) == nil)
        }
        #expect(attempt(gate, "ada@example.com", from: network(60), later: .seconds(1)) == nil)
    }

    @Test func `a try that must wait is counted nowhere`() {
        let gate = SignInGate(
            SignInLimits(
                address: RateLimit(burst: 2, oneEvery: .hours(1)), everywhere: RateLimit(burst: 3, oneEvery: .hours(1)),
                network: RateLimit(burst: 5, oneEvery: .hours(1)), agency: RateLimit(burst: 4, oneEvery: .minutes(1))))
        for _ in 0..<2 { #expect(attempt(gate, "ada@example.com", from: network(1)) == nil) }
        for _ in 0..<9 { #expect(attempt(gate, "ada@example.com", from: network(1)) == .hours(1)) }
        #expect(attempt(gate, "ada@example.com", from: network(2)) == nil, "the third from everywhere")
        for _ in 0..<9 { #expect(attempt(gate, "ada@example.com", from: network(3)) == .hours(1)) }
        #expect(attempt(gate, "eve@example.com", from: network(1)) == nil, "the fourth at the agency")
        for _ in 0..<9 { #expect(attempt(gate, "eve@example.com", from: network(1)) == .minutes(1)) }

        let later = TimeSpan.minutes(4)
        #expect(attempt(gate, "eve@example.com", from: network(1), later: later) == nil)
        #expect(attempt(gate, "joe@example.com", from: network(1), later: later) == nil, "the fifth of the network")
        #expect(attempt(gate, "joe@example.com", from: network(1), later: later) != nil)
    }

    @Test func `a rightful try is given back everywhere`() {
        let one = RateLimit(burst: 1, oneEvery: .hours(1))
        let gate = SignInGate(SignInLimits(address: one, everywhere: one, network: one, agency: one))
        let own = SignInGate.Attempt(at: north, as: "ada@example.com", from: NetworkAddress("192.0.2.1"))
        for _ in 0..<20 {
            #expect(gate.admit(own, now: start) == nil)
            gate.succeeded(own)
        }
    }

    @Test func `one network cannot use up the mails that somebody can be sent`() {
        let gate = SignInGate(.mail)
        for hour in 0..<48 {
            for _ in 0..<20 {
                _ = attempt(gate, "ada@example.com", from: "192.0.2.1", later: .hours(Int64(hour)))
            }
            #expect(attempt(gate, "ada@example.com", from: "198.51.100.1", later: .hours(Int64(hour))) == nil)
        }
        let mails = (0..<1_000).filter {
            attempt(gate, "eve@example.com", from: network($0), later: .hours(48)) == nil
        }
        #expect(mails.count == 15)
    }
}
