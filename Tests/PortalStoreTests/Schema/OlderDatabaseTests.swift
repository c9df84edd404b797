import Foundation
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

    @Test func `hourly tallies become those of eight days, each count where it was`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        let house = try await TestHouse(SQLiteStorage.open(at: path, options: options))
        let (scope, workflow) = (house.north.first, house.north.workflows[0])
        let hour: Int64 = 3_600_000
        // One before 1970, the last hour of one day and the first of the next, and those at the edge of eight days.
        let told: [(Int64, [Int])] = [
            (-1, [5, 0, 1]), (23, [1, 2, 3]), (24, [255, 0, 0]), (30, [0, 7, 0]), (191, [0, 0, 256]),
            (192, [70_000, 0, 1]),
        ]
        let rows = told.map { "(\(scope.workspace.sql), \(workflow.sql), \($0 * hour), \($1[0]), \($1[1]), \($1[2]))" }
        try await undo("small tallies", by: "SELECT 1", in: house.storage)
        try await undo("tally blocks", by: "SELECT 1", in: house.storage)
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
                until: Instant(milliseconds: 9 * 24 * hour))
        }
        #expect(tallies.map { $0.hour.milliseconds / hour } == told.map(\.0))
        #expect(tallies.map { [$0.succeeded, $0.failed, $0.canceled] } == told.map(\.1))
        let sizes = try await storage.texts(
            "SELECT length(succeeded) || ' ' || length(failed) || ' ' || length(canceled) FROM run_tally ORDER BY first_hour"
        )
        #expect(sizes == ["72 0 24", "192 72 216", "408 0 24"])
        try await storage.close()
    }

    @Test func `runs and what hangs on them are told as before by their numbers`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        let storage = try SQLiteStorage.open(at: path, options: options)
        let world = try await TwinWorld.make(in: storage)
        let told = try await WorldDump(world)
        try await storage.close()
        let hand = try Hand(path)
        try hand.execute(Self.withoutShortKeys)
        hand.close()

        let opened = try SQLiteStorage.open(at: path, options: options)
        let again = TwinWorld(storage: opened, north: world.north, south: world.south)
        #expect(try await WorldDump(again).differences(from: told) == [])
        #expect(try await opened.verify() == [])
        let runs = world.workspaces.flatMap(\.runs).count
        let numbered = try await opened.texts("SELECT count(*) || ' ' || count(DISTINCT workspace) FROM run")
        #expect(numbered == ["\(runs) \(world.workspaces.count)"])
        try await opened.close()
    }

    /// The step "short keys" taken back: the tables as the earlier steps made them, with the rows that are in the present ones.
    private static var withoutShortKeys: String {
        let words = { (column: String, words: [String]) in
            "CASE \(column) \(words.enumerated().map { "WHEN \($0.offset) THEN '\($0.element)'" }.joined(separator: " ")) END"
        }
        let status = RunStatus.byCode.map(\.rawValue)
        let tables = ["engine", "workflow", "run", "step", "run_error", "run_token", "outbox"]
        let former = "\(Migrations.automation)\(Migrations.outbox)".components(separatedBy: ";\n").filter { statement in
            tables.contains { table in
                statement.contains("CREATE TABLE \(table) (")
                    || statement.contains("INDEX") && statement.contains(" ON \(table) (")
            }
        }
        let ofWorkspace = "JOIN workspace ON workspace.number ="
        return """
            PRAGMA foreign_keys = OFF;
            CREATE TEMP TABLE kept_run AS
            SELECT workflow.agency_id, workflow.workspace_id, listed_at, run.id, workflow.id AS workflow_id,
                \(words("run.status", status)), \(words("reported_status", status)), attempt, status_at, started_at, ended_at,
                \(words("origin", RunOrigin.byCode.map(\.rawValue))),
                \(words("run.delivery", TriggerDelivery.byCode.map(\.rawValue))), engine.id AS engine_id, run.external_id,
                heard_at, silent_at, tally_hour
            FROM run JOIN \(Workflow.joinedToRun)
            LEFT JOIN engine ON engine.agency = run.agency AND engine.number = run.engine;
            CREATE TEMP TABLE kept_step AS
            SELECT workspace.id, run_id, position, step.name, kind, status, started_at, ended_at, summary
            FROM step \(ofWorkspace) step.workspace;
            CREATE TEMP TABLE kept_run_error AS
            SELECT workspace.id, run_id, sealed FROM run_error \(ofWorkspace) run_error.workspace;
            CREATE TEMP TABLE kept_run_token AS
            SELECT workspace.id, digest, run_id, spent_at FROM run_token \(ofWorkspace) run_token.workspace;
            CREATE TEMP TABLE kept_outbox AS SELECT * FROM outbox;
            CREATE TEMP TABLE kept_workflow AS SELECT * FROM workflow;
            CREATE TEMP TABLE kept_engine AS SELECT * FROM engine;
            ALTER TABLE kept_outbox DROP COLUMN workspace;
            ALTER TABLE kept_workflow DROP COLUMN agency;
            ALTER TABLE kept_workflow DROP COLUMN workspace;
            ALTER TABLE kept_workflow DROP COLUMN number;
            ALTER TABLE kept_engine DROP COLUMN agency;
            ALTER TABLE kept_engine DROP COLUMN number;
            \(tables.reversed().map { "DROP TABLE \($0);" }.joined(separator: "\n"))
            DROP INDEX agency_number;
            DROP INDEX agency_by_number;
            ALTER TABLE agency DROP COLUMN number;
            DROP INDEX workspace_number;
            DROP INDEX workspace_by_number;
            ALTER TABLE workspace DROP COLUMN number;
            \(former.joined(separator: ";\n"));
            \(Migrations.workflowIndex);
            \(tables.map { "INSERT INTO \($0) SELECT * FROM kept_\($0);" }.joined(separator: "\n"))
            DROP INDEX mail_due_in_agency;
            DELETE FROM grdb_migrations WHERE identifier LIKE '%short keys' OR identifier LIKE '%outbox turns'
            """
    }

    @Test func `mails that wait, and what they carry, wait on in the tables that were made anew`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        let house = try await TestHouse(SQLiteStorage.open(at: path, options: options))
        let (agency, client) = (house.north.agency.id.sql, house.north.client.sql)
        let former = try #require(Migrations.mail.range(of: "-- Addresses that were asked to join"))
        let (mail, proof) = (String(repeating: "A1", count: 16), String(repeating: "B2", count: 16))
        try await undo(
            "outbox turns", by: "DROP INDEX outbox_due_in_agency; DROP INDEX outbox_due_in_workspace", in: house.storage
        )
        try await undo("awaited mail", by: "DROP INDEX mail_awaited", in: house.storage)
        try await undo(
            "more mail",
            by: """
                DROP TABLE mail; DROP TABLE mail_proof; \(Migrations.mail[..<former.lowerBound])
                INSERT INTO mail (agency_id, id, kind, user_id, proof_id, secret, status, due_at, tries, created_at)
                VALUES (\(agency), X'\(mail)', 'password-reset', \(client), X'\(proof)', X'C3', 'waiting', 7, 2, 5);
                INSERT INTO mail_proof (agency_id, id, kind, user_id, digest, expires_at)
                VALUES (\(agency), X'\(proof)', 'password-reset', \(client), zeroblob(32), 9)
                """, in: house.storage)
        try await house.storage.close()

        let storage = try SQLiteStorage.open(at: path, options: options)
        let kept = try await storage.texts(
            """
            SELECT hex(mail.id) || hex(mail.secret) || mail.status || mail.due_at || mail.tries || hex(mail_proof.id)
                || mail_proof.expires_at
            FROM mail JOIN mail_proof ON mail_proof.agency_id = mail.agency_id AND mail_proof.id = mail.proof_id
                AND mail_proof.user_id = mail.user_id
            """)
        #expect(kept == ["\(mail)C3waiting72\(proof)9"])
        #expect(try await storage.verify() == [])
        try await storage.close()
    }
}
