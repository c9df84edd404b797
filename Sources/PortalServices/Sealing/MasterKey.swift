import Crypto
import PortalCore

/// The key that every agency's data key is sealed under: 256 bits that never lie in the database or in a backup.
///
/// It is kept as text: base 64 (either alphabet, padded or not) or 64 hexadecimal digits.
public struct MasterKey: Sendable {
    let symmetric: SymmetricKey

    /// `nil` unless there are 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        symmetric = SymmetricKey(data: bytes)
    }

    /// Reads the text form; white space around it does not count.
    ///
    /// - Parameter source: What the text was, for the error: the name of a variable or a path, never the text itself.
    public init(text: String, source: String) throws(MasterKeyError) {
        let digits = text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
        guard text.drop(while: \.isWhitespace).dropFirst(digits.count).allSatisfy(\.isWhitespace),
            let bytes = Self.hexadecimal(digits) ?? Self.base64(digits), let key = MasterKey(bytes: bytes)
        else { throw .malformed(source) }
        self = key
    }

    private static func hexadecimal(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap(Self.nibble)
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func base64(_ text: Substring) -> [UInt8]? {
        // 32 bytes are 43 digits and one that pads.
        Base64.decode(text.utf8.count == 43 ? text + "=" : text)
            ?? Base64URL.decode(text.utf8.count == 44 && text.last == "=" ? text.dropLast() : text)
    }
}

extension MasterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always the same words, so that no log or error can carry the key by accident.
    public var description: String { "master key" }
    public var debugDescription: String { "master key" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why there is no master key. Its text is one line for the operator and never holds any of the key.
public enum MasterKeyError: Error, Hashable, Sendable {
    case malformed(String)
    case missing(path: String)
    case notAFile(path: String)
    case openToOthers(path: String, mode: UInt32)
    case unreadable(path: String, problem: String)
    case unwritable(path: String, problem: String)
}

extension MasterKeyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let source):
            "\(source): a master key is 32 bytes, as base 64 or as 64 hexadecimal digits"
        case .missing(let path):
            "\(path): there is no master key; restore it from where you keep it apart from the backups"
        case .notAFile(let path):
            "\(path): the master key must be a regular file"
        case .openToOthers(let path, let mode):
            "\(path): others can reach the master key (mode \(String(mode, radix: 8))); run chmod 600 on it"
        case .unreadable(let path, let problem):
            "\(path): cannot read the master key: \(problem)"
        case .unwritable(let path, let problem):
            "\(path): cannot write the master key: \(problem)"
        }
    }
}
