import Foundation
import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct OpeningTests {
    private let options = SQLiteOptions(digests: MixingDigests())

    @Test func `a database is made from nothing, and opening it again changes nothing`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        var schemas: [[String]] = []
        for _ in 0..<2 {
            let storage = try SQLiteStorage.open(at: path, options: options)
            schemas.append(try await storage.texts("SELECT ifnull(sql, name) FROM sqlite_schema ORDER BY name"))
            #expect(try await storage.schemaVersion == SQLiteStorage.knownSchemaVersion)
            try await storage.close()
        }
        #expect(schemas[0] == schemas[1])
        #expect(schemas[0].count > 50)
    }

    @Test func `two processes that start at once do not disturb each other`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let storage = try SQLiteStorage.open(at: path, options: options)
                    try await storage.close()
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a schema that is newer than this binary is refused with words`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        let storage = try SQLiteStorage.open(at: path, options: options)
        try await storage.raw("INSERT INTO grdb_migrations VALUES ('999 tomorrow')")
        try await storage.close()
        #expect {
            try SQLiteStorage.open(at: path, options: options)
        } throws: { error in
            guard case StorageError.writtenByNewer(let words) = error else { return false }
            return words.contains("newer version")
        }
    }

    @Test func `a schema that is older is left alone where it is not to be brought up to date, and can be copied`()
        async throws
    {
        let directory = try TemporaryDirectory()
        let (path, copy) = ("\(directory.path)/portal.sqlite", "\(directory.path)/copy.sqlite")
        let known = SQLiteStorage.knownSchemaVersion
        let storage = try SQLiteStorage.open(at: path, options: options)
        try await storage.raw("DELETE FROM grdb_migrations WHERE identifier = '016 membership index'")
        try await storage.close()
        func told() throws -> [String] {
            let reader = try SQLiteConnection(reading: path, options: options)
            return try reader.texts("SELECT ifnull(sql, name) FROM sqlite_schema ORDER BY name")
                + reader.texts("SELECT identifier FROM grdb_migrations ORDER BY 1")
        }
        let before = try told()
        #expect {
            try SQLiteStorage.open(at: path, options: options, upgrading: false)
        } throws: { error in
            guard case StorageError.writtenByOlder(let words) = error else { return false }
            return words.contains("older version (its schema has \(known - 1) of \(known) steps)")
        }
        try await SQLiteStorage.backup(of: path, to: copy, options: options)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == [
                "copy.sqlite", "portal.sqlite", "portal.sqlite-migration.lock",
            ])
        #expect(try told() == before)

        for file in [path, copy] {
            let upgraded = try SQLiteStorage.open(at: file, options: options)
            #expect(try await upgraded.schemaVersion == known)
            try await upgraded.close()
            try await SQLiteStorage.open(at: file, options: options, upgrading: false).close()
        }
    }

    @Test func `a file that is no database is refused`() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        try String(repeating: "not a database. ", count: 400).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: StorageError.self) { try SQLiteStorage.open(at: path, options: options) }
    }

    @Test func `FULL, WAL and foreign keys are what the connection reads back`() async throws {
        let house = try await TestHouse.make()
        let facts = try await house.storage.facts()
        #expect(facts.synchronous == 2)
        #expect(facts.journalMode == "wal")
        #expect(facts.foreignKeys)
        #expect(facts.rows["agency"] == 2)
        #expect(facts.rows["workflow"] == 4)
    }

    @Test func `what was answered is there after a process that never closed`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/portal.sqlite"
        let house = try await TestHouse(SQLiteStorage.open(at: path, options: options))
        try await house.storage.write { try $0.setName("Kept", of: house.north.first) }
        // The files as a power failure would leave them: copied while open.
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: "\(directory.path)/after.sqlite\(suffix)")
        }
        let after = try SQLiteStorage.open(at: "\(directory.path)/after.sqlite", options: options)
        let name = try await after.read { try $0.workspace(house.north.workspaces[0], in: house.north.scope)?.name }
        #expect(name == "Kept")
        #expect(try await after.verify() == [])
        try await after.close()
        try await house.storage.close()
    }

    @Test func `nobody else on the machine can read the files`() async throws {
        let house = try await TestHouse.make()
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: house.storage.path + suffix)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func `a temporary database leaves nothing behind`() async throws {
        var house: TestHouse? = try await TestHouse.make()
        let path = try #require(house).storage.path
        #expect(FileManager.default.fileExists(atPath: path))
        try await house?.storage.close()
        house = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a second daemon on a data directory is refused with words`() throws {
        let directory = try TemporaryDirectory()
        let first = try DataDirectoryLock(directory: directory.path)
        #expect {
            try DataDirectoryLock(directory: directory.path)
        } throws: { error in
            guard case StorageError.unavailable(let words) = error else { return false }
            return words.contains("another daemon (process \(getpid()))")
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a data directory is free again when its daemon has ended`() throws {
        let directory = try TemporaryDirectory()
        for _ in 0..<2 { _ = try DataDirectoryLock(directory: directory.path) }
    }
}
