@testable import PortalCore

/// One of the four workspaces, with everything that lies in it.
struct TwinWorkspace: Sendable {
    /// Where it lies, such as `north/Bakery`.
    let path: String
    let workspace: Workspace
    let scope: WorkspaceScope
    let key: TwinKey
    let workflows: [Workflow]
    let runs: [TwinRun]
    /// The run that was asked for here and waits in the outbox, and its place there.
    let pending: (run: Run.ID, outbox: Outbox.ID)
    let connections: [TwinConnection]
    let forms: [Form]
    let submissions: [TwinSubmission]
    let subscriptions: [Subscription]
    let invoices: [TwinInvoice]

    /// The token that started the pending run: the same in all four.
    static let token = SecretDigest(bytes: Array(repeating: 77, count: 32))

    init(
        _ name: String, of agency: Agency, named slug: String, people: TwinPeople, engine: Engine, product: Product
    ) throws {
        let mint = Mint.seeded("workspace \(slug) \(name)", at: TwinWorld.start)
        let workspace = Workspace(id: mint.id(), name: name, createdAt: TwinWorld.start, archivedAt: nil)
        let workflows = Self.workflows(mint, workspace.id, engine)
        let runs = Self.runs(mint, workflows)
        guard let pending = runs.first(where: { $0.run.delivery == .pending }) else { throw Malformed() }
        path = "\(slug)/\(name)"
        self.workspace = workspace
        scope = WorkspaceScope(agency: agency.id, workspace: workspace.id)
        key = TwinKey(mint, named: "Engine's key", workspace: workspace.id)
        self.workflows = workflows
        self.runs = runs
        self.pending = (pending.run.id, mint.id())
        connections = Self.connections(mint, workflows)
        forms = Self.forms(mint, workflows)
        submissions = Self.submissions(mint, forms, people)
        subscriptions = SubscriptionStatus.allCases.map { Self.subscription(mint, workspace.id, product, $0) }
        invoices = try Self.invoices(mint, workspace.id)
    }

    func workflow(_ status: WorkflowStatus) throws -> Workflow {
        guard let workflow = workflows.first(where: { $0.status == status }) else { throw Malformed() }
        return workflow
    }

    func run(_ status: RunStatus) throws -> TwinRun {
        guard let run = runs.first(where: { $0.run.status == status }) else { throw Malformed() }
        return run
    }

    func invoice(_ status: InvoiceStatus) throws -> TwinInvoice {
        guard let invoice = invoices.first(where: { $0.invoice.status == status }) else { throw Malformed() }
        return invoice
    }

    func form(_ status: FormStatus, of workflow: WorkflowStatus) throws -> Form {
        let parent = try self.workflow(workflow).id
        guard let form = forms.first(where: { $0.status == status && $0.workflow == parent }) else { throw Malformed() }
        return form
    }

    /// Writes all of it.
    func seed(_ transaction: any Transaction, _ agency: TwinAgency) throws {
        try transaction.insert(workspace, in: agency.scope)
        for (number, member) in agency.people.memberships(of: workspace.name).enumerated() {
            try transaction.setClient(
                member.user.id, areas: member.areas, status: member.status,
                at: TwinWorld.start.adding(.minutes(Int64(number))), of: scope)
        }
        try transaction.insert(key.key, digest: key.digest, in: agency.scope)
        for workflow in workflows { try transaction.insert(workflow, in: scope) }
        for run in runs {
            let sealed = try run.error.map {
                try TestSealing().seal(
                    Array($0.utf8), under: agency.dataKey, as: .runError(run.run.id, agency: agency.agency.id))
            }
            try transaction.insert(run.run, state: run.state, sealedError: sealed, at: TwinWorld.start, in: scope)
        }
        try transaction.spend(token: Self.token, on: pending.run, at: TwinWorld.start, in: scope)
        try transaction.enqueueTrigger(
            pending.outbox, of: pending.run, workflow: workflows[0].id, at: TwinWorld.start, in: scope)
        for connection in connections {
            try transaction.insert(
                connection.connection, usedBy: connection.workflows, credential: Sealed(bytes: [1, 2, 3]), in: scope)
        }
        for form in forms { try transaction.insert(form, in: scope) }
        for submission in submissions {
            try transaction.insert(submission.submission, user: submission.user, in: scope)
        }
        for subscription in subscriptions { try transaction.insert(subscription, in: scope) }
        for invoice in invoices { try transaction.insert(invoice.invoice, lines: invoice.lines, in: scope) }
    }
}

/// A run with what its reports say.
struct TwinRun: Sendable {
    let run: Run
    let state: RunState
    let error: String?
}

struct TwinConnection: Sendable {
    let connection: Connection
    let workflows: [Workflow.ID]
}

struct TwinSubmission: Sendable {
    let submission: Submission
    let user: User.ID
}

struct TwinInvoice: Sendable {
    let invoice: Invoice
    let lines: [InvoiceLine]
}
