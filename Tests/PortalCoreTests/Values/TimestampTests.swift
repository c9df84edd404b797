import PortalCore
import Testing

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_793_610_001_120, "2026-11-02T09:00:01.120Z"),
        (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    ])
    func `a moment is written and read again`(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp.text(Instant(milliseconds: milliseconds)) == text)
        #expect(Timestamp.instant(text) == Instant(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "2026-11-02T09:00:01Z", "2026-11-02t09:00:01.0z", "2026-11-02 09:00:01.000999+00:00",
        "2026-11-02T10:30:01+01:30", "2026-11-01T23:00:01.0009-10:00", "2026-11-02T09:00:01.00012345678901Z",
    ])
    func `other forms of the same moment`(_ text: String) {
        #expect(Timestamp.instant(text) == Instant(milliseconds: 1_793_610_001_000))
    }

    @Test(arguments: [
        "", "2026", "2026-11-02", "2026-11-02T09:00:01", "2026-11-02T09:00Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z", "2026-11-02T24:00:00Z",
        "2026-11-02T09:60:00Z", "2026-11-02T09:00:01.Z", "2026-11-02T09:00:01Z ", "2026-11-02T09:00:01+1:00",
        "2026-11-02T09:00:01+0100", "+026-11-02T09:00:01Z", "２026-11-02T09:00:01Z",
    ])
    func `anything else is no moment`(_ text: String) {
        #expect(Timestamp.instant(text) == nil)
    }

    @Test func `a leap second is the second after it`() {
        #expect(Timestamp.instant("2016-12-31T23:59:60Z") == Instant(milliseconds: 1_483_228_800_000))
    }

    @Test func `the date of an HTTP header`() {
        #expect(Timestamp.httpDate("Sun, 06 Nov 1994 08:49:37 GMT") == Instant(milliseconds: 784_111_777_000))
        #expect(Timestamp.httpDate("Sunday, 06-Nov-94 08:49:37 GMT") == nil)
        #expect(Timestamp.httpDate("Sun Nov  6 08:49:37 1994") == nil)
        #expect(Timestamp.httpDate("soon") == nil)
    }

    @Test func `every day of four centuries comes back`() {
        for day in stride(from: Int64(-100_000), through: 50_000, by: 1) {
            let instant = Instant(milliseconds: day * 86_400_000)
            if Timestamp.instant(Timestamp.text(instant)) != instant { Issue.record("day \(day)") }
        }
    }
}
