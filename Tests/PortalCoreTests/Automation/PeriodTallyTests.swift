import Testing

@testable import PortalCore

@Suite struct PeriodTallyTests {
    private static let midnight = Instant(milliseconds: 1_699_920_000_000)

    private struct Tally {
        let hour: Int64
        let succeeded: Int
        let failed: Int
        let canceled: Int

        var start: Instant { midnight.adding(.hours(hour)) }
    }

    private static func tally(_ hour: Int64, _ succeeded: Int, _ failed: Int = 0, _ canceled: Int = 0) -> Tally {
        Tally(hour: hour, succeeded: succeeded, failed: failed, canceled: canceled)
    }

    /// The tallies as hours one after another, with room around them.
    private static func ends(_ tallies: [Tally]) -> HourlyEnds {
        var ends = HourlyEnds(from: midnight.adding(.hours(-60)), until: midnight.adding(.hours(80)))
        let start = ends.start
        ends.withHours { hours in
            for tally in tallies {
                let index = HourlyEnds.index(of: tally.start, from: start)
                hours[index].succeeded += UInt32(tally.succeeded)
                hours[index].failed += UInt32(tally.failed)
                hours[index].canceled += UInt32(tally.canceled)
            }
        }
        return ends
    }

    private static func days(_ count: Int64, offset: TimeSpan = .seconds(0)) -> [Instant] {
        (0...count).map { midnight.adding(.days($0)).adding(offset) }
    }

    @Test func `hours are summed into the days they begin in`() {
        let tallies = [
            Self.tally(0, 1), Self.tally(23, 2, 1), Self.tally(24, 4, 0, 1), Self.tally(47, 8), Self.tally(48, 16),
        ]
        let sums = PeriodTally.sums(of: Self.ends(tallies), boundaries: Self.days(2))
        #expect(
            sums == [
                PeriodTally(start: Self.midnight, succeeded: 3, failed: 1, canceled: 0),
                PeriodTally(start: Self.midnight.adding(.days(1)), succeeded: 12, failed: 0, canceled: 1),
            ])
    }

    @Test func `what lies outside every period counts for none`() {
        let sums = PeriodTally.sums(of: Self.ends([Self.tally(-1, 5), Self.tally(24, 7)]), boundaries: Self.days(1))
        #expect(sums == [PeriodTally(start: Self.midnight, succeeded: 0, failed: 0, canceled: 0)])
    }

    @Test(arguments: [30, 45, -15])
    func `where days begin within an hour, the hour is the day's in which it begins`(_ minutes: Int64) {
        let boundaries = Self.days(2, offset: .minutes(minutes))
        let tallies = (-30...60).map { Self.tally($0, 1) }
        let sums = PeriodTally.sums(of: Self.ends(tallies), boundaries: boundaries)
        #expect(sums.map(\.succeeded) == [24, 24])
        #expect(sums.map(\.start) == boundaries.dropLast())
    }

    @Test func `days of 23 and 25 hours have as many`() {
        let boundaries = [0, 23, 48, 72].map { Self.midnight.adding(.hours($0)) }
        let sums = PeriodTally.sums(of: Self.ends((0..<72).map { Self.tally($0, 1, 2, 3) }), boundaries: boundaries)
        #expect(sums.map(\.succeeded) == [23, 25, 24])
        #expect(sums.map(\.failed) == [46, 50, 48])
        #expect(sums.map(\.canceled) == [69, 75, 72])
    }

    @Test func `a period beyond the hours that were asked for has nothing`() {
        var ends = HourlyEnds(from: Self.midnight.adding(.minutes(30)), until: Self.midnight.adding(.minutes(150)))
        #expect(ends.start == Self.midnight)
        #expect(ends.hours.count == 3)
        ends.withHours { hours in
            for hour in hours.indices { hours[hour] = HourlyEnds.Ends(succeeded: 1, failed: 2, canceled: 3) }
        }
        #expect(ends.beginning(2) == Self.midnight.adding(.hours(2)))
        #expect(PeriodTally.sums(of: ends, boundaries: Self.days(2)).map(\.canceled) == [9, 0])
        #expect(PeriodTally.sums(of: ends, boundaries: Self.days(1, offset: .days(-2))).map(\.failed) == [0])
    }

    @Test(arguments: [(Int64.min, Int64.max), (0, .max), (.max, .min), (5, 5), (6, 5)] as [(Int64, Int64)])
    func `however far apart its ends are, there are ten years of hours at the most`(_ from: Int64, _ until: Int64) {
        let ends = HourlyEnds(from: Instant(milliseconds: from), until: Instant(milliseconds: until))
        #expect(ends.hours.count <= 24 * 3_660)
        #expect(PeriodTally.sums(of: ends, boundaries: [ends.start, Instant(milliseconds: .max)]).count == 1)
    }

    @Test func `without two boundaries there is no period`() {
        #expect(PeriodTally.sums(of: Self.ends([Self.tally(0, 1)]), boundaries: []).isEmpty)
        #expect(PeriodTally.sums(of: Self.ends([Self.tally(0, 1)]), boundaries: [Self.midnight]).isEmpty)
    }

    @Test func `any tallies in any order sum to what counting one by one gives`() {
        var dice = SeededDice(seed: 70)
        for _ in 0..<300 {
            let boundaries = Set(
                (0..<Int.random(in: 2...12, using: &dice)).map { _ in Int64.random(in: -60...60, using: &dice) }
            )
            .sorted().map { Self.midnight.adding(.minutes($0 * 30)) }
            let tallies = (0..<40).map { _ in
                Self.tally(
                    .random(in: -40...40, using: &dice), .random(in: 0...9, using: &dice),
                    .random(in: 0...9, using: &dice))
            }
            let counted = zip(boundaries, boundaries.dropFirst()).map { start, end in
                tallies.filter { start <= $0.start && $0.start < end }.reduce(into: (0, 0)) {
                    $0.0 += $1.succeeded
                    $0.1 += $1.failed
                }
            }
            let sums = PeriodTally.sums(of: Self.ends(tallies), boundaries: boundaries)
            #expect(sums.map(\.succeeded) == counted.map(\.0))
            #expect(sums.map(\.failed) == counted.map(\.1))
        }
    }
}
