import GRDB
import PortalCore

extension Migrations {
    /// What was a row for every day becomes a row for eight of them: a month's chart reads five for each workflow.
    static func tallyBlocks(_ database: Database) throws {
        try database.execute(sql: tallyTable)
        guard let handle = database.sqliteConnection else { throw StorageError.unavailable("the database is closed") }
        let connection = SQLiteConnection(borrowing: handle, observer: nil)
        defer { connection.finalizeStatements() }

        var told: (place: TallyPlace, row: TallyRow)?
        func keep() throws {
            if let told { try connection.change(Query.keep, told.place.bindings + [.blob(told.row.bytes)]) }
        }
        try connection.each(Query.counts, []) { row in
            let day = row.instant(2)
            let place = TallyPlace(workspace: try row.id(0), workflow: try row.id(1), first: day.startOfTally)
            if told?.place != place {
                try keep()
                told = (place, TallyRow())
            }
            let days = Int(day.since(place.first).milliseconds / TimeSpan.days(1).milliseconds)
            told?.row[72 * days + row.count(3)] = UInt32(clamping: row.int(4))
            return true
        }
        try keep()
        try database.execute(sql: "DROP TABLE run_tally; ALTER TABLE next_run_tally RENAME TO run_tally")
    }

    private static let tallyTable = """
        -- Kept with the workflow: how its runs ended, a row for eight days, changed in the transaction of each run. `counts` has the numbers
        -- of succeeded, failed and canceled runs of the first hour UTC, then those of its second, and so on for 192 hours; each number in
        -- one, two or four bytes, as the largest of the row needs, the lowest byte first.
        CREATE TABLE next_run_tally (
            workspace_id BLOB NOT NULL,
            workflow_id  BLOB NOT NULL,
            first_hour   INTEGER NOT NULL CHECK (first_hour % 691200000 = 0),
            counts       BLOB NOT NULL CHECK (length(counts) IN (576, 1152, 2304)),
            PRIMARY KEY (workspace_id, workflow_id, first_hour),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
        ) STRICT, WITHOUT ROWID
        """
}

private enum Query {
    static let counts = SQL(
        """
        SELECT workspace_id, workflow_id, day, count.key, count.value
        FROM run_tally CROSS JOIN json_each(run_tally.hours) count
        WHERE count.value <> 0 ORDER BY workspace_id, workflow_id, day
        """)
    static let keep = SQL(
        "INSERT INTO next_run_tally (workspace_id, workflow_id, first_hour, counts) VALUES (?1, ?2, ?3, ?4)")
}
