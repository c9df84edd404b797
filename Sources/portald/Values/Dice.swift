import PortalCore

/// A seeded generator: the same numbers on every machine and in every build, for data that is made up.
///
/// SplitMix64. Never for secrets.
struct Dice: Sendable {
    private var state: UInt64

    /// Dice of this name; others of the same name roll the same.
    init(_ name: String) {
        // FNV-1a: unlike Hasher it gives the same number in every process.
        state = name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
    }

    /// Whether something happens that happens so many times in a thousand.
    mutating func happens(perMille: Int) -> Bool { number(0...999) < perMille }

    /// One of the elements, which are at least one.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    /// An identifier of that moment.
    mutating func id<Entity>(at instant: Instant) -> Identifier<Entity> {
        Identifier(at: instant, random: (UInt16(truncatingIfNeeded: next()), next()))
    }

    /// So many hexadecimal digits.
    mutating func hex(_ count: Int) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<count).map { _ in digits[number(0...15)] })
    }
}
