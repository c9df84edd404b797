import Synchronization
import Testing

@testable import PortalCore
@testable import PortalStore

@Suite struct RunListTests {
    /// What a test knows of a run beside the database.
    private struct Known: Hashable {
        let id: Run.ID
        let workflow: Workflow.ID
        let listedAt: Instant
        let status: RunStatus
    }

    private struct Scene {
        let house: TestHouse
        let runs: [Known]
        let workflows: [Workflow]
        var scope: WorkspaceScope { house.north.first }
    }

    /// Runs of eight workflows of every status, many of them first seen at the same moment.
    private func scene(count: Int, observer: StatementObserver? = nil) async throws -> Scene {
        let house = try await TestHouse.make { $0.observer = observer }
        let scope = house.north.first
        let statuses: [WorkflowStatus] = [
            .published, .draft, .paused, .disabled, .published, .archived, .published, .draft,
        ]
        let mint = Mint.seeded("scene")
        let workflows = statuses.enumerated().map {
            Workflow.sample(mint.id(), in: scope.workspace, named: "W\($0.offset)", status: $0.element)
        }
        let dice = SeededEntropy("dice")
        let ends: [RunStatus] = [.succeeded, .failed, .canceled, .running, .queued]
        let known = (0..<count).map { _ in
            let bytes = dice.bytes(3)
            return Known(
                id: mint.id(), workflow: workflows[Int(bytes[0]) % workflows.count].id,
                listedAt: .minutes(Int64(bytes[1]) % 40), status: ends[Int(bytes[2]) % ends.count])
        }
        try await house.storage.write { transaction in
            for workflow in workflows { try transaction.insert(workflow, in: scope) }
            for run in known {
                let row = Run.sample(
                    run.id, of: run.workflow, in: scope.workspace, listedAt: run.listedAt, status: run.status)
                try transaction.insert(row, state: row.state, sealedError: nil, at: .testStart, in: scope)
            }
        }
        return Scene(house: house, runs: known, workflows: workflows)
    }

    @Test func `walking the pages shows exactly what the filter admits, newest first`() async throws {
        let scene = try await scene(count: 700)
        let status = Dictionary(uniqueKeysWithValues: scene.workflows.map { ($0.id, $0.status) })
        var filters = [RunFilter()]
        filters += RunStatus.allCases.map { RunFilter(status: $0) }
        filters += scene.workflows.prefix(3).map { RunFilter(workflow: $0.id) }
        filters += scene.workflows.prefix(3).map { RunFilter(workflow: $0.id, status: .failed) }
        filters.append(RunFilter(from: .minutes(10), until: .minutes(20)))
        filters.append(RunFilter(status: .succeeded, from: .minutes(10), until: .minutes(20)))
        filters.append(RunFilter(workflow: scene.workflows[0].id, from: .minutes(39)))

        for visible in [WorkflowVisibility.everything, .clients, WorkflowVisibility { $0 == .paused }] {
            for filter in filters {
                let expected = scene.runs.filter { run in
                    (status[run.workflow].map { visible.admits($0) } ?? false)
                        && (filter.workflow.map { $0 == run.workflow } ?? true)
                        && (filter.status.map { $0 == run.status } ?? true)
                        && (filter.from.map { $0 <= run.listedAt } ?? true)
                        && (filter.until.map { run.listedAt < $0 } ?? true)
                }.sorted { ($1.listedAt, $1.id) < ($0.listedAt, $0.id) }
                for size in [1, 7, 100] where size > 1 || expected.count < 60 {
                    #expect(try await walk(scene, visible, filter, size) == expected.map(\.id), "\(filter) by \(size)")
                }
            }
        }
    }

    private func walk(
        _ scene: Scene, _ visible: WorkflowVisibility, _ filter: RunFilter, _ size: Int
    ) async throws -> [Run.ID] {
        let scope = scene.scope
        return try await scene.house.storage.read { snapshot in
            var ids: [Run.ID] = []
            var before: RunKey?
            repeat {
                let page = try snapshot.runs(
                    in: scope, visible: visible, filter: filter, before: before, size: PageSize(size))
                #expect(page.items.count == size || page.next == nil)
                ids += page.items.map(\.id)
                before = page.next
            } while before != nil
            return ids
        }
    }

    @Test func `a reader who sees nothing runs no statement`() async throws {
        let statements = Mutex(0)
        let scene = try await scene(count: 10) { _ in statements.withLock { $0 += 1 } }
        statements.withLock { $0 = 0 }
        let page = try await scene.house.storage.read {
            try $0.runs(
                in: scene.scope, visible: WorkflowVisibility { _ in false }, filter: RunFilter(), before: nil,
                size: PageSize(10))
        }
        #expect(page.items.isEmpty)
        #expect(statements.withLock { $0 } == 0)
    }

    @Test func `a workflow of another workspace answers like one that never was`() async throws {
        let statements = Mutex<[String]>([])
        let scene = try await scene(count: 50) { run in statements.withLock { $0.append(run.sql) } }
        var asked: [[String]] = []
        for workflow in [
            scene.house.south.workflows[0], scene.house.north.workflows[1], .neverIssued, scene.workflows[1].id,
        ] {
            statements.withLock { $0 = [] }
            let (page, run) = try await scene.house.storage.read { snapshot in
                (
                    try snapshot.runs(
                        in: scene.scope, visible: .clients, filter: RunFilter(workflow: workflow), before: nil,
                        size: PageSize(10)),
                    try snapshot.run(scene.runs[0].id, of: workflow, in: scene.scope, visible: .clients)
                )
            }
            #expect(page.items.isEmpty && page.next == nil && run == nil)
            asked.append(statements.withLock { $0 })
        }
        #expect(Set(asked).count == 1)
    }

    @Test func `what is hidden costs a page nothing, however much there is of it`() async throws {
        let work = Mutex(0)
        let scene = try await scene(count: 200) { run in work.withLock { $0 += run.steps } }
        let scope = scene.scope
        let filters = [RunFilter(), RunFilter(status: .succeeded), RunFilter(workflow: scene.workflows[0].id)]
        func cost() async throws -> [Int] {
            var costs: [Int] = []
            for filter in filters {
                work.withLock { $0 = 0 }
                _ = try await scene.house.storage.read {
                    try $0.runs(in: scope, visible: .clients, filter: filter, before: nil, size: PageSize(25))
                }
                costs.append(work.withLock { $0 })
            }
            return costs
        }
        let draft = scene.workflows[1].id
        // Two thousand, then twenty thousand newer runs of a draft lie before everything that a client may see.
        var costs: [[Int]] = []
        for (round, count) in [2_000, 18_000].enumerated() {
            try await scene.house.storage.write { transaction in
                let mint = Mint.seeded("hidden \(round)")
                for number in 0..<count {
                    let run = Run.sample(
                        mint.id(), of: draft, in: scope.workspace, listedAt: .minutes(1_000 + Int64(number)))
                    try transaction.insert(run, state: run.state, sealedError: nil, at: .testStart, in: scope)
                }
            }
            costs.append(try await cost())
        }
        for (few, many) in zip(costs[0], costs[1]) { #expect(Double(many) < 1.05 * Double(few) + 50) }
        #expect(costs[1].allSatisfy { $0 < 20_000 })
    }
}
