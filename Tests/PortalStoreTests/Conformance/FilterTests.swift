import Testing

@testable import PortalCore

/// A filter shows exactly what its predicate admits, for every set of statuses there is.
@Suite struct FilterTests {
    private static let subsets: [WorkflowVisibility] = everySubset()

    private static func everySubset<Status: FilterableStatus>() -> [StatusFilter<Status>] {
        let all = Array(Status.allCases)
        return (0..<1 << all.count).map { bits in
            StatusFilter { status in all.firstIndex(of: status).map { bits & 1 << $0 != 0 } ?? false }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `workflows show in exactly the statuses that are admitted`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let home = world.home
        let byName = home.workflows.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        try await world.storage.read { snapshot throws in
            for visible in Self.subsets {
                let expected = byName.filter { visible.admits($0.status) }
                #expect(try snapshot.workflows(in: home.scope, visible: visible) == expected)
                let summaries = try snapshot.workflowSummaries(in: home.scope, visible: visible)
                #expect(summaries == expected.map(WorkflowSummary.init))
                let names = try snapshot.workflowNames(in: home.scope, visible: visible)
                #expect(names == expected.map { WorkflowName(id: $0.id, name: $0.name) })
                for workflow in home.workflows {
                    let found = try snapshot.workflow(workflow.id, in: home.scope, visible: visible)
                    #expect(found == (visible.admits(workflow.status) ? workflow : nil))
                    #expect(try snapshot.workflow(.id(workflow.id), in: home.scope) == workflow)
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `what was read of one workspace and rule answers no question about another`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await SharedWorld.of(adapter)
        let rules = [Self.subsets[0], Self.subsets.last ?? Self.subsets[0], WorkflowVisibility.clients]
        let questions = world.workspaces.flatMap { workspace in rules.map { (workspace, $0) } }
        try await world.storage.read { snapshot throws in
            for (first, rule) in questions {
                for (second, other) in questions {
                    _ = try snapshot.workflowNames(in: first.scope, visible: rule)
                    let status = Dictionary(uniqueKeysWithValues: second.workflows.map { ($0.id, $0.status) })
                    let expected = second.runs.map(\.run).filter { status[$0.workflow].map(other.admits) ?? false }
                    let runs = try snapshot.runs(
                        in: second.scope, visible: other, filter: RunFilter(), before: nil, size: PageSize(200))
                    #expect(Set(runs.items) == Set(expected))
                    _ = try snapshot.workflowSummaries(in: first.scope, visible: rule)
                    let names = try snapshot.workflowNames(in: second.scope, visible: other)
                    #expect(Set(names.map(\.id)) == Set(second.workflows.filter { other.admits($0.status) }.map(\.id)))
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a body that changes a workflow reads it as changed, whatever it read before`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        try await world.storage.write { transaction throws in
            for workflow in home.workflows {
                _ = try transaction.workflowNames(in: home.scope, visible: .clients)
                let draft = Workflow(
                    id: workflow.id, workspace: workflow.workspace, name: workflow.name, purpose: workflow.purpose,
                    status: .draft, isClientTriggerable: false, isIdempotent: false, showsSummaries: false,
                    timeLimit: workflow.timeLimit, failureNote: "", engine: nil, externalID: nil, triggerURL: nil,
                    createdAt: workflow.createdAt)
                try transaction.update(draft, in: home.scope)
            }
            #expect(try transaction.workflowNames(in: home.scope, visible: .clients).isEmpty)
            let page = try transaction.runs(
                in: home.scope, visible: .clients, filter: RunFilter(), before: nil, size: PageSize(200))
            #expect(page.items.isEmpty)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `runs, the newest of each workflow and tallies show with their workflow`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await SharedWorld.of(adapter)
        let home = world.home
        let status = Dictionary(uniqueKeysWithValues: home.workflows.map { ($0.id, $0.status) })
        let newestFirst = home.runs.map(\.run).sorted { ($1.listedAt, $1.id) < ($0.listedAt, $0.id) }
        let (from, until) = (TwinWorld.start, TwinWorld.start.adding(.days(1)))
        try await world.storage.read { snapshot throws in
            for visible in Self.subsets {
                let expected = newestFirst.filter { status[$0.workflow].map(visible.admits) ?? false }
                let page = try snapshot.runs(
                    in: home.scope, visible: visible, filter: RunFilter(), before: nil, size: PageSize(200))
                #expect(page.items == expected)
                // Workflows of others have no runs here.
                let others = world.workspaces.filter { $0.workspace.id != home.workspace.id }.flatMap(\.workflows)
                for (foreign, status) in others.flatMap({ [($0, nil), ($0, RunStatus.succeeded)] }) {
                    let page = try snapshot.runs(
                        in: home.scope, visible: visible, filter: RunFilter(workflow: foreign.id, status: status),
                        before: nil, size: PageSize(200))
                    #expect(page.items.isEmpty)
                }
                let latest = Dictionary(expected.map { ($0.workflow, $0) }, uniquingKeysWith: { newest, _ in newest })
                #expect(try snapshot.latestRuns(in: home.scope, visible: visible) == latest)
                for run in newestFirst {
                    let found = try snapshot.run(run.id, of: run.workflow, in: home.scope, visible: visible)
                    #expect(found == (expected.contains(run) ? run : nil))
                }
                let tallies = try snapshot.tallies(in: home.scope, visible: visible, from: from, until: until)
                let ended = expected.filter(\.status.isFinal)
                #expect(tallies.map { $0.succeeded + $0.failed + $0.canceled }.reduce(0, +) == ended.count)
                #expect(Set(tallies.map(\.workflow)) == Set(ended.map(\.workflow)))
                let ends = try snapshot.endedRuns(
                    in: home.scope, visible: visible, periods: HourPeriods(boundaries: [from, until]))
                #expect(ends.map { $0.succeeded + $0.failed + $0.canceled } == [ended.count])
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a connection names the workflows that may be seen`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let home = world.home
        try await world.storage.read { snapshot throws in
            for visible in Self.subsets {
                let named = try snapshot.workflowNames(byConnectionIn: home.scope, visible: visible)
                for connection in home.connections {
                    let names = home.workflows.filter {
                        connection.workflows.contains($0.id) && visible.admits($0.status)
                    }
                    #expect(named[connection.connection.id, default: []].sorted() == names.map(\.name).sorted())
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `forms show by their own status and their workflow's`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let home = world.home
        let status = Dictionary(uniqueKeysWithValues: home.workflows.map { ($0.id, $0.status) })
        let forms: [StatusFilter<FormStatus>] = Self.everySubset()
        let byName = home.forms.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        try await world.storage.read { snapshot throws in
            for workflows in Self.subsets {
                for filter in forms.map({ FormVisibility(forms: $0, workflows: workflows) }) {
                    let expected = byName.filter { form in
                        status[form.workflow].map { filter.admits(form.status, of: $0) } ?? false
                    }
                    #expect(try snapshot.forms(in: home.scope, visible: filter) == expected.map(\.summary))
                }
            }
            for form in home.forms {
                let parent = try #require(status[form.workflow])
                for filter in forms {
                    for workflows in [WorkflowVisibility { $0 == parent }, WorkflowVisibility { $0 != parent }] {
                        let visible = FormVisibility(forms: filter, workflows: workflows)
                        let found = try snapshot.form(form.id, in: home.scope, visible: visible)
                        #expect(found == (visible.admits(form.status, of: parent) ? form : nil))
                    }
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `invoices show in exactly the statuses that are admitted`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let home = world.home
        let newestFirst = home.invoices.map(\.invoice).sorted { ($1.listedAt, $1.id) < ($0.listedAt, $0.id) }
        let subsets: [InvoiceVisibility] = Self.everySubset()
        try await world.storage.read { snapshot throws in
            for visible in subsets {
                let expected = newestFirst.filter { visible.admits($0.status) }
                for size in [1, 3, 200] {
                    var walked: [Invoice] = []
                    var key: InvoiceKey?
                    repeat {
                        let page = try snapshot.invoices(
                            in: home.scope, visible: visible, before: key, size: PageSize(size))
                        walked += page.items
                        key = page.next
                        #expect(key == nil || page.items.count == size)
                    } while key != nil && walked.count <= expected.count
                    #expect(walked == expected)
                }
                for invoice in newestFirst {
                    let found = try snapshot.invoice(invoice.id, in: home.scope, visible: visible)
                    #expect(found == (visible.admits(invoice.status) ? invoice : nil))
                }
            }
        }
    }
}

extension Invoice {
    /// Its place in lists: when it was issued; for a draft, when it was made.
    fileprivate var listedAt: Instant { issuedAt ?? createdAt }
}
