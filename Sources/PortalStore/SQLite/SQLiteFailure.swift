import GRDBSQLite
import PortalCore

extension StorageError {
    /// What a result code of SQLite means to whoever asked. The words name tables and columns, never values.
    static func sqlite(_ code: Int32, _ message: String) -> StorageError {
        switch code {
        // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY and _ROWID; the extended codes are macros that Swift does not see.
        case SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 6 << 8, SQLITE_CONSTRAINT | 10 << 8:
            return .alreadyExists(message)
        default:
            break
        }
        switch code & 0xFF {
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: return .refusedBySchema(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged(message)
        case SQLITE_FULL: return .unavailable("the disk is full: \(message)")
        case SQLITE_IOERR: return .unavailable("the disk is failing: \(message)")
        case SQLITE_BUSY, SQLITE_LOCKED: return .unavailable("another process keeps the database busy: \(message)")
        default: return .unavailable(message)
        }
    }
}
