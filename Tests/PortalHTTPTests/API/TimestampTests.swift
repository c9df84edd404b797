import PortalCore
import Testing

@testable import PortalHTTP

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-23T22:10:05.123Z", 1_795_471_805_123),
        ("2026-11-23T23:10:05.1239+01:00", 1_795_471_805_123), ("2024-02-29T12:00:00.5Z", 1_709_208_000_500),
        ("2026-11-23t22:10:05z", 1_795_471_805_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("2000-03-01T00:00:00-00:00", 951_868_800_000), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ])
    func `moments are read`(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp.parse(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T22:10:05", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0100", "1969-12-31T23:59:59Z",
        "2026-01-01T00:00:00Z ", "02026-01-01T00:00:00Z", "2026-01-01T00:00:00.1234567890Z",
        "1970-01-01T00:00:00+01:00",
    ])
    func `what is no moment is none`(_ text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test func `what is written is read back`() {
        var dice = SeededDice(8)
        for _ in 0..<5_000 {
            let instant = Instant(milliseconds: Int64.random(in: 0...253_402_300_799_999, using: &dice))
            #expect(Timestamp.parse(Timestamp.text(instant)) == instant)
        }
        #expect(Timestamp.text(Instant(milliseconds: 1_795_471_805_123)) == "2026-11-23T22:10:05.123Z")
    }
}
