import GRDB
import PortalCore

extension Migrations {
    /// What was a row for every day becomes a row for eight of them: a month's chart reads five for each workflow.
    static func tallyBlocks(_ database: Database) throws {
        try database.execute(sql: tallyTable)
        guard let handle = database.sqliteConnection else { throw StorageError.unavailable("the database is closed") }
        let connection = SQLiteConnection(borrowing: handle, observer: nil)
        defer { connection.finalizeStatements() }

        var told: Block?
        func keep() throws {
            guard let told else { return }
            try connection.change(
                Query.keep, [.blob(told.workspace), .blob(told.workflow), .int(told.firstHour), .blob(told.bytes)])
        }
        try connection.each(Query.counts, []) { row in
            let block = Block(workspace: row.bytes(0), workflow: row.bytes(1), day: row.int(2))
            if told?.isSame(as: block) != true {
                try keep()
                told = block
            }
            told?.counts[Int(row.int(2) - block.firstHour) / 86_400_000 * 72 + row.count(3)] = UInt32(
                clamping: row.int(4))
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

/// Eight days of a workflow, as this step of the schema writes them: whatever becomes of the row later on is no business of this step's.
private struct Block {
    let workspace: [UInt8]
    let workflow: [UInt8]
    let firstHour: Int64
    var counts: [UInt32] = Array(repeating: 0, count: 576)

    /// The block in which a day lies that begins at `day`, in milliseconds since 1970.
    init(workspace: [UInt8], workflow: [UInt8], day: Int64) {
        self.workspace = workspace
        self.workflow = workflow
        let span: Int64 = 691_200_000
        firstHour = day - (day % span + span) % span
    }

    func isSame(as other: Block) -> Bool {
        workspace == other.workspace && workflow == other.workflow && firstHour == other.firstHour
    }

    var bytes: [UInt8] {
        let largest = counts.max() ?? 0
        let width = largest <= 0xFF ? 1 : largest <= 0xFFFF ? 2 : 4
        return counts.flatMap { count in (0..<width).map { UInt8(truncatingIfNeeded: count >> UInt32(8 * $0)) } }
    }
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
