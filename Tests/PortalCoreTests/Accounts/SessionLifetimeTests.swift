import PortalCore
import Testing

@Suite struct SessionLifetimeTests {
    private let made = Instant(milliseconds: 1_700_000_000_000)
    private let lifetime = SessionLifetime(idle: .days(14), absolute: .days(90))

    private func admits(usedAfter used: TimeSpan, askedAfter asked: TimeSpan) -> Bool {
        lifetime.admits(createdAt: made, lastUsedAt: made.adding(used), now: made.adding(asked))
    }

    @Test func `a session ends when it was not used for too long`() {
        let millisecond = TimeSpan(milliseconds: 1)
        #expect(admits(usedAfter: .seconds(0), askedAfter: .seconds(0)))
        #expect(admits(usedAfter: .seconds(0), askedAfter: TimeSpan.days(14) - millisecond))
        #expect(!admits(usedAfter: .seconds(0), askedAfter: .days(14)))
        #expect(admits(usedAfter: .days(10), askedAfter: TimeSpan.days(24) - millisecond))
        #expect(!admits(usedAfter: .days(10), askedAfter: .days(24)))
    }

    @Test func `however much used, a session ends`() {
        #expect(admits(usedAfter: .days(89), askedAfter: TimeSpan.days(90) - TimeSpan(milliseconds: 1)))
        #expect(!admits(usedAfter: .days(90), askedAfter: .days(90)))
        #expect(!admits(usedAfter: .days(200), askedAfter: .days(201)))
    }

    @Test func `the usual lifetime is two weeks unused and ninety days at most`() {
        #expect(SessionLifetime() == SessionLifetime(idle: .days(14), absolute: .days(90), touchInterval: .minutes(10)))
    }
}

extension TimeSpan {
    fileprivate static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
    }
}
