/// One page of a list that is walked by key: its items, and where the neighbours begin.
public struct Page<Item: Sendable, Key: Hashable & Sendable>: Sendable {
    public let items: [Item]
    /// Where the next, older page begins; `nil` at the end of the list.
    public let next: Key?

    public init(items: [Item], next: Key?) {
        self.items = items
        self.next = next
    }

    public func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Page<Other, Key> {
        Page<Other, Key>(items: try items.map(transform), next: next)
    }
}

/// How many items a page may have at most; a page is never unbounded.
public struct PageSize: Hashable, Sendable {
    public let count: Int

    /// Clamps to 1…200.
    public init(_ count: Int) { self.count = min(max(count, 1), 200) }
}
