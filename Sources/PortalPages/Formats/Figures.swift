/// Whole numbers as text. Pages are full of small ones: those are written once.
enum Figures {
    static func text(_ value: Int) -> String { small.indices.contains(value) ? small[value] : String(value) }

    /// At least two digits, as hours and minutes have.
    static func padded(_ value: Int) -> String { 0 <= value && value < 10 ? paddedSmall[value] : text(value) }

    /// Years are among them.
    private static let small = (0..<2_100).map { String($0) }
    private static let paddedSmall = (0..<10).map { "0\($0)" }
}
