import Dispatch
import Synchronization
import Testing

@testable import PortalCore
@testable import PortalStore

/// Bodies that never come to their turn would be waited for without an end.
@Suite(.timeLimit(.minutes(2))) struct GroupCommitTests {
    private struct Thrown: Error {}

    @Test func `many writers at once are all answered and all stored`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let workspace = Workspace(
                        id: Mint.seeded("w\(number)").id(), name: "W\(number)", createdAt: .testStart, archivedAt: nil)
                    try await house.storage.write { try $0.insert(workspace, in: north.scope) }
                    let found = try await house.storage.read { try $0.workspace(workspace.id, in: north.scope) }
                    #expect(found == workspace)
                }
            }
            try await group.waitForAll()
        }
        #expect(try await house.storage.texts("SELECT count(*) FROM workspace") == ["404"])
    }

    @Test func `writes that wait together share a commit`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        let before = try await commits(of: house)
        let writes = try await held(house, count: 200) { number, transaction in
            let id = Mint.seeded("w\(number)").id(Workspace.self)
            let workspace = Workspace(id: id, name: "W", createdAt: .testStart, archivedAt: nil)
            try transaction.insert(workspace, in: north.scope)
        }
        writes.letGo()
        #expect(await writes.answers.value.allSatisfy(\.self))
        #expect(try await commits(of: house) - before < 50)
    }

    /// How often the database has changed, by the count that the writer's connection keeps.
    private func commits(of house: TestHouse) async throws -> Int64 {
        try await house.storage.write { transaction in
            guard let transaction = transaction as? SQLiteTransaction else { throw Malformed() }
            return Int64(try transaction.database.commitCount)
        }
    }

    @Test func `a body that throws having changed nothing fails alone`() async throws {
        let house = try await TestHouse.make()
        let runs = Mutex<[Int: Int]>([:])
        let outcomes = await together(house, count: 60) { number, transaction in
            runs.withLock { $0[number, default: 0] += 1 }
            if number % 3 == 0 { throw Thrown() }
            try transaction.insert(Self.workspace(number), in: house.north.scope)
        }
        #expect(outcomes == (0..<60).map { $0 % 3 != 0 })
        #expect(runs.withLock { $0.values.allSatisfy { $0 == 1 } })
        #expect(try await house.storage.texts("SELECT count(*) FROM workspace") == ["44"])
    }

    @Test func `a body that throws after a change leaves no trace and spoils no other`() async throws {
        let house = try await TestHouse.make()
        let outcomes = await together(house, count: 60) { number, transaction in
            try transaction.insert(Self.workspace(number), in: house.north.scope)
            if number % 7 == 0 { throw Thrown() }
        }
        #expect(outcomes == (0..<60).map { $0 % 7 != 0 })
        let stored = try await house.storage.texts("SELECT name FROM workspace WHERE name LIKE 'W%'")
        #expect(Set(stored) == Set((0..<60).filter { $0 % 7 != 0 }.map { "W\($0)" }))
    }

    @Test func `a commit that fails is made again body by body`() async throws {
        let house = try await TestHouse.make()
        let outcomes = await together(house, count: 40) { number, transaction in
            try transaction.insert(Self.workspace(number), in: house.north.scope)
            guard number == 11 else { return }
            guard let transaction = transaction as? SQLiteTransaction else { throw Malformed() }
            // Found wrong only when the transaction commits.
            try transaction.database.execute("PRAGMA defer_foreign_keys = ON")
            try transaction.database.execute(
                "INSERT INTO host VALUES ('nowhere.example.com', randomblob(16), 0, 0)")
        }
        #expect(outcomes == (0..<40).map { $0 != 11 })
        #expect(try await house.storage.texts("SELECT count(*) FROM workspace WHERE name LIKE 'W%'") == ["39"])
        #expect(try await house.storage.texts("SELECT count(*) FROM host") == ["2"])
    }

    @Test func `a full disk refuses with words, and what it refused is not there`() async throws {
        let house = try await TestHouse.make()
        let pages = try await house.storage.texts("PRAGMA page_count")[0]
        try await house.storage.raw("PRAGMA max_page_count = \(pages)")
        await #expect {
            try await house.storage.write { transaction in
                for number in 0..<500 { try transaction.insert(Self.workspace(number), in: house.north.scope) }
            }
        } throws: { error in
            guard case StorageError.unavailable(let words) = error else { return false }
            return words.contains("full")
        }
        // A body that goes on after the disk was full cannot commit the rest by itself.
        await #expect(throws: StorageError.self) {
            try await house.storage.write { transaction in
                for number in 0..<500 {
                    do { try transaction.insert(Self.workspace(number), in: house.north.scope) } catch {}
                }
            }
        }
        try await house.storage.raw("PRAGMA max_page_count = 1000000")
        #expect(try await house.storage.texts("SELECT count(*) FROM workspace WHERE name LIKE 'W%'") == ["0"])
        try await house.storage.write { try $0.insert(Self.workspace(1), in: house.north.scope) }
        #expect(try await house.storage.verify() == [])
    }

    @Test func `who asks after the storage was closed is refused`() async throws {
        let house = try await TestHouse.make()
        try await house.storage.close()
        await #expect(throws: StorageError.unavailable("the storage is closed")) {
            try await house.storage.write { try $0.insert(Self.workspace(1), in: house.north.scope) }
        }
        await #expect(throws: StorageError.unavailable("the storage is closed")) {
            try await house.storage.read { try $0.front(in: house.north.scope) }
        }
    }

    @Test func `writes that wait when the storage closes are still done`() async throws {
        let house = try await TestHouse.make()
        let writes = try await held(house, count: 50) { try $1.insert(Self.workspace($0), in: house.north.scope) }
        defer { writes.letGo() }
        let closing = Task { try await house.storage.close() }
        // A read that is refused tells that it is closing.
        while (try? await house.storage.read({ _ in })) != nil { try await Task.sleep(for: .milliseconds(1)) }
        writes.letGo()
        #expect(await writes.answers.value == Array(repeating: true, count: 50))
        try await closing.value
        let again = try SQLiteStorage.open(at: house.storage.path, options: house.storage.options)
        #expect(try await again.texts("SELECT count(*) FROM workspace WHERE name LIKE 'W%'") == ["50"])
        try await again.close()
    }

    // MARK: Helpers

    /// Has many bodies wait behind one that holds the writer until it is let go.
    private func held(
        _ house: TestHouse, count: Int, _ body: @escaping @Sendable (Int, any Transaction) throws -> Void
    ) async throws -> (letGo: @Sendable () -> Void, answers: Task<[Bool], Never>) {
        let gate = DispatchSemaphore(value: 0)
        // A test that is given up lets the writer go, or its thread would stay.
        var isHanded = false
        defer { if !isHanded { gate.signal() } }
        let holds = Mutex(false)
        let holder = Task {
            try await house.storage.write { _ in
                holds.withLock { $0 = true }
                gate.wait()
            }
        }
        while !holds.withLock(\.self) { try await Task.sleep(for: .milliseconds(1)) }
        let answers = Task {
            let answers = await together(house, count: count, body)
            _ = try? await holder.value
            return answers
        }
        while house.storage.backlog < count { try await Task.sleep(for: .milliseconds(1)) }
        isHanded = true
        return ({ gate.signal() }, answers)
    }

    /// Runs a body many times at once; answers which of them succeeded.
    private func together(
        _ house: TestHouse, count: Int, _ body: @escaping @Sendable (Int, any Transaction) throws -> Void
    ) async -> [Bool] {
        await withTaskGroup(of: (Int, Bool).self) { group in
            for number in 0..<count {
                group.addTask {
                    do {
                        try await house.storage.write { try body(number, $0) }
                        return (number, true)
                    } catch { return (number, false) }
                }
            }
            return await group.reduce(into: Array(repeating: false, count: count)) { $0[$1.0] = $1.1 }
        }
    }

    private static func workspace(_ number: Int) -> Workspace {
        Workspace(
            id: Mint.seeded("w\(number)").id(), name: "W\(number)", createdAt: .testStart, archivedAt: nil)
    }
}
