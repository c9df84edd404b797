@testable import PortalCore
@testable import PortalPages

/// A made-up agency with one client, in values: enough for every page, in every state.
///
/// `text` is put around every text that comes from outside, so that a test can make them all hostile, or mark them.
struct World: Sendable {
    let text: @Sendable (String) -> String
    var catalogue: any Catalogue = English()
    var now = Instant(milliseconds: 1_794_841_509_000)  // 2026-11-16T15:05:09Z
    var zone = "America/New_York"
    var logo = false
    var dark: Palette?

    static let plain = World { $0 }

    // MARK: Ids and times

    func id<Entity>(_ number: UInt64, _ kind: Entity.Type = Entity.self) -> Identifier<Entity> {
        Identifier(at: Instant(milliseconds: 1_790_000_000_000), random: (7, number &* 0x9E37_79B9_7F4A_7C15))
    }

    func ago(_ span: TimeSpan) -> Instant { now.adding(-span) }

    func secret() -> Secret { Secret(bytes: Array(1...32)) }

    /// What stops a notice: as long as a real one, and good for nothing.
    var stopToken: StopToken { .noToken }

    func stop(isForStaff: Bool = false) -> NoticeStop { NoticeStop(notice: .weeklySummary, isForStaff: isForStaff) }

    // MARK: The house

    var palette: Palette {
        let colours = [
            "#0f5c66", "#ffffff", "#b45309", "#f5f8f8", "#ffffff", "#12282b", "#4a6266", "#7a9397", "#b42318",
        ].map { Colour($0) ?? .black }
        return Palette(
            primary: colours[0], onPrimary: colours[1], accent: colours[2], background: colours[3], surface: colours[4],
            text: colours[5], muted: colours[6], border: colours[7], danger: colours[8])
    }

    var front: Front {
        let asset = BrandAsset(hash: String(repeating: "ab", count: 32), mediaType: "image/png")
        return Front(
            agency: Agency(
                id: id(1), slug: Slug("northwind") ?? fail(), name: text("Northwind Automation"), timeZone: zone,
                language: "en", createdAt: ago(.days(400))),
            brand: Brand(
                name: text("Northwind"), light: palette, dark: dark, logo: logo ? asset : nil, icon: logo ? asset : nil,
                supportEmail: EmailAddress("help&hand@northwind.example"), revision: 3),
            primaryHost: HostName("northwind.example") ?? fail())
    }

    private func fail<Value>() -> Value { preconditionFailure("a sample is malformed") }

    var page: PageContext { page(flash: nil) }

    func page(flash: Flash?) -> PageContext {
        PageContext(
            front: front, formats: Formats(catalogue: catalogue, zone: .named(zone), now: now),
            csrf: "c5rf-t0ken_0123456789", flash: flash)
    }

    var user: User {
        User(
            id: id(2), email: EmailAddress("dana.o'neill@acme-bakery.example") ?? fail(), name: text("Dana O’Neill"),
            status: .active, language: nil, timeZone: nil)
    }

    var workspace: Workspace {
        Workspace(id: id(3), name: text("Acme Bakery"), createdAt: ago(.days(200)), archivedAt: nil)
    }

    var archived: Workspace {
        Workspace(id: id(4), name: text("Old Mill Ltd"), createdAt: ago(.days(900)), archivedAt: ago(.days(30)))
    }

    var otherWorkspace: Workspace {
        let name = "Acme Bakery & Daughters International Wholesale and Catering Company of Lower Saxony"
        return Workspace(id: id(5), name: text(name), createdAt: ago(.days(90)), archivedAt: nil)
    }

    func client(areas: Areas = .all, switcher: Bool = false, flash: Flash? = nil) -> ClientContext {
        let all = switcher ? [workspace, otherWorkspace] : [workspace]
        return ClientContext(
            page: page(flash: flash), user: user, workspace: workspace,
            workspaces: all.map {
                WorkspaceMembership(workspace: $0, areas: areas, status: .active, joinedAt: ago(.days(90)))
            }, areas: areas)
    }

    func staff(_ role: AccountRole = .owner, flash: Flash? = nil) -> StaffContext {
        let email = EmailAddress("olivia@northwind.example") ?? fail()
        return StaffContext(
            page: page(flash: flash),
            user: User(
                id: id(6), email: email, name: text("Olivia Hart"), status: .active, language: nil, timeZone: nil),
            role: role)
    }

    func money(_ amount: Int64, _ currency: String = "usd") -> Money {
        Money(minorUnits: amount, currency: Currency(currency) ?? fail())
    }

    // MARK: Automation

    func workflow(
        _ number: UInt64 = 10, _ name: String = "Order sync", status: WorkflowStatus = .published, engine: Bool = true
    ) -> Workflow {
        let purpose = """
            Copies each new order of the online shop into the bookkeeping and onto the bakery’s production list, so that \
            nobody types it a second time.
            """
        return Workflow(
            id: id(number), workspace: workspace.id, name: text(name), purpose: text(purpose), status: status,
            isClientTriggerable: true, isIdempotent: false, showsSummaries: true, timeLimit: .minutes(90),
            failureNote: text("An order could not be copied. We look at it the same day; nothing is lost."),
            engine: engine ? id(40) : nil, externalID: engine ? text("wf-7781") : nil,
            triggerURL: engine ? text("https://hooks.northwind.example/orders?key=1&shop=2") : nil,
            createdAt: ago(.days(120)))
    }

    func run(
        _ number: UInt64, _ status: RunStatus = .succeeded, of workflow: Workflow? = nil,
        ago age: TimeSpan = .minutes(3),
        took: TimeSpan = .seconds(72), delivery: TriggerDelivery? = nil
    ) -> Run {
        let workflow = workflow ?? self.workflow()
        let began = status == .queued ? nil : ago(age)
        return Run(
            id: id(1_000 + number), workspace: workspace.id, workflow: workflow.id, workflowName: workflow.name,
            status: status, attempt: 2, origin: delivery == nil ? .engine : .client, listedAt: ago(age),
            startedAt: began,
            endedAt: status.isFinal ? began?.adding(took) : nil, delivery: delivery, externalID: text("4711"))
    }

    var statuses: [Run] {
        [
            run(1, .running, ago: .seconds(40)), run(2, .succeeded, ago: .minutes(3)),
            run(3, .failed, ago: .minutes(50), took: .seconds(9)), run(4, .waiting, ago: .hours(2)),
            run(5, .queued, ago: .seconds(20), delivery: .pending),
            run(6, .queued, ago: .hours(5), delivery: .didNotStart),
            run(7, .queued, ago: .hours(26), delivery: .unconfirmed),
            run(8, .canceled, ago: .days(2), took: .seconds(3), delivery: .withdrawn),
            run(9, .unknown, ago: .days(4)), run(10, .succeeded, ago: .days(12), took: .hours(3)),
        ]
    }

    var steps: [Step] {
        let start = ago(.minutes(3))
        let parts: [(String, RunStatus, Int64, Int64, String)] = [
            ("Fetch new orders", .succeeded, 0, 4, "14 orders found in the shop"),
            ("Match products", .succeeded, 4, 6, "Every product has its number in the bookkeeping"),
            ("Write to bookkeeping", .succeeded, 6, 58, ""),
            ("Wait for the mill", .waiting, 10, 20, ""), ("Check the total", .failed, 58, 66, "Differs by 4.20"),
            ("Update production list", .running, 66, 72, ""), ("Tell the bakery", .queued, 0, 0, ""),
        ]
        return parts.enumerated().map { index, part in
            let isBegun = part.1 != .queued
            return Step(
                position: index, name: text(part.0), kind: "http", status: part.1,
                startedAt: isBegun ? start.adding(.seconds(part.2)) : nil,
                endedAt: part.1.isFinal ? start.adding(.seconds(part.3)) : nil,
                summary: part.4.isEmpty ? "" : text(part.4))
        }
    }

    var periods: [PeriodTally] {
        let formats = Formats(catalogue: catalogue, zone: .named(zone), now: now)
        return formats.dayBoundaries(30).dropLast().enumerated().map { index, start in
            let weekend = index % 7 > 4
            return PeriodTally(
                start: start, succeeded: weekend ? 5 + index % 3 : 22 + index * 5 % 13,
                failed: [3, 11, 12, 20].contains(index) ? 1 + index % 5 : 0, canceled: 0)
        }
    }

    // MARK: Connections, forms, billing

    func connection(_ number: UInt64, _ name: String, _ provider: String, _ health: ConnectionHealth) -> Connection {
        Connection(
            id: id(100 + number), workspace: workspace.id, name: text(name), provider: text(provider),
            method: number % 2 == 0 ? .apiKey : .oauth, health: health,
            accountLabel: text("acme-bakery.myshop.example"),
            checkedAt: health == .unchecked ? nil : ago(.minutes(12)),
            expiresAt: health == .expiring ? now.adding(.days(5)) : nil, createdAt: ago(.days(100)))
    }

    var connections: [Connection] {
        [
            connection(1, "Online shop", "Shopify", .healthy),
            connection(2, "Bookkeeping", "Xero", .needsReauthorisation),
            connection(3, "Mailbox", "Google Workspace", .expiring), connection(4, "Till", "SumUp", .accountChanged),
            connection(5, "Price lists", "Mill & Sons", .suspended), connection(6, "Chat", "Slack", .unchecked),
        ]
    }

    func form(_ number: UInt64, _ name: String, submitted: Instant?) -> Form {
        Form(
            id: id(200 + number), workspace: workspace.id, workflow: id(10), workflowName: text("Order sync"),
            name: text(name), introduction: text("We need this before Christmas.\nIt takes five minutes."),
            status: .published,
            fields: [
                FormField(name: "start", label: text("Start date"), kind: .date, isRequired: true, options: []),
                FormField(
                    name: "shop", label: text("Which shop?"), kind: .choice, isRequired: true,
                    options: [text("Market square"), text("Station")]),
                FormField(
                    name: "notes", label: text("Anything else"), kind: .paragraph, isRequired: false, options: []),
            ], createdAt: ago(.days(20)), lastSubmittedAt: submitted)
    }

    var submissions: [Submission] {
        [
            Submission(
                id: id(301), form: id(201), author: .client(name: text("Dana O’Neill")), submittedAt: ago(.days(3)),
                answers: [
                    FormAnswer(label: text("Start date"), text: text("2026-12-01")),
                    FormAnswer(label: text("Anything else"), text: ""),
                ]),
            Submission(
                id: id(302), form: id(201), author: .agency, submittedAt: ago(.days(33)),
                answers: [FormAnswer(label: text("Which shop?"), text: text("Station\nand the kiosk"))]),
        ]
    }

    func invoice(_ number: UInt64, _ status: InvoiceStatus, due: TimeSpan, amount: Int64 = 125_000) -> Invoice {
        Invoice(
            id: id(400 + number), workspace: workspace.id, number: text("NW-2026-00\(number)"), status: status,
            total: money(amount), amountDue: money(status == .open ? amount - 25_000 : 0),
            note: text("Thank you for a good year."), issuedAt: ago(.days(20)), dueAt: now.adding(due),
            paidAt: status == .paid ? ago(.days(6)) : nil,
            paymentInstructions: text("Bank transfer to Northwind Automation\nIBAN DE02 1203 0000 0000 2020 51"),
            stripeID: nil, createdAt: ago(.days(21)))
    }

    var invoices: [Invoice] {
        [
            invoice(1, .open, due: -.days(6)), invoice(2, .open, due: .days(10), amount: 49_900),
            invoice(3, .paid, due: -.days(20)), invoice(4, .void, due: .days(1)),
            invoice(5, .uncollectible, due: -.days(80)), invoice(6, .open, due: .hours(1)),
        ]
    }

    var subscriptions: [Subscription] {
        [
            Subscription(
                id: id(501), workspace: workspace.id, product: id(601), productName: text("Automation care"),
                price: money(49_900), interval: .month, quantity: 1, status: .active,
                currentPeriodEnd: now.adding(.days(12)),
                cancelsAtPeriodEnd: false, startedAt: ago(.days(100))),
            Subscription(
                id: id(502), workspace: workspace.id, product: id(602), productName: text("Extra seat"),
                price: money(1_900), interval: .year, quantity: 3, status: .pastDue,
                currentPeriodEnd: now.adding(.days(40)),
                cancelsAtPeriodEnd: true, startedAt: ago(.days(100))),
        ]
    }
}
