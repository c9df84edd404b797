import Foundation
import Testing

@testable import PortalCore
@testable import PortalPages

struct FormatsTests {
    private func formats(
        _ zone: String = "UTC", now: Int64 = 1_794_841_509_000, region: English.Region = .international
    ) -> Formats {
        Formats(catalogue: English(region: region), zone: .named(zone), now: Instant(milliseconds: now))
    }

    // MARK: Money

    @Test(
        arguments: [
            (125_000, "usd", "US$1,250.00"), (5, "eur", "€0.05"), (-125_000, "gbp", "−£1,250.00"),
            (1_200, "jpy", "¥1,200"),
            (1_234_567, "kwd", "KWD\u{A0}1,234.567"), (0, "chf", "CHF\u{A0}0.00"), (99, "usd", "US$0.99"),
            (100_000_000, "inr", "₹1,000,000.00"), (7, "krw", "KRW\u{A0}7"),
        ] as [(Int64, String, String)])
    func `an amount has the decimals of its currency`(_ amount: Int64, _ code: String, _ text: String) throws {
        let currency = try #require(Currency(code))
        #expect(formats().money(Money(minorUnits: amount, currency: currency)) == text)
    }

    @Test func `the largest and the smallest amount are written out`() throws {
        let yen = try #require(Currency("jpy"))
        #expect(formats().money(Money(minorUnits: .max, currency: yen)) == "¥9,223,372,036,854,775,807")
        #expect(formats().money(Money(minorUnits: .min, currency: yen)) == "−¥9,223,372,036,854,775,808")
    }

    @Test func `amounts of several currencies stand beside each other`() throws {
        let amounts = [("eur", Int64(1_00)), ("usd", 2_50)].map {
            Money(minorUnits: $0.1, currency: Currency($0.0) ?? yen)
        }
        #expect(formats().money(amounts) == "€1.00 + US$2.50")
    }

    private var yen: Currency { Currency("jpy") ?? { preconditionFailure("yen") }() }

    // MARK: Times

    @Test func `a moment is told in the reader's zone`() {
        let moment = Instant(milliseconds: 1_794_841_509_000)
        #expect(formats("UTC").moment(moment) == "16 Nov 2026, 15:05")
        #expect(formats("America/New_York").moment(moment) == "16 Nov 2026, 10:05")
        #expect(formats("Asia/Kolkata").moment(moment) == "16 Nov 2026, 20:35")
        #expect(formats("Pacific/Kiritimati").moment(moment) == "17 Nov 2026, 05:05")
        #expect(formats("Asia/Kolkata", region: .unitedStates).moment(moment) == "Nov 16, 2026, 8:35 pm")
        #expect(formats("Not/AZone").moment(moment) == "16 Nov 2026, 15:05")
    }

    @Test func `noon and midnight have their twelve in the United States`() {
        let english = English(region: .unitedStates)
        #expect(english.clock(hour: 0, minute: 5) == "12:05 am")
        #expect(english.clock(hour: 12, minute: 5) == "12:05 pm")
        #expect(english.clock(hour: 23, minute: 59, second: 7) == "11:59:07 pm")
    }

    @Test(
        arguments: [
            (0, "just now"), (44, "just now"), (45, "1 minute ago"), (89, "1 minute ago"), (90, "2 minutes ago"),
            (3_569, "59 minutes ago"), (3_570, "1 hour ago"), (84_599, "23 hours ago"), (84_600, "1 day ago"),
            (6 * 86_400, "6 days ago"), (7 * 86_400, "9 Nov"), (400 * 86_400, "12 Oct 2025"), (-30, "just now"),
            (-120, "in 2 minutes"), (-86_400, "in 1 day"), (-8 * 86_400, "24 Nov"),
        ] as [(Int64, String)])
    func `how long ago is told in words, and beyond a week as a day`(_ seconds: Int64, _ words: String) {
        let formats = formats()
        #expect(formats.relative(formats.now.adding(-.seconds(seconds))) == words)
    }

    @Test(
        arguments: [
            (-5, "0.0 s"), (0, "0.0 s"), (999, "0.9 s"), (9_999, "9.9 s"), (10_000, "10 s"), (72_000, "1 m 12 s"),
            (3_600_000, "1 h 0 m"), (90_000_000, "1 d 1 h"),
        ] as [(Int64, String)])
    func `a length is told in its two largest units`(_ milliseconds: Int64, _ words: String) {
        #expect(formats().duration(TimeSpan(milliseconds: milliseconds)) == words)
    }

    @Test func `days until a date are those of the calendar, not of the clock`() {
        let formats = formats("Europe/Berlin")
        // 16:05 in Berlin: eight hours on it is tomorrow.
        #expect(formats.daysUntil(formats.now.adding(.hours(7))) == 0)
        #expect(formats.daysUntil(formats.now.adding(.hours(8))) == 1)
        #expect(formats.daysUntil(formats.now.adding(-.hours(17))) == -1)
    }

    // MARK: Zones

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Istanbul", "America/Caracas", "Asia/Pyongyang", "Pacific/Apia", "Africa/Cairo", "Asia/Gaza", "UTC",
    ])
    func `a zone's table agrees with the system at every moment`(_ name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        let table = ZoneTable.named(name)
        var random = SystemRandomNumberGenerator()
        // 1970 to 2100, so before and after the table too.
        for _ in 0..<4_000 {
            let seconds = Int64.random(in: 0..<4_102_444_800, using: &random)
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
            let civil = table.civil(Instant(milliseconds: seconds * 1_000))
            let wanted = CivilTime(localMilliseconds: (seconds + Int64(expected)) * 1_000)
            #expect(civil == wanted, "\(seconds)")
        }
    }

    @Test(arguments: [English() as any Catalogue, MarkedLanguage()])
    func `a moment is the same text wherever it is written, in the language's order`(_ language: any Catalogue) {
        let formats = Formats(catalogue: language, zone: .utc, now: Instant(milliseconds: 0))
        let moment = Instant(milliseconds: 1_794_841_509_000)
        let (day, clock) = (formats.day(moment), language.clock(hour: 15, minute: 5))
        let between = language.moments.between
        var html = HTML(formats)
        html.momentText(moment)

        #expect(
            formats.moment(moment) == (language.moments.isClockFirst ? clock + between + day : day + between + clock))
        #expect(String(decoding: html.finish(), as: UTF8.self) == formats.moment(moment))
    }

    @Test func `the days of a chart begin at local midnight, whatever the clocks do`() {
        // The last of March in Berlin: clocks go forward within the days asked for.
        let formats = formats("Europe/Berlin", now: 1_774_951_200_000)
        let boundaries = formats.dayBoundaries(30)
        #expect(boundaries.count == 31)
        #expect(boundaries == boundaries.sorted())
        for (before, after) in zip(boundaries, boundaries.dropFirst()) {
            let hours = after.since(before).milliseconds / 3_600_000
            #expect(hours == 24 || hours == 23)
            #expect(formats.zone.civil(before).hour == 0)
        }
        #expect(boundaries[30].milliseconds > formats.now.milliseconds)
        #expect(boundaries[29].milliseconds <= formats.now.milliseconds)
    }

    @Test func `a day whose midnight was skipped begins when the clocks jumped`() {
        // São Paulo, 2018-11-04: clocks went from 23:59:59 to 01:00.
        let formats = formats("America/Sao_Paulo", now: 1_541_350_800_000)
        let start = formats.dayBoundaries(1)[0]
        #expect(formats.zone.civil(start).hour == 1)
        #expect(formats.zone.civil(start.adding(TimeSpan(milliseconds: -1))).day.day == 3)
    }

    @Test func `a zone's day knows its eight o'clock and its Monday, whatever the clocks do`() {
        // Berlin, Sunday 29 March 2026: clocks go forward at two in the night.
        let noon = Instant(milliseconds: 1_774_778_400_000)
        let day = LocalDay(of: noon, in: "Europe/Berlin")
        #expect(day.eight == noon.adding(-.hours(4)) && !day.isMonday)
        #expect(day.end == noon.adding(.hours(12)))
        let monday = LocalDay(of: noon.adding(.hours(12)), in: "Europe/Berlin")
        #expect(monday.isMonday && monday.eight == noon.adding(.hours(20)))
        #expect(!LocalDay(of: noon.adding(.hours(12)), in: "Pacific/Honolulu").isMonday)
        #expect(LocalDay(of: Instant(milliseconds: -3 * 86_400_000), in: "UTC").isMonday)
    }

    @Test func `days before 1970 and leap days are counted right`() {
        #expect(CivilDay(daysSince1970: -1) == CivilDay(year: 1969, month: 12, day: 31))
        #expect(CivilDay(daysSince1970: 11_016) == CivilDay(year: 2000, month: 2, day: 29))
        #expect(CivilDay(daysSince1970: -719_468) == CivilDay(year: 0, month: 3, day: 1))
    }
}
