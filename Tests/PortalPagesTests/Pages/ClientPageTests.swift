import Testing

@testable import PortalCore
@testable import PortalPages

struct ClientPageTests {
    private let world = World.plain

    private func hrefs(_ view: any PageView) throws -> [String] {
        try PageParser(view.html()).elements.filter { $0.path.contains("nav") }.compactMap { $0["href"] }
    }

    @Test func `the menu has the seven entries in their order`() throws {
        let page = WorkflowsPage([], world.client())
        #expect(
            try hrefs(page) == [
                "/portal", "/portal/workflows", "/portal/runs", "/portal/connections", "/portal/forms",
                "/portal/billing",
                "/portal/account",
            ])
    }

    @Test(arguments: (0..<16).map { Areas(rawValue: $0) })
    func `an area that is left out has no entry`(_ areas: Areas) throws {
        let nothing = ClientDashboard(
            activeWorkflowCount: nil, periods: nil, recentRuns: nil, triggers: nil, brokenConnections: nil, owed: nil,
            overdue: nil, forms: nil)
        let shown = try hrefs(DashboardPage(nothing, world.client(areas: areas), token: world.secret))

        #expect(shown.contains("/portal/workflows") == areas.contains(.workflows as Area))
        #expect(shown.contains("/portal/runs") == areas.contains(.workflows as Area))
        #expect(shown.contains("/portal/connections") == areas.contains(.connections as Area))
        #expect(shown.contains("/portal/forms") == areas.contains(.forms as Area))
        #expect(shown.contains("/portal/billing") == areas.contains(.billing as Area))
        #expect(shown.contains("/portal") && shown.contains("/portal/account"))
    }

    @Test func `the entry that one is at is marked, and no other`() throws {
        let page = try PageParser(
            RunsPage(
                ClientRunList(page: world.page([], next: false), choices: []), query: RunsQuery(), world.client()
            ).html())
        let current = page.elements.filter { $0["aria-current"] == "page" }
        #expect(current.map { $0["href"] } == ["/portal/runs"])
    }

    @Test func `a switcher is there only for whoever has several workspaces`() throws {
        let one = try PageParser(WorkflowsPage([], world.client()).html())
        #expect(!one.elements.contains { $0["action"] == "/portal/switch" })

        let two = try PageParser(WorkflowsPage([], world.client(switcher: true)).html())
        let choices = two.elements.filter { $0["name"] == "workspace" }
        #expect(choices.map { $0["value"] } == [world.otherWorkspace.id.description])
    }

    @Test func `one broken connection leads to itself, several together to their list`() throws {
        for count in 0...3 {
            let broken = world.connections.filter(\.health.isBroken).prefix(count)
            let dashboard = ClientDashboard(
                activeWorkflowCount: nil, periods: nil, recentRuns: nil, triggers: nil,
                brokenConnections: broken.map { ClientConnection($0, workflowNames: []) }, owed: nil, overdue: nil,
                forms: nil)
            let page = try PageParser(DashboardPage(dashboard, world.client(), token: world.secret).html())
            let links = page.elements.filter { $0.name == "a" && $0.path.contains("li") && $0.path.contains("main") }
            let expected = count == 1 ? Path.portal(.connection(broken[broken.startIndex].id)) : .portal(.connections)
            #expect(links.compactMap { $0["href"] } == (count == 0 ? [] : [expected.text]))
            for connection in broken { #expect(page.texts.contains { $0.text.contains(connection.name) }) }
        }
    }

    @Test func `each button that starts something carries a token of its own`() throws {
        var count: UInt8 = 0
        let page = try PageParser(
            DashboardPage(world.dashboard, world.client()) {
                count += 1
                return Secret(bytes: Array(repeating: count, count: 32))
            }.html())
        let tokens = page.elements.filter { $0["name"] == "token" }.compactMap { $0["value"] }
        #expect(tokens.count == 3)
        #expect(Set(tokens).count == 3)
    }

    @Test func `a paused workflow has no button, and says why`() throws {
        let paused = ClientWorkflow(world.workflow(status: .paused), canTrigger: false, lastRun: nil)
        let html = WorkflowPage(ClientWorkflowPage(workflow: paused, recentRuns: []), world.client()) {
            Issue.record("a token was made for no button")
            return world.secret()
        }.html()
        let page = try PageParser(html)

        #expect(!page.elements.contains { $0["action"]?.hasSuffix("/runs") == true })
        #expect(page.texts.contains { $0.text.contains("has paused this workflow") })
    }

    @Test func `the chart says in a table what it shows in bars`() throws {
        let page = try PageParser(DashboardPage(world.dashboard, world.client(), token: world.secret).html())
        let cells = page.texts.filter { $0.element == "td" }.map(\.text)
        for period in world.periods {
            #expect(
                cells.contains(Formats(user: nil, agency: world.front.agency, now: world.now).shortDay(period.start)))
        }
        #expect(page.elements.contains { $0["fill"] == "url(#hatch)" })
        #expect(page.elements.filter { $0.name == "svg" }.allSatisfy { $0["aria-hidden"] == "true" })
    }

    @Test(arguments: [1, 2, 7, 30, 31, 90])
    func `a bar stands in its own day, however many days there are`(_ days: Int) throws {
        let periods = (0..<days).map {
            PeriodTally(start: Instant(milliseconds: Int64($0) * 86_400_000), succeeded: 3, failed: 1, canceled: 0)
        }
        let dashboard = ClientDashboard(
            activeWorkflowCount: nil, periods: periods, recentRuns: nil, triggers: nil, brokenConnections: nil,
            owed: nil,
            overdue: nil, forms: nil)
        let page = try PageParser(DashboardPage(dashboard, world.client(), token: world.secret).html())
        let isMonth = days == DashboardPage.chartedDays
        #expect(page.elements.contains { $0["class"] == (isMonth ? "chart month" : "chart") })
        #expect(
            Stylesheet.pictures.contains(".month rect { width: calc(200% / 3 / \(DashboardPage.chartedDays)); }"))
        let bars = page.elements.filter { $0.name == "rect" && $0.path.last == "g" }
        try #require(bars.count == 2 * days)
        for (index, bar) in bars.enumerated() {
            let x = try #require(bar["x"].flatMap { Double($0.dropLast()) })
            let width = try isMonth ? 200.0 / 3 / 30 : #require(bar["width"].flatMap { Double($0.dropLast()) })
            let slot = 100 / Double(days)
            #expect(
                x >= slot * Double(index / 2) - 0.02 * Double(days) && x + width <= slot * Double(index / 2 + 1) + 0.02)
            #expect(width > slot / 2)
        }
    }

    @Test(arguments: [(0, 4), (4, 4), (5, 6), (9, 10), (11, 12), (21, 24), (41, 60), (999, 1_000), (1_001, 1_200)])
    func `a chart's top is a round figure`(_ value: Int, _ top: Int) {
        #expect(RunsChart.roundedUp(value) == top)
    }

    @Test func `a run that is not over names its stream, and one that is over says so`() throws {
        let going = try PageParser(world.timeline(world.run(1, .running)).html())
        let stream = going.elements.compactMap { $0["data-stream"] }
        #expect(stream.count == 1)
        #expect(stream.first?.hasSuffix("/events") == true)
        #expect(!going.elements.contains { $0.attributes.contains { $0.name == "data-final" } })

        let over = try PageParser(world.timeline(world.run(2, .succeeded)).html())
        #expect(over.elements.allSatisfy { $0["data-stream"] == nil })
        #expect(over.elements.contains { $0.attributes.contains { $0.name == "data-final" } })
    }

    @Test(arguments: RunStatus.allCases)
    func `an event carries the part of the page that changes`(_ status: RunStatus) throws {
        let page = world.timeline(world.run(1, status))
        let fragment = String(decoding: page.liveFragment(), as: UTF8.self)
        #expect(String(decoding: page.html(), as: UTF8.self).contains(fragment))
        #expect(page.isOver == status.isFinal)
        _ = try PageParser(page.liveFragment())
    }

    @Test func `a followed page is the same for five seconds`() {
        var later = world
        later.now = world.now.adding(.seconds(1))
        let run = world.run(1, .running)
        func fragment(_ world: World) -> [UInt8] {
            RunPage(
                ClientTimeline(run: ClientRun(run), steps: [], failureNote: nil, canCancel: false), world.client()
            ).liveFragment()
        }
        // 15:05:09 and 15:05:10 are of two steps, 15:05:10 and 15:05:11 of one.
        var last = later
        last.now = later.now.adding(.seconds(1))
        #expect(fragment(later) == fragment(last))
        #expect(fragment(world) != fragment(later))
    }

    @Test func `an invoice can be paid here only where a way is given`() throws {
        let invoice = try #require(ClientInvoice(world.invoice(1, .open, due: .days(1)), now: world.now))
        let paid = try #require(ClientInvoice(world.invoice(2, .paid, due: .days(1)), now: world.now))
        func hasButton(_ invoice: ClientInvoice, _ path: Path?) throws -> Bool {
            let page = InvoicePage(ClientInvoicePage(invoice: invoice, lines: []), world.client(), payPath: path)
            return try PageParser(page.html()).elements.contains { $0["action"]?.hasSuffix("/payment") == true }
        }
        let path = Path.portal(.payment(invoice.id))
        #expect(try hasButton(invoice, path))
        #expect(try !hasButton(invoice, nil))
        #expect(try !hasButton(paid, path))
    }

    @Test func `a payment that is due today is not late`() {
        let formats = Formats(user: nil, agency: world.front.agency, now: world.now)
        #expect(formats.daysUntil(world.now.adding(.hours(1))) == 0)
    }
}
