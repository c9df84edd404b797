import PortalCore

/// The agency's clients: how each one's automations did this week, what is broken, and what is owed.
public struct ClientsPage: PageView {
    /// How many clients a page shows, so that it stays within its weight.
    public static let size = PageSize(30)

    let context: StaffContext
    let clients: [WorkspaceSummary]
    let next: WorkspaceKey?
    let isArchived: Bool
    let isFirst: Bool
    let newClient: FormState

    /// - Parameters:
    ///   - after: Where this page of the list begins; `nil` for the first.
    ///   - newClient: How the form for a new client comes back if it was refused.
    public init(
        _ page: Page<WorkspaceSummary, WorkspaceKey>, archived: Bool, after: WorkspaceKey?, _ context: StaffContext,
        newClient: FormState = .fresh
    ) {
        self.context = context
        clients = page.items
        next = page.next
        isArchived = archived
        isFirst = after == nil
        self.newClient = newClient
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.clients)))
        return context.document(title: title, at: .clients) { html in
            html.heading(title, lede: lede) { tabs(&$0) }
            list(&html)
            html.pager(
                newest: isFirst ? nil : .console(.clients(archived: isArchived, after: nil)),
                following: next.map { .console(.clients(archived: isArchived, after: $0)) })
            if !isArchived, context.may(.agencyCreateWorkspace) { form(&html) }
        }
    }

    /// Only a list that is whole is counted.
    private var lede: String? {
        guard isFirst, next == nil, !isArchived, !clients.isEmpty else { return nil }
        return context.say(.console(.clientsLede(count: clients.count)))
    }

    private func tabs(_ html: inout HTML) {
        html.element(.nav, Class("tabs"), Words(.ariaLabel, context.say(.common(.section(.clients))))) { html in
            for (archived, name) in [(false, Phrase.console(.live)), (true, .console(.archivedOnes))] {
                html.element(
                    .a, Address.href(.console(.clients(archived: archived, after: nil))),
                    archived == isArchived ? Fixed("aria-current", "page") : nil, say: name)
            }
        }
    }

    private func list(_ html: inout HTML) {
        html.hatching()
        html.element(.section, Class("card")) { html in
            guard !clients.isEmpty else {
                isArchived
                    ? html.empty(.workspaces, .console(.noneArchived))
                    : html.empty(.workspaces, .console(.none), .console(.noneHint))
                return
            }
            html.element(.table, Class("table list wide")) { html in
                html.columns([.console(.client), .console(.health), .console(.connections), .console(.owed)])
                html.element(.tbody) { html in
                    for client in clients { row(client, &html) }
                }
            }
        }
    }

    private func row(_ client: WorkspaceSummary, _ html: inout HTML) {
        html.element(.tr) { html in
            html.element(.td) { html in
                html.element(.a, Address.href(.console(.client(client.workspace.id))), text: client.workspace.name)
                html.element(.div, Class("small quiet")) { html in
                    html.say(.console(.memberCount(client.memberCount)))
                    html.markup(" · ")
                    html.say(.console(.workflowCount(client.publishedWorkflowCount)))
                }
            }
            html.element(.td) { $0.health(succeeded: client.succeededRuns, failed: client.failedRuns) }
            html.element(.td) { $0.mark(.connections(broken: client.brokenConnections)) }
            html.element(.td) { $0.owed(client.owed, overdue: client.overdue) }
        }
    }

    private func form(_ html: inout HTML) {
        html.card(.console(.newClient)) { html in
            html.form(post: .console(.newClient), csrf: context.page.csrf, at: "fields") { html in
                html.troubles(of: newClient)
                html.field(
                    TextField(
                        name: .name, label: .console(.newClientName), kind: .line, value: newClient.value(.name),
                        limit: 100), error: newClient.error(.name))
                html.element(.button, Class("button"), say: .console(.create))
            }
        }
    }
}

extension Mark {
    /// A client's connections in one word.
    static func connections(broken: Int) -> Mark {
        broken > 0 ? Mark(.wrong, .console(.brokenConnections(broken))) : Mark(.done, .console(.connectionsFine))
    }
}

extension HTML {
    /// How runs ended, as a small bar and in words. The page must have the hatching.
    mutating func health(succeeded: Int, failed: Int) {
        let whole = succeeded + failed
        guard whole > 0 else {
            element(.span, Class("quiet"), say: .console(.noRunsThisWeek))
            return
        }
        // One failure among thousands is still to be seen.
        let poor = failed == 0 ? 0 : max(400, failed * 10_000 / whole)
        element(.svg, Class("health"), Fixed("aria-hidden", "true")) { html in
            html.void(
                .svgRect, Class("fine"), Percent("width", hundredths: 10_000 - poor), Fixed("height", "8"))
            if poor > 0 {
                html.void(
                    .svgRect, Fixed("fill", "url(#hatch)"), Percent("x", hundredths: 10_000 - poor),
                    Percent("width", hundredths: poor), Fixed("height", "8"))
            }
        }
        element(.span, Class("small"), say: .console(.healthWords(succeeded: succeeded, failed: failed)))
    }

    /// What is open, and below it what is late.
    mutating func owed(_ owed: [Money], overdue: [Money]) {
        guard !owed.isEmpty else {
            element(.span, Class("quiet"), say: .console(.nothingOwed))
            return
        }
        text(formats.money(owed))
        guard !overdue.isEmpty else { return }
        let late = formats.money(overdue)
        element(.div, Class("small")) { $0.mark(Mark(.careful, .console(.overdueAmount(late)))) }
    }

    /// The way through a list that is walked by name.
    mutating func pager(newest: Path?, following: Path?) {
        guard newest != nil || following != nil else { return }
        let label = Words(.ariaLabel, formats.say(.common(.pages)))
        element(.nav, Class("pager"), label) { html in
            if let newest { html.buttonLink(.common(.first), to: newest) }
            if let following { html.buttonLink(.common(.next), to: following) }
        }
    }
}
