import GRDBSQLite
import PortalCore

/// A value for one parameter of a statement.
enum Binding {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])
    /// The sixteen bytes of an identifier.
    case bits(UInt64, UInt64)
}

extension Binding {
    static func id<Entity>(_ id: Identifier<Entity>) -> Binding { .bits(id.high, id.low) }
    static func id<Entity>(_ id: Identifier<Entity>?) -> Binding { id.map { .bits($0.high, $0.low) } ?? .null }
    static func count(_ count: Int) -> Binding { .int(Int64(count)) }
    static func bool(_ flag: Bool) -> Binding { .int(flag ? 1 : 0) }
    static func instant(_ instant: Instant) -> Binding { .int(instant.milliseconds) }
    static func instant(_ instant: Instant?) -> Binding { instant.map { .int($0.milliseconds) } ?? .null }
    static func text(_ text: String?) -> Binding { text.map { .text($0) } ?? .null }
    static func blob(_ bytes: [UInt8]?) -> Binding { bytes.map { .blob($0) } ?? .null }
    static func word(_ word: some RawRepresentable<String>) -> Binding { .text(word.rawValue) }
    static func word(_ word: (some RawRepresentable<String>)?) -> Binding { word.map { .text($0.rawValue) } ?? .null }

    /// Gives the value to a parameter; SQLite keeps a copy of its own.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .null:
            return sqlite3_bind_null(statement, index)
        case .int(let value):
            return sqlite3_bind_int64(statement, index, value)
        case .text(var text):
            return text.withUTF8 { bytes in
                guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, nil) }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(statement, index, $0, Int32(clamping: bytes.count), Self.copied)
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(statement, index, 0) }
                return sqlite3_bind_blob(statement, index, start, Int32(clamping: bytes.count), Self.copied)
            }
        case .bits(let high, let low):
            return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) {
                sqlite3_bind_blob(statement, index, $0.baseAddress, 16, Self.copied)
            }
        }
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not see.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension [Binding] {
    /// The words of a set, padded with nulls, which equal nothing, so that one statement serves every subset of its
    /// words.
    static func words(_ words: some Collection<some RawRepresentable<String>>, room: Int) -> [Binding] {
        precondition(words.count <= room)
        return words.map { .text($0.rawValue) } + Array(repeating: .null, count: room - words.count)
    }
}
