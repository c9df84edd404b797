/// Text that is equal to other text only byte for byte.
///
/// Swift's `String` equates composed and decomposed accents, and the Kelvin sign with a `K`. Ids, keys and names that
/// decide something are compared as this, so that nobody can bear an id that merely looks like somebody else's.
public struct ExactText: Hashable, Comparable, Sendable {
    /// The text itself.
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// The order of the bytes, which is also that of the code points.
    public static func < (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}

extension ExactText: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral text: String) {
        self.init(text)
    }

    public var description: String { text }
}

extension String {
    /// Whether two texts are the same bytes, not merely the same to a reader.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
