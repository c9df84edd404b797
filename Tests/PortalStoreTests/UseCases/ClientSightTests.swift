import Testing

@testable import PortalCore

/// What clients see of the twins' things.
@Suite struct ClientSightTests {
    private static let days = [TwinWorld.start, TwinWorld.start.adding(.days(1))]

    @Test func `a client sees the workflows in service, and their runs alone`() async throws {
        let house = try await PortalHouse.make()
        let home = house.home
        try await house.client(house.north.people.clara, in: home.workspace.id) { room throws in
            let workflows = try room.workflows()
            #expect(workflows.map(\.name) == ["Letters", "Orders", "Stock"])
            #expect(workflows.map(\.isPaused) == [true, false, false])
            #expect(workflows.map(\.canTrigger) == [false, true, false])

            let visible = Set(workflows.map(\.id))
            let newestFirst = home.runs.map(\.run).filter { visible.contains($0.workflow) }
                .sorted { ($1.listedAt, $1.id) < ($0.listedAt, $0.id) }
            let shown = try room.runs(RunFilter(), before: nil, size: PageSize(200))
            #expect(shown.page.items == newestFirst.map(ClientRun.init))
            for workflow in workflows {
                #expect(workflow.lastRun?.id == newestFirst.first { $0.workflow == workflow.id }?.id)
            }
            #expect(shown.choices.map(\.name) == ["Letters", "Orders", "Stock"])
        }
    }

    @Test func `a timeline shows summaries where staff turned them on, and never an error's detail`() async throws {
        let house = try await PortalHouse.make()
        let home = house.home
        try await house.client(house.north.people.clara, in: home.workspace.id) { room throws in
            for run in home.runs {
                guard let parent = home.workflows.first(where: { $0.id == run.run.workflow }) else { continue }
                guard parent.status.isVisibleToClients else {
                    #expect(throws: Refusal.notFound) { try room.timeline(of: run.run.id, workflow: parent.id) }
                    continue
                }
                let timeline = try room.timeline(of: run.run.id, workflow: parent.id)
                #expect(timeline.run == ClientRun(run.run))
                #expect(timeline.steps.map(\.name) == run.state.steps.values.map(\.name))
                #expect(timeline.steps.allSatisfy { ($0.summary != nil) == parent.showsSummaries })
                #expect(timeline.failureNote == (run.run.status == .failed ? "We are looking into it." : nil))
                #expect(timeline.canCancel == (run.run.delivery == .pending))
                if let error = run.error { #expect(!"\(timeline)".contains(error)) }
            }
        }
    }

    @Test func `a client sees forms in service, issued invoices, and every connection`() async throws {
        let house = try await PortalHouse.make()
        let home = house.home
        let status = Dictionary(uniqueKeysWithValues: home.workflows.map { ($0.id, $0.status) })
        try await house.client(house.north.people.clara, in: home.workspace.id) { room throws in
            let forms = home.forms.filter { form in
                form.status == .published && (status[form.workflow]?.isVisibleToClients ?? false)
            }
            #expect(try Set(room.forms().map(\.id)) == Set(forms.map(\.id)))
            for form in forms {
                let page = try room.form(form.id)
                #expect(page.submissions.map(\.author) == [.client(name: "Clara"), .agency, .client(name: "Clara")])
            }

            let issued = home.invoices.map(\.invoice).filter { $0.status != .draft }
            let shown = try room.invoices(before: nil, size: PageSize(200)).items
            #expect(Set(shown.map(\.id)) == Set(issued.map(\.id)))
            let billing = try room.billing()
            #expect(billing.openInvoices.map(\.isOverdue) == [true, false])
            #expect(billing.owed == [try .euros(2_005)])
            #expect(billing.overdue == [try .euros(1_002)])
            #expect(try room.paymentMethods().instructions == ["IBAN 2", "IBAN 3"])

            let connections = try room.connections()
            #expect(Set(connections.map(\.id)) == Set(home.connections.map(\.connection.id)))
            let named = Set(connections.flatMap(\.workflowNames))
            #expect(named == ["Letters", "Orders", "Stock"])
        }
    }

    @Test func `what is missing from a client's lists cannot be opened, and what is in them can`() async throws {
        let house = try await PortalHouse.make()
        for home in house.north.workspaces {
            try await house.client(house.north.people.clara, in: home.workspace.id) { room throws in
                let workflows = Set(try room.workflows().map(\.id))
                let runs = Set(try room.runs(RunFilter(), before: nil, size: PageSize(200)).page.items.map(\.id))
                let forms = Set(try room.forms().map(\.id))
                let invoices = Set(try room.invoices(before: nil, size: PageSize(200)).items.map(\.id))
                let connections = Set(try room.connections().map(\.id))
                for other in house.world.workspaces {
                    for workflow in other.workflows {
                        #expect(opens { _ = try room.workflow(workflow.id) } == workflows.contains(workflow.id))
                    }
                    for run in other.runs.map(\.run) {
                        #expect(
                            opens { _ = try room.timeline(of: run.id, workflow: run.workflow) } == runs.contains(run.id)
                        )
                    }
                    for form in other.forms { #expect(opens { _ = try room.form(form.id) } == forms.contains(form.id)) }
                    for invoice in other.invoices.map(\.invoice) {
                        #expect(opens { _ = try room.invoice(invoice.id) } == invoices.contains(invoice.id))
                    }
                    for connection in other.connections.map(\.connection) {
                        #expect(opens { _ = try room.connection(connection.id) } == connections.contains(connection.id))
                    }
                }
            }
        }
    }

    private func opens(_ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            return error as? Refusal != .notFound
        }
    }

    @Test func `a client narrowed to billing has a dashboard without the other panels`() async throws {
        let house = try await PortalHouse.make()
        try await house.client(house.north.people.bill, in: house.home.workspace.id) { room throws in
            let dashboard = try room.dashboard(boundaries: Self.days)
            #expect(dashboard.activeWorkflowCount == nil && dashboard.periods == nil && dashboard.recentRuns == nil)
            #expect(dashboard.triggers == nil && dashboard.brokenConnections == nil && dashboard.forms == nil)
            #expect(dashboard.owed == [try .euros(2_005)])
            #expect(dashboard.overdue == [try .euros(1_002)])
        }
    }

    @Test func `a client without the workflows area is not told which workflows depend on a connection`() async throws {
        let house = try await PortalHouse.make()
        let (bill, home) = (house.north.people.bill, house.home)
        try await house.worker.provision(house.north.agency.id) { room in
            try room.setClient(
                bill.id, of: home.workspace.id, areas: [.connections], status: .active, at: room.mint.now)
        }
        try await house.client(bill, in: home.workspace.id) { room throws in
            let connections = try room.connections()
            #expect(connections.count == home.connections.count)
            #expect(connections.flatMap(\.workflowNames) == [])
            #expect(try room.connection(home.connections[5].connection.id).workflowNames == [])
        }
    }

    @Test func `the dashboard of a client with every area says how things stand`() async throws {
        let house = try await PortalHouse.make()
        try await house.client(house.north.people.clara, in: house.home.workspace.id) { room throws in
            let dashboard = try room.dashboard(boundaries: Self.days)
            #expect(dashboard.activeWorkflowCount == 2)
            let period = try #require(dashboard.periods?.first)
            #expect(dashboard.periods?.count == 1)
            #expect([period.succeeded, period.failed, period.canceled] == [3, 3, 1])
            #expect(dashboard.recentRuns?.count == 8)
            #expect(dashboard.triggers?.map(\.name) == ["Orders"])
            #expect(dashboard.brokenConnections?.count == 3)
            #expect(dashboard.brokenConnections?.filter { !$0.health.isBroken } == [])
            #expect(dashboard.forms?.count == 2)
        }
    }

    @Test func `a client with nothing yet sees nothing, and nothing of the full one beside it`() async throws {
        let house = try await PortalHouse.make()
        let mint = Mint.seeded("empty", at: TwinWorld.start)
        let workspace = Workspace(id: mint.id(), name: "Empty", createdAt: TwinWorld.start, archivedAt: nil)
        let eve = User(
            id: mint.id(), email: try #require(EmailAddress("eve@example.com")), name: "Eve", status: .active,
            language: nil,
            timeZone: nil)
        try await house.worker.provision(house.north.agency.id) { room in
            try room.add(workspace)
            try room.add(eve, password: nil)
            try room.setClient(eve.id, of: workspace.id, areas: .all, status: .active, at: room.mint.now)
        }
        let pages = try await house.client(eve, in: house.home.workspace.id) { room in
            #expect(room.workspace == workspace)
            #expect(room.workspaces.map(\.workspace) == [workspace])
            let dashboard = try room.dashboard(boundaries: Self.days)
            #expect(dashboard.activeWorkflowCount == 0)
            #expect(dashboard.recentRuns == [] && dashboard.triggers == [] && dashboard.forms == [])
            #expect(dashboard.periods?.map(\.succeeded) == [0])
            #expect(dashboard.owed == [] && dashboard.overdue == [] && dashboard.brokenConnections == [])
            return try [
                "\(dashboard)", "\(room.workflows())", "\(room.runs(RunFilter(), before: nil, size: PageSize(200)))",
                "\(room.connections())", "\(room.forms())", "\(room.billing())", "\(room.paymentMethods())",
                "\(room.invoices(before: nil, size: PageSize(200)))",
            ]
        }
        for page in pages {
            for word in [
                "Orders", "Bakery", "Clinic", "Mailbox", "Care", "IBAN", "2025-", "Questions", "run_", "wfl_", "inv_",
            ] {
                #expect(!page.contains(word), "\(word)")
            }
        }
        try await house.client(eve) { room throws in
            for home in house.world.workspaces {
                for workflow in home.workflows { #expect(throws: Refusal.notFound) { try room.workflow(workflow.id) } }
                for invoice in home.invoices {
                    #expect(throws: Refusal.notFound) { try room.invoice(invoice.invoice.id) }
                }
            }
        }
    }
}
