import GRDBSQLite
import PortalCore

/// The row a statement stands on; its columns are read by position, and only while it stands there.
struct Row {
    let statement: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func count(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    func bool(_ column: Int32) -> Bool { sqlite3_column_int64(statement, column) != 0 }

    func instant(_ column: Int32) -> Instant { Instant(milliseconds: int(column)) }

    func optionalInstant(_ column: Int32) -> Instant? { isNull(column) ? nil : instant(column) }

    func text(_ column: Int32) -> String { String(decoding: utf8(column), as: UTF8.self) }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int32) -> [UInt8] { [UInt8](rawBytes(column)) }

    /// The bytes of a text or blob where they lie, for as long as the statement stands on the row.
    func rawBytes(_ column: Int32) -> UnsafeRawBufferPointer {
        // Asked for as a blob: a text that is asked for as text may be copied to end in a zero.
        UnsafeRawBufferPointer(
            start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
    }

    func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    func id<Entity>(_ column: Int32, _ kind: Entity.Type = Entity.self) throws -> Identifier<Entity> {
        guard let start = sqlite3_column_blob(statement, column), sqlite3_column_bytes(statement, column) == 16 else {
            throw StorageError.damaged("a \(Entity.idPrefix) identifier is not sixteen bytes")
        }
        return Identifier(
            high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    func optionalID<Entity>(_ column: Int32, _ kind: Entity.Type = Entity.self) throws -> Identifier<Entity>? {
        isNull(column) ? nil : try id(column)
    }

    /// A word of a closed set, as the schema's CHECK admits it.
    func word<Word: RawRepresentable<String>>(_ column: Int32, _ kind: Word.Type = Word.self) throws -> Word {
        guard let word = Word(rawValue: text(column)) else {
            throw StorageError.damaged("\(text(column)) is no \(Word.self)")
        }
        return word
    }

    func word<Word: FrequentWord>(_ column: Int32, _ kind: Word.Type = Word.self) throws -> Word {
        guard let word = Word.vocabulary.word(rawBytes(column)) else {
            throw StorageError.damaged("\(text(column)) is no \(Word.self)")
        }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(_ column: Int32, _ kind: Word.Type = Word.self) throws -> Word? {
        isNull(column) ? nil : try word(column)
    }

    func money(_ minorUnits: Int32, _ currency: Int32) throws -> Money {
        guard let code = Currency(text(currency)) else {
            throw StorageError.damaged("\(text(currency)) is no currency")
        }
        return Money(minorUnits: int(minorUnits), currency: code)
    }

    private func utf8(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: sqlite3_column_text(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
    }
}
