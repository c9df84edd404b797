import Testing

@testable import PortalCore

/// Runs that nobody reports on. The twins' workflows have a limit of two hours, and their runs were heard of at the start.
@Suite struct SilenceTests {
    private static let all = WorkflowVisibility { _ in true }
    private static let operatorScope = OperatorScope()

    private static func minute(_ count: Int64) -> Instant { TwinWorld.start.adding(.minutes(count)) }

    private static func open(_ twin: TwinWorkspace) -> [TwinRun] { twin.runs.filter { !$0.run.status.isFinal } }

    private static func status(_ run: TwinRun, _ snapshot: any Snapshot, in scope: WorkspaceScope) throws -> RunStatus?
    {
        try snapshot.run(run.run.id, of: run.run.workflow, in: scope, visible: all)?.status
    }

    private static func lapse(_ transaction: any Transaction, at moment: Instant, limit: Int = 1_000) throws -> Int {
        try transaction.lapseSilentRuns(at: moment, limit: limit, in: operatorScope)
    }

    @Test(arguments: StorageAdapter.all)
    func `a run that nobody reports on within its limit reads unknown, and no other does`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let open = world.workspaces.map { Self.open($0).count }.reduce(0, +)
        try await world.storage.write { transaction throws in
            #expect(try Self.lapse(transaction, at: Self.minute(119)) == 0)
            #expect(try Self.lapse(transaction, at: Self.minute(121)) == open)
            #expect(try Self.lapse(transaction, at: Self.minute(999)) == 0)
            for home in world.workspaces {
                for run in home.runs {
                    let expected = run.run.status.isFinal ? run.run.status : .unknown
                    #expect(try Self.status(run, transaction, in: home.scope) == expected)
                    // What reports have said is not forgotten: later ones are merged into it.
                    #expect(try transaction.reportedRun(.id(run.run.id), in: home.scope)?.state == run.state)
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `no more runs are called silent at once than asked for`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let open = world.workspaces.map { Self.open($0).count }.reduce(0, +)
        try await world.storage.write { transaction throws in
            var lapsed: [Int] = []
            repeat { lapsed.append(try Self.lapse(transaction, at: Self.minute(500), limit: 3)) } while lapsed.last == 3
            #expect(lapsed.reduce(0, +) == open)
            #expect(lapsed.allSatisfy { $0 <= 3 })
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a silent run is listed and found as unknown`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        try await world.storage.write { transaction throws in
            _ = try Self.lapse(transaction, at: Self.minute(500))
            func list(_ status: RunStatus) throws -> Set<Run.ID> {
                let page = try transaction.runs(
                    in: home.scope, visible: Self.all, filter: RunFilter(status: status), before: nil,
                    size: PageSize(200))
                return Set(page.items.map(\.id))
            }
            #expect(try list(.unknown) == Set(Self.open(home).map(\.run.id)))
            for status in RunStatus.allCases where !status.isFinal && status != .unknown {
                #expect(try list(status).isEmpty)
            }
            let latest = try transaction.latestRuns(in: home.scope, visible: Self.all)[home.workflows[0].id]
            #expect(latest?.id == home.pending.run && latest?.status == .unknown)
            let engine = world.north.n8n.id
            #expect(
                try transaction.openRuns(of: engine, agency: world.north.agency.id, limit: 99, in: Self.operatorScope)
                    == [])
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a later report, even of the same, ends the silence and the limit counts anew`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let run = try home.run(.running)
        try await world.storage.write { transaction throws in
            _ = try Self.lapse(transaction, at: Self.minute(500))
            try transaction.update(
                run.run.id, from: run.state, to: run.state, externalID: nil, sealedError: nil, at: Self.minute(600),
                in: home.scope)
            #expect(try Self.status(run, transaction, in: home.scope) == .running)
            #expect(try Self.lapse(transaction, at: Self.minute(719)) == 0)
            #expect(try Self.lapse(transaction, at: Self.minute(721)) == 1)
            #expect(try Self.status(run, transaction, in: home.scope) == .unknown)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an end that comes after the silence counts, and is never called silent again`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let run = try home.run(.waiting)
        let end = RunState(
            attempt: 1, status: .succeeded, statusAt: Self.minute(600), startedAt: nil, endedAt: Self.minute(600),
            steps: [:])
        try await world.storage.write { transaction throws in
            _ = try Self.lapse(transaction, at: Self.minute(500))
            try transaction.update(
                run.run.id, from: run.state, to: end, externalID: nil, sealedError: nil, at: Self.minute(601),
                in: home.scope)
            #expect(try Self.lapse(transaction, at: Self.minute(99_999)) == 0)
            #expect(try Self.status(run, transaction, in: home.scope) == .succeeded)
            let tallies = try transaction.tallies(
                in: home.scope, visible: Self.all, from: Self.minute(600), until: Self.minute(660))
            #expect(tallies.map(\.succeeded) == [1])
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a new limit of a workflow counts at once`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let open = Self.open(home).filter { $0.run.workflow == home.workflows[0].id }.count
        try await world.storage.write { transaction throws in
            try transaction.update(home.workflows[0].with(timeLimit: .minutes(30)), in: home.scope)
            #expect(try Self.lapse(transaction, at: Self.minute(31)) == open)
        }
        try await world.storage.write { transaction throws in
            try transaction.update(
                world.south.bakery.workflows[0].with(timeLimit: .hours(9)), in: world.south.bakery.scope)
            _ = try Self.lapse(transaction, at: Self.minute(500))
            for run in Self.open(world.south.bakery) {
                let status = try Self.status(run, transaction, in: world.south.bakery.scope)
                #expect(status == run.run.status)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an engine is asked about its open runs, oldest first`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.read { snapshot throws in
            for agency in world.agencies {
                let open = agency.workspaces.flatMap(Self.open).map(\.run)
                    .sorted { ($0.listedAt, $0.id) < ($1.listedAt, $1.id) }
                let asked = try snapshot.openRuns(
                    of: agency.n8n.id, agency: agency.agency.id, limit: 99, in: Self.operatorScope)
                #expect(Set(asked) == Set(open))
                #expect(asked.map(\.listedAt) == open.map(\.listedAt))
                let first = try snapshot.openRuns(
                    of: agency.n8n.id, agency: agency.agency.id, limit: 2, in: Self.operatorScope)
                #expect(first == Array(asked.prefix(2)))
                let none = try snapshot.openRuns(
                    of: agency.prefect.id, agency: agency.agency.id, limit: 99, in: Self.operatorScope)
                #expect(none == [])
            }
        }
    }
}
