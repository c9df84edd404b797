import GRDB
import PortalCore

extension Migrations {
    /// Each kind of end gets a blob of its own, and its numbers the binary digits that they need: most hours see few runs, and fewer failures.
    static func smallTallies(_ database: Database) throws {
        try database.execute(sql: tallyTable)
        guard let handle = database.sqliteConnection else { throw StorageError.unavailable("the database is closed") }
        let connection = SQLiteConnection(borrowing: handle, observer: nil)
        defer { connection.finalizeStatements() }

        try connection.each(Query.former, []) { row in
            let bytes = row.bytes(3)
            let width = bytes.count / 576
            let blobs = (0..<3).map { kind -> Binding in
                .blob(
                    packed(
                        (0..<192).map { hour in
                            bytes[(3 * hour + kind) * width..<(3 * hour + kind + 1) * width].reversed()
                                .reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                        }))
            }
            try connection.change(Query.keep, [.blob(row.bytes(0)), .blob(row.bytes(1)), .int(row.int(2))] + blobs)
            return true
        }
        try database.execute(sql: "DROP TABLE run_tally; ALTER TABLE next_run_tally RENAME TO run_tally")
    }

    private static let tallyTable = """
        -- Kept with the workflow: how its runs ended, a row for eight days, changed in the transaction of each run. Each blob has a number
        -- for each of 192 hours UTC, digit by digit: for each binary digit that its largest has needed, the lowest first, 24 bytes with a
        -- bit for each hour, that of the first hour being the lowest of the first byte.
        CREATE TABLE next_run_tally (
            workspace_id BLOB NOT NULL,
            workflow_id  BLOB NOT NULL,
            first_hour   INTEGER NOT NULL CHECK (first_hour % 691200000 = 0),
            succeeded    BLOB NOT NULL CHECK (length(succeeded) % 24 = 0 AND length(succeeded) <= 768),
            failed       BLOB NOT NULL CHECK (length(failed) % 24 = 0 AND length(failed) <= 768),
            canceled     BLOB NOT NULL CHECK (length(canceled) % 24 = 0 AND length(canceled) <= 768),
            PRIMARY KEY (workspace_id, workflow_id, first_hour),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
        ) STRICT, WITHOUT ROWID
        """

    /// The form of a blob, as this step writes it: whatever becomes of it later on is no business of this step's.
    private static func packed(_ numbers: [UInt32]) -> [UInt8] {
        let digits = UInt32.bitWidth - (numbers.max() ?? 0).leadingZeroBitCount
        var bytes = [UInt8](repeating: 0, count: 24 * digits)
        for (hour, number) in numbers.enumerated() where number > 0 {
            for digit in 0..<digits where number >> UInt32(digit) & 1 == 1 {
                bytes[24 * digit + hour / 8] |= 1 << UInt8(hour % 8)
            }
        }
        return bytes
    }
}

private enum Query {
    static let former = SQL("SELECT workspace_id, workflow_id, first_hour, counts FROM run_tally")
    static let keep = SQL(
        """
        INSERT INTO next_run_tally (workspace_id, workflow_id, first_hour, succeeded, failed, canceled)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """)
}
