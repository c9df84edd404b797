import Testing

@testable import PortalCore

/// One function of the ports that finds something by what names it.
struct TwinRead: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reach: TwinReach
    /// What is told in a scope of the thing that the names mean; `nil` if there is nothing to tell.
    let ask: @Sendable (any Snapshot, WorkspaceScope, TwinNames) throws -> String?

    private static let all = WorkflowVisibility { _ in true }
    private static let everyForm = FormVisibility(forms: StatusFilter { _ in true }, workflows: all)
    private static let everyInvoice = InvoiceVisibility { _ in true }

    private static func agency<Answer>(
        _ name: String, _ ask: @escaping @Sendable (any Snapshot, AgencyScope, TwinNames) throws -> Answer?
    ) -> TwinRead {
        TwinRead(testDescription: name, reach: .agency) { snapshot, scope, names in
            try ask(snapshot, scope.agencyScope, names).map { "\($0)" }
        }
    }

    private static func workspace<Answer>(
        _ name: String, _ ask: @escaping @Sendable (any Snapshot, WorkspaceScope, TwinNames) throws -> Answer?
    ) -> TwinRead {
        TwinRead(testDescription: name, reach: .workspace) { snapshot, scope, names in
            try ask(snapshot, scope, names).map { "\($0)" }
        }
    }

    static let every: [TwinRead] = [
        agency("workspace") { try $0.workspace($2.workspace, in: $1) },
        agency("brandAsset") { try $0.brandAsset(hash: $2.picture, in: $1) },
        agency("signedIn") { try $0.signedIn(session: $2.sessionDigest, in: $1) },
        agency("user") { try $0.user($2.user, in: $1) },
        agency("standing") { snapshot, scope, names in
            let standing = try snapshot.standing(of: names.user, in: scope)
            return standing.role == nil && standing.memberships.isEmpty ? nil : standing
        },
        agency("sessions") { try $0.sessions(of: $2.user, in: $1).unlessEmpty },
        agency("engine") { try $0.engine($2.engine, in: $1) },
        agency("apiKey") { try $0.apiKey(digest: $2.keyDigest, in: $1)?.id },
        agency("openRuns") {
            try $0.openRuns(of: $2.engine, agency: $1.agency, limit: 99, in: OperatorScope()).unlessEmpty
        },
        agency("workflows of an engine") {
            try $0.workflows(of: $2.engine, agency: $1.agency, in: OperatorScope()).unlessEmpty
        },

        workspace("workflow") { try $0.workflow($2.workflow, in: $1, visible: all) },
        workspace("workflow by reference") { try $0.workflow(.id($2.workflow), in: $1) },
        workspace("run") { try $0.run($2.run, of: $2.workflow, in: $1, visible: all) },
        workspace("reportedRun") { try $0.reportedRun(.id($2.run), in: $1)?.run },
        workspace("steps") { try $0.steps(of: $2.run, in: $1).unlessEmpty },
        workspace("sealedError") { try $0.sealedError(of: $2.run, in: $1) },
        workspace("runs of a workflow") {
            try $0.runs(in: $1, visible: all, filter: RunFilter(workflow: $2.workflow), before: nil, size: PageSize(99))
                .items.unlessEmpty
        },
        workspace("connection") { try $0.connection($2.connection, in: $1) },
        workspace("form") { try $0.form($2.form, in: $1, visible: everyForm) },
        workspace("submissions") { try $0.submissions(of: $2.form, in: $1, limit: 99).unlessEmpty },
        workspace("invoice") { try $0.invoice($2.invoice, in: $1, visible: everyInvoice) },
        workspace("lines") { try $0.lines(of: $2.invoice, in: $1).unlessEmpty },
        workspace("triggerDispatch") { try $0.triggerDispatch(of: $2.job($1), in: OperatorScope())?.engine },
    ]
}

@Suite struct TwinReadTests {
    @Test(arguments: StorageAdapter.all, TwinRead.every)
    func `everything is found where it lies and nowhere else`(_ adapter: StorageAdapter, _ read: TwinRead) async throws
    {
        let world = try await SharedWorld.of(adapter)
        try await world.storage.read { snapshot throws in
            for target in world.workspaces {
                let names = try world.names(of: target)
                let told = try #require(try read.ask(snapshot, target.scope, names), "its own is not found")
                for home in world.workspaces {
                    let heard = try read.ask(snapshot, home.scope, names)
                    #expect(heard == (read.reach.holds(home, target) ? told : nil), "\(target.path) from \(home.path)")
                }
            }
            for home in world.workspaces {
                #expect(try read.ask(snapshot, home.scope, .nobody) == nil, "nobody's from \(home.path)")
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `names that all four share mean one's own`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        try await world.storage.read { snapshot throws in
            for home in world.workspaces {
                let agency = world.agency(of: home)
                let names = try world.names(of: home)
                #expect(try snapshot.run(startedBy: TwinWorkspace.token, in: home.scope) == home.pending.run)
                for run in home.runs {
                    guard let id = run.run.externalID else { continue }
                    let reported = try snapshot.reportedRun(.external(engine: agency.n8n.id, id: id), in: home.scope)
                    #expect(reported == ReportedRun(run: run.run, engine: agency.n8n.id, state: run.state))
                }
                for workflow in home.workflows {
                    let reference = WorkflowReference.external(
                        engine: agency.n8n.id, id: try #require(workflow.externalID))
                    #expect(try snapshot.workflow(reference, in: home.scope) == workflow)
                }
                for user in agency.people.all {
                    #expect(try snapshot.user(email: user.email, in: home.scope.agencyScope)?.user == user)
                }
                for other in world.agencies where other.agency.id != agency.agency.id {
                    let engine = other.n8n.id
                    #expect(
                        try snapshot.reportedRun(.external(engine: engine, id: names.externalRun), in: home.scope)
                            == nil)
                    #expect(try snapshot.workflow(.external(engine: engine, id: "w0"), in: home.scope) == nil)
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `lists hold one's own and nothing else`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let all = WorkflowVisibility { _ in true }
        try await world.storage.read { snapshot throws in
            for home in world.workspaces {
                let scope = home.scope
                #expect(try Set(snapshot.workflows(in: scope, visible: all)) == Set(home.workflows))
                let runs = try snapshot.runs(
                    in: scope, visible: all, filter: RunFilter(), before: nil, size: PageSize(200))
                #expect(Set(runs.items) == Set(home.runs.map(\.run)))
                #expect(try Set(snapshot.connections(in: scope)) == Set(home.connections.map(\.connection)))
                let everyForm = FormVisibility(forms: StatusFilter { _ in true }, workflows: all)
                #expect(try Set(snapshot.forms(in: scope, visible: everyForm)) == Set(home.forms.map(\.summary)))
                for form in home.forms {
                    #expect(try snapshot.form(form.id, in: scope, visible: everyForm) == form)
                }
                #expect(try Set(snapshot.subscriptions(in: scope)) == Set(home.subscriptions))
                let invoices = try snapshot.invoices(
                    in: scope, visible: StatusFilter { _ in true }, before: nil, size: PageSize(200))
                #expect(Set(invoices.items) == Set(home.invoices.map(\.invoice)))
                let tallied = try snapshot.tallies(
                    in: scope, visible: all, from: TwinWorld.start, until: TwinWorld.start.adding(.days(9)))
                #expect(Set(tallied.map(\.workflow)) == Set(home.workflows.map(\.id)))
            }
            for agency in world.agencies {
                #expect(try Set(snapshot.engines(in: agency.scope)) == [agency.n8n, agency.prefect])
                let keys = [agency.key.key] + agency.workspaces.map(\.key.key)
                #expect(try Set(snapshot.apiKeys(in: agency.scope)) == Set(keys))
                #expect(try snapshot.products(in: agency.scope) == [agency.product])
                #expect(
                    try snapshot.auditEntries(in: agency.scope, limit: 99).allSatisfy { $0.agency == agency.agency.id })
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a run is found under its own workflow only`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let all = WorkflowVisibility { _ in true }
        let home = world.home
        try await world.storage.read { snapshot throws in
            for run in home.runs {
                for workflow in world.workspaces.flatMap(\.workflows) {
                    let found = try snapshot.run(run.run.id, of: workflow.id, in: home.scope, visible: all)
                    #expect(found == (workflow.id == run.run.workflow ? run.run : nil))
                }
            }
        }
    }
}

extension Array {
    fileprivate var unlessEmpty: [Element]? { isEmpty ? nil : self }
}
