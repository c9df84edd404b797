import Foundation
import PortalCore

/// What `doctor` says of a database.
public struct StorageFacts: Hashable, Sendable {
    public let path: String
    public let sqliteVersion: String
    public let schemaVersion: Int
    public let fileBytes: Int64
    /// Size of the write-ahead log; it grows while a reader holds an old moment open.
    public let logBytes: Int64
    public let pageSize: Int64
    public let pageCount: Int64
    public let freePages: Int64
    public let journalMode: String
    /// As the writer reads it back: 2 is FULL.
    public let synchronous: Int64
    public let foreignKeys: Bool
    public let isQuarantined: Bool
    /// Rows of each table.
    public let rows: [String: Int64]
}

extension SQLiteStorage {
    /// Reads the facts; counting walks an index of every table.
    public func facts() async throws -> StorageFacts {
        let (synchronous, foreignKeys, schemaVersion) = try await writerSettings()
        let isQuarantined = try await isQuarantined
        let (path, options) = (path, options)
        return try await offload {
            let connection = try SQLiteConnection(reading: path, options: options)
            try connection.beginReading()
            defer { connection.rollback() }
            let tables = try connection.texts(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            return StorageFacts(
                path: path, sqliteVersion: try connection.texts("SELECT sqlite_version()").joined(),
                schemaVersion: schemaVersion, fileBytes: Self.size(of: path), logBytes: Self.size(of: "\(path)-wal"),
                pageSize: try connection.number("PRAGMA page_size"),
                pageCount: try connection.number("PRAGMA page_count"),
                freePages: try connection.number("PRAGMA freelist_count"),
                journalMode: try connection.texts("PRAGMA journal_mode").joined(), synchronous: synchronous,
                foreignKeys: foreignKeys, isQuarantined: isQuarantined,
                rows: Dictionary(
                    uniqueKeysWithValues: try tables.map { ($0, try connection.number("SELECT count(*) FROM \($0)")) }))
        }
    }

    private static func size(of path: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
}
