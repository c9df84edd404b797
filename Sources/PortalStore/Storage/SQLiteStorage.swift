import Foundation
import GRDB
import PortalCore

/// The portal's rows in one SQLite file.
///
/// The file is in WAL mode with `synchronous = FULL`: a write that was answered survives `kill -9` and power failure.
/// Reads run beside writes, each body in one snapshot on the thread that asks; writes share commits. Opening brings the
/// schema up to date and refuses one that is newer than this binary.
public final class SQLiteStorage: PortalStorage {
    public let path: String
    let options: SQLiteOptions
    private let queue: DatabaseQueue
    private let writer: GroupCommit
    private let readers: ReaderPool
    private let connection: SQLiteConnection
    private let shared: Shared
    /// Deleted with the storage; only for ``temporary(options:)``.
    private let directory: TemporaryDirectory?

    /// Opens the database at a path, makes it if there is none, and brings its schema up to date.
    ///
    /// - Parameter upgrading: Whether an older version's schema is brought up to date. Nothing of that version may have the file open
    ///   then: its statements know the older schema only. If not, such a database throws ``StorageError/writtenByOlder(_:)`` and stays as it is.
    public static func open(at path: String, options: SQLiteOptions, upgrading: Bool = true) throws -> SQLiteStorage {
        try SQLiteStorage(path: path, options: options, upgrading: upgrading, directory: nil)
    }

    /// A database of its own in a temporary directory, which is deleted with the storage. For tests.
    public static func temporary(options: SQLiteOptions) throws -> SQLiteStorage {
        let directory = try TemporaryDirectory()
        return try SQLiteStorage(
            path: "\(directory.path)/portal.sqlite", options: options, upgrading: true, directory: directory)
    }

    private init(path: String, options: SQLiteOptions, upgrading: Bool, directory: TemporaryDirectory?) throws {
        self.path = path
        self.options = options
        self.directory = directory
        shared = Shared(digests: options.digests)
        queue = try DatabaseFile.openWriter(at: path, options: options, upgrading: upgrading)
        connection = try queue.writeWithoutTransaction { database in
            guard let handle = database.sqliteConnection else {
                throw StorageError.unavailable("the database is closed")
            }
            return SQLiteConnection(borrowing: handle, observer: options.observer)
        }
        writer = GroupCommit(queue: queue, connection: connection, shared: shared, options: options)
        readers = ReaderPool(limit: options.readerLimit) { try SQLiteConnection(reading: path, options: options) }
    }

    public func read<Answer: Sendable>(_ body: @Sendable (any Snapshot) throws -> Answer) async throws -> Answer {
        try await reading { connection in
            let snapshot = SQLiteSnapshot(lent: connection, shared: shared)
            defer { snapshot.end() }
            return try body(snapshot)
        }
    }

    public func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Answer
    ) async throws -> Answer {
        try await writer.write(body)
    }

    /// How many writes wait behind those that are under way.
    var backlog: Int { writer.backlog }

    /// Lends a reader to a body, inside one snapshot.
    func reading<Answer>(_ body: (SQLiteConnection) throws -> Answer) async throws -> Answer {
        let reader = try await readers.lend()
        defer { readers.giveBack(reader) }
        try reader.beginReading()
        defer { reader.rollback() }
        return try body(reader)
    }

    /// What the writer's connection reads back of itself.
    func writerSettings() async throws -> (synchronous: Int64, foreignKeys: Bool, schemaVersion: Int) {
        let connection = connection
        return try await queue.writeWithoutTransaction { database in
            (
                try connection.number("PRAGMA synchronous"), try connection.number("PRAGMA foreign_keys") == 1,
                try Migrations.all.appliedIdentifiers(database).count
            )
        }
    }

    /// The schema that this binary makes and serves.
    public static var knownSchemaVersion: Int { Migrations.version }

    /// How many steps of the schema the database has taken. Opening it took all that this binary knows.
    public var schemaVersion: Int {
        get async throws { try await writerSettings().schemaVersion }
    }

    /// Moves what is in the write-ahead log into the database file, as far as readers allow, and cuts the log.
    public func checkpoint() async throws {
        let connection = connection
        try await queue.writeWithoutTransaction { _ in try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    /// Ends the storage: takes nothing new, finishes the writes that wait, and closes the file.
    public func close() async throws {
        guard writer.close() else { return }
        readers.close()
        let connection = connection
        try await queue.writeWithoutTransaction { _ in
            try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.finalizeStatements()
        }
        try queue.close()
    }
}
