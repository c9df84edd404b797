import Testing

@testable import PortalCore

@Suite struct RunPageTests {
    /// A workspace with many runs that were first seen in a few moments.
    private struct Scene {
        let world: TwinWorld
        let runs: [Run]

        var home: TwinWorkspace { world.home }

        init(_ adapter: StorageAdapter, count: Int) async throws {
            world = try await TwinWorld.make(adapter)
            let home = world.home
            let mint = Mint.seeded("pages", at: TwinWorld.start)
            let more = (0..<count).map { _ in
                let dice = mint.bytes(3).map(Int.init)
                let workflow = home.workflows[dice[0] % home.workflows.count]
                let status = RunStatus.allCases[dice[1] % RunStatus.allCases.count]
                let moment = TwinWorld.start.adding(.minutes(Int64(dice[2] % 12)))
                return Run(
                    id: mint.id(), workspace: home.workspace.id, workflow: workflow.id, workflowName: workflow.name,
                    status: status, attempt: 1, origin: .engine, listedAt: moment, startedAt: nil,
                    endedAt: status.isFinal ? moment : nil, delivery: nil, externalID: nil)
            }
            try await world.storage.write { transaction throws in
                for run in more {
                    try transaction.insert(
                        run, state: run.plainState, sealedError: nil, at: TwinWorld.start, in: home.scope)
                }
            }
            runs = home.runs.map(\.run) + more
        }

        /// What a list of these runs would show, by the rule instead of the index.
        func expected(_ visible: WorkflowVisibility, _ filter: RunFilter) -> [Run] {
            let seen = Set(home.workflows.filter { visible.admits($0.status) }.map(\.id))
            return runs.filter { run in
                seen.contains(run.workflow) && (filter.workflow ?? run.workflow) == run.workflow
                    && (filter.status ?? run.status) == run.status && (filter.from ?? run.listedAt) <= run.listedAt
                    && (filter.until.map { run.listedAt < $0 } ?? true)
            }.sorted { ($1.listedAt, $1.id) < ($0.listedAt, $0.id) }
        }

        func walk(_ visible: WorkflowVisibility, _ filter: RunFilter, size: Int, _ snapshot: any Snapshot) throws
            -> [Run]
        {
            var walked: [Run] = []
            var key: RunKey?
            repeat {
                let page = try snapshot.runs(
                    in: home.scope, visible: visible, filter: filter, before: key, size: PageSize(size))
                walked += page.items
                key = page.next
                // A page that says there is more is full, and names its own last run.
                #expect(key == nil || page.items.count == size)
                #expect(key == nil || page.items.last.map { RunKey(listedAt: $0.listedAt, id: $0.id) } == key)
            } while key != nil && walked.count <= runs.count
            return walked
        }
    }

    private static func minute(_ count: Int64) -> Instant { TwinWorld.start.adding(.minutes(count)) }

    private static let sights: [WorkflowVisibility] = [
        WorkflowVisibility { _ in true }, WorkflowVisibility { $0.isVisibleToClients },
        WorkflowVisibility { $0 == .archived },
        WorkflowVisibility { _ in false },
    ]

    @Test(arguments: StorageAdapter.all)
    func `walking the pages meets every run once, in order, whatever is asked for`(_ adapter: StorageAdapter)
        async throws
    {
        let scene = try await Scene(adapter, count: 220)
        let periods: [(Instant?, Instant?)] = [
            (nil, nil), (Self.minute(3), nil), (nil, Self.minute(8)), (Self.minute(3), Self.minute(8)),
            (Self.minute(5), Self.minute(5)), (Self.minute(9), Self.minute(2)),
        ]
        try await scene.world.storage.read { snapshot throws in
            for visible in Self.sights {
                for workflow in [nil, scene.home.workflows[0].id, scene.home.workflows[2].id, Workflow.ID.neverIssued] {
                    for status in [nil, RunStatus.failed, .queued] {
                        for (from, until) in periods {
                            let filter = RunFilter(workflow: workflow, status: status, from: from, until: until)
                            let expected = scene.expected(visible, filter)
                            let walked = try scene.walk(visible, filter, size: 7, snapshot)
                            #expect(walked.map(\.id) == expected.map(\.id), "\(visible.statuses) \(filter)")
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all, [1, 2, 13, 100, 200])
    func `pages of every size are the same list`(_ adapter: StorageAdapter, _ size: Int) async throws {
        let scene = try await Scene(adapter, count: 150)
        try await scene.world.storage.read { snapshot throws in
            for visible in Self.sights {
                let expected = scene.expected(visible, RunFilter())
                #expect(try scene.walk(visible, RunFilter(), size: size, snapshot) == expected)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `where no run lies, nothing comes before it`(_ adapter: StorageAdapter) async throws {
        let scene = try await Scene(adapter, count: 40)
        let all = scene.expected(Self.sights[0], RunFilter())
        try await scene.world.storage.read { snapshot throws in
            // A place in the list need not be a run's: a key is a moment and an id.
            for (moment, id) in [
                (Instant(milliseconds: .max), Run.ID.neverIssued), (Instant(milliseconds: .min), .neverIssued),
                (Self.minute(5), .neverIssued), (Self.minute(5), Run.ID(high: .max, low: .max)),
            ] {
                let page = try snapshot.runs(
                    in: scene.home.scope, visible: Self.sights[0], filter: RunFilter(),
                    before: RunKey(listedAt: moment, id: id),
                    size: PageSize(200))
                #expect(page.items == all.filter { ($0.listedAt, $0.id) < (moment, id) })
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `runs that come while somebody turns pages move nothing`(_ adapter: StorageAdapter) async throws {
        let scene = try await Scene(adapter, count: 60)
        let scope = scene.home.scope
        let expected = scene.expected(Self.sights[0], RunFilter())
        let mint = Mint.seeded("newcomers", at: TwinWorld.start)
        var walked: [Run.ID] = []
        var key: RunKey?
        repeat {
            let before = key
            let page = try await scene.world.storage.read {
                try $0.runs(in: scope, visible: Self.sights[0], filter: RunFilter(), before: before, size: PageSize(9))
            }
            walked += page.items.map(\.id)
            key = page.next
            let newcomer = Run(
                id: mint.id(), workspace: scope.workspace, workflow: scene.home.workflows[0].id, workflowName: "Orders",
                status: .queued, attempt: 1, origin: .engine, listedAt: Self.minute(60), startedAt: nil, endedAt: nil,
                delivery: nil, externalID: nil)
            try await scene.world.storage.write {
                try $0.insert(newcomer, state: newcomer.plainState, sealedError: nil, at: TwinWorld.start, in: scope)
            }
        } while key != nil && walked.count <= expected.count
        #expect(walked == expected.map(\.id))
    }

    @Test(arguments: StorageAdapter.all)
    func `a run keeps its place whatever becomes of it`(_ adapter: StorageAdapter) async throws {
        let scene = try await Scene(adapter, count: 30)
        let scope = scene.home.scope
        let open = scene.runs.filter { !$0.status.isFinal }
        try await scene.world.storage.write { transaction throws in
            for run in open {
                guard let known = try transaction.reportedRun(.id(run.id), in: scope) else { throw Malformed() }
                let end = RunState(
                    attempt: 2, status: .failed, statusAt: Self.minute(90), startedAt: Self.minute(80),
                    endedAt: Self.minute(90), steps: [:])
                try transaction.update(
                    run.id, from: known.state, to: end, externalID: nil, sealedError: nil, at: Self.minute(90),
                    in: scope)
            }
        }
        let page = try await scene.world.storage.read {
            try $0.runs(in: scope, visible: Self.sights[0], filter: RunFilter(), before: nil, size: PageSize(200))
        }
        #expect(page.items.map(\.id) == scene.expected(Self.sights[0], RunFilter()).map(\.id))
        #expect(page.items.filter { !$0.status.isFinal } == [])
    }
}

extension Run {
    /// What one report said that told nothing but this.
    var plainState: RunState {
        RunState(attempt: attempt, status: status, statusAt: nil, startedAt: startedAt, endedAt: endedAt, steps: [:])
    }
}
