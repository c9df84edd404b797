import PortalPages

@testable import PortalCore

/// English with every phrase and date between brackets, so that a test sees which text came from the catalogue.
struct MarkedLanguage: Catalogue {
    private let english = English()

    static let start: Character = "⟦"
    static let end: Character = "⟧"

    private func marked(_ text: String) -> String { "\(Self.start)\(text)\(Self.end)" }

    var tag: String { "en" }
    var name: String { marked(english.name) }
    var isRightToLeft: Bool { true }
    var numbers: NumberStyle { english.numbers }

    func say(_ phrase: Phrase) -> String { marked(english.say(phrase)) }
    func amount(_ digits: String, in currency: Currency) -> String { marked(english.amount(digits, in: currency)) }
    func day(_ day: CivilDay) -> String { marked(english.day(day)) }
    func shortDay(_ day: CivilDay) -> String { marked(english.shortDay(day)) }
    func clock(hour: Int, minute: Int) -> String { marked(english.clock(hour: hour, minute: minute)) }
    func clock(hour: Int, minute: Int, second: Int) -> String {
        marked(english.clock(hour: hour, minute: minute, second: second))
    }
    var moments: MomentStyle { MomentStyle(isClockFirst: true, between: marked(english.moments.between)) }
}

extension World {
    /// A world in which everything that comes from outside is between other brackets.
    static let marked = {
        var world = World { "⟪\($0)⟫" }
        world.catalogue = MarkedLanguage()
        return world
    }()
}

extension String {
    /// What is left of a text without what stands between marks, however deep.
    var unmarked: String {
        var depth = 0
        var left = ""
        for character in self {
            switch character {
            case MarkedLanguage.start, "⟪": depth += 1
            case MarkedLanguage.end, "⟫": depth -= 1
            default: if depth == 0 { left.append(character) }
            }
        }
        return left
    }
}
