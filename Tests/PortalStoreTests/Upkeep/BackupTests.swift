import Foundation
import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct BackupTests {
    @Test func `a backup made while writing is one moment, and restores whole`() async throws {
        let house = try await TestHouse.make()
        let directory = try TemporaryDirectory()
        let (backup, restored) = ("\(directory.path)/backup.sqlite", "\(directory.path)/restored.sqlite")
        let north = house.north
        try await GrandTour(house).go()

        @Sendable func rename(_ name: String) async throws {
            try await house.storage.write { transaction in
                try transaction.setName(name, of: north.first)
                try transaction.setName(name, of: north.second)
            }
        }
        try await rename("Round")
        let writing = Task {
            var count = 0
            while !Task.isCancelled {
                try await rename("Round \(count)")
                count += 1
            }
        }
        try await Task.sleep(for: .milliseconds(20))
        try await house.storage.backup(to: backup)
        writing.cancel()
        try await writing.value

        let findings = try await SQLiteStorage.restore(from: backup, to: restored, options: house.storage.options)
        #expect(findings == [])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == [
                "backup.sqlite", "restored.sqlite",
            ])
        let storage = try SQLiteStorage.open(at: restored, options: house.storage.options)
        let names = try await storage.texts("SELECT name FROM workspace WHERE name LIKE 'Round%'")
        #expect(Set(names).count == 1 && names.count == 2)
        #expect(try await storage.verify() == [])
        try await storage.close()
    }

    @Test func `a backup never replaces a file`() async throws {
        let house = try await TestHouse.make()
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/backup.sqlite"
        try "precious".write(toFile: path, atomically: true, encoding: .utf8)
        await #expect(throws: StorageError.alreadyExists("\(path) exists; nothing was written")) {
            try await house.storage.backup(to: path)
        }
        await #expect(throws: StorageError.self) {
            _ = try await SQLiteStorage.restore(
                from: house.storage.path, to: path, options: house.storage.options)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["backup.sqlite"])
    }

    @Test func `a backup that cannot be written leaves nothing behind`() async throws {
        let house = try await TestHouse.make()
        await #expect(throws: StorageError.self) { try await house.storage.backup(to: "/nowhere/backup.sqlite") }
    }

    @Test func `a damaged backup is not restored`() async throws {
        let house = try await TestHouse.make()
        let directory = try TemporaryDirectory()
        let (backup, restored) = ("\(directory.path)/backup.sqlite", "\(directory.path)/restored.sqlite")
        try await house.storage.backup(to: backup)
        // A page in the middle is lost.
        let file = try #require(FileHandle(forUpdatingAtPath: backup))
        try file.seek(toOffset: 40 * 4_096)
        try file.write(contentsOf: Data(repeating: 0xAB, count: 4_096))
        try file.close()
        await #expect {
            _ = try await SQLiteStorage.restore(from: backup, to: restored, options: house.storage.options)
        } throws: { error in
            if case StorageError.damaged = error { true } else { false }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["backup.sqlite"])
    }

    @Test func `a restored database holds its outbox and has nobody signed in until it is released`() async throws {
        let house = try await TestHouse.make()
        let directory = try TemporaryDirectory()
        let (backup, restored) = ("\(directory.path)/backup.sqlite", "\(directory.path)/restored.sqlite")
        let scope = house.north.first
        let digest = SecretDigest(bytes: Array(repeating: 1, count: 32))
        try await house.storage.write { transaction in
            let mint = Mint.seeded("backup")
            let run = Run.sample(
                mint.id(), of: house.north.workflows[0], in: scope.workspace, listedAt: .testStart, status: .queued)
            try transaction.insert(run, state: .queued, sealedError: nil, at: .testStart, in: scope)
            try transaction.enqueueTrigger(mint.id(), of: run.id, workflow: run.workflow, at: .testStart, in: scope)
            try transaction.insert(
                Session(
                    id: mint.id(), user: house.north.client, createdAt: .testStart, lastUsedAt: .testStart, agent: ""),
                digest: digest, in: house.north.scope)
            let order = MailOrder(id: mint.id(), kind: .passwordChanged, user: house.north.client)
            try transaction.enqueue(order, at: .testStart, in: house.north.scope)
            let code = MailedCode(
                id: mint.id(), user: house.north.client, secret: Sealed(bytes: [1]), expiresAt: .minutes(10),
                triesLeft: 5)
            try transaction.insert(code, browser: digest, in: house.north.scope)
        }
        try await house.storage.backup(to: backup)
        _ = try await SQLiteStorage.restore(from: backup, to: restored, options: house.storage.options)

        let storage = try SQLiteStorage.open(at: restored, options: house.storage.options)
        func due() async throws -> (Int, Instant?) {
            try await storage.read {
                (
                    try $0.dueTriggers(at: .minutes(1), limit: 10, in: OperatorScope()).count,
                    try $0.nextTriggerDue(in: OperatorScope())
                )
            }
        }
        func dueMails() async throws -> (Int, Instant?) {
            try await storage.read {
                (
                    try $0.dueMails(at: .minutes(1), limit: 10, in: OperatorScope()).count,
                    try $0.nextMailDue(in: OperatorScope())
                )
            }
        }
        #expect(try await storage.isQuarantined)
        #expect(try await dueMails() == (0, nil))
        #expect(try await due() == (0, nil))
        #expect(try await storage.read { try $0.signedIn(session: digest, in: house.north.scope) } == nil)
        #expect(try await storage.read { try $0.mailedCode(browser: digest, in: house.north.scope) } == nil)
        #expect(try await storage.release())
        #expect(try await !storage.release())
        #expect(try await due() == (1, .testStart))
        #expect(try await dueMails() == (1, .testStart))
        #expect(try await !house.storage.isQuarantined)
        try await storage.close()
    }
}
