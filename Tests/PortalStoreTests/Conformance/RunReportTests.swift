import Testing

@testable import PortalCore

@Suite struct RunReportTests {
    private static let all = WorkflowVisibility { _ in true }

    private static func step(_ position: Int, _ name: String) -> Step {
        Step(
            position: position, name: name, kind: "http", status: .succeeded, startedAt: minute(1), endedAt: minute(2),
            summary: "Did \(name)")
    }

    private static func minute(_ count: Int64) -> Instant { TwinWorld.start.adding(.minutes(count)) }

    private static func run(
        _ id: Run.ID, of workflow: Workflow, _ status: RunStatus = .running, origin: RunOrigin = .engine,
        delivery: TriggerDelivery? = nil, externalID: String? = nil
    ) -> Run {
        Run(
            id: id, workspace: workflow.workspace, workflow: workflow.id, workflowName: workflow.name, status: status,
            attempt: 1, origin: origin, listedAt: minute(1), startedAt: minute(2),
            endedAt: status.isFinal ? minute(3) : nil, delivery: delivery, externalID: externalID)
    }

    @Test(arguments: StorageAdapter.all)
    func `what was told of a run is what is read of it`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let mint = Mint.seeded("told", at: TwinWorld.start)
        var stories: [(run: Run, state: RunState)] = []
        for status in RunStatus.allCases {
            for origin in RunOrigin.allCases {
                for delivery in TriggerDelivery.allCases.map(Optional.some) + [nil] {
                    let run = Self.run(mint.id(), of: home.workflows[1], status, origin: origin, delivery: delivery)
                    let steps = [0: Self.step(0, "a"), 999: Self.step(999, ""), 5: Self.step(5, "é\u{301}'\"\u{0}")]
                    let state = RunState(
                        attempt: 1, status: status, statusAt: Self.minute(2), startedAt: run.startedAt,
                        endedAt: run.endedAt, steps: steps)
                    stories.append((run, state))
                }
            }
        }
        let told = stories
        try await world.storage.write { transaction throws in
            for (run, state) in told {
                try transaction.insert(
                    run, state: state, sealedError: Sealed(bytes: run.id.bytes), at: TwinWorld.start, in: home.scope)
            }
        }
        try await world.storage.read { snapshot throws in
            for (run, state) in told {
                #expect(try snapshot.run(run.id, of: run.workflow, in: home.scope, visible: Self.all) == run)
                let reported = ReportedRun(run: run, engine: home.workflows[1].engine, state: state)
                #expect(try snapshot.reportedRun(.id(run.id), in: home.scope) == reported)
                #expect(try snapshot.steps(of: run.id, in: home.scope) == [0, 5, 999].compactMap { state.steps[$0] })
                #expect(try snapshot.sealedError(of: run.id, in: home.scope) == Sealed(bytes: run.id.bytes))
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `steps belong to the current attempt`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let run = Self.run(Mint.seeded("steps").id(), of: home.workflows[0])
        func state(_ attempt: Int, _ steps: [Step]) -> RunState {
            RunState(
                attempt: attempt, status: .running, statusAt: nil, startedAt: run.startedAt, endedAt: nil,
                steps: Dictionary(uniqueKeysWithValues: steps.map { ($0.position, $0) }))
        }
        let states = [
            state(1, []), state(1, [Self.step(3, "late")]), state(1, [Self.step(1, "early"), Self.step(3, "late")]),
            state(1, [Self.step(1, "earlier"), Self.step(3, "late")]), state(2, []), state(3, [Self.step(0, "again")]),
            state(4, [Self.step(0, "again"), Self.step(1, "more")]),
        ]
        try await world.storage.write { transaction throws in
            try transaction.insert(run, state: states[0], sealedError: nil, at: TwinWorld.start, in: home.scope)
            for (old, new) in zip(states, states.dropFirst()) {
                try transaction.update(
                    run.id, from: old, to: new, externalID: nil, sealedError: nil, at: TwinWorld.start, in: home.scope)
                let expected = new.steps.values.sorted { $0.position < $1.position }
                #expect(try transaction.steps(of: run.id, in: home.scope) == expected)
                #expect(try transaction.reportedRun(.id(run.id), in: home.scope)?.state == new)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an error stays until another one or another attempt`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let run = Self.run(Mint.seeded("errors").id(), of: home.workflows[0], .failed)
        let (first, second) = (
            run.plainState,
            RunState(
                attempt: 2, status: .running, statusAt: nil, startedAt: nil, endedAt: nil, steps: [:])
        )
        try await world.storage.write { transaction throws in
            func error() throws -> [UInt8]? { try transaction.sealedError(of: run.id, in: home.scope)?.bytes }
            func update(_ old: RunState, _ new: RunState, _ error: [UInt8]?) throws {
                try transaction.update(
                    run.id, from: old, to: new, externalID: nil, sealedError: error.map { Sealed(bytes: $0) },
                    at: TwinWorld.start, in: home.scope)
            }
            try transaction.insert(run, state: first, sealedError: nil, at: TwinWorld.start, in: home.scope)
            #expect(try error() == nil)
            try update(first, first, [1])
            #expect(try error() == [1])
            try update(first, first, nil)
            #expect(try error() == [1])
            try update(first, first, [2])
            #expect(try error() == [2])
            try update(first, second, nil)
            #expect(try error() == nil)
            try update(second, second, [3])
            #expect(try error() == [3])
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an engine's number is given once in a workspace, and stays`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (home, engine) = (world.home, world.north.n8n.id)
        let mint = Mint.seeded("numbers")
        let (numbered, later) = (mint.id(Run.self), mint.id(Run.self))
        try await world.storage.write { transaction throws in
            let run = Self.run(numbered, of: home.workflows[0], externalID: "X-1")
            try transaction.insert(run, state: run.plainState, sealedError: nil, at: TwinWorld.start, in: home.scope)
            let plain = Self.run(later, of: home.workflows[0])
            try transaction.insert(
                plain, state: plain.plainState, sealedError: nil, at: TwinWorld.start, in: home.scope)
            for externalID in [nil, "X-2", nil] {
                try transaction.update(
                    later, from: plain.plainState, to: plain.plainState, externalID: externalID, sealedError: nil,
                    at: TwinWorld.start, in: home.scope)
            }
            #expect(
                try transaction.reportedRun(.external(engine: engine, id: "X-1"), in: home.scope)?.run.id == numbered)
            #expect(try transaction.reportedRun(.external(engine: engine, id: "X-2"), in: home.scope)?.run.id == later)
            // Letters count as they are.
            #expect(try transaction.reportedRun(.external(engine: engine, id: "x-1"), in: home.scope) == nil)
        }
        let before = try await WorldDump(world)
        await expectAlreadyExists {
            let again = Self.run(mint.id(), of: home.workflows[1], externalID: "X-1")
            try await world.storage.write {
                try $0.insert(again, state: again.plainState, sealedError: nil, at: TwinWorld.start, in: home.scope)
            }
        }
        await expectAlreadyExists {
            let state = Self.run(later, of: home.workflows[0]).plainState
            try await world.storage.write {
                try $0.update(
                    later, from: state, to: state, externalID: "X-1", sealedError: nil, at: TwinWorld.start,
                    in: home.scope)
            }
        }
        #expect(try await WorldDump(world) == before)
        for other in world.workspaces where other.scope != home.scope {
            let run = Self.run(mint.id(), of: other.workflows[0], externalID: "X-1")
            try await world.storage.write {
                try $0.insert(run, state: run.plainState, sealedError: nil, at: TwinWorld.start, in: other.scope)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a token is spent once in a workspace`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let token = SecretDigest(bytes: Array(repeating: 5, count: 32))
        for workspace in world.workspaces {
            try await world.storage.write {
                try $0.spend(token: token, on: workspace.runs[0].run.id, at: TwinWorld.start, in: workspace.scope)
            }
        }
        await expectAlreadyExists {
            try await world.storage.write {
                try $0.spend(token: token, on: home.runs[1].run.id, at: TwinWorld.start, in: home.scope)
            }
        }
        try await world.storage.read { snapshot throws in
            for workspace in world.workspaces {
                #expect(try snapshot.run(startedBy: token, in: workspace.scope) == workspace.runs[0].run.id)
            }
        }
    }
}
