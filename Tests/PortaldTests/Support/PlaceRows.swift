import PortalCore

/// Everything that is put into one workspace: every kind of thing in every status, a marker in every text.
struct PlaceRows: Sendable {
    private(set) var place: Place
    private var workflows: [Workflow] = []
    private var runs: [(run: Run, steps: [Step], error: String?)] = []
    private var connections: [(connection: Connection, workflows: [Workflow.ID])] = []
    private var forms: [Form] = []
    private var submissions: [(submission: Submission, user: User.ID)] = []
    private var subscriptions: [Subscription] = []
    private var invitations: [Invitation] = []
    private var invoices: [(invoice: Invoice, lines: [InvoiceLine])] = []

    /// What the agency shares between its workspaces.
    struct Common {
        let register: Register
        let entropy: any Entropy
        let now: Instant
        let engine: Engine.ID
        let product: Product.ID
        /// Who fills forms in: a client of the place, and staff.
        let client: User.ID
        let staff: User.ID
        /// Who invites.
        let admin: User.ID
        let currency: Currency
    }

    init(_ place: Place, _ common: Common) {
        self.place = place
        addWorkflows(common)
        addRuns(common)
        addConnections(common)
        addForms(common)
        addBilling(common)
        addInvitation(common)
    }

    private mutating func addInvitation(_ common: Common) {
        guard let email = EmailAddress("invited-\(mark(.staff, common))@mail.example") else { return }
        let invitation = Invitation(
            id: id(.staff, common), email: email, goal: .client(of: place.workspace), inviter: common.admin,
            invitedAt: common.now, expiresAt: common.now.adding(Invitation.lifetime))
        invitations.append(invitation)
        place.invitation = invitation.id
    }

    func add(to rows: Provisioning) throws {
        for workflow in workflows { try rows.add(workflow) }
        for (run, steps, error) in runs { try rows.add(run, steps: steps, errorDetail: error) }
        for (connection, workflows) in connections { try rows.add(connection, usedBy: workflows) }
        for form in forms { try rows.add(form) }
        for (submission, user) in submissions { try rows.add(submission, by: user, in: place.workspace) }
        for subscription in subscriptions { try rows.add(subscription) }
        for (invoice, lines) in invoices { try rows.add(invoice, lines: lines) }
        for invitation in invitations { try rows.add(invitation) }
    }

    private func mark(_ reach: Reach, _ common: Common) -> String {
        common.register.mark(place.side, place.number, reach)
    }

    private func id<Entity>(_ reach: Reach, _ common: Common, hoursAgo hours: Int64 = 0) -> Identifier<Entity> {
        let moment = common.now.adding(-.hours(hours))
        return common.register.id(Entity.self, place.side, place.number, reach, at: moment, from: common.entropy)
    }
}

// MARK: Automation

extension PlaceRows {
    private mutating func addWorkflows(_ common: Common) {
        place.startable = addWorkflow(.published, isStartable: true, name: "Sync orders", externalID: "twin-1", common)
        for status in WorkflowStatus.allCases {
            let seen: Reach = status.isVisibleToClients ? [.workflows, .staff] : .staff
            place.workflows[status] = addWorkflow(
                status, isStartable: false, name: "Flow \(mark(seen, common))", externalID: mark(.staff, common), common
            )
        }
    }

    private mutating func addWorkflow(
        _ status: WorkflowStatus, isStartable: Bool, name: String, externalID: String, _ common: Common
    ) -> Workflow.ID {
        let seen: Reach = status.isVisibleToClients ? [.workflows, .staff] : .staff
        let workflow = Workflow(
            id: id(seen, common), workspace: place.workspace, name: name, purpose: "Does \(mark(seen, common)).",
            status: status, isClientTriggerable: isStartable, isIdempotent: false, showsSummaries: isStartable,
            timeLimit: .hours(24), failureNote: "Ask about \(mark(seen, common)).", engine: common.engine,
            externalID: externalID, triggerURL: "http://127.0.0.1:9/\(mark(.staff, common))", createdAt: common.now)
        workflows.append(workflow)
        return workflow.id
    }

    private mutating func addRuns(_ common: Common) {
        for (hours, status) in RunStatus.allCases.enumerated() {
            place.runs[status] = addRun(
                status, of: place.startable, hoursAgo: Int64(hours + 1),
                externalID: status == .succeeded ? "4711" : mark(.staff, common), common)
        }
        place.pendingRun = place.runs[.queued] ?? .neverIssued
        let other = place.workflows[.published] ?? .neverIssued
        place.otherRun = addRun(.succeeded, of: other, hoursAgo: 9, externalID: mark(.staff, common), common)
        let draft = place.workflows[.draft] ?? .neverIssued
        place.hiddenRun = addRun(.failed, of: draft, hoursAgo: 10, externalID: mark(.staff, common), common)
    }

    private mutating func addRun(
        _ status: RunStatus, of workflow: Workflow.ID, hoursAgo hours: Int64, externalID: String, _ common: Common
    ) -> Run.ID {
        let isHidden = workflow == place.workflows[.draft]
        let seen: Reach = isHidden ? .staff : [.workflows, .staff]
        let summary: Reach = workflow == place.startable ? [.workflows, .staff] : .staff
        let listedAt = common.now.adding(-.hours(hours))
        let name = workflows.first { $0.id == workflow }?.name ?? ""
        let run = Run(
            id: id(seen, common, hoursAgo: hours), workspace: place.workspace, workflow: workflow, workflowName: name,
            status: status, attempt: 1, origin: .engine, listedAt: listedAt, startedAt: listedAt,
            endedAt: status.isFinal ? listedAt.adding(.seconds(90)) : nil, delivery: nil, externalID: externalID)
        let steps = (0..<2).map { position in
            Step(
                position: position, name: "Step \(mark(seen, common))", kind: mark(.staff, common), status: status,
                startedAt: listedAt, endedAt: nil, summary: "Did \(mark(summary, common))")
        }
        runs.append((run, steps, status == .failed ? "Broke on \(mark(.staff, common))" : nil))
        return run.id
    }
}

// MARK: Connections and forms

extension PlaceRows {
    private mutating func addConnections(_ common: Common) {
        let seen: Reach = [.connections, .staff]
        for health in ConnectionHealth.allCases {
            let connection = Connection(
                id: id(seen, common), workspace: place.workspace,
                name: health == .healthy ? "Shop mailbox" : "Link \(mark(seen, common))",
                provider: mark(seen, common), method: health == .unchecked ? .apiKey : .oauth, health: health,
                accountLabel: mark(seen, common), checkedAt: common.now, expiresAt: common.now.adding(.days(9)),
                createdAt: common.now)
            let users = [WorkflowStatus.published, .draft].compactMap { place.workflows[$0] }
            connections.append((connection, [place.startable] + users))
            place.connections[health] = connection.id
        }
    }

    private mutating func addForms(_ common: Common) {
        for status in FormStatus.allCases {
            place.forms[status] = addForm(status, of: place.startable, isHidden: !status.isVisibleToClients, common)
        }
        place.hiddenForm = addForm(.published, of: place.workflows[.draft] ?? .neverIssued, isHidden: true, common)
    }

    private mutating func addForm(
        _ status: FormStatus, of workflow: Workflow.ID, isHidden: Bool, _ common: Common
    ) -> Form.ID {
        let seen: Reach = isHidden ? .staff : [.forms, .staff]
        let fields = FormFieldKind.allCases.map { kind in
            FormField(
                name: "field_\(mark(seen, common))", label: mark(seen, common), kind: kind, isRequired: kind == .line,
                options: kind == .choice ? [mark(seen, common), mark(seen, common)] : [])
        }
        let form = Form(
            id: id(seen, common), workspace: place.workspace, workflow: workflow, workflowName: "",
            name: isHidden ? "Form \(mark(seen, common))" : "Onboarding", introduction: mark(seen, common),
            status: status, fields: fields, createdAt: common.now, lastSubmittedAt: nil)
        forms.append(form)
        let authors: [(SubmissionAuthor, User.ID)] = [
            (.client(name: "Filled by \(mark(seen, common))"), common.client), (.agency, common.staff),
        ]
        for (author, user) in authors {
            let submission = Submission(
                id: id(seen, common), form: form.id, author: author, submittedAt: common.now.adding(-.days(3)),
                answers: [FormAnswer(label: mark(seen, common), text: mark(seen, common))])
            submissions.append((submission, user))
        }
        return form.id
    }
}

// MARK: Billing

extension PlaceRows {
    private mutating func addBilling(_ common: Common) {
        let seen: Reach = [.billing, .staff]
        for status in SubscriptionStatus.allCases {
            subscriptions.append(
                Subscription(
                    id: id(seen, common), workspace: place.workspace, product: common.product,
                    productName: mark(seen, common), price: money(4_900, common), interval: .month, quantity: 2,
                    status: status, currentPeriodEnd: common.now.adding(.days(20)), cancelsAtPeriodEnd: false,
                    startedAt: common.now.adding(-.days(200))))
        }
        for (days, status) in InvoiceStatus.allCases.enumerated() {
            let seen: Reach = status.isVisibleToClients ? [.billing, .staff] : .staff
            let isDraft = status == .draft
            let invoice = Invoice(
                id: id(seen, common), workspace: place.workspace,
                number: isDraft ? "" : status == .open ? "2026-0001" : mark(seen, common), status: status,
                total: money(12_300, common), amountDue: money(status == .open ? 12_300 : 0, common),
                note: mark(seen, common), issuedAt: isDraft ? nil : common.now.adding(-.days(Int64(days) + 10)),
                dueAt: isDraft ? nil : common.now.adding(-.days(1)), paidAt: status == .paid ? common.now : nil,
                paymentInstructions: mark(status == .open ? seen : .staff, common), stripeID: nil,
                createdAt: common.now.adding(-.days(30)))
            let line = InvoiceLine(description: mark(seen, common), quantity: 1, amount: money(12_300, common))
            invoices.append((invoice, [line]))
            place.invoices[status] = invoice.id
        }
    }

    private func money(_ amount: Int64, _ common: Common) -> Money {
        Money(minorUnits: amount + Int64(place.number), currency: common.currency)
    }
}
