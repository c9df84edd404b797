import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct RunChangeTests {
    @Test func `tallies count what ended, in the hour it ended, and move with it`() async throws {
        let house = try await TestHouse.make()
        let scope = house.north.first
        let workflow = house.north.workflows[0]
        let run = Run.sample(
            Mint.seeded("run").id(), of: workflow, in: scope.workspace, listedAt: .testStart, status: .queued)
        func tallies() async throws -> [[Int]] {
            try await house.storage.read {
                try $0.tallies(in: scope, visible: .everything, from: .minutes(-6_000), until: .minutes(6_000)).map {
                    [
                        Int($0.hour.since(Instant.testStart.startOfHour).milliseconds / 3_600_000), $0.succeeded,
                        $0.failed, $0.canceled,
                    ]
                }
            }
        }
        var state = RunState.queued
        try await house.storage.write {
            try $0.insert(run, state: .queued, sealedError: nil, at: .testStart, in: scope)
        }
        #expect(try await tallies() == [])

        func report(_ status: RunStatus, attempt: Int = 1, endedAt: Instant? = nil, now: Instant) async throws {
            let old = state
            try state.merge(
                RunReport(
                    run: .id(run.id), workflow: nil, attempt: attempt, status: status, at: nil, createdAt: nil,
                    startedAt: nil, endedAt: endedAt, steps: [], errorDetail: nil))
            let new = state
            try await house.storage.write {
                try $0.update(run.id, from: old, to: new, externalID: nil, sealedError: nil, at: now, in: scope)
            }
            #expect(try await house.storage.verify() == [])
        }
        try await report(.running, now: .minutes(1))
        #expect(try await tallies() == [])
        // Told without its end: the hour of the report counts it, also when it is told again later.
        try await report(.failed, now: .minutes(2))
        #expect(try await tallies() == [[0, 0, 1, 0]])
        try await report(.failed, now: .minutes(200))
        #expect(try await tallies() == [[0, 0, 1, 0]])
        // Its end becomes known: that hour counts it.
        try await report(.failed, endedAt: .minutes(120), now: .minutes(201))
        #expect(try await tallies() == [[2, 0, 1, 0]])
        // A higher attempt begins, and succeeds.
        try await report(.running, attempt: 2, now: .minutes(202))
        #expect(try await tallies() == [])
        try await report(.succeeded, attempt: 2, endedAt: .minutes(240), now: .minutes(241))
        #expect(try await tallies() == [[4, 1, 0, 0]])
    }

    @Test func `a silent run reads unknown until it is heard again`() async throws {
        let house = try await TestHouse.make()
        let scope = house.north.first
        let workflow = house.north.workflows[0]
        let run = Run.sample(
            Mint.seeded("run").id(), of: workflow, in: scope.workspace, listedAt: .testStart, status: .running)
        try await house.storage.write {
            try $0.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
        }
        func lapse(_ now: Instant) async throws -> Int {
            try await house.storage.write { try $0.lapseSilentRuns(at: now, limit: 10, in: OperatorScope()) }
        }
        func seen() async throws -> (shown: RunStatus?, reported: RunStatus?, open: Int) {
            try await house.storage.read { snapshot in
                (
                    try snapshot.run(run.id, of: workflow, in: scope, visible: .everything)?.status,
                    try snapshot.reportedRun(.id(run.id), in: scope)?.state.status,
                    try snapshot.openRuns(
                        of: house.north.engine, agency: scope.agency, limit: 10, in: OperatorScope()
                    ).count
                )
            }
        }
        #expect(try await lapse(.minutes(60)) == 0)
        #expect(try await lapse(.minutes(61)) == 1)
        #expect(try await lapse(.minutes(61)) == 0)
        #expect(try await seen() == (.unknown, .running, 0))

        try await house.storage.write {
            try $0.update(
                run.id, from: run.state, to: run.state, externalID: nil, sealedError: nil, at: .minutes(100), in: scope)
        }
        #expect(try await seen() == (.running, .running, 1))
        #expect(try await lapse(.minutes(160)) == 0)

        // A longer limit holds for the runs that are open already.
        let longer = Workflow.sample(
            workflow, in: scope.workspace, named: "Orders", engine: house.north.engine, timeLimit: .hours(3))
        try await house.storage.write { try $0.update(longer, in: scope) }
        #expect(try await lapse(.minutes(280)) == 0)
        #expect(try await house.storage.verify() == [])
        #expect(try await lapse(.minutes(281)) == 1)
        #expect(try await house.storage.verify() == [])
    }

    @Test func `an error is kept until another attempt begins`() async throws {
        let house = try await TestHouse.make()
        let scope = house.north.first
        let run = Run.sample(
            Mint.seeded("run").id(), of: house.north.workflows[0], in: scope.workspace, listedAt: .testStart,
            status: .failed)
        let step = Step(
            position: 0, name: "Fetch", kind: "http", status: .failed, startedAt: nil, endedAt: nil, summary: "")
        let failed = RunState(
            attempt: 1, status: .failed, statusAt: nil, startedAt: nil, endedAt: nil,
            steps: [
                0: step,
                1: Step(
                    position: 1, name: "Send", kind: "mail", status: .canceled, startedAt: nil, endedAt: nil,
                    summary: ""),
            ])
        let again = RunState(
            attempt: 2, status: .running, statusAt: nil, startedAt: nil, endedAt: nil, steps: [:])
        func kept() async throws -> (Sealed?, Int) {
            try await house.storage.read {
                (try $0.sealedError(of: run.id, in: scope), try $0.steps(of: run.id, in: scope).count)
            }
        }
        try await house.storage.write {
            try $0.insert(run, state: failed, sealedError: Sealed(bytes: [7]), at: .testStart, in: scope)
        }
        #expect(try await kept() == (Sealed(bytes: [7]), 2))
        try await house.storage.write {
            try $0.update(
                run.id, from: failed, to: failed, externalID: nil, sealedError: nil, at: .testStart, in: scope)
        }
        #expect(try await kept() == (Sealed(bytes: [7]), 2))
        try await house.storage.write {
            try $0.update(run.id, from: failed, to: again, externalID: nil, sealedError: nil, at: .testStart, in: scope)
        }
        #expect(try await kept() == (nil, 0))
    }

    @Test func `a run is made only of a workflow in the scope`() async throws {
        let house = try await TestHouse.make()
        let scope = house.north.first
        for foreign in [house.north.workflows[1], house.south.workflows[0], .neverIssued] {
            let run = Run.sample(Mint.seeded("run").id(), of: foreign, in: scope.workspace, listedAt: .testStart)
            await #expect(throws: StorageError.notFound) {
                try await house.storage.write {
                    try $0.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
                }
            }
        }
        #expect(try await house.storage.texts("SELECT count(*) FROM run") == ["0"])
    }

    @Test func `an engine's number names one run of a workspace`() async throws {
        let house = try await TestHouse.make()
        func insert(_ seed: String, _ tenant: TestHouse.Tenant, workspace: Int) async throws {
            let scope = workspace == 0 ? tenant.first : tenant.second
            let run = Run.sample(
                Mint.seeded(seed).id(), of: tenant.workflows[workspace], in: scope.workspace, listedAt: .testStart,
                externalID: "1")
            try await house.storage.write {
                try $0.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
            }
        }
        try await insert("a", house.north, workspace: 0)
        try await insert("b", house.north, workspace: 1)
        try await insert("c", house.south, workspace: 0)
        await #expect {
            try await insert("d", house.north, workspace: 0)
        } throws: { error in
            if case StorageError.alreadyExists = error { true } else { false }
        }
    }
}
