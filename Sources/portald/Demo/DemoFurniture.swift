import FoundationEssentials
import PortalCore

/// Everything that lies in one workspace of the demonstration, as rows.
///
/// The rows are made before the transaction, so that it can be run again.
struct DemoFurniture: Sendable {
    private let source: DemoWorkspace
    private let agency: DemoAgency
    private let engine: Engine.ID
    private let address: SimulatedEngine.Address
    private let users: [String: User.ID]
    private let products: [String: Product]
    private let now: Instant

    private let workspace: Workspace
    private var members: [Membership] = []
    private var workflows: [Workflow] = []
    private var workflowIDs: [String: Workflow.ID] = [:]
    private var runs: [DemoHistory.Entry] = []
    private var connections: [(connection: Connection, usedBy: [Workflow.ID])] = []
    private var forms: [Form] = []
    private var submissions: [(submission: Submission, user: User.ID)] = []
    private var subscriptions: [Subscription] = []
    private var invitations: [Invitation] = []
    private var invoices: [(invoice: Invoice, lines: [InvoiceLine])] = []

    private struct Membership: Sendable {
        let user: User.ID
        let areas: Areas
        let status: MembershipStatus
        let at: Instant
    }

    init(
        of source: DemoWorkspace, at agency: DemoAgency, engine: Engine.ID, address: SimulatedEngine.Address,
        users: [String: User.ID], products: [String: Product], now: Instant
    ) {
        self.source = source
        self.agency = agency
        self.engine = engine
        self.address = address
        self.users = users
        self.products = products
        self.now = now
        var dice = Dice("furniture \(agency.slug.text) \(source.key)")
        let createdAt = now.adding(-.days(source.workflows.isEmpty ? 1 : Int64(dice.number(200...400))))
        workspace = Workspace(id: dice.id(at: createdAt), name: source.name, createdAt: createdAt, archivedAt: nil)
        makeMembers(&dice)
        makeWorkflows(&dice)
        makeConnections(&dice)
        makeForms(&dice)
        makeBilling(&dice)
        makeInvitations(&dice)
        runs = DemoHistory.runs(
            of: source, at: agency, workspace: workspace.id, workflows: workflowIDs, now: now)
    }

    /// Writes all of it.
    func add(to rows: Provisioning) throws {
        try rows.add(workspace)
        for member in members {
            try rows.setClient(
                member.user, of: workspace.id, areas: member.areas, status: member.status, at: member.at)
        }
        for workflow in workflows { try rows.add(workflow) }
        for entry in connections { try rows.add(entry.connection, usedBy: entry.usedBy) }
        for form in forms { try rows.add(form) }
        for entry in submissions { try rows.add(entry.submission, by: entry.user, in: workspace.id) }
        for subscription in subscriptions { try rows.add(subscription) }
        for entry in invoices { try rows.add(entry.invoice, lines: entry.lines) }
        for invitation in invitations { try rows.add(invitation) }
        for entry in runs { try rows.add(entry.run, steps: entry.steps, errorDetail: entry.errorDetail) }
        // Put away last: nothing is added to an archived workspace.
        if source.isArchived { try rows.setArchived(at: now.adding(-.days(6)), of: workspace.id) }
    }
}

// MARK: People and automations

extension DemoFurniture {
    private mutating func makeMembers(_ dice: inout Dice) {
        for person in DemoPerson.all(of: agency) {
            guard case .client(let memberships) = person.belonging, let user = users[person.key] else { continue }
            for membership in memberships where membership.workspace == source.name {
                let joinedAt = now.adding(-.days(source.workflows.isEmpty ? 1 : Int64(dice.number(91...190))))
                members.append(
                    Membership(user: user, areas: membership.areas, status: membership.status, at: joinedAt))
            }
        }
    }

    /// Two people of the bakery who were asked and have not come yet.
    private mutating func makeInvitations(_ dice: inout Dice) {
        guard source.name == "Acme Bakery", let inviter = users["admin"] else { return }
        for guest in ["jonas", "katya"] {
            guard let email = EmailAddress("\(guest)@acme-bakery.example") else { continue }
            invitations.append(
                Invitation(
                    id: dice.id(at: now), email: email, goal: .client(of: workspace.id), inviter: inviter,
                    invitedAt: now,
                    expiresAt: now.adding(Invitation.lifetime)))
        }
    }

    private mutating func makeWorkflows(_ dice: inout Dice) {
        for workflow in source.workflows {
            let createdAt = now.adding(-.days(Int64(dice.number(100...190))))
            let id: Workflow.ID = dice.id(at: createdAt)
            let externalID = workflow.externalID(in: source)
            workflowIDs[workflow.key] = id
            workflows.append(
                Workflow(
                    id: id, workspace: workspace.id, name: workflow.name, purpose: workflow.purpose,
                    status: workflow.status, isClientTriggerable: workflow.isClientTriggerable,
                    isIdempotent: workflow.isIdempotent, showsSummaries: workflow.showsSummaries,
                    timeLimit: .hours(24), failureNote: workflow.failureNote, engine: engine, externalID: externalID,
                    triggerURL: address.url(of: externalID, for: agency.slug), createdAt: createdAt))
        }
    }

    private mutating func makeConnections(_ dice: inout Dice) {
        for connection in source.connections {
            let createdAt = now.adding(-.days(Int64(dice.number(90...190))))
            let isChecked = connection.health != .unchecked
            let made = Connection(
                id: dice.id(at: createdAt), workspace: workspace.id, name: connection.name,
                provider: connection.provider, method: connection.method, health: connection.health,
                accountLabel: connection.account,
                checkedAt: isChecked ? now.adding(-.minutes(Int64(dice.number(5...600)))) : nil,
                expiresAt: connection.health == .expiring ? now.adding(.days(5)) : nil, createdAt: createdAt)
            connections.append((made, connection.usedBy.compactMap { workflowIDs[$0] }))
        }
    }
}

// MARK: Forms

extension DemoFurniture {
    private mutating func makeForms(_ dice: inout Dice) {
        for form in source.forms {
            guard let workflow = workflowIDs[form.workflow],
                let workflowName = source.workflows.first(where: { $0.key == form.workflow })?.name
            else { continue }
            let createdAt = now.adding(-.days(88))
            let id: Form.ID = dice.id(at: createdAt)
            forms.append(
                Form(
                    id: id, workspace: workspace.id, workflow: workflow, workflowName: workflowName, name: form.name,
                    introduction: form.introduction, status: form.status, fields: form.fields, createdAt: createdAt,
                    lastSubmittedAt: nil))
            for submission in form.submissions {
                let at = now.adding(-.days(submission.daysAgo)).adding(-.minutes(Int64(dice.number(0...300))))
                let client = members.first { $0.status == .active && $0.areas.contains(.forms) }?.user
                guard let author = submission.byStaff ? users["admin"] : client else { continue }
                let answers = zip(form.fields, submission.answers).map {
                    FormAnswer(label: $0.label, text: Self.text(of: $1, at: at))
                }
                submissions.append(
                    (
                        Submission(
                            id: dice.id(at: at), form: id,
                            author: submission.byStaff ? .agency : .client(name: name(of: author)), submittedAt: at,
                            answers: answers), author
                    ))
            }
        }
    }

    private func name(of user: User.ID) -> String {
        DemoPerson.all(of: agency).first { users[$0.key] == user }?.name ?? ""
    }

    private static func text(of answer: DemoAnswer, at instant: Instant) -> String {
        switch answer {
        case .text(let text):
            return text
        case .day(let days):
            let day = instant.adding(.days(days))
            return Date(timeIntervalSince1970: Double(day.milliseconds) / 1_000)
                .formatted(.iso8601.year().month().day())
        }
    }
}

// MARK: Billing

extension DemoFurniture {
    private mutating func makeBilling(_ dice: inout Dice) {
        for subscription in source.subscriptions {
            guard let product = products[subscription.product] else { continue }
            let startedAt = now.adding(-.days(subscription.startedDaysAgo))
            subscriptions.append(
                Subscription(
                    id: dice.id(at: startedAt), workspace: workspace.id, product: product.id,
                    productName: product.name, price: product.price, interval: product.interval,
                    quantity: subscription.quantity, status: subscription.status,
                    currentPeriodEnd: subscription.status.isLive ? now.adding(.days(Int64(dice.number(3...27)))) : nil,
                    cancelsAtPeriodEnd: subscription.cancelsAtPeriodEnd, startedAt: startedAt))
        }
        let first = dice.number(1_040...1_900)
        for (index, invoice) in source.invoices.enumerated() {
            invoices.append(make(invoice, number: "\(agency.invoicePrefix)-\(first + index * 7)", &dice))
        }
    }

    private func make(
        _ invoice: DemoInvoice, number: String, _ dice: inout Dice
    ) -> (invoice: Invoice, lines: [InvoiceLine]) {
        let createdAt = now.adding(-.days(invoice.issuedDaysAgo)).adding(-.minutes(Int64(dice.number(1...200))))
        let isIssued = invoice.status != .draft
        let lines = invoice.lines.map { line in
            InvoiceLine(
                description: line.description, quantity: line.quantity,
                amount: money(line.price * Int64(line.quantity)))
        }
        let total = money(invoice.lines.reduce(0) { $0 + $1.price * Int64($1.quantity) })
        let isPayable: Bool
        switch invoice.status {
        case .draft, .open, .uncollectible: isPayable = true
        case .paid, .void: isPayable = false
        }
        let made = Invoice(
            id: dice.id(at: createdAt), workspace: workspace.id, number: isIssued ? number : "",
            status: invoice.status, total: total, amountDue: isPayable ? total : money(0), note: invoice.note,
            issuedAt: isIssued ? createdAt : nil,
            dueAt: isIssued ? createdAt.adding(.days(invoice.dueInDays)) : nil,
            paidAt: invoice.status == .paid ? createdAt.adding(.days(Int64(dice.number(2...12)))) : nil,
            paymentInstructions: "By bank transfer to \(agency.name), with the number of this invoice.",
            stripeID: nil, createdAt: createdAt)
        return (made, lines)
    }

    private func money(_ whole: Int64) -> Money { Money(minorUnits: whole * 100, currency: agency.currency) }
}
