/// Why bytes are not the JSON they should be.
public struct JSONError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// More bytes than the caller admits.
        case tooLarge(limit: Int)
        /// Objects and arrays nested deeper than the caller admits.
        case tooDeep(limit: Int)
        /// The bytes stop in the middle of a value, or before one.
        case unexpectedEnd
        /// A byte that cannot stand where it stands.
        case unexpectedByte
        /// Something follows after the value.
        case trailingBytes
        /// An object names one key twice.
        case duplicateKey
        /// A number outside JSON's grammar.
        case badNumber
        /// A backslash before something that has no escape.
        case badEscape
        /// Half of a surrogate pair.
        case loneSurrogate
        /// A control character that had to be escaped.
        case controlCharacter
        /// Text that is not UTF-8.
        case badUTF8
    }

    public let reason: Reason
    /// The byte at which it shows, counted from 0.
    public let offset: Int
    /// The value it is in, or the key that is there twice.
    public let path: JSONPath

    public init(_ reason: Reason, at offset: Int, path: JSONPath = .root) {
        self.reason = reason
        self.offset = offset
        self.path = path
    }

    func inside(_ step: JSONPath.Step) -> JSONError {
        JSONError(reason, at: offset, path: path.inside(step))
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        let place = path.steps.isEmpty ? "" : "\(path): "
        return "\(place)\(reason) at byte \(offset)"
    }
}

extension JSONError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let limit): "larger than \(limit) bytes"
        case .tooDeep(let limit): "nested deeper than \(limit)"
        case .unexpectedEnd: "the JSON ends too early"
        case .unexpectedByte: "not JSON"
        case .trailingBytes: "something follows the JSON value"
        case .duplicateKey: "the key is there twice"
        case .badNumber: "not a JSON number"
        case .badEscape: "not a JSON escape"
        case .loneSurrogate: "half a surrogate pair"
        case .controlCharacter: "an unescaped control character"
        case .badUTF8: "not UTF-8"
        }
    }
}
