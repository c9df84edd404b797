import Synchronization

/// One statement of ours, written once and prepared once per connection.
///
/// Its number is its identity: connections keep what they prepared in an array by it, so that finding a prepared
/// statement costs no hashing of text. Make each one a `static let`.
struct SQL: Sendable {
    let text: String
    let number: Int

    init(_ text: String) {
        self.text = text
        number = Self.count.add(1, ordering: .relaxed).oldValue
    }

    private static let count = Atomic<Int>(0)
}
