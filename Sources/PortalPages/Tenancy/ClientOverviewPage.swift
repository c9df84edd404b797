import PortalCore

/// Everything that staff see of one client at a glance.
public struct ClientOverviewPage: PageView {
    let context: StaffContext
    let overview: ClientOverview
    let runs: RunTable
    let invoices: [InvoiceRow]
    let nameForm: FormState

    /// - Parameter nameForm: How the form for the name comes back if it was refused.
    public init(_ overview: ClientOverview, _ context: StaffContext, nameForm: FormState = .fresh) {
        self.context = context
        self.overview = overview
        self.nameForm = nameForm
        runs = RunTable(overview.recentRuns, namesWorkflows: true, formats: context.formats)
        let now = context.formats.now
        invoices = overview.openInvoices.map { InvoiceRow($0, now: now) }
    }

    private var workspace: Workspace { overview.summary.workspace }

    public func html() -> [UInt8] {
        context.document(title: workspace.name, at: .clients) { html in
            html.heading(
                workspace.name,
                up: (
                    context.say(.common(.section(.clients))),
                    .console(.clients(archived: workspace.isArchived, after: nil))
                ))
            if workspace.isArchived { archivedNote(&html) }
            figures(&html)
            html.element(.div, Class("two")) { html in
                html.element(.div, Class("stack")) { html in
                    workflows(&html)
                    recentRuns(&html)
                }
                html.element(.div, Class("stack")) { html in
                    members(&html)
                    connections(&html)
                    openInvoices(&html)
                }
            }
            if !workspace.isArchived { management(&html) }
        }
    }

    private func archivedNote(_ html: inout HTML) {
        html.note(.warn) { html in
            html.element(.div, Class("spread")) { html in
                html.element(.span, say: .console(.archivedNote))
                if context.may(.workspaceRestore, archived: true) {
                    html.buttonForm(
                        .console(.restore), post: .console(.restoration(workspace.id)), csrf: context.page.csrf)
                }
            }
        }
    }

    private func figures(_ html: inout HTML) {
        let summary = overview.summary
        html.hatching()
        html.element(.section, Class("card")) { html in
            html.element(.dl, Class("facts")) { html in
                html.fact(.console(.health)) { $0.health(succeeded: summary.succeededRuns, failed: summary.failedRuns) }
                html.fact(.console(.connections)) { $0.mark(.connections(broken: summary.brokenConnections)) }
                html.fact(.console(.owed)) { $0.owed(summary.owed, overdue: summary.overdue) }
            }
        }
    }

    private func workflows(_ html: inout HTML) {
        html.card(.console(.workflows)) { html in
            guard !overview.workflows.isEmpty else {
                html.empty(.workflows, .console(.noWorkflows), .console(.noWorkflowsHint))
                return
            }
            html.element(.ul, Class("rows")) { html in
                for workflow in overview.workflows { row(workflow, &html) }
            }
        }
    }

    private func row(_ workflow: Workflow, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong) {
                    $0.element(
                        .a, Address.href(.console(.workflow(workflow.id, of: workspace.id))), text: workflow.name)
                }
                html.element(.p) { html in
                    if let run = overview.latestRuns[workflow.id] {
                        html.say(.workflow(.lastRun))
                        html.markup(" ")
                        html.relative(run.startedAt ?? run.listedAt)
                        html.markup(" ")
                        html.mark(.run(run.status, run.delivery))
                    } else {
                        html.say(.workflow(.neverRan))
                    }
                }
            }
            html.mark(.workflow(workflow.status))
        }
    }

    private func recentRuns(_ html: inout HTML) {
        let all = runs.rows.isEmpty ? nil : Path.console(.clientRuns(workspace.id, RunsQuery()))
        html.card(
            .dashboard(.recentRuns), aside: { html in all.map { html.asideLink(.common(.seeAll), to: $0) } }
        ) { html in
            if runs.rows.isEmpty { html.empty(.runs, .run(.none), .run(.noneHint)) } else { html.runs(runs) }
        }
    }

    private func members(_ html: inout HTML) {
        html.card(
            .console(.members), aside: { $0.asideLink(.common(.seeAll), to: .console(.members(workspace.id))) }
        ) { html in
            guard !overview.members.isEmpty else {
                html.empty(.team, .console(.noMembers), .console(.noMembersHint))
                return
            }
            html.element(.ul, Class("rows")) { html in
                for member in overview.members { row(member, &html) }
            }
        }
    }

    private func row(_ member: Member, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: member.user.name)
                html.element(.p, text: member.user.email.text)
                html.element(.p) { html in
                    html.standing(of: member)
                    html.markup(" · ")
                    html.say(.console(.areas(member.areas ?? [])))
                }
                if !workspace.isArchived { html.secondFactor(of: member, context) }
            }
            if !workspace.isArchived, context.may(.workspaceRemoveClient) {
                html.removal(of: member, from: workspace, context)
            }
        }
    }

    private func connections(_ html: inout HTML) {
        html.card(.console(.connections)) { html in
            guard !overview.connections.isEmpty else {
                html.element(.p, Class("quiet"), say: .console(.noConnections))
                return
            }
            html.element(.ul, Class("rows")) { html in
                for connection in overview.connections {
                    html.element(.li) { html in
                        html.element(.div) { html in
                            html.element(.strong, text: connection.name)
                            html.element(.p, text: connection.provider)
                        }
                        html.mark(.connection(connection.health))
                    }
                }
            }
        }
    }

    private func openInvoices(_ html: inout HTML) {
        html.card(.console(.invoicesOpen)) { html in
            if invoices.isEmpty {
                html.element(.p, Class("quiet"), say: .console(.noInvoices))
            } else {
                html.element(.ul, Class("rows")) { html in
                    for row in invoices { html.shortInvoice(row) }
                }
            }
        }
    }

    private func management(_ html: inout HTML) {
        let mayRename = context.may(.workspaceUpdate)
        let mayArchive = context.may(.workspaceArchive)
        guard mayRename || mayArchive else { return }
        html.card(.console(.manage)) { html in
            if mayRename {
                html.form(post: .console(.clientName(workspace.id)), csrf: context.page.csrf, at: "fields") { html in
                    html.troubles(of: nameForm)
                    html.field(
                        TextField(
                            name: .name, label: .console(.renameClient), kind: .line,
                            value: nameForm.value(.name, or: workspace.name), limit: 100),
                        error: nameForm.error(.name))
                    html.element(.button, Class("button"), say: .console(.rename))
                }
            }
            if mayArchive {
                html.element(.div) { html in
                    html.buttonForm(
                        .console(.archive), post: .console(.archival(workspace.id)), csrf: context.page.csrf,
                        button: "button risky",
                        asking: (.console(.archiveQuestion(workspace.name)), .console(.archive)))
                }
            }
        }
    }
}

extension InvoiceRow {
    /// An open invoice as staff see it.
    init(_ invoice: Invoice, now: Instant) {
        path = nil
        number = invoice.number
        mark = .invoice(.open, isOverdue: invoice.status.isOverdue(dueAt: invoice.dueAt, now: now))
        date = invoice.dueAt ?? invoice.issuedAt
        isDue = invoice.dueAt != nil
        amount = invoice.amountDue
    }
}

extension HTML {
    /// An invoice in a narrow list.
    fileprivate mutating func shortInvoice(_ row: InvoiceRow) {
        element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: row.number)
                html.element(.p) { html in
                    guard let date = row.date else { return }
                    if row.isDue { html.due(date) } else { html.day(date) }
                }
            }
            html.element(.div, Class("facing")) { html in
                html.element(.strong, text: html.formats.money(row.amount))
                html.element(.p) { $0.mark(row.mark) }
            }
        }
    }
}
