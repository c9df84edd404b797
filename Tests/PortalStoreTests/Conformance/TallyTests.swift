import Testing

@testable import PortalCore

@Suite struct TallyTests {
    private static let all = WorkflowVisibility { _ in true }
    private static let ever = (from: Instant(milliseconds: 0), until: Instant(milliseconds: 1 << 50))

    private static func hour(_ count: Int64) -> Instant { TwinWorld.start.adding(.hours(count)) }

    /// The three counts of one workflow in one hour.
    private struct Count: Hashable {
        let workflow: Workflow.ID
        let hour: Instant
        let ends: [Int]
    }

    private static func counts(_ tallies: [RunTally]) -> Set<Count> {
        Set(
            tallies.map { Count(workflow: $0.workflow, hour: $0.hour, ends: [$0.succeeded, $0.failed, $0.canceled]) }
                .filter { $0.ends != [0, 0, 0] })
    }

    /// What the tallies must say, counted run by run.
    private static func recount(_ runs: some Sequence<Run>) -> Set<Count> {
        var ends: [Workflow.ID: [Instant: [Int]]] = [:]
        for run in runs {
            guard let place = [RunStatus.succeeded, .failed, .canceled].firstIndex(of: run.status),
                let hour = run.endedAt?.startOfHour
            else { continue }
            ends[run.workflow, default: [:]][hour, default: [0, 0, 0]][place] += 1
        }
        return Set(ends.flatMap { workflow, hours in hours.map { Count(workflow: workflow, hour: $0, ends: $1) } })
    }

    /// Reports that tell of an end always tell when, so that counting the runs is counting the hours.
    private static func report(_ run: Run.ID, using dice: SeededEntropy) -> RunReport {
        let throwing = dice.bytes(6).map(Int64.init)
        let status = ([.succeeded, .failed, .failed] + RunStatus.allCases)[Int(throwing[0]) % 10]
        let moment = TwinWorld.start.adding(.minutes(throwing[1] * 2))
        return RunReport(
            run: .id(run), workflow: nil, attempt: Int(throwing[2] % 3) + 1, status: status, at: moment, createdAt: nil,
            startedAt: throwing[3] % 2 == 0 ? moment : nil,
            endedAt: status.isFinal ? moment.adding(.minutes(throwing[4])) : nil, steps: [], errorDetail: nil)
    }

    @Test(arguments: StorageAdapter.all, ["one", "two", "three"])
    func `tallies equal a recount after any reports, retries that succeed among them`(
        _ adapter: StorageAdapter, _ seed: String
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let (home, dice, mint) = (world.home, SeededEntropy(seed), Mint.seeded("tallies \(seed)", at: TwinWorld.start))
        var known: [Run.ID: RunState] = Dictionary(uniqueKeysWithValues: home.runs.map { ($0.run.id, $0.state) })
        var turned = 0
        for round in 0..<40 {
            let batch = (0..<8).map { _ in
                dice.bytes(1)[0] % 3 == 0 ? mint.id(Run.self) : known.keys.sorted()[Int(dice.bytes(1)[0]) % known.count]
            }
            let states = known
            let merged = try await world.storage.write { transaction throws in
                var states = states
                for id in batch {
                    let report = Self.report(id, using: dice)
                    guard let old = states[id] else {
                        var state = RunState.queued
                        try state.merge(report)
                        let workflow = home.workflows[Int(dice.bytes(1)[0]) % home.workflows.count]
                        let run = Run(
                            id: id, workspace: home.workspace.id, workflow: workflow.id, workflowName: workflow.name,
                            status: state.status, attempt: state.attempt, origin: .engine, listedAt: TwinWorld.start,
                            startedAt: state.startedAt, endedAt: state.endedAt, delivery: nil, externalID: nil)
                        try transaction.insert(run, state: state, sealedError: nil, at: TwinWorld.start, in: home.scope)
                        states[id] = state
                        continue
                    }
                    var new = old
                    do { try new.merge(report) } catch { continue }
                    try transaction.update(
                        id, from: old, to: new, externalID: nil, sealedError: nil, at: TwinWorld.start, in: home.scope)
                    states[id] = new
                }
                return states
            }
            turned += merged.count { $0.value.status == .succeeded && known[$0.key]?.status == .failed }
            known = merged
            try await expectRecount(world, known, "round \(round)")
        }
        #expect(turned > 0, "no retry turned a failed run into one that succeeded")
    }

    private func expectRecount(_ world: TwinWorld, _ known: [Run.ID: RunState], _ words: Comment) async throws {
        let home = world.home
        try await world.storage.read { snapshot throws in
            var runs: [Run] = []
            var key: RunKey?
            repeat {
                let page = try snapshot.runs(
                    in: home.scope, visible: Self.all, filter: RunFilter(), before: key, size: PageSize(200))
                runs += page.items
                key = page.next
            } while key != nil
            #expect(runs.count == known.count, words)
            for run in runs {
                let state = known[run.id]
                #expect(
                    run.status == state?.status && run.attempt == state?.attempt && run.endedAt == state?.endedAt, words
                )
            }
            let tallies = try snapshot.tallies(
                in: home.scope, visible: Self.all, from: Self.ever.from, until: Self.ever.until)
            #expect(Self.counts(tallies) == Self.recount(runs), words)
            #expect(Set(tallies.map { [$0.workflow.description, "\($0.hour)"] }).count == tallies.count, words)
            // Three periods around all of them, cut where the moment falls.
            let start = TwinWorld.start
            let boundaries = [start.adding(.days(-900)), start, start.adding(.minutes(90)), start.adding(.days(900))]
            let ended = try snapshot.endedRuns(
                in: home.scope, visible: Self.all, periods: HourPeriods(boundaries: boundaries))
            let counted = zip(boundaries, boundaries.dropFirst()).map { from, until in
                tallies.filter { from <= $0.hour && $0.hour < until }.reduce(into: EndedRuns()) {
                    $0 += EndedRuns(succeeded: $1.succeeded, failed: $1.failed, canceled: $1.canceled)
                }
            }
            #expect(ended == counted, words)
            #expect(ended.map(\.succeeded).reduce(0, +) == tallies.map(\.succeeded).reduce(0, +), words)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `hours are asked for from one up to, not including, another`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let mint = Mint.seeded("hours", at: TwinWorld.start)
        try await world.storage.write { transaction throws in
            for count in Int64(10)..<16 {
                let run = Run(
                    id: mint.id(), workspace: home.workspace.id, workflow: home.workflows[0].id, workflowName: "Orders",
                    status: .succeeded, attempt: 1, origin: .engine, listedAt: Self.hour(count), startedAt: nil,
                    endedAt: Self.hour(count).adding(.minutes(59)), delivery: nil, externalID: nil)
                try transaction.insert(
                    run, state: run.plainState, sealedError: nil, at: TwinWorld.start, in: home.scope)
            }
        }
        try await world.storage.read { snapshot throws in
            for (from, until) in [(10, 16), (11, 13), (15, 16), (16, 20), (12, 12), (13, 11)] as [(Int64, Int64)] {
                let tallies = try snapshot.tallies(
                    in: home.scope, visible: Self.all, from: Self.hour(from), until: Self.hour(until))
                let hours = from < until ? (max(from, 10)..<min(max(until, 10), 16)).map(Self.hour) : []
                #expect(tallies.map(\.hour).sorted() == (from < 16 ? hours : []))
                let boundaries = from <= until ? (from...until).map(Self.hour) : []
                let ended = try snapshot.endedRuns(
                    in: home.scope, visible: Self.all, periods: HourPeriods(boundaries: boundaries))
                let counted = zip(boundaries, ended).filter { $1.succeeded == 1 }.map(\.0)
                #expect(counted == (from < 16 ? hours : []))
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an end without a moment counts once, in the hour it was first told in`(_ adapter: StorageAdapter) async throws
    {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let id = Mint.seeded("no moment").id(Run.self)
        func state(_ status: RunStatus, attempt: Int = 1, end: Instant? = nil) -> RunState {
            RunState(attempt: attempt, status: status, statusAt: nil, startedAt: nil, endedAt: end, steps: [:])
        }
        let run = Run(
            id: id, workspace: home.workspace.id, workflow: home.workflows[0].id, workflowName: "Orders",
            status: .running,
            attempt: 1, origin: .engine, listedAt: Self.hour(20), startedAt: nil, endedAt: nil, delivery: nil,
            externalID: nil)
        let stages: [(state: RunState, told: Int64, counted: Int64?, ends: [Int])] = [
            (state(.failed), 21, 21, [0, 1, 0]), (state(.failed), 25, 21, [0, 1, 0]),
            (state(.failed, end: Self.hour(19)), 26, 19, [0, 1, 0]), (state(.running, attempt: 2), 27, nil, []),
            (state(.succeeded, attempt: 2), 28, 28, [1, 0, 0]), (state(.succeeded, attempt: 2), 29, 28, [1, 0, 0]),
            (state(.canceled, attempt: 3), 30, 30, [0, 0, 1]),
        ]
        try await world.storage.write { transaction throws in
            try transaction.insert(run, state: run.plainState, sealedError: nil, at: Self.hour(20), in: home.scope)
            var old = run.plainState
            for stage in stages {
                try transaction.update(
                    id, from: old, to: stage.state, externalID: nil, sealedError: nil, at: Self.hour(stage.told),
                    in: home.scope)
                old = stage.state
                let tallies = try transaction.tallies(
                    in: home.scope, visible: Self.all, from: Self.hour(15), until: Self.hour(40))
                let expected = stage.counted.map {
                    Count(workflow: run.workflow, hour: Self.hour($0), ends: stage.ends)
                }
                #expect(Self.counts(tallies) == Set([expected].compactMap { $0 }), "told at \(stage.told)")
            }
        }
    }
}
