import Foundation
import GRDB
import PortalCore

/// How the database file is opened for writing, and what is asserted of it before anything is served from it.
enum DatabaseFile {
    static func openWriter(at path: String, options: SQLiteOptions, upgrading: Bool) throws -> DatabaseQueue {
        try make(path)
        // Two processes that start at once must not both find a migration missing.
        let lock = try FileLock(path: "\(path)-migration.lock", waits: true)
        return try withExtendedLifetime(lock) {
            try translating {
                let queue = try DatabaseQueue(path: path, configuration: configuration(options))
                try refuseNewer(queue)
                if !upgrading { try refuseOlder(queue) }
                try settle(queue, options: options)
                try upgrade(queue)
                try check(queue)
                return queue
            }
        }
    }

    private static func refuseNewer(_ queue: DatabaseQueue) throws {
        let isNewer = try queue.writeWithoutTransaction { try Migrations.all.hasBeenSuperseded($0) }
        guard !isNewer else {
            throw StorageError.writtenByNewer(
                "the database was written by a newer version; this one knows its schema up to step \(Migrations.version)"
            )
        }
    }

    /// A file that nothing was written to yet is not older.
    private static func refuseOlder(_ queue: DatabaseQueue) throws {
        let taken = try queue.writeWithoutTransaction { try Migrations.all.appliedIdentifiers($0).count }
        guard taken == 0 || taken == Migrations.version else {
            throw StorageError.writtenByOlder(
                "the database was written by an older version (its schema has \(taken) of \(Migrations.version) steps)")
        }
    }

    /// A step writes whole tables again: what it needs room for, and where, is nothing that SQLite's words tell.
    private static func upgrade(_ queue: DatabaseQueue) throws {
        do { try Migrations.all.migrate(queue) } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL
        {
            throw StorageError.unavailable(
                """
                no room to bring its schema up to date: twice the database is needed beside it, and once and a half in the directory for \
                temporary files (SQLITE_TMPDIR)
                """)
        }
    }

    /// GRDB's errors in our words.
    private static func translating<Answer>(_ body: () throws -> Answer) throws -> Answer {
        do { return try body() } catch let error as DatabaseError {
            throw StorageError.sqlite(error.extendedResultCode.rawValue, error.message ?? "no reason given")
        }
    }

    /// Makes the file with nobody else's eyes on it; the write-ahead log takes its permissions from it.
    private static func make(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError.unavailable("\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        Foundation.close(descriptor)
    }

    private static func configuration(_ options: SQLiteOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "portal.writer"
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Double(options.busyTimeout.milliseconds) / 1_000)
        return configuration
    }

    private static func settle(_ queue: DatabaseQueue, options: SQLiteOptions) throws {
        try queue.writeWithoutTransaction { database in
            // Here and not while opening: with WAL, GRDB sets NORMAL at the end of opening, which can lose answered
            // writes.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cache_size = -\(options.writerCacheKiB)")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 2000")
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
    }

    /// Reads back what the promises rest on; refuses to serve without it.
    private static func check(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { database in
            guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
                throw StorageError.unavailable("SQLite does not take synchronous = FULL")
            }
            guard try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" else {
                throw StorageError.unavailable("SQLite does not take journal_mode = WAL")
            }
            guard try Int.fetchOne(database, sql: "PRAGMA foreign_keys") == 1 else {
                throw StorageError.unavailable("SQLite does not take foreign_keys = ON")
            }
            guard let handle = database.sqliteConnection else {
                throw StorageError.unavailable("the database is closed")
            }
            let flaws = try TenantSchema.flaws(SQLiteConnection(borrowing: handle, observer: nil))
            guard flaws.isEmpty else { throw StorageError.damaged(flaws.joined(separator: "; ")) }
        }
    }
}
