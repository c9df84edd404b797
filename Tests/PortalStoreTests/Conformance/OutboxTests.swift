import Testing

@testable import PortalCore

@Suite struct OutboxTests {
    private static let all = WorkflowVisibility { _ in true }
    private static let operatorScope = OperatorScope()
    private static let mint = Mint.seeded("outbox", at: TwinWorld.start)

    private static func minute(_ count: Int64) -> Instant { TwinWorld.start.adding(.minutes(count)) }

    /// Queues a run and its trigger in one of the twins.
    private static func enqueue(
        _ transaction: any Transaction, in home: TwinWorkspace, at moment: Instant, id: Outbox.ID? = nil
    ) throws -> Run.ID {
        let run = Run(
            id: mint.id(), workspace: home.workspace.id, workflow: home.workflows[0].id, workflowName: "Orders",
            status: .queued, attempt: 1, origin: .staff, listedAt: moment, startedAt: nil, endedAt: nil,
            delivery: .pending, externalID: nil)
        try transaction.insert(run, state: .queued, sealedError: nil, at: moment, in: home.scope)
        try transaction.enqueueTrigger(
            id ?? mint.id(), of: run.id, workflow: run.workflow, at: moment, in: home.scope)
        return run.id
    }

    private static func due(_ snapshot: any Snapshot, at moment: Instant, limit: Int = 100) throws -> [TriggerJob] {
        try snapshot.dueTriggers(at: moment, limit: limit, in: operatorScope)
    }

    private static func job(of run: Run.ID, _ snapshot: any Snapshot) throws -> TriggerJob? {
        try due(snapshot, at: Instant(milliseconds: 1 << 50)).first { $0.run == run }
    }

    @Test(arguments: StorageAdapter.all)
    func `what is due is told from all agencies, the oldest of each first`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let runs = try await world.storage.write { transaction throws in
            try ([5, 1, 3, 2, 4] as [Int64]).map { minute -> (Int64, Run.ID) in
                (
                    minute,
                    try Self.enqueue(transaction, in: world.north.workspaces[Int(minute) % 2], at: Self.minute(minute))
                )
            }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        try await world.storage.read { snapshot throws in
            let seeded = Set(world.workspaces.map(\.pending.run))
            #expect(try Self.due(snapshot, at: Self.minute(-1)).isEmpty)
            #expect(try Set(Self.due(snapshot, at: Self.minute(0)).map(\.run)) == seeded)
            #expect(try Self.due(snapshot, at: Self.minute(3)).dropFirst(4).map(\.run) == Array(runs.prefix(3)))
            #expect(try Self.due(snapshot, at: Self.minute(9)).dropFirst(4).map(\.run) == runs)
            #expect(try Set(Self.due(snapshot, at: Self.minute(9), limit: 4).map(\.run)) == seeded)
            #expect(try snapshot.nextTriggerDue(in: Self.operatorScope) == Self.minute(0))
        }
    }

    /// A world in which nothing waits but what is asked for.
    private static func emptied(_ adapter: StorageAdapter) async throws -> TwinWorld {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.write { transaction throws in
            for home in world.workspaces { _ = try transaction.withdrawTrigger(of: home.pending.run, in: home.scope) }
        }
        return world
    }

    /// Queues so many runs, one a minute.
    private static func backlog(
        _ count: Int64, in home: TwinWorkspace, after start: Int64 = 0, of world: TwinWorld
    ) async throws -> [Run.ID] {
        try await world.storage.write { transaction throws in
            try (1...count).map { try enqueue(transaction, in: home, at: minute(start + $0)) }
        }
    }

    private static func look(
        _ world: TwinWorld, limit: Int = 8, perAgency: Int = 4, held: [TriggerJob] = [], isUnderWay: Bool = true,
        last: TwinAgency? = nil, lastWorkspace: TwinWorkspace? = nil
    ) async throws -> [TriggerJob] {
        let look = OutboxLook(
            limit: limit, limitPerAgency: perAgency,
            held: Dictionary(
                uniqueKeysWithValues: held.map {
                    ($0.id, .init(agency: $0.agency, workspace: $0.workspace, isUnderWay: isUnderWay))
                }), lastAgency: last?.agency.id,
            lastWorkspaces: lastWorkspace.map { [$0.scope.agency: $0.workspace.id] } ?? [:])
        return try await world.storage.read { try $0.dueTriggers(at: minute(5_000), look: look, in: operatorScope) }
    }

    @Test(arguments: StorageAdapter.all)
    func `however much of one agency is due, another's newer job is found in the first look`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await Self.emptied(adapter)
        let many = try await Self.backlog(600, in: world.home, of: world)
        let one = try await Self.backlog(1, in: world.south.clinic, after: 900, of: world)
        for last in [nil, world.north, world.south] {
            let first = try await Self.look(world, last: last)
            #expect(first.map(\.run).filter(one.contains) == one)
            #expect(first.map(\.run).filter(many.contains) == Array(many.prefix(4)))
        }
        #expect(try await Self.look(world, limit: 1, last: world.north).map(\.run) == one)
        #expect(try await Self.look(world, limit: 1, last: world.south).map(\.run) == [many[0]])
    }

    @Test(arguments: StorageAdapter.all)
    func `what is held is not told again, and takes up room only while it is under way`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await Self.emptied(adapter)
        let many = try await Self.backlog(20, in: world.home, of: world)
        let first = try await Self.look(world)
        #expect(first.map(\.run) == Array(many[0..<4]))
        #expect(try await Self.look(world, held: first).isEmpty)
        #expect(try await Self.look(world, held: Array(first[1...])).map(\.run) == [many[0]])
        #expect(try await Self.look(world, held: first, isUnderWay: false).map(\.run) == Array(many[4..<8]))
    }

    @Test(arguments: StorageAdapter.all)
    func `agencies take turns, and whoever has the fewest under way comes first`(_ adapter: StorageAdapter) async throws
    {
        let world = try await Self.emptied(adapter)
        for agency in world.agencies { _ = try await Self.backlog(20, in: agency.bakery, of: world) }
        let (north, south) = (world.north.agency.id, world.south.agency.id)
        #expect(
            try await Self.look(world, limit: 5, last: world.north).map(\.agency) == [
                south, north, south, north, south,
            ])
        let first = try await Self.look(world, limit: 2, last: world.south)
        #expect(first.map(\.agency) == [north, south])
        for last in world.agencies {
            let next = try await Self.look(world, limit: 3, held: Array(first.prefix(1)), last: last)
            #expect(next.map(\.agency) == (last.agency.id == north ? [south, south, north] : [south, north, south]))
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `where one agency has more due than there is room for, its workspaces take turns`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await Self.emptied(adapter)
        let (bakery, clinic) = (world.north.bakery, world.north.clinic)
        let many = try await Self.backlog(300, in: bakery, of: world)
        let few = try await Self.backlog(2, in: clinic, after: 900, of: world)
        let first = try await Self.look(world, lastWorkspace: bakery)
        #expect(first.map(\.run) == [few[0], many[0], few[1], many[1]])
        #expect(try await Self.look(world, perAgency: 1, lastWorkspace: clinic).map(\.run) == [many[0]])
        let held = first.filter { $0.workspace == bakery.workspace.id }
        #expect(try await Self.look(world, held: held, lastWorkspace: clinic).map(\.run) == few)
        // Where there is room for all of them, age is what counts.
        #expect(try await Self.look(world, limit: 302, perAgency: 302).map(\.run) == many + few)
    }

    @Test(arguments: StorageAdapter.all)
    func `a job says what it is about, and its dispatch has everything to send it`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.read { snapshot throws in
            for home in world.workspaces {
                let agency = world.agency(of: home)
                let job = try #require(try Self.job(of: home.pending.run, snapshot))
                #expect(
                    job
                        == TriggerJob(
                            run: home.pending.run, agency: agency.agency.id, workspace: home.workspace.id,
                            workflow: home.workflows[0].id, id: home.pending.outbox, tries: 0, firstTriedAt: nil,
                            createdAt: TwinWorld.start))
                let dispatch = try #require(try snapshot.triggerDispatch(of: job, in: Self.operatorScope))
                #expect(dispatch.job == job)
                #expect(dispatch.workflow == home.workflows[0])
                #expect(dispatch.engine.engine == agency.n8n)
                #expect(dispatch.engine.agency == agency.agency.id)
                #expect(dispatch.engine.dataKey == agency.dataKey)
                let secret = try TestSealing().open(
                    dispatch.engine.signingSecret, under: agency.dataKey,
                    as: .engineSigningSecret(agency.n8n.id, agency: agency.agency.id))
                #expect(secret == TwinAgency.signingSecret)
                let credential = try TestSealing().open(
                    try #require(dispatch.engine.credential), under: agency.dataKey,
                    as: .engineCredential(agency.n8n.id, agency: agency.agency.id))
                #expect(EngineCredential(encoded: credential) == TwinAgency.credential)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `without an engine there is nothing to send`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        try await world.storage.write { transaction throws in
            let job = try #require(try Self.job(of: home.pending.run, transaction))
            try transaction.update(
                home.workflows[0].with(engine: .some(nil), externalID: .some(nil)), in: home.scope)
            #expect(try transaction.triggerDispatch(of: job, in: Self.operatorScope) == nil)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a job can be withdrawn while no try can have arrived`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        try await world.storage.write { transaction throws in
            let withdrawn = try Self.enqueue(transaction, in: home, at: Self.minute(1))
            let begun = try Self.enqueue(transaction, in: home, at: Self.minute(1))
            let retried = try Self.enqueue(transaction, in: home, at: Self.minute(1))
            let jobs = try [withdrawn, begun, retried].map { try #require(try Self.job(of: $0, transaction)) }

            #expect(try transaction.withdrawTrigger(of: withdrawn, in: home.scope))
            #expect(try !transaction.withdrawTrigger(of: withdrawn, in: home.scope))
            #expect(try Self.job(of: withdrawn, transaction) == nil)
            #expect(try !transaction.beginTry(of: jobs[0], at: Self.minute(2), in: Self.operatorScope))

            #expect(try transaction.beginTry(of: jobs[1], at: Self.minute(2), in: Self.operatorScope))
            #expect(try !transaction.withdrawTrigger(of: begun, in: home.scope))

            #expect(try transaction.beginTry(of: jobs[2], at: Self.minute(2), in: Self.operatorScope))
            try transaction.schedule(
                jobs[2], at: Self.minute(4), reason: "busy", isUnconfirmed: false, in: Self.operatorScope)
            #expect(try transaction.withdrawTrigger(of: retried, in: home.scope))
            #expect(try Self.job(of: begun, transaction) != nil)

            try transaction.schedule(
                jobs[1], at: Self.minute(4), reason: "no answer", isUnconfirmed: true, in: Self.operatorScope)
            #expect(try Self.job(of: begun, transaction)?.isUnconfirmed == true)
            #expect(try !transaction.withdrawTrigger(of: begun, in: home.scope))
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a begun try is remembered until somebody says what came of it`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        try await world.storage.write { transaction throws in
            let run = try Self.enqueue(transaction, in: home, at: Self.minute(1))
            func job() throws -> TriggerJob { try #require(try Self.job(of: run, transaction)) }

            #expect(try job().begunAt == nil)
            #expect(try transaction.beginTry(of: job(), at: Self.minute(2), in: Self.operatorScope))
            // The process may end here: whoever asks next is told of it among what is due.
            #expect(try Self.due(transaction, at: Self.minute(2)).contains { $0.run == run })
            #expect(try job().begunAt == Self.minute(2))
            #expect(try job().firstTriedAt == Self.minute(2))

            try transaction.schedule(
                job(), at: Self.minute(5), reason: "busy", isUnconfirmed: false, in: Self.operatorScope)
            #expect(try job().begunAt == nil)
            #expect(try job().tries == 1)
            #expect(try !Self.due(transaction, at: Self.minute(4)).contains { $0.run == run })
            #expect(try Self.due(transaction, at: Self.minute(5)).contains { $0.run == run })

            #expect(try transaction.beginTry(of: job(), at: Self.minute(6), in: Self.operatorScope))
            try transaction.schedule(
                job(), at: Self.minute(9), reason: "busy", isUnconfirmed: false, in: Self.operatorScope)
            #expect(try job().tries == 2)
            #expect(try job().firstTriedAt == Self.minute(2))
            #expect(try job().createdAt == Self.minute(1))
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `the next job due is the earliest of those that wait`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.write { transaction throws in
            for home in world.workspaces { _ = try transaction.withdrawTrigger(of: home.pending.run, in: home.scope) }
            #expect(try transaction.nextTriggerDue(in: Self.operatorScope) == nil)
            let later = try Self.enqueue(transaction, in: world.home, at: Self.minute(8))
            _ = try Self.enqueue(transaction, in: world.south.clinic, at: Self.minute(6))
            #expect(try transaction.nextTriggerDue(in: Self.operatorScope) == Self.minute(6))
            let job = try #require(try Self.job(of: later, transaction))
            _ = try transaction.beginTry(of: job, at: Self.minute(8), in: Self.operatorScope)
            try transaction.schedule(job, at: Self.minute(3), reason: "", isUnconfirmed: false, in: Self.operatorScope)
            #expect(try transaction.nextTriggerDue(in: Self.operatorScope) == Self.minute(3))
        }
    }

    @Test(arguments: StorageAdapter.all, TriggerDelivery.allCases)
    func `a finished job leaves the queue, its run says how, and what was not accepted stays as a dead letter`(
        _ adapter: StorageAdapter, _ delivery: TriggerDelivery
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        guard delivery != .pending, delivery != .withdrawn else { return }
        try await world.storage.write { transaction throws in
            let run = try Self.enqueue(transaction, in: home, at: Self.minute(1))
            let job = try #require(try Self.job(of: run, transaction))
            _ = try transaction.beginTry(of: job, at: Self.minute(2), in: Self.operatorScope)
            try transaction.finish(
                job, as: delivery, reason: "said no", at: Self.minute(3), in: Self.operatorScope)

            #expect(try Self.job(of: run, transaction) == nil)
            #expect(try transaction.triggerDispatch(of: job, in: Self.operatorScope) == nil)
            #expect(try !transaction.beginTry(of: job, at: Self.minute(4), in: Self.operatorScope))
            #expect(try !transaction.withdrawTrigger(of: run, in: home.scope))
            let row = try transaction.run(run, of: home.workflows[0].id, in: home.scope, visible: Self.all)
            #expect(row?.delivery == delivery)
            #expect(row?.status == .queued)

            let dead = try transaction.deadTriggers(in: world.north.scope, limit: 10)
            let letter = DeadTrigger(
                run: run, workspace: home.workspace.id, workspaceName: "Bakery", workflow: home.workflows[0].id,
                workflowName: "Orders", delivery: delivery, tries: 1, reason: "said no", at: Self.minute(3))
            #expect(dead == (delivery == .accepted ? [] : [letter]))
            #expect(try transaction.deadTriggers(in: world.south.scope, limit: 10) == [])
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `dead letters are told newest first, and no more than asked for`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.write { transaction throws in
            for minute in [4, 9, 2, 7] as [Int64] {
                for agency in world.agencies {
                    let home = agency.workspaces[Int(minute) % 2]
                    let run = try Self.enqueue(transaction, in: home, at: Self.minute(1))
                    let job = try #require(try Self.job(of: run, transaction))
                    _ = try transaction.beginTry(of: job, at: Self.minute(2), in: Self.operatorScope)
                    try transaction.finish(
                        job, as: .didNotStart, reason: "", at: Self.minute(minute), in: Self.operatorScope)
                }
            }
            for agency in world.agencies {
                let dead = try transaction.deadTriggers(in: agency.scope, limit: 3)
                #expect(dead.map(\.at) == [9, 7, 4].map(Self.minute))
                let workspaces = Set(agency.workspaces.map(\.workspace.id))
                #expect(dead.allSatisfy { workspaces.contains($0.workspace) })
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `engines are asked by kind, with what opens them`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.read { snapshot throws in
            let contacts = try snapshot.enginesToAsk(kind: .prefect, in: Self.operatorScope)
            #expect(Set(contacts.map(\.engine)) == [world.north.prefect, world.south.prefect])
            for agency in world.agencies {
                let contact = contacts.first { $0.agency == agency.agency.id }
                #expect(contact?.engine == agency.prefect)
                #expect(contact?.dataKey == agency.dataKey)
            }
            #expect(try snapshot.enginesToAsk(kind: .webhook, in: Self.operatorScope).isEmpty)
        }
    }
}
