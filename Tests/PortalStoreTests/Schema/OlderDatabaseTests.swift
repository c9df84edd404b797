import Testing

@testable import PortalCore
@testable import PortalStore

/// A database that an older version wrote is brought up to date with what it holds.
@Suite struct OlderDatabaseTests {
    private let options = SQLiteOptions(digests: MixingDigests())

    /// Takes a step of the schema back, so that opening takes it again.
    private func undo(_ step: String, by sql: String, in storage: SQLiteStorage) async throws {
        let known = try await storage.texts("SELECT identifier FROM grdb_migrations WHERE identifier LIKE '%\(step)'")
        #expect(known.count == 1)
        try await storage.raw("\(sql); DELETE FROM grdb_migrations WHERE identifier LIKE '%\(step)'")
    }

    @Test func `hourly tallies become daily ones, each count where it was`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        let house = try await TestHouse(SQLiteStorage.open(at: path, options: options))
        let (scope, workflow) = (house.north.first, house.north.workflows[0])
        let hour: Int64 = 3_600_000
        // The last hour of one day, the first of the next, and one before 1970.
        let told: [(Int64, [Int])] = [(-1, [5, 0, 1]), (23, [1, 2, 3]), (24, [40, 0, 0]), (30, [0, 7, 0])]
        let rows = told.map { "(\(scope.workspace.sql), \(workflow.sql), \($0 * hour), \($1[0]), \($1[1]), \($1[2]))" }
        try await undo(
            "daily tallies",
            by: """
                DROP TABLE run_tally;
                CREATE TABLE run_tally (
                    workspace_id BLOB NOT NULL,
                    workflow_id  BLOB NOT NULL,
                    hour         INTEGER NOT NULL CHECK (hour % 3600000 = 0),
                    succeeded    INTEGER NOT NULL CHECK (succeeded >= 0),
                    failed       INTEGER NOT NULL CHECK (failed >= 0),
                    canceled     INTEGER NOT NULL CHECK (canceled >= 0),
                    PRIMARY KEY (workspace_id, workflow_id, hour),
                    FOREIGN KEY (workspace_id, workflow_id) REFERENCES workflow (workspace_id, id)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO run_tally VALUES \(rows.joined(separator: ", "))
                """, in: house.storage)
        try await house.storage.close()

        let storage = try SQLiteStorage.open(at: path, options: options)
        let tallies = try await storage.read { snapshot in
            try snapshot.tallies(
                in: scope, visible: .everything, from: Instant(milliseconds: -2 * 24 * hour),
                until: Instant(milliseconds: 3 * 24 * hour))
        }
        #expect(tallies.map { $0.hour.milliseconds / hour } == told.map(\.0))
        #expect(tallies.map { [$0.succeeded, $0.failed, $0.canceled] } == told.map(\.1))
        #expect(try await storage.texts("SELECT count(*) FROM run_tally") == ["3"])
        try await storage.close()
    }
}
