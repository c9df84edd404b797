import Testing

@testable import PortalCore

@Suite struct HourPeriodsTests {
    private static let midnight = Instant(milliseconds: 1_699_920_000_000)

    private static func days(_ count: Int64, offset: TimeSpan = .seconds(0)) -> [Instant] {
        (0...count).map { midnight.adding(.days($0)).adding(offset) }
    }

    /// How many of the hours from `first` on each period has, where every hour counts one.
    private static func sizes(_ periods: HourPeriods, of hours: Int, from first: Int) -> [Int] {
        var sizes = Array(repeating: 0, count: periods.count)
        periods.each(of: hours, from: first) { period, hours in sizes[period] += hours.count }
        return sizes
    }

    @Test func `days are twenty-four hours one after another`() {
        let periods = HourPeriods(boundaries: Self.days(3))
        #expect(periods.start == Self.midnight)
        #expect(periods.bounds == [0, 24, 48, 72])
        #expect(periods.count == 3)
        #expect(periods.end == Self.midnight.adding(.days(3)))
    }

    @Test(arguments: [(30, 1), (45, 1), (-15, 0), (-60, -1), (-61, -1), (0, 0)])
    func `where days begin within an hour, the hour is the day's in which it begins`(_ minutes: Int64, _ hours: Int64) {
        let periods = HourPeriods(boundaries: Self.days(2, offset: .minutes(minutes)))
        #expect(periods.start == Self.midnight.adding(.hours(hours)))
        #expect(periods.bounds == [0, 24, 48])
    }

    @Test func `before 1970 as after it, an hour is the period's in which it begins`() {
        let periods = HourPeriods(
            boundaries: [-90, -60, -30, 0, 30, 60, 90].map { Instant(milliseconds: 0).adding(.minutes($0)) })
        #expect(periods.start == Instant(milliseconds: -3_600_000))
        #expect(periods.bounds == [0, 0, 1, 1, 2, 2, 3])
    }

    @Test func `days of 23 and 25 hours have as many`() {
        let periods = HourPeriods(boundaries: [0, 23, 48, 72].map { Self.midnight.adding(.hours($0)) })
        #expect(Self.sizes(periods, of: 100, from: -10) == [23, 25, 24])
    }

    @Test func `what lies outside every period is none's`() {
        let periods = HourPeriods(boundaries: Self.days(2))
        #expect(Self.sizes(periods, of: 48, from: -48) == [0, 0])
        #expect(Self.sizes(periods, of: 49, from: -48) == [1, 0])
        #expect(Self.sizes(periods, of: 20, from: 14) == [10, 10])
        #expect(Self.sizes(periods, of: 20, from: 47) == [0, 1])
        #expect(Self.sizes(periods, of: 20, from: 48) == [0, 0])
    }

    @Test func `without two boundaries there is no period`() {
        for boundaries in [[], [Self.midnight]] {
            let periods = HourPeriods(boundaries: boundaries)
            #expect(periods.count == 0)
            #expect(periods.bounds == [])
            #expect(periods.end == periods.start)
        }
    }

    @Test func `a boundary before the one that it follows ends a period of nothing`() {
        let periods = HourPeriods(boundaries: [10, 4, 12].map { Self.midnight.adding(.hours($0)) })
        #expect(periods.bounds == [0, 0, 2])
    }

    @Test(arguments: [(Int64.min, Int64.max), (0, .max), (.max, .min), (.min, 0)] as [(Int64, Int64)])
    func `however far apart its ends are, the hours between can be counted`(_ from: Int64, _ until: Int64) {
        let periods = HourPeriods(boundaries: [Instant(milliseconds: from), Instant(milliseconds: until)])
        #expect(periods.count == 1)
        #expect(periods.start <= periods.end)
        #expect(periods.bounds[1] >= 0)
    }

    @Test func `any hours fall where looking at each of them says`() {
        var dice = SeededDice(seed: 70)
        for _ in 0..<300 {
            let boundaries = Set(
                (0..<Int.random(in: 2...12, using: &dice)).map { _ in Int64.random(in: -60...60, using: &dice) }
            ).sorted().map { Self.midnight.adding(.minutes($0 * 30)) }
            let periods = HourPeriods(boundaries: boundaries)
            let (first, count) = (Int.random(in: -70...40, using: &dice), Int.random(in: 0...80, using: &dice))
            var found: [[Instant]] = Array(repeating: [], count: periods.count)
            periods.each(of: count, from: first) { period, hours in
                found[period] += hours.map { periods.start.adding(.hours(Int64(first + $0))) }
            }
            let hours = (0..<count).map { periods.start.adding(.hours(Int64(first + $0))) }
            let expected = zip(boundaries, boundaries.dropFirst()).map { from, until in
                hours.filter { from <= $0 && $0 < until }
            }
            #expect(found == expected)
        }
    }
}
