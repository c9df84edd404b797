import Foundation
import GRDBSQLite
import PortalCore

extension SQLiteStorage {
    /// Copies one consistent moment of the database to a new file, while it is being served.
    ///
    /// The file appears whole or not at all, flushed to disk; one that exists is refused. It holds no master key:
    /// without that, what is sealed in it stays sealed.
    public func backup(to target: String) async throws {
        try await Self.backup(of: path, to: target, options: options)
    }

    /// Copies a database that need not be of this version, like ``backup(to:)``; its rows and its schema stay as they are.
    public static func backup(of path: String, to target: String, options: SQLiteOptions) async throws {
        try await offload {
            // Not for reading alone: only who may write takes the write-ahead log's files along when they are the last to leave.
            try DatabaseCopy.opened(path) { handle in
                sqlite3_busy_timeout(handle, Int32(clamping: options.busyTimeout.milliseconds))
                let source = SQLiteConnection(borrowing: handle, observer: nil)
                _ = try source.number("SELECT count(*) FROM sqlite_schema")
                try DatabaseCopy(target: target).make { try DatabaseCopy.copyPages(of: source, to: $0) }
            }
        }
    }
}

/// A database file that is made under another name and appears only when it is complete.
struct DatabaseCopy {
    let target: String
    private var partial: String { "\(target).partial" }

    func make(_ body: (_ path: String) throws -> Void) throws {
        try refuseExisting()
        try removePartial()
        // Made before SQLite opens it, so that nobody else can read it.
        let descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot be made") }
        Foundation.close(descriptor)
        do {
            try body(partial)
            try flush(partial)
            // A link, not a rename: it never replaces what somebody put there meanwhile.
            guard link(partial, target) == 0 else { throw failure("cannot be made") }
            try removePartial()
            try flush((target as NSString).deletingLastPathComponent)
        } catch {
            try? removePartial()
            throw error
        }
    }

    /// All pages of a database in one step, and so in one moment, into a file that needs no write-ahead log beside it.
    static func copyPages(of source: SQLiteConnection, to path: String) throws {
        try opened(path) { handle in
            guard let backup = sqlite3_backup_init(handle, "main", source.handle, "main") else {
                throw StorageError.sqlite(sqlite3_errcode(handle), String(cString: sqlite3_errmsg(handle)))
            }
            let stepped = sqlite3_backup_step(backup, -1)
            let finished = sqlite3_backup_finish(backup)
            guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
                let code = stepped == SQLITE_DONE ? finished : stepped
                throw StorageError.sqlite(code, String(cString: sqlite3_errmsg(handle)))
            }
            try SQLiteConnection(borrowing: handle, observer: nil).execute("PRAGMA journal_mode = DELETE")
        }
    }

    /// Lends a file that is there, and closes it after.
    static func opened(_ path: String, _ body: (OpaquePointer) throws -> Void) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else { throw StorageError.sqlite(code, "\(path) cannot be opened") }
        try body(handle)
    }

    /// A log that a former database left behind would be replayed into the new one.
    private func refuseExisting() throws {
        for path in [target, "\(target)-wal", "\(target)-journal"] {
            guard !FileManager.default.fileExists(atPath: path) else {
                throw StorageError.alreadyExists("\(path) exists; nothing was written")
            }
        }
    }

    private func removePartial() throws {
        for suffix in ["", "-wal", "-shm", "-journal", "-migration.lock"] {
            guard unlink(partial + suffix) == 0 || errno == ENOENT else { throw failure("cannot be replaced") }
        }
    }

    private func flush(_ path: String) throws {
        let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot be flushed") }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot be flushed") }
    }

    private func failure(_ what: String) -> StorageError {
        .unavailable("\(target) \(what): \(String(cString: strerror(errno)))")
    }
}
