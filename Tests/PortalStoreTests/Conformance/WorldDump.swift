@testable import PortalCore

/// Everything that the ports tell of a twin world, as lines of text under the path of where they lie. Two dumps are compared to
/// see what a change has changed, and where.
struct WorldDump: Equatable, Sendable {
    private(set) var lines: [String: String] = [:]

    init(_ world: TwinWorld) async throws {
        self = try await world.storage.read { try WorldDump(world, $0) }
    }

    init(_ world: TwinWorld, _ snapshot: any Snapshot) throws {
        for agency in world.agencies {
            try read(agency, snapshot)
            for workspace in agency.workspaces { try read(workspace, snapshot) }
        }
    }

    /// The paths under which the two differ.
    func differences(from other: WorldDump) -> [String] {
        Set(lines.keys).union(other.lines.keys).filter { lines[$0] != other.lines[$0] }.sorted()
    }

    private mutating func note(_ path: String, _ value: some Any) { lines[path] = "\(value)" }

    private mutating func read(_ twin: TwinAgency, _ snapshot: any Snapshot) throws {
        let (path, scope, now) = (twin.slug, twin.scope, TwinWorld.start.adding(.days(1)))
        let (agency, system) = (twin.agency.id, OperatorScope())
        note("\(path)/front", try snapshot.front(in: scope) as Any)
        note("\(path)/host", try snapshot.front(of: twin.host) as Any)
        note("\(path)/data key", try snapshot.dataKey(in: scope))
        note("\(path)/picture", try snapshot.brandAsset(hash: twin.picture.hash, in: scope) as Any)
        for user in twin.people.all {
            note("\(path)/user/\(user.name)", try snapshot.user(user.id, in: scope)?.user as Any)
            note("\(path)/password/\(user.name)", try snapshot.user(user.id, in: scope)?.password?.text as Any)
            note("\(path)/standing/\(user.name)", try snapshot.standing(of: user.id, in: scope))
            note("\(path)/sessions/\(user.name)", try snapshot.sessions(of: user.id, in: scope))
            note("\(path)/factor/\(user.name)", try snapshot.secondFactor(of: user.id, in: scope) as Any)
            note(
                "\(path)/awaited email/\(user.name)",
                try snapshot.mailProof(.emailChange, of: user.id, in: scope)?.email as Any)
            let notices = try snapshot.noticeChoices(of: user.id, in: scope)
            note("\(path)/notices/\(user.name)", notices.map { "\($0.key) \($0.value)" }.sorted())
        }
        for archived in [false, true] {
            let summaries = try snapshot.workspaceSummaries(
                in: scope, archived: archived, since: TwinWorld.start, now: now, after: nil, size: PageSize(200))
            note("\(path)/summaries/\(archived)", summaries.items)
        }
        note("\(path)/team", try snapshot.team(in: scope))
        note("\(path)/engines", try snapshot.engines(in: scope).sorted { $0.id < $1.id })
        for key in try snapshot.apiKeys(in: scope) {
            note(
                "\(path)/key/\(key.id)", "\(key.name) \(key.workspace as Any) \(key.createdAt) \(key.lastUsedAt as Any)"
            )
            note("\(path)/key/\(key.id)/may", "\(key.permissions.map(\.rawValue).sorted()) \(key.revokedAt as Any)")
        }
        note("\(path)/products", try snapshot.products(in: scope).sorted { $0.id < $1.id })
        note("\(path)/audit", try snapshot.auditEntries(in: scope, limit: 1_000))
        note("\(path)/dead", try snapshot.deadTriggers(in: scope, limit: 1_000))
        note("\(path)/mails", try snapshot.mails(in: scope, limit: 1_000))
        note("\(path)/staff invitations", try snapshot.staffInvitations(in: scope))
        note("\(path)/mail account", try snapshot.mailAccount(in: scope) as Any)
        note("\(path)/due", try snapshot.dueTriggers(at: now, limit: 1_000, in: system).filter { $0.agency == agency })
        for engine in [twin.n8n, twin.prefect] {
            note(
                "\(path)/open/\(engine.name)",
                try snapshot.openRuns(of: engine.id, agency: agency, limit: 999, in: system))
        }
        let contacts = try EngineKind.allCases.flatMap { try snapshot.enginesToAsk(kind: $0, in: system) }
        note("\(path)/contacts", contacts.filter { $0.agency == agency })
    }

    private mutating func read(_ twin: TwinWorkspace, _ snapshot: any Snapshot) throws {
        let (path, scope) = (twin.path, twin.scope)
        let all = WorkflowVisibility { _ in true }
        note("\(path)/workspace", try snapshot.workspace(scope.workspace, in: scope.agencyScope) as Any)
        note("\(path)/members", try snapshot.members(of: scope))
        for workflow in try snapshot.workflows(in: scope, visible: all) {
            note("\(path)/workflow/\(workflow.id)", workflow)
        }
        let runs = try snapshot.runs(in: scope, visible: all, filter: RunFilter(), before: nil, size: PageSize(200))
        for run in runs.items {
            note("\(path)/run/\(run.id)", run)
            note("\(path)/run/\(run.id)/steps", try snapshot.steps(of: run.id, in: scope))
            note("\(path)/run/\(run.id)/error", try snapshot.sealedError(of: run.id, in: scope) as Any)
            let state = try snapshot.reportedRun(.id(run.id), in: scope)?.state
            note("\(path)/run/\(run.id)/state", "\(state?.status as Any) \(state?.statusAt as Any)")
        }
        let (from, until) = (Instant(milliseconds: 0), Instant(milliseconds: 1 << 50))
        for tally in try snapshot.tallies(in: scope, visible: all, from: from, until: until) {
            note("\(path)/tally/\(tally.workflow)/\(tally.hour)", tally)
        }
        note("\(path)/workflows/summaries", try snapshot.workflowSummaries(in: scope, visible: all))
        note("\(path)/workflows/names", try snapshot.workflowNames(in: scope, visible: all))
        note("\(path)/token", try snapshot.run(startedBy: TwinWorkspace.token, in: scope) as Any)
        note("\(path)/connections", try snapshot.connections(in: scope))
        for (connection, names) in try snapshot.workflowNames(byConnectionIn: scope, visible: all) {
            note("\(path)/connection/\(connection)/workflows", names)
        }
        let everyForm = FormVisibility(forms: StatusFilter { _ in true }, workflows: all)
        for form in try snapshot.forms(in: scope, visible: everyForm) {
            note("\(path)/form/\(form.id)", form)
            note("\(path)/form/\(form.id)/whole", try snapshot.form(form.id, in: scope, visible: everyForm) as Any)
            note("\(path)/form/\(form.id)/submissions", try snapshot.submissions(of: form.id, in: scope, limit: 100))
        }
        note("\(path)/subscriptions", try snapshot.subscriptions(in: scope))
        let invoices = try snapshot.invoices(
            in: scope, visible: StatusFilter { _ in true }, before: nil, size: PageSize(200))
        for invoice in invoices.items {
            note("\(path)/invoice/\(invoice.id)", invoice)
            note("\(path)/invoice/\(invoice.id)/lines", try snapshot.lines(of: invoice.id, in: scope))
        }
    }
}
