import GRDBSQLite

@testable import PortalStore

/// A connection of somebody else's to the same file: no foreign keys, no rules of ours.
struct Hand {
    private let handle: OpaquePointer

    init(_ path: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let opened else {
            throw Malformed()
        }
        handle = opened
        sqlite3_busy_timeout(handle, 2_000)
    }

    func execute(_ sql: String) throws { try SQLiteConnection(borrowing: handle, observer: nil).execute(sql) }

    func close() { sqlite3_close_v2(handle) }
}
