/// Makes the letter of one notice, as its reader's own rooms show things now: who may not see it any more, or does not want to be
/// told any more, gets none.
struct NoticeWriter {
    let job: MailJob
    let user: User
    let front: Front
    let mint: Mint
    let services: Services
    let transaction: any Transaction

    private var scope: AgencyScope { AgencyScope(agency: job.agency) }

    func letter() throws -> Letter? {
        guard let notice = job.kind.notice else { return nil }
        let (role, memberships) = try transaction.standing(of: user.id, in: scope)
        let person = Person(user: user, session: nil, role: role, memberships: memberships)
        let choice = try transaction.noticeChoices(of: user.id, in: scope)[notice]
        let standing: Standing = role.map { .staff($0) } ?? .client([])
        guard notice.isWanted(by: standing, choice: choice), let told = try told(person) else { return nil }
        return .notice(told, stop: try StopToken(notice, of: user.id, in: scope, services, transaction))
    }

    private func told(_ person: Person) throws -> NoticeLetter? {
        do {
            if let role = person.role {
                return try told(AgencyConsole(desk: desk, person: person, role: role))
            }
            guard let matter = job.matter else { return try week(of: person) }
            let membership = person.openWorkspaces.first { $0.workspace.id == matter.workspace }
            return try membership.flatMap {
                try told(matter, ClientPortal(desk: desk, person: person, membership: $0))
            }
        } catch is Refusal {
            return nil
        }
    }

    private var desk: Desk {
        Desk(
            front: front, snapshot: transaction, mint: mint, services: services, sessionLifetime: SessionLifetime(),
            onDecision: nil, onMail: nil)
    }

    // MARK: Staff

    private func told(_ console: AgencyConsole) throws -> NoticeLetter? {
        guard let matter = job.matter else {
            let week = try console.weekOfFailures(since: job.createdAt.adding(-.days(7)))
            return week.isEmpty ? nil : .staffWeek(week)
        }
        guard case .workflow(let id, let run) = matter.thing else { return nil }
        let seen = try console.failedRun(run, of: id, in: matter.workspace)
        return try failed(
            seen.workflow, run, seen.status, note: nil,
            NoticeLetter.Place(workspace: matter.workspace, name: seen.workspace), isForStaff: true)
    }

    // MARK: Clients

    private func told(_ matter: NoticeMatter, _ client: ClientPortal) throws -> NoticeLetter? {
        let place = NoticeLetter.Place(
            workspace: matter.workspace, name: client.workspaces.count > 1 ? client.workspace.name : nil)
        switch matter.thing {
        case .workflow(let id, let run):
            let seen = try client.timeline(of: run, workflow: id)
            return try failed(
                (id, seen.run.workflowName), run, seen.run.status, note: seen.failureNote, place, isForStaff: false)
        case .connection(let id):
            let seen = try client.connection(id)
            return seen.health.isBroken ? .connectionNeedsMe(id, name: seen.name, seen.health, in: place) : nil
        case .invoice(let id):
            let seen = try client.invoice(id).invoice
            guard seen.status == .open, seen.amountDue.minorUnits > 0 else { return nil }
            return .invoiceDue(id, number: seen.number, amountDue: seen.amountDue, dueAt: seen.dueAt, in: place)
        case .form(let id):
            let seen = try client.form(id, history: 1).form
            guard seen.lastSubmittedAt == nil else { return nil }
            return .formWaits(id, name: seen.name, workflow: seen.workflowName, in: place)
        }
    }

    /// A single run that has been put right meanwhile is not told of any more.
    private func failed(
        _ workflow: (id: Workflow.ID, name: String), _ run: Run.ID, _ status: RunStatus, note: String?,
        _ place: NoticeLetter.Place, isForStaff: Bool
    ) throws -> NoticeLetter? {
        let count = try transaction.causes(of: job.id, in: scope)
        guard count > 1 || status == .failed else { return nil }
        return .runFailed(
            FailedRuns(
                workflow: workflow.id, workflowName: workflow.name, run: run, count: count, since: job.createdAt,
                note: note, place: place, isForStaff: isForStaff))
    }

    /// Nothing happened and nothing waits: no mail.
    private func week(of person: Person) throws -> NoticeLetter? {
        let weeks = try person.openWorkspaces.map { membership in
            try ClientPortal(desk: desk, person: person, membership: membership).week(until: job.createdAt)
        }.filter { !$0.isEmpty }
        return weeks.isEmpty ? nil : .clientWeek(weeks)
    }
}

extension ClientPortal {
    /// The seven days before a moment, and what waits for the client: each asked for by its own action.
    func week(until end: Instant) throws -> ClientWeek {
        let open = mayEver(.billingView) ? try openInvoices() : []
        return ClientWeek(
            workspace: workspace.id, name: workspace.name, runs: mayEver(.runView) ? try runs(until: end) : nil,
            connections: mayEver(.connectionView) ? try connections().filter(\.health.isBroken).map(\.name) : [],
            forms: mayEver(.formView) ? try forms().filter { $0.lastSubmittedAt == nil }.map(\.name) : [],
            owed: Money.totals(open.map(\.amountDue)),
            overdue: Money.totals(open.filter(\.isOverdue).map(\.amountDue)))
    }

    private func runs(until end: Instant) throws -> WeekOfRuns {
        let tallies = try snapshot.tallies(
            in: scope, visible: visibleRuns, from: end.adding(-.days(7)).startOfHour, until: end)
        let failed = Set(tallies.filter { $0.failed > 0 }.map(\.workflow))
        let names = failed.isEmpty ? [] : try snapshot.workflows(in: scope, visible: visibleRuns)
        return WeekOfRuns(
            succeeded: tallies.reduce(0) { $0 + $1.succeeded }, failed: tallies.reduce(0) { $0 + $1.failed },
            canceled: tallies.reduce(0) { $0 + $1.canceled },
            failedWorkflows: names.filter { failed.contains($0.id) }.map(\.name))
    }
}

extension AgencyConsole {
    /// The agency's clients whose runs failed since a moment, most of them first.
    func weekOfFailures(since start: Instant) throws -> [WeekOfFailures] {
        try require(.agencyDashboard)
        return try snapshot.failures(since: start.startOfHour, limit: 20, in: scope)
    }

    /// What a mail of a failed run names; an archived client's are of no concern any more.
    func failedRun(
        _ run: Run.ID, of workflow: Workflow.ID, in workspace: Workspace.ID
    ) throws -> (workflow: (id: Workflow.ID, name: String), workspace: String, status: RunStatus) {
        let (open, parent) = try find(workflow, of: workspace)
        try require(.runView, facts(of: parent, in: open))
        let everything = Standing.staff(role).visibleRuns(archived: open.archived)
        guard !open.archived, let found = try snapshot.run(run, of: workflow, in: open.scope, visible: everything)
        else { throw Refusal.notFound }
        return ((workflow, parent.name), open.workspace.name, found.status)
    }
}
