import PortalCore

/// A language: every text that a person meets on a page, and how numbers, amounts and days are written.
///
/// A language is one type. Its phrases are a `switch` over all that pages can say, so that one with a missing text does not
/// compile. It knows its own plural forms and word order, which is why phrases carry figures and names, never finished parts
/// of sentences.
public protocol Catalogue: Sendable {
    /// The BCP 47 tag, such as `en`.
    var tag: String { get }

    /// What it calls itself.
    var name: String { get }

    /// Whether it is written from right to left.
    var isRightToLeft: Bool { get }

    /// The words for something that a page says.
    func say(_ phrase: Phrase) -> String

    /// How figures are grouped and divided.
    var numbers: NumberStyle { get }

    /// An amount with its currency's sign or code; `digits` is grouped already and has no sign.
    func amount(_ digits: String, in currency: Currency) -> String

    /// A day with its year.
    func day(_ day: CivilDay) -> String

    /// A day of a year that is clear from where it stands.
    func shortDay(_ day: CivilDay) -> String

    /// A time of day; hours are 0 to 23, minutes and seconds 0 to 59.
    func clock(hour: Int, minute: Int) -> String

    func clock(hour: Int, minute: Int, second: Int) -> String

    /// How a day and a time of day stand beside each other.
    var moments: MomentStyle { get }
}

/// How a day and a time of day stand beside each other.
public struct MomentStyle: Hashable, Sendable {
    /// Whether the time of day comes before the day.
    public let isClockFirst: Bool
    public let between: String

    public init(isClockFirst: Bool = false, between: String) {
        self.isClockFirst = isClockFirst
        self.between = between
    }
}

/// How figures are written.
public struct NumberStyle: Hashable, Sendable {
    public let group: String
    public let decimal: String
    public let minus: String

    public init(group: String, decimal: String, minus: String) {
        self.group = group
        self.decimal = decimal
        self.minus = minus
    }

    /// A whole number with its digits in groups of three.
    public func whole(_ value: Int) -> String {
        value < 0 ? minus + grouped(UInt64(value.magnitude)) : grouped(UInt64(value))
    }

    func grouped(_ value: UInt64) -> String {
        if value < 1_000 { return Figures.text(Int(value)) }
        return grouped(value / 1_000) + group + Figures.three(Int(value % 1_000))
    }
}

/// The languages that there are.
public enum Languages {
    public static let all: [any Catalogue] = [English(), English(region: .unitedStates)]

    /// The language for a BCP 47 tag: that of the tag, else of its language, else English.
    public static func catalogue(for tag: String) -> any Catalogue {
        let tag = tag.lowercased()
        let language = tag.prefix { $0 != "-" }
        return all.first { $0.tag.lowercased() == tag } ?? all.first { $0.tag.lowercased() == language } ?? English()
    }
}
