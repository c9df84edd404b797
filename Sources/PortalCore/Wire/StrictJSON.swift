extension JSONValue {
    /// Reads exactly one JSON value (RFC 8259), with nothing but white space around it.
    ///
    /// Strict where leniency lets two readers disagree: duplicate keys, invalid UTF-8, lone surrogates, raw control
    /// characters and a byte order mark are errors. Work and memory are linear in the bytes, whatever they are.
    ///
    /// - Parameters:
    ///   - maxDepth: How deep objects and arrays may nest, at most ``deepest``; 1 admits `[]` and not `[[]]`.
    ///   - maxBytes: How many bytes are read at all.
    ///   - shape: What is built of it.
    public static func parse(
        _ bytes: Swift.Span<UInt8>, keeping shape: JSONShape = .anything, maxDepth: Int = 32, maxBytes: Int = 1 << 20
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= maxBytes else { throw JSONError(.tooLarge(limit: maxBytes), at: maxBytes) }
        var reader = StrictJSONReader(maxDepth: min(maxDepth, deepest))
        return try reader.document(bytes, keeping: shape)
    }

    /// Reads exactly one JSON value from an array of bytes.
    public static func parse(
        _ bytes: [UInt8], keeping shape: JSONShape = .anything, maxDepth: Int = 32, maxBytes: Int = 1 << 20
    ) throws(JSONError) -> JSONValue {
        try parse(bytes.span, keeping: shape, maxDepth: maxDepth, maxBytes: maxBytes)
    }

    /// Nesting beyond this is refused whatever the caller admits, so that no document can exhaust the stack.
    public static let deepest = 256
}

/// The elements of one JSON array, read one by one as strictly as `JSONValue.parse` reads a document: only one of
/// them is a value at a time, however many there are. A document that is no array is its own only element.
public struct JSONElements: Sendable {
    private let bytes: [UInt8]
    private let shape: JSONShape
    private var reader: StrictJSONReader
    private var place = Place.before

    private enum Place { case before, inside(read: Int), behind }

    /// - Parameters:
    ///   - shape: What is built of each element.
    ///   - maxDepth: How deep the document may nest, the array itself included.
    public init(_ bytes: [UInt8], keeping shape: JSONShape = .anything, maxDepth: Int = 32) {
        self.bytes = bytes
        self.shape = shape
        reader = StrictJSONReader(maxDepth: min(maxDepth, JSONValue.deepest))
    }

    /// The next element; `nil` once the document has been read to its end. What was read before an error is no document's.
    public mutating func next() throws(JSONError) -> JSONValue? {
        let held = bytes
        let bytes = held.span
        switch place {
        case .before:
            guard try reader.beginsArray(bytes) else {
                place = .behind
                return try reader.document(bytes, keeping: shape)
            }
            return try element(after: 0, isMore: try !reader.endsArray(bytes), bytes)
        case .inside(let read):
            return try element(after: read, isMore: try reader.hasMore(bytes), bytes)
        case .behind:
            return nil
        }
    }

    private mutating func element(
        after read: Int, isMore: Bool, _ bytes: Swift.Span<UInt8>
    ) throws(JSONError) -> JSONValue? {
        guard isMore else {
            place = .behind
            try reader.end(bytes)
            return nil
        }
        place = .inside(read: read + 1)
        do throws(JSONError) {
            return try reader.value(bytes, depth: 1, keeping: shape)
        } catch {
            throw error.inside(.index(read))
        }
    }
}
