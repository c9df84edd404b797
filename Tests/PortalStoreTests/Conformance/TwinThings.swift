@testable import PortalCore

/// The things of a twin workspace: the same in all four, but for their ids.
extension TwinWorkspace {
    private static let start = TwinWorld.start

    /// One workflow of every status, and a second published one that clients may not start.
    static func workflows(_ mint: Mint, _ workspace: Workspace.ID, _ engine: Engine) -> [Workflow] {
        let kinds: [(name: String, status: WorkflowStatus, isTriggerable: Bool)] = [
            ("Orders", .published, true), ("Stock", .published, false), ("Plans", .draft, true),
            ("Letters", .paused, true), ("Faxes", .disabled, true), ("Telex", .archived, true),
        ]
        return kinds.enumerated().map { number, kind in
            Workflow(
                id: mint.id(), workspace: workspace, name: kind.name, purpose: "Looks after \(kind.name).",
                status: kind.status, isClientTriggerable: kind.isTriggerable, isIdempotent: false,
                showsSummaries: kind.name == "Orders", timeLimit: .hours(2), failureNote: "We are looking into it.",
                engine: engine.id, externalID: "w\(number)", triggerURL: "https://engine.example/\(kind.name)",
                createdAt: start)
        }
    }

    /// Runs of every status of the first workflow, and one that succeeded and one that failed of each other.
    static func runs(_ mint: Mint, _ workflows: [Workflow]) -> [TwinRun] {
        var runs: [TwinRun] = []
        func add(_ status: RunStatus, of workflow: Workflow, pending: Bool = false) {
            let number = runs.count
            let listedAt = start.adding(.minutes(Int64(number / 2)))
            let endedAt = status.isFinal ? listedAt.adding(.hours(1)) : nil
            let startedAt = status == .queued ? nil : listedAt.adding(.seconds(5))
            let step = Step(
                position: 0, name: "Fetch", kind: "http", status: status, startedAt: startedAt, endedAt: endedAt,
                summary: "Summary \(number)")
            let state = RunState(
                attempt: 1, status: status, statusAt: startedAt, startedAt: startedAt, endedAt: endedAt,
                steps: status == .queued ? [:] : [0: step])
            let run = Run(
                id: mint.id(), workspace: workflow.workspace, workflow: workflow.id, workflowName: workflow.name,
                status: status, attempt: 1, origin: pending ? .client : .engine, listedAt: listedAt,
                startedAt: startedAt, endedAt: endedAt, delivery: pending ? .pending : nil,
                externalID: pending ? nil : "\(number)")
            runs.append(TwinRun(run: run, state: state, error: status == .failed ? "Error \(number)" : nil))
        }
        for status in RunStatus.allCases { add(status, of: workflows[0]) }
        for workflow in workflows.dropFirst() {
            add(.succeeded, of: workflow)
            add(.failed, of: workflow)
        }
        add(.queued, of: workflows[0], pending: true)
        return runs
    }

    static func connections(_ mint: Mint, _ workflows: [Workflow]) -> [TwinConnection] {
        ConnectionHealth.allCases.enumerated().map { number, health in
            let connection = Connection(
                id: mint.id(), workspace: workflows[0].workspace, name: "Mailbox \(9 - number)", provider: "Mail",
                method: number.isMultiple(of: 2) ? .oauth : .apiKey, health: health, accountLabel: "shop@example.com",
                checkedAt: number == 0 ? nil : start, expiresAt: number == 1 ? start.adding(.days(3)) : nil,
                createdAt: start)
            return TwinConnection(connection: connection, workflows: workflows.prefix(number).map(\.id))
        }
    }

    /// A form of every status for the first workflow of every status.
    static func forms(_ mint: Mint, _ workflows: [Workflow]) -> [Form] {
        WorkflowStatus.allCases.flatMap { workflow in
            workflows.first { $0.status == workflow }.map { parent in
                FormStatus.allCases.map { form(mint, of: parent, $0) }
            } ?? []
        }
    }

    private static func form(_ mint: Mint, of workflow: Workflow, _ status: FormStatus) -> Form {
        let fields = [
            FormField(name: "day", label: "Which day?", kind: .date, isRequired: true, options: []),
            FormField(
                name: "size", label: "Which size?", kind: .choice, isRequired: false, options: ["small", "large", ""]),
        ]
        let isFilledIn = status == .published
        return Form(
            id: mint.id(), workspace: workflow.workspace, workflow: workflow.id, workflowName: workflow.name,
            name: "Questions", introduction: "For \(workflow.name)", status: status, fields: fields, createdAt: start,
            lastSubmittedAt: isFilledIn ? start.adding(.hours(2)) : nil)
    }

    static func submissions(_ mint: Mint, _ forms: [Form], _ people: TwinPeople) -> [TwinSubmission] {
        forms.filter { $0.lastSubmittedAt != nil }.flatMap { form in
            (Int64(0)...2).map { hour in
                let author: SubmissionAuthor = hour == 1 ? .agency : .client(name: people.clara.name)
                let submission = Submission(
                    id: mint.id(), form: form.id, author: author, submittedAt: start.adding(.hours(hour)),
                    answers: [
                        FormAnswer(label: "Which day?", text: "Day \(hour)"),
                        FormAnswer(label: "Which size?", text: ""),
                    ])
                return TwinSubmission(submission: submission, user: hour == 1 ? people.member.id : people.clara.id)
            }
        }
    }

    static func subscription(
        _ mint: Mint, _ workspace: Workspace.ID, _ product: Product, _ status: SubscriptionStatus
    ) -> Subscription {
        Subscription(
            id: mint.id(), workspace: workspace, product: product.id, productName: "Care (\(status.rawValue))",
            price: product.price, interval: product.interval, quantity: 2, status: status,
            currentPeriodEnd: status.isLive ? start.adding(.days(30)) : nil, cancelsAtPeriodEnd: status == .active,
            startedAt: start)
    }

    /// Two invoices of every status; of the open ones one is overdue.
    static func invoices(_ mint: Mint, _ workspace: Workspace.ID) throws -> [TwinInvoice] {
        try (0..<10).map { number in
            let status = InvoiceStatus.allCases[number / 2]
            let total = try Money.euros(Int64(1_000 + number))
            let issuedAt = status == .draft ? nil : start.adding(.hours(Int64(number)))
            let invoice = Invoice(
                id: mint.id(), workspace: workspace, number: status == .draft ? "" : "2025-\(number)", status: status,
                total: total, amountDue: status == .open ? total : try .euros(0), note: "Month \(number)",
                issuedAt: issuedAt, dueAt: issuedAt?.adding(number.isMultiple(of: 2) ? .days(-1) : .days(14)),
                paidAt: status == .paid ? issuedAt : nil, paymentInstructions: "IBAN \(number)", stripeID: nil,
                createdAt: start)
            let lines = try ["Care", "Setup"].map { InvoiceLine(description: $0, quantity: 1, amount: try .euros(500)) }
            return TwinInvoice(invoice: invoice, lines: lines)
        }
    }
}
