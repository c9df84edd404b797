import Testing

@testable import PortalCore

@Suite struct ClientThingTests {
    private static let all = WorkflowVisibility { _ in true }

    // MARK: Connections

    @Test(arguments: StorageAdapter.all)
    func `connections are listed by name, and a check writes down what it found and when`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let byName = home.connections.map(\.connection).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        let moment = TwinWorld.start.adding(.days(1))
        try await world.storage.write { transaction throws in
            #expect(try transaction.connections(in: home.scope) == byName)
            for health in ConnectionHealth.allCases {
                for connection in byName {
                    try transaction.setHealth(health, of: connection.id, at: moment, in: home.scope)
                    let read = try #require(try transaction.connection(connection.id, in: home.scope))
                    #expect(read.health == health)
                    #expect(read.checkedAt == moment)
                    #expect(read.name == connection.name && read.expiresAt == connection.expiresAt)
                }
            }
        }
    }

    // MARK: Forms

    @Test(arguments: StorageAdapter.all)
    func `submissions are told newest first, and no more than asked for`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        try await world.storage.read { snapshot throws in
            for home in world.workspaces {
                for form in home.forms {
                    let own = home.submissions.map(\.submission).filter { $0.form == form.id }
                        .sorted { $1.submittedAt < $0.submittedAt }
                    for limit in [1, 2, 50] {
                        let told = try snapshot.submissions(of: form.id, in: home.scope, limit: limit)
                        #expect(told == Array(own.prefix(limit)))
                    }
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a form knows when it was last filled in`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let form = try home.form(.draft, of: .published)
        let everyForm = FormVisibility(forms: StatusFilter { _ in true }, workflows: Self.all)
        let mint = Mint.seeded("submissions", at: TwinWorld.start)
        try await world.storage.write { transaction throws in
            var latest: Instant?
            for hour in [3, 1, 5, 4] as [Int64] {
                #expect(try transaction.form(form.id, in: home.scope, visible: everyForm)?.lastSubmittedAt == latest)
                let moment = TwinWorld.start.adding(.hours(hour))
                let submission = Submission(
                    id: mint.id(), form: form.id, author: .client(name: "Clara"), submittedAt: moment,
                    answers: (0..<12).map { FormAnswer(label: "Label \($0)", text: "Text \(hour)") })
                try transaction.insert(submission, user: world.north.people.clara.id, in: home.scope)
                latest = max(latest ?? moment, moment)
                #expect(try transaction.submissions(of: form.id, in: home.scope, limit: 9).contains(submission))
            }
            #expect(try transaction.form(form.id, in: home.scope, visible: everyForm)?.lastSubmittedAt == latest)
        }
    }

    // MARK: Billing

    @Test(arguments: StorageAdapter.all)
    func `subscriptions are told with the live ones first, then by name`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let home = world.home
        let told = try await world.storage.read { try $0.subscriptions(in: home.scope) }
        let expected = home.subscriptions.sorted {
            ($0.status.isLive ? 0 : 1, $0.productName, $0.id) < ($1.status.isLive ? 0 : 1, $1.productName, $1.id)
        }
        #expect(told == expected)
    }

    @Test(arguments: StorageAdapter.all)
    func `open invoices are told with the one due first in front, and those never due last`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let mint = Mint.seeded("open", at: TwinWorld.start)
        let amount = try Money.euros(100)
        let more = ([5, nil, 2, 2, 9, nil] as [Int64?]).enumerated().map { number, day in
            Invoice(
                id: mint.id(), workspace: home.workspace.id, number: "N-\(number)", status: .open, total: amount,
                amountDue: amount, note: "", issuedAt: TwinWorld.start,
                dueAt: day.map { TwinWorld.start.adding(.days($0)) },
                paidAt: nil, paymentInstructions: "", stripeID: nil, createdAt: TwinWorld.start)
        }
        try await world.storage.write { transaction throws in
            for invoice in more { try transaction.insert(invoice, lines: [], in: home.scope) }
        }
        let open = home.invoices.map(\.invoice).filter { $0.status == .open } + more
        let told = try await world.storage.read { try $0.openInvoices(in: home.scope, limit: 99) }
        let never = Instant(milliseconds: .max)
        #expect(told.map { $0.dueAt ?? never } == open.map { $0.dueAt ?? never }.sorted())
        #expect(Set(told) == Set(open))
        #expect(try await world.storage.read { try $0.openInvoices(in: home.scope, limit: 3) } == Array(told.prefix(3)))
    }

    @Test(arguments: StorageAdapter.all)
    func `an invoice keeps its lines in order`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let lines = try ["Z", "A", "", "é", "A"].enumerated().map { number, text in
            InvoiceLine(description: text, quantity: number, amount: try .euros(Int64(number) - 2))
        }
        let template = try home.invoice(.open).invoice
        let invoice = Invoice(
            id: Mint.seeded("lines").id(), workspace: home.workspace.id, number: "L-1", status: .open,
            total: template.total, amountDue: template.total, note: "", issuedAt: TwinWorld.start, dueAt: nil,
            paidAt: nil,
            paymentInstructions: "", stripeID: nil, createdAt: TwinWorld.start)
        try await world.storage.write { try $0.insert(invoice, lines: lines, in: home.scope) }
        #expect(try await world.storage.read { try $0.lines(of: invoice.id, in: home.scope) } == lines)
    }

    @Test(arguments: StorageAdapter.all)
    func `a number is printed once in a workspace, and drafts have none`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let open = try home.invoice(.open).invoice
        func invoice(_ seed: String, number: String, _ status: InvoiceStatus) -> Invoice {
            Invoice(
                id: Mint.seeded(seed).id(), workspace: home.workspace.id, number: number, status: status,
                total: open.total,
                amountDue: open.total, note: "", issuedAt: nil, dueAt: nil, paidAt: nil, paymentInstructions: "",
                stripeID: nil, createdAt: TwinWorld.start)
        }
        let (draft, taken) = (invoice("draft", number: "", .draft), invoice("taken", number: open.number, .open))
        try await world.storage.write { try $0.insert(draft, lines: [], in: home.scope) }
        await expectAlreadyExists { try await world.storage.write { try $0.insert(taken, lines: [], in: home.scope) } }
    }

    @Test(arguments: StorageAdapter.all)
    func `opening issues an invoice, paying settles it, and the rest changes its status alone`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let every = InvoiceVisibility { _ in true }
        let (first, second) = (TwinWorld.start.adding(.days(3)), TwinWorld.start.adding(.days(4)))
        try await world.storage.write { transaction throws in
            func set(_ status: InvoiceStatus, _ id: Invoice.ID, at moment: Instant) throws -> Invoice {
                try transaction.setStatus(status, of: id, at: moment, in: home.scope)
                return try #require(try transaction.invoice(id, in: home.scope, visible: every))
            }
            let draft = try home.invoice(.draft).invoice
            let issued = try set(.open, draft.id, at: first)
            #expect(issued.status == .open && issued.issuedAt == first && issued.paidAt == nil)
            let paid = try set(.paid, draft.id, at: second)
            #expect(paid.status == .paid && paid.paidAt == second && paid.issuedAt == first)
            #expect(paid.amountDue.minorUnits == 0 && paid.total == draft.total)

            let open = try home.invoice(.open).invoice
            let again = try set(.open, open.id, at: second)
            #expect(again.issuedAt == open.issuedAt)
            for status in [InvoiceStatus.uncollectible, .void] {
                let changed = try set(status, open.id, at: second)
                #expect(changed.status == status && changed.amountDue == open.amountDue && changed.paidAt == nil)
                #expect(changed.issuedAt == open.issuedAt && changed.dueAt == open.dueAt)
            }
        }
    }
}
