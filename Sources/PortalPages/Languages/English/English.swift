import PortalCore

/// English: plain, kind, precise. Days come first and clocks have 24 hours, unless the region is the United States.
public struct English: Catalogue {
    public enum Region: Sendable {
        case international, unitedStates
    }

    private let region: Region

    public init(region: Region = .international) { self.region = region }

    public var tag: String {
        switch region {
        case .international: "en"
        case .unitedStates: "en-US"
        }
    }

    public var name: String {
        switch region {
        case .international: "English"
        case .unitedStates: "English (United States)"
        }
    }

    public var isRightToLeft: Bool { false }

    public var numbers: NumberStyle { NumberStyle(group: ",", decimal: ".", minus: "−") }

    public func say(_ phrase: Phrase) -> String {
        switch phrase {
        case .common(let phrase): say(phrase)
        case .time(let phrase): say(phrase)
        case .trouble(let phrase): say(phrase)
        case .problem(let phrase): say(phrase)
        case .arrival(let phrase): say(phrase)
        case .account(let phrase): say(phrase)
        case .factor(let phrase): say(phrase)
        case .mailedCode(let phrase): say(phrase)
        case .welcome(let phrase): say(phrase)
        case .dashboard(let phrase): say(phrase)
        case .workflow(let phrase): say(phrase)
        case .run(let phrase): say(phrase)
        case .connection(let phrase): say(phrase)
        case .form(let phrase): say(phrase)
        case .billing(let phrase): say(phrase)
        case .console(let phrase): say(phrase)
        case .team(let phrase): say(phrase)
        case .settings(let phrase): say(phrase)
        case .mail(let phrase): say(phrase)
        case .notice(let phrase): say(phrase)
        }
    }

    /// English has two forms: one, and every other number.
    func plural(_ count: Int, _ one: String, _ other: String) -> String {
        number(count) + " " + (count == 1 ? one : other)
    }

    func number(_ count: Int) -> String { numbers.whole(count) }

    // MARK: Days and amounts

    public func amount(_ digits: String, in currency: Currency) -> String {
        switch currency.code {
        case "usd": region == .unitedStates ? "$\(digits)" : "US$\(digits)"
        case "eur": "€\(digits)"
        case "gbp": "£\(digits)"
        case "jpy": "¥\(digits)"
        case "inr": "₹\(digits)"
        case "cad": "CA$\(digits)"
        case "aud": "A$\(digits)"
        case "nzd": "NZ$\(digits)"
        default: "\(currency.code.uppercased())\u{A0}\(digits)"
        }
    }

    public func day(_ day: CivilDay) -> String {
        switch region {
        case .international: Figures.joined(shortDay(day), " ", Figures.text(day.year))
        case .unitedStates: Figures.joined(shortDay(day), ", ", Figures.text(day.year))
        }
    }

    public func shortDay(_ day: CivilDay) -> String {
        let place = 31 * (day.month - 1) + day.day - 1
        return switch region {
        case .international: Self.daysOfMonths[place]
        case .unitedStates: Self.monthsWithDays[place]
        }
    }

    public func clock(hour: Int, minute: Int) -> String {
        switch region {
        case .international: Self.clocks[60 * hour + minute]
        case .unitedStates: Self.halfDayClocks[60 * hour + minute]
        }
    }

    // Every day of a year and every minute of a day is written once: lists are full of them.
    private static let daysOfMonths = months.flatMap { month in (1...31).map { Figures.text($0) + " " + month } }
    private static let monthsWithDays = months.flatMap { month in (1...31).map { month + " " + Figures.text($0) } }
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let clocks = (0..<1_440).map { Figures.padded($0 / 60) + ":" + Figures.padded($0 % 60) }
    private static let halfDayClocks = (0..<1_440).map {
        Figures.text(twelve($0 / 60)) + ":" + Figures.padded($0 % 60) + " " + half($0 / 60)
    }

    public func clock(hour: Int, minute: Int, second: Int) -> String {
        switch region {
        case .international: Figures.padded(hour) + ":" + Figures.padded(minute) + ":" + Figures.padded(second)
        case .unitedStates:
            Figures.text(Self.twelve(hour)) + ":" + Figures.padded(minute) + ":" + Figures.padded(second) + " "
                + Self.half(hour)
        }
    }

    public var moments: MomentStyle { MomentStyle(between: ", ") }

    private static func twelve(_ hour: Int) -> Int { hour % 12 == 0 ? 12 : hour % 12 }

    private static func half(_ hour: Int) -> String { hour < 12 ? "am" : "pm" }
}
