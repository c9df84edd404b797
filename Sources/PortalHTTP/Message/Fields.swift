import PortalPages

/// Named values as `application/x-www-form-urlencoded` writes them: a form's body, or a query.
///
/// Only what a handler asks for by name is ever used; whatever else was sent has no effect.
struct Fields: Sendable {
    private let fields: [(name: String, value: String)]

    static let none = Fields([])

    init(_ fields: [(name: String, value: String)]) { self.fields = fields }

    /// Why bytes are not fields.
    enum Malformed: Error, Hashable, Sendable {
        case tooMany
        case badEscape
        case badUTF8
        case nullCharacter
        /// A field that has one value came more than once.
        case duplicate(String)
    }

    /// Reads at most `limit` fields: strict percent escapes, strict UTF-8, no null characters.
    init(urlEncoded bytes: some Collection<UInt8>, limit: Int = 200) throws(Malformed) {
        var fields: [(name: String, value: String)] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard fields.count < limit else { throw .tooMany }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = try Self.decode(pair[..<equals])
            let value = equals == pair.endIndex ? "" : try Self.decode(pair[pair.index(after: equals)...])
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The one value of a field, `nil` if it was not sent. Sent twice, the whole request is malformed.
    func value(_ name: String) throws(Malformed) -> String? {
        var found: String?
        for field in fields where field.name.utf8.elementsEqual(name.utf8) {
            guard found == nil else { throw .duplicate(name) }
            found = field.value
        }
        return found
    }

    func value(_ name: FieldName) throws(Malformed) -> String? { try value(name.rawValue) }

    /// The one value of a field, empty if it was not sent.
    func text(_ name: FieldName) throws(Malformed) -> String { try value(name.rawValue) ?? "" }

    /// Whether a check box was ticked.
    func isTicked(_ name: FieldName) throws(Malformed) -> Bool { try value(name.rawValue) != nil }

    /// Every value of a field that may have several, in the order sent.
    func all(_ name: String) -> [String] {
        fields.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }

    func all(_ name: FieldName) -> [String] { all(name.rawValue) }

    /// The value of a field that only narrows what is shown: sent twice or not at all, it narrows nothing.
    func hint(_ name: String) -> String? {
        let values = all(name)
        return values.count == 1 ? values[0] : nil
    }

    func hint(_ name: FieldName) -> String? { hint(name.rawValue) }

    private static func decode(_ text: some Collection<UInt8>) throws(Malformed) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                    throw .badEscape
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { throw .nullCharacter }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .badUTF8 }
        return decoded
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
