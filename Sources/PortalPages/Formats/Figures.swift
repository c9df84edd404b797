/// Whole numbers as text. Pages are full of small ones: those are written once.
enum Figures {
    static func text(_ value: Int) -> String { small.indices.contains(value) ? small[value] : String(value) }

    /// At least two digits, as hours and minutes have.
    static func padded(_ value: Int) -> String { 0 <= value && value < 10 ? paddedSmall[value] : text(value) }

    /// The last three digits of a larger number.
    static func three(_ value: Int) -> String { threes[value] }

    /// Several texts as one, with one allocation at most: pages have hundreds of texts that are put together, and `+` makes each step
    /// of them a text of its own.
    static func joined(_ parts: String...) -> String {
        String(unsafeUninitializedCapacity: parts.reduce(0) { $0 + $1.utf8.count }) { text in
            var count = 0
            for var part in parts {
                part.withUTF8 { bytes in
                    _ = UnsafeMutableBufferPointer(rebasing: text[count...]).update(fromContentsOf: bytes)
                    count += bytes.count
                }
            }
            return count
        }
    }

    /// Years are among them.
    private static let small = (0..<2_100).map { String($0) }
    private static let paddedSmall = (0..<10).map { "0\($0)" }
    private static let threes = (1_000..<2_000).map { String(String($0).dropFirst()) }
}
