extension Migrations {
    /// What was a row for every hour becomes a row for every day.
    static let dailyTallies = """
        -- Kept with the workflow: how its runs ended, a row a day, changed in the transaction of each run. The array has the counts of
        -- succeeded, failed and canceled runs of the day's first hour UTC, then those of its second, and so on.
        CREATE TABLE next_run_tally (
            workspace_id BLOB NOT NULL,
            workflow_id  BLOB NOT NULL,
            day          INTEGER NOT NULL CHECK (day % 86400000 = 0),
            hours        TEXT NOT NULL CHECK (json_array_length(hours) = 72),
            PRIMARY KEY (workspace_id, workflow_id, day),
            FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO next_run_tally (workspace_id, workflow_id, day, hours)
        SELECT workspace_id, workflow_id, hour - (hour % 86400000 + 86400000) % 86400000 AS day, \(hoursOfDay)
        FROM run_tally GROUP BY workspace_id, workflow_id, day;
        DROP TABLE run_tally;
        ALTER TABLE next_run_tally RENAME TO run_tally;
        """

    private static let hoursOfDay: String = {
        let counts = (0..<24).flatMap { hour in
            ["succeeded", "failed", "canceled"].map { end in
                "sum(CASE (hour % 86400000 + 86400000) % 86400000 / 3600000 WHEN \(hour) THEN \(end) ELSE 0 END)"
            }
        }
        return "json_array(\(counts.joined(separator: ", ")))"
    }()
}
