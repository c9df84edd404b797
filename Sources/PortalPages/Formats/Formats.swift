import PortalCore

/// How times, amounts and numbers read for one person at one moment: their language, their zone, and now.
public struct Formats: Sendable {
    public let catalogue: any Catalogue
    public let zone: ZoneTable
    public let now: Instant

    public init(catalogue: any Catalogue, zone: ZoneTable, now: Instant) {
        self.catalogue = catalogue
        self.zone = zone
        self.now = now
    }

    /// For a person of an agency: their own language and zone, or else the agency's.
    public init(user: User?, agency: Agency, now: Instant) {
        self.init(
            catalogue: Languages.catalogue(for: user?.language ?? agency.language),
            zone: .named(user?.timeZone ?? agency.timeZone), now: now)
    }

    /// For what tells no time, such as a page that is the same at every moment.
    static func timeless(_ catalogue: any Catalogue) -> Formats {
        Formats(catalogue: catalogue, zone: .utc, now: Instant(milliseconds: 0))
    }

    /// For what has no reader, such as a path.
    static let plain = Formats.timeless(English())

    public func say(_ phrase: Phrase) -> String { catalogue.say(phrase) }

    // MARK: Times

    /// A day and a time, as in `12 Nov 2026, 14:05`.
    public func moment(_ instant: Instant) -> String {
        let civil = zone.civil(instant)
        let (day, clock) = (catalogue.day(civil.day), catalogue.clock(hour: civil.hour, minute: civil.minute))
        let style = catalogue.moments
        return style.isClockFirst ? clock + style.between + day : day + style.between + clock
    }

    /// A day, as in `12 Nov 2026`.
    public func day(_ instant: Instant) -> String { catalogue.day(zone.civil(instant).day) }

    /// A day of a year that is clear anyway, as in `12 Nov`.
    public func shortDay(_ instant: Instant) -> String { catalogue.shortDay(zone.civil(instant).day) }

    /// A time to the second, as in `14:05:09`.
    public func clock(_ instant: Instant) -> String {
        let civil = zone.civil(instant)
        return catalogue.clock(hour: civil.hour, minute: civil.minute, second: civil.second)
    }

    /// How long ago a moment was or how soon it comes, within a week; then its day.
    public func relative(_ instant: Instant) -> String {
        let distance = now.milliseconds - instant.milliseconds
        let isPast = distance >= 0
        let seconds = distance.magnitude / 1_000
        switch seconds {
        case ..<45: return say(.time(.now))
        case ..<3_570: return say(.time(.minutes(max(1, Int((seconds + 30) / 60)), isPast: isPast)))
        case ..<84_600: return say(.time(.hours(max(1, Int((seconds + 1_800) / 3_600)), isPast: isPast)))
        case ..<604_800: return say(.time(.days(Int((seconds + 43_200) / 86_400), isPast: isPast)))
        default:
            let day = zone.civil(instant).day
            return day.year == zone.civil(now).day.year ? catalogue.shortDay(day) : catalogue.day(day)
        }
    }

    /// How many local days lie between now and a moment; negative if it has passed.
    public func daysUntil(_ instant: Instant) -> Int { Int(zone.day(of: instant) - zone.day(of: now)) }

    /// A length of time in its two largest units, as in `1 m 12 s`.
    public func duration(_ span: TimeSpan) -> String { say(.time(.duration(DurationParts(span)))) }

    /// The beginnings of the last `count` local days, today among them, and the end of today: what a chart's figures are
    /// asked for by.
    public func dayBoundaries(_ count: Int) -> [Instant] {
        let today = zone.day(of: now)
        return (0...Int64(max(count, 1))).map { zone.start(ofDay: today + 1 - Int64(max(count, 1)) + $0) }
    }

    // MARK: Amounts

    public func number(_ value: Int) -> String { catalogue.numbers.whole(value) }

    /// An amount in its currency, with the decimals that the currency has.
    public func money(_ money: Money) -> String {
        let style = catalogue.numbers
        let unit = (0..<money.currency.decimals).reduce(1) { unit, _ in unit * 10 }
        let (whole, rest) = money.minorUnits.magnitude.quotientAndRemainder(dividingBy: UInt64(unit))
        let fraction = unit == 1 ? "" : style.decimal + String(UInt64(unit) + rest).dropFirst()
        let amount = catalogue.amount(style.grouped(whole) + fraction, in: money.currency)
        return money.minorUnits < 0 ? style.minus + amount : amount
    }

    /// Amounts of different currencies beside each other.
    public func money(_ amounts: [Money]) -> String { amounts.map(money).joined(separator: " + ") }
}

/// A length of time taken apart for reading: its largest unit and the one below.
public enum DurationParts: Hashable, Sendable {
    /// Under ten seconds, in tenths.
    case tenths(Int)
    case seconds(Int)
    case minutes(Int, seconds: Int)
    case hours(Int, minutes: Int)
    case days(Int, hours: Int)

    /// A negative length counts as none.
    public init(_ span: TimeSpan) {
        let milliseconds = max(0, span.milliseconds)
        let seconds = Int(milliseconds / 1_000)
        switch seconds {
        case ..<10: self = .tenths(Int(milliseconds / 100))
        case ..<60: self = .seconds(seconds)
        case ..<3_600: self = .minutes(seconds / 60, seconds: seconds % 60)
        case ..<86_400: self = .hours(seconds / 3_600, minutes: seconds / 60 % 60)
        default: self = .days(seconds / 86_400, hours: seconds / 3_600 % 24)
        }
    }
}
