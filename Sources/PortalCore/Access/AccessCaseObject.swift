/// One object of an access case, read member by member; every error knows its path.
struct AccessCaseObject {
    let path: JSONPath
    private let members: [JSONMember]

    init(_ value: JSONValue, at path: JSONPath) throws(AccessCaseError) {
        guard let members = value.members else { throw AccessCaseError(path, .notA(.object)) }
        self.members = members
        self.path = path
    }

    /// Refuses every field but these.
    func expectOnly(_ fields: [String]) throws(AccessCaseError) {
        for member in members where !fields.contains(where: member.isNamed) {
            throw AccessCaseError(path.key(member.key), .unknownField)
        }
    }

    func has(_ field: String) -> Bool {
        members.contains { $0.isNamed(field) }
    }

    func id(_ field: String) throws(AccessCaseError) -> AccessCase.ID {
        let text = try string(field, required(field))
        guard !text.isEmpty else { throw AccessCaseError(path.key(field), .emptyID) }
        guard !text.unicodeScalars.contains(where: Self.separates) else {
            throw AccessCaseError(path.key(field), .separatorInID)
        }
        return AccessCase.ID(text)
    }

    /// A truth value; false where it is absent.
    func flag(_ field: String) throws(AccessCaseError) -> Bool {
        guard let value = optional(field) else { return false }
        guard let flag = value.bool else { throw AccessCaseError(path.key(field), .notA(.bool)) }
        return flag
    }

    func word<Word: Vocabulary>(_ field: String) throws(AccessCaseError) -> Word {
        try Self.word(string(field, required(field)), at: path.key(field))
    }

    func word<Word: Vocabulary>(_ field: String, default word: Word) throws(AccessCaseError) -> Word {
        try has(field) ? self.word(field) : word
    }

    func object(_ field: String) throws(AccessCaseError) -> AccessCaseObject {
        try AccessCaseObject(required(field), at: path.key(field))
    }

    /// What a body makes of each element of a list that must be there.
    func list<Element>(
        _ field: String, _ element: (JSONValue, JSONPath) throws(AccessCaseError) -> Element
    ) throws(AccessCaseError) -> [Element] {
        guard let values = try required(field).elements else { throw AccessCaseError(path.key(field), .notA(.array)) }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            elements.append(try element(value, path.key(field).index(index)))
        }
        return elements
    }

    /// The word that a value names, byte by byte.
    static func word<Word: Vocabulary>(_ text: String, at path: JSONPath) throws(AccessCaseError) -> Word {
        guard let word = Word.allCases.first(where: { $0.rawValue.hasSameBytes(as: text) }) else {
            throw AccessCaseError(path, .unknownWord(allowed: Word.allCases.map(\.rawValue)))
        }
        return word
    }

    /// A closed set of words.
    typealias Vocabulary = RawRepresentable<String> & CaseIterable

    private func optional(_ field: String) -> JSONValue? {
        members.first { $0.isNamed(field) }?.value
    }

    private func required(_ field: String) throws(AccessCaseError) -> JSONValue {
        guard let value = optional(field) else { throw AccessCaseError(path.key(field), .missing) }
        return value
    }

    private func string(_ field: String, _ value: JSONValue) throws(AccessCaseError) -> String {
        guard let text = value.string else { throw AccessCaseError(path.key(field), .notA(.string)) }
        return text
    }

    /// Tabs, and all that Unicode calls a line end: whoever splits our answers by any of these reads them as we meant.
    private static func separates(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\u{0B}", "\u{0C}", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}
