import Synchronization
import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct SnapshotTests {
    @Test func `a read body sees one moment, whatever is written beside it`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        let isWriting = Mutex(true)
        // The two workspaces bear the same name in every committed state.
        try await house.storage.write { transaction in
            try transaction.setName("Round", of: north.first)
            try transaction.setName("Round", of: north.second)
        }
        let writing = Task {
            defer { isWriting.withLock { $0 = false } }
            for round in 0..<100 {
                try await house.storage.write { transaction in
                    try transaction.setName("Round \(round)", of: north.first)
                    try transaction.setName("Round \(round)", of: north.second)
                }
            }
        }
        var seen: Set<String?> = []
        while isWriting.withLock({ $0 }) {
            let names = try await house.storage.read { snapshot in
                try north.workspaces.map { try snapshot.workspace($0, in: north.scope)?.name }
            }
            #expect(names[0] == names[1])
            seen.insert(names[0])
            // A read never suspends; the writer needs a thread too.
            await Task.yield()
        }
        try await writing.value
        #expect(seen.count > 1)
    }

    @Test func `what a body was lent is dead after it`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        let kept = Mutex<[Unchecked]>([])
        try await house.storage.read { snapshot in kept.withLock { $0.append(Unchecked(snapshot)) } }
        try await house.storage.write { transaction in kept.withLock { $0.append(Unchecked(transaction)) } }
        for lent in kept.withLock({ $0 }) {
            #expect(throws: StorageError.lentBodyEnded) { try lent.snapshot.front(in: north.scope) }
            #expect(throws: StorageError.lentBodyEnded) { try lent.snapshot.workspaces(north) }
        }
    }

    @Test func `a write body reads what it wrote, and nobody else does before the commit`() async throws {
        let house = try await TestHouse.make()
        let north = house.north
        try await house.storage.write { transaction in
            try transaction.setName("Renamed", of: north.first)
            #expect(try transaction.workspace(north.workspaces[0], in: north.scope)?.name == "Renamed")
        }
        let name = try await house.storage.read { try $0.workspace(north.workspaces[0], in: north.scope)?.name }
        #expect(name == "Renamed")
    }

    @Test func `readers wait their turn when there is one connection`() async throws {
        let house = try await TestHouse.make { $0.readerLimit = 1 }
        let north = house.north
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await house.storage.read { try $0.workflows(in: north.first, visible: .everything).count }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(answers == 100)
    }

    @Test func `a changed brand shows at the next read, and one that was rolled back never`() async throws {
        struct Undo: Error {}
        let house = try await TestHouse.make()
        let north = house.north
        func name() async throws -> String? {
            try await house.storage.read { try $0.front(of: north.host)?.brand.name }
        }

        #expect(try await name() == "Twin")
        await #expect(throws: Undo.self) {
            try await house.storage.write { transaction in
                try transaction.setBrand(.named("Undone"), in: north.scope)
                #expect(try transaction.front(of: north.host)?.brand.name == "Undone")
                throw Undo()
            }
        }
        #expect(try await name() == "Twin")
        try await house.storage.write { try $0.setBrand(.named("Changed"), in: north.scope) }
        #expect(try await name() == "Changed")
        #expect(try await house.storage.read { try $0.front(of: north.host)?.brand.revision } == 2)
        #expect(try await house.storage.read { try $0.front(of: house.south.host)?.brand.name } == "Twin")
    }

    @Test func `a front that is kept costs one statement`() async throws {
        let seen = Mutex<[String]>([])
        let house = try await TestHouse.make { $0.observer = { run in seen.withLock { $0.append(run.sql) } } }
        _ = try await house.storage.read { try $0.front(of: house.north.host) }
        seen.withLock { $0 = [] }
        let front = try await house.storage.read { try $0.front(of: house.north.host) }
        #expect(front?.agency == house.north.agency)
        #expect(seen.withLock { $0.count } == 1)
    }

    /// A test's way to do what the compiler forbids: keeping what was lent.
    private struct Unchecked: @unchecked Sendable {
        let snapshot: any Snapshot
        init(_ snapshot: any Snapshot) { self.snapshot = snapshot }
    }
}

extension Snapshot {
    fileprivate func workspaces(_ tenant: TestHouse.Tenant) throws -> Int {
        try workflows(in: tenant.first, visible: .everything).count
    }
}
