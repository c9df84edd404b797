import Synchronization
import Testing

@testable import PortalCore

@Suite struct AtomicityTests {
    private struct Undo: Error {}

    @Test(arguments: StorageAdapter.all)
    func `a body that throws changes nothing, however much it wrote`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let before = try await WorldDump(world)
        await #expect(throws: Undo.self) {
            try await world.storage.write { transaction throws in
                // Nobody can be both staff and client, so one of the two has to be left out.
                for write in TwinWrite.every
                where write.testDescription.hasPrefix("set") && write.testDescription != "setClient" {
                    for home in world.workspaces {
                        _ = try write.change(transaction, home.scope, try world.names(of: home))
                    }
                }
                #expect(try WorldDump(world, transaction).differences(from: before).count > 20)
                throw Undo()
            }
        }
        #expect(try await WorldDump(world) == before)
    }

    @Test(arguments: StorageAdapter.all)
    func `what a write was answered is there for every read that follows`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let scope = world.home.scope
        for round in 0..<50 {
            let answer = try await world.storage.write { transaction throws in
                try transaction.setName("Round \(round)", of: scope)
                return try transaction.workspace(scope.workspace, in: scope.agencyScope)?.name
            }
            #expect(answer == "Round \(round)", "a body does not read what it wrote")
            let name = try await world.storage.read { try $0.workspace(scope.workspace, in: scope.agencyScope)?.name }
            #expect(name == "Round \(round)")
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a read sees one moment from its first look to its last`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (bakery, clinic) = (world.north.bakery.scope, world.south.clinic.scope)
        // The two bear the same name in every committed moment.
        @Sendable func rename(_ round: Int) async throws {
            try await world.storage.write { transaction throws in
                try transaction.setName("Round \(round)", of: bakery)
                try transaction.setName("Round \(round)", of: clinic)
            }
        }
        try await rename(0)
        let isDone = Mutex(false)
        let writer = Task {
            defer { isDone.withLock { $0 = true } }
            for round in 1...150 { try await rename(round) }
        }
        var moments: Set<String?> = []
        repeat {
            let names = try await world.storage.read { snapshot throws in
                try (0..<8).map { look in
                    let scope = look.isMultiple(of: 2) ? bakery : clinic
                    return try snapshot.workspace(scope.workspace, in: scope.agencyScope)?.name
                }
            }
            #expect(Set(names).count == 1, "\(names)")
            moments.formUnion(names)
            // A read that need not wait does not let go of its thread, and the writer needs one.
            await Task.yield()
        } while !isDone.withLock { $0 }
        try await writer.value
        #expect(moments.count > 1, "no read ran beside a write")
    }

    @Test(arguments: StorageAdapter.all)
    func `of many writes at once each gets its own answer, and those that throw leave no trace`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let scope = world.north.scope
        let tries = Mutex<[Int: Int]>([:])
        let mint = Mint.seeded("many", at: TwinWorld.start)
        let workspaces = (0..<120).map {
            Workspace(id: mint.id(), name: "W\($0)", createdAt: TwinWorld.start, archivedAt: nil)
        }
        let insert: @Sendable (Int, any Transaction) throws -> String = { number, transaction in
            tries.withLock { $0[number, default: 0] += 1 }
            try transaction.insert(workspaces[number], in: scope)
            if number.isMultiple(of: 5) { throw Undo() }
            return try transaction.workspace(workspaces[number].id, in: scope)?.name ?? "nothing"
        }
        let answers = await withTaskGroup(of: (Int, String?).self) { group in
            for number in workspaces.indices {
                group.addTask { (number, try? await world.storage.write { try insert(number, $0) }) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        for number in workspaces.indices {
            #expect(answers[number] == (number.isMultiple(of: 5) ? nil : "W\(number)"))
            #expect(tries.withLock { $0[number] ?? 0 } >= 1)
        }
        let stored = try await world.storage.read { snapshot throws in
            try workspaces.map { try snapshot.workspace($0.id, in: scope) != nil }
        }
        #expect(stored == workspaces.indices.map { !$0.isMultiple(of: 5) })
    }

    @Test(arguments: StorageAdapter.all)
    func `a body that is run again counts once`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let before = try await WorldDump(world)
        let mint = Mint.seeded("again", at: TwinWorld.start)
        let runs = (0..<60).map { _ in mint.id(Run.self) }
        await withTaskGroup(of: Void.self) { group in
            for (number, id) in runs.enumerated() {
                group.addTask {
                    try? await world.storage.write { transaction throws in
                        try transaction.insertSucceeded(id, of: home.workflows[0], in: home.scope)
                        // Spoils the commit that the others may share.
                        if number % 6 == 3 { throw Undo() }
                    }
                }
            }
        }
        let (after, tallied) = try await world.storage.read { snapshot throws in
            let all = WorkflowVisibility { _ in true }
            let hour = TwinWorld.start.adding(.days(3))
            let tallies = try snapshot.tallies(in: home.scope, visible: all, from: hour, until: hour.adding(.hours(1)))
            return (try WorldDump(world, snapshot), tallies.map(\.succeeded))
        }
        #expect(tallied == [50])
        #expect(after.differences(from: before).filter { $0.hasSuffix("/state") }.count == 50)
    }

    @Test(arguments: StorageAdapter.all)
    func `what a body was lent is dead after it`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let kept = Mutex<[Kept]>([])
        try await world.storage.read { snapshot throws in kept.withLock { $0.append(Kept(snapshot: snapshot)) } }
        try await world.storage.write { transaction throws in kept.withLock { $0.append(Kept(snapshot: transaction)) } }
        for lent in kept.withLock({ $0 }) {
            for read in TwinRead.every {
                #expect(throws: StorageError.lentBodyEnded, "\(read.testDescription)") {
                    try read.ask(lent.snapshot, world.home.scope, .nobody)
                }
            }
            guard let transaction = lent.snapshot as? any Transaction else { continue }
            for write in TwinWrite.every {
                #expect(throws: StorageError.lentBodyEnded, "\(write.testDescription)") {
                    try write.change(transaction, world.home.scope, .nobody)
                }
            }
        }
    }

    /// A test's way to do what the compiler forbids: keeping what was lent. Only one task ever touches it.
    private struct Kept: @unchecked Sendable { let snapshot: any Snapshot }
}

extension Transaction {
    fileprivate func insertSucceeded(_ id: Run.ID, of workflow: Workflow, in scope: WorkspaceScope) throws {
        let moment = TwinWorld.start.adding(.days(3))
        let run = Run(
            id: id, workspace: scope.workspace, workflow: workflow.id, workflowName: workflow.name, status: .succeeded,
            attempt: 1, origin: .engine, listedAt: moment, startedAt: nil, endedAt: moment, delivery: nil,
            externalID: nil)
        let state = RunState(
            attempt: 1, status: .succeeded, statusAt: moment, startedAt: nil, endedAt: moment, steps: [:])
        try insert(run, state: state, sealedError: nil, at: moment, in: scope)
    }
}
