import Foundation
import PortalServices
import Testing

@testable import PortalStore

/// A database that the version before wrote, whose daemon may still be running.
@Suite(.serialized)
struct UpgradeTests {
    private let folder: Folder
    private let data: String
    private var database: String { "\(data)/portal.sqlite" }
    private let known = SQLiteStorage.knownSchemaVersion

    init() async throws {
        folder = try Folder()
        data = "\(folder.path)/data"
        let made = try await CommandRun.of(
            "seed", "--data-dir", data, "--workspaces", "1", "--runs", "10", "--steps", "1")
        #expect(made.status == 0, "\(made.errors)")
        // A step that can be taken twice.
        let storage = try SQLiteStorage.open(
            at: "\(data)/portal.sqlite", options: SQLiteOptions(digests: CryptoDigests()))
        try await SeedDoor.execute("DELETE FROM grdb_migrations WHERE identifier = '016 membership index'", in: storage)
        try await storage.close()
    }

    private func schema(of database: String) throws -> Int { try Rows(at: database).count("grdb_migrations") }

    @Test func `no command that works beside a daemon changes the schema under it`() async throws {
        for arguments in [
            ["verify"], ["doctor"], ["resume"], ["agency", "list"], ["agency", "brand", "load-1"],
            ["agency", "mail", "load-1", "--remove"], ["user", "reset-factor", "--agency", "load-1", "a@b.example"],
            [
                "agency", "create", "--slug", "acme", "--name", "Acme", "--owner-email", "o@acme.example",
                "--password-stdin",
            ],
        ] {
            let run = try await CommandRun.of(arguments + ["--data-dir", data], input: "a long enough password\n")
            #expect(run.status == 69, "\(arguments): \(run.errors)")
            #expect(
                run.errors.contains("an older version (its schema has \(known - 1) of \(known) steps): make a backup"))
        }
        #expect(try schema(of: database) == known - 1)
    }

    @Test func `a backup is of the database as the version before knows it, and restores as one of this version`()
        async throws
    {
        let (backup, restored) = ("\(folder.path)/backup.sqlite", "\(folder.path)/restored")
        #expect(try await CommandRun.of("backup", "--data-dir", data, backup).status == 0)
        #expect(try schema(of: backup) == known - 1)
        #expect(try schema(of: database) == known - 1)
        #expect(try await CommandRun.of("restore", "--data-dir", restored, backup).status == 0)
        #expect(try schema(of: "\(restored)/portal.sqlite") == known)
    }

    @Test func `migrate is refused while a daemon runs, and without one brings the schema up to date`() async throws {
        var lock: DataDirectoryLock? = try DataDirectoryLock(directory: data)
        let refused = try await CommandRun.of("migrate", "--data-dir", data)
        #expect(refused.status == 75 && refused.errors.contains("serves the data directory"), "\(refused.errors)")
        #expect(try lock != nil && schema(of: database) == known - 1)
        lock = nil
        let migrated = try await CommandRun.of("migrate", "--data-dir", data)
        #expect(migrated.output == "schema \(known)\n", "\(migrated.errors)")
        #expect(try await CommandRun.of("verify", "--data-dir", data).output == "ok\n")
    }
}
