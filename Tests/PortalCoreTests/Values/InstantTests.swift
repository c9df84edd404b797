import PortalCore
import Testing

@Suite struct InstantTests {
    private let noon = Instant(milliseconds: 1_700_000_000_000)

    @Test func `adding a span and asking how long since undo each other`() {
        for span in [TimeSpan.seconds(1), .minutes(-3), .hours(25), .days(-400), .seconds(0)] {
            #expect(noon.adding(span).since(noon) == span)
            #expect(noon.adding(span).adding(-span) == noon)
        }
    }

    @Test func `spans are whole milliseconds`() {
        #expect(TimeSpan.seconds(1) == TimeSpan(milliseconds: 1_000))
        #expect(TimeSpan.minutes(1) == .seconds(60))
        #expect(TimeSpan.hours(1) == .minutes(60))
        #expect(TimeSpan.days(1) == .hours(24))
        #expect(TimeSpan.days(-1) < .seconds(0))
    }

    @Test(
        arguments: [
            (0, 0), (1, 0), (3_599_999, 0), (3_600_000, 3_600_000), (7_199_999, 3_600_000), (-1, -3_600_000),
            (-3_600_000, -3_600_000), (-3_600_001, -7_200_000), (1_700_000_000_000, 1_699_999_200_000),
        ] as [(Int64, Int64)])
    func `an hour begins at or before its moments`(_ moment: Int64, _ hour: Int64) {
        #expect(Instant(milliseconds: moment).startOfHour == Instant(milliseconds: hour))
    }

    @Test func `the beginning of an hour is its own, and less than an hour before`() {
        var dice = SeededDice(seed: 10)
        for _ in 0..<1_000 {
            let moment = Instant(milliseconds: Int64.random(in: -1 << 50..<1 << 50, using: &dice))
            let hour = moment.startOfHour
            #expect(hour.milliseconds % 3_600_000 == 0)
            #expect(hour <= moment && moment < hour.adding(.hours(1)))
            #expect(hour.startOfHour == hour)
        }
    }

    @Test(
        arguments: [
            (0, 0), (86_399_999, 0), (86_400_000, 86_400_000), (-1, -86_400_000), (-86_400_001, -172_800_000),
            (1_700_000_000_000, 1_699_920_000_000),
        ] as [(Int64, Int64)])
    func `a day begins at or before its moments, with one of its hours`(_ moment: Int64, _ day: Int64) {
        #expect(Instant(milliseconds: moment).start(of: .days(1)) == Instant(milliseconds: day))
        #expect(Instant(milliseconds: day).startOfHour == Instant(milliseconds: day))
    }

    @Test func `arithmetic stays at the ends of time`() {
        let first = Instant(milliseconds: .min)
        let last = Instant(milliseconds: .max)
        #expect(last.adding(.days(1)) == last)
        #expect(first.adding(.days(-1)) == first)
        #expect(last.since(first) == TimeSpan(milliseconds: .max))
        #expect(first.since(last) == TimeSpan(milliseconds: .min))
        #expect(TimeSpan.days(.max) == TimeSpan(milliseconds: .max))
        #expect(TimeSpan.seconds(.min) == TimeSpan(milliseconds: .min))
        #expect(-TimeSpan(milliseconds: .min) == TimeSpan(milliseconds: .max))
        #expect(-TimeSpan(milliseconds: .max) == TimeSpan(milliseconds: -.max))
        #expect(first.startOfHour.milliseconds % 3_600_000 == 0)
        #expect(last.startOfHour.milliseconds % 3_600_000 == 0)
        #expect(last.startOfHour < last)
    }
}
