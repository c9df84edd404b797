import PortalCore

extension SQLiteSnapshot {
    func workspace(_ id: Workspace.ID, in scope: AgencyScope) throws -> Workspace? {
        try database.first(Query.workspace, [.id(scope.agency), .id(id)]) { try Workspace(row: $0) }
    }

    func workspaceSummaries(
        in scope: AgencyScope, archived: Bool, since: Instant, now: Instant, after: WorkspaceKey?, size: PageSize
    ) throws -> Page<WorkspaceSummary, WorkspaceKey> {
        let page: [Binding] = [
            .id(scope.agency), .bool(archived), .text(after?.name ?? ""), .id(after?.id ?? .neverIssued),
            .count(size.count + 1),
        ]
        let figures = Figures(
            ended: try endedRuns(Query.talliesOnPage, page, since: since),
            open: try database.all(Query.openOnPage, page + [.instant(now)], OpenAmount.init))
        let summaries = try database.all(Query.page, page + Self.brokenHealth) {
            try WorkspaceSummary(row: $0, figures: figures)
        }
        guard summaries.count > size.count else { return Page(items: summaries, next: nil) }
        let items = Array(summaries.prefix(size.count))
        return Page(items: items, next: items.last.map { WorkspaceKey(name: $0.workspace.name, id: $0.workspace.id) })
    }

    func workspaceSummary(in scope: WorkspaceScope, since: Instant, now: Instant) throws -> WorkspaceSummary? {
        let one: [Binding] = [.id(scope.agency), .id(scope.workspace)]
        let figures = Figures(
            ended: try endedRuns(Query.talliesOfOne, one, since: since),
            open: try database.all(Query.openOfOne, one + [.instant(now)], OpenAmount.init))
        return try database.first(Query.one, one + Self.brokenHealth) {
            try WorkspaceSummary(row: $0, figures: figures)
        }
    }

    private func endedRuns(_ query: SQL, _ workspaces: [Binding], since: Instant) throws -> [Workspace.ID: EndedRuns] {
        let start = since.startOfHour
        var ended: [Workspace.ID: EndedRuns] = [:]
        try database.each(query, workspaces + [.instant(start.startOfTally)]) { row in
            let counts = try TallyCounts(row, 2)
            ended[try row.id(0), default: EndedRuns()] += counts.ended(since: start, first: row.instant(1))
            return true
        }
        return ended
    }

    private static let brokenHealth: [Binding] = .words(
        ConnectionHealth.allCases.filter(\.isBroken), room: ConnectionHealth.allCases.count)
}

extension SQLiteTransaction {
    func insert(_ workspace: Workspace, in scope: AgencyScope) throws {
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(workspace.id), .text(workspace.name), .instant(workspace.createdAt),
                .instant(workspace.archivedAt),
            ])
    }

    func setName(_ name: String, of scope: WorkspaceScope) throws {
        try database.changeOne(Query.setName, [.id(scope.agency), .id(scope.workspace), .text(name)])
    }

    func setArchived(at instant: Instant?, of scope: WorkspaceScope) throws {
        try database.changeOne(Query.setArchived, [.id(scope.agency), .id(scope.workspace), .instant(instant)])
    }
}

/// What is added up over the rows of each workspace of a page.
private struct Figures {
    private let ended: [Workspace.ID: EndedRuns]
    private let open: [Workspace.ID: [OpenAmount]]

    init(ended: [Workspace.ID: EndedRuns], open: [OpenAmount]) {
        self.ended = ended
        self.open = Dictionary(grouping: open, by: \.workspace)
    }

    func succeeded(_ workspace: Workspace.ID) -> Int { ended[workspace]?.succeeded ?? 0 }
    func failed(_ workspace: Workspace.ID) -> Int { ended[workspace]?.failed ?? 0 }

    // Added up here, because SQL's sum fails where ours stays at the largest amount.
    func owed(_ workspace: Workspace.ID) -> [Money] { Money.totals((open[workspace] ?? []).map(\.amount)) }

    func overdue(_ workspace: Workspace.ID) -> [Money] {
        Money.totals((open[workspace] ?? []).filter(\.isOverdue).map(\.amount))
    }
}

/// What one open invoice adds to what a workspace owes.
private struct OpenAmount {
    let workspace: Workspace.ID
    let amount: Money
    let isOverdue: Bool

    init(_ row: Row) throws {
        workspace = try row.id(0)
        amount = try row.money(1, 2)
        isOverdue = row.bool(3)
    }
}

extension Workspace {
    static let columns = "workspace.id, workspace.name, workspace.created_at, workspace.archived_at"

    init(row: Row, at first: Int32 = 0) throws {
        self.init(
            id: try row.id(first), name: row.text(first + 1), createdAt: row.instant(first + 2),
            archivedAt: row.optionalInstant(first + 3))
    }
}

extension WorkspaceSummary {
    fileprivate init(row: Row, figures: Figures) throws {
        let workspace = try Workspace(row: row)
        self.init(
            workspace: workspace, memberCount: row.count(4), publishedWorkflowCount: row.count(5),
            succeededRuns: figures.succeeded(workspace.id), failedRuns: figures.failed(workspace.id),
            brokenConnections: row.count(6), owed: figures.owed(workspace.id), overdue: figures.overdue(workspace.id))
    }
}

private enum Query {
    static let workspace = SQL("SELECT \(Workspace.columns) FROM workspace WHERE agency_id = ?1 AND id = ?2")

    private static let pageOfWorkspaces = """
        FROM workspace WHERE agency_id = ?1 AND (archived_at IS NOT NULL) = ?2 AND (name, id) > (?3, ?4)
        ORDER BY name, id LIMIT ?5
        """
    private static let oneWorkspace = "FROM workspace WHERE agency_id = ?1 AND id = ?2"

    static let page = SQL("\(figures(from: 6)) \(pageOfWorkspaces)")
    static let one = SQL("\(figures(from: 3)) \(oneWorkspace)")
    static let talliesOnPage = SQL(tallies(of: pageOfWorkspaces, since: 6))
    static let talliesOfOne = SQL(tallies(of: oneWorkspace, since: 3))
    static let openOnPage = SQL(openInvoices(of: pageOfWorkspaces, now: 6))
    static let openOfOne = SQL(openInvoices(of: oneWorkspace, now: 3))

    // Figures come from indexes and tallies, never from runs. CROSS JOIN and INDEXED BY hold SQLite to that: left to
    // itself it walks all of a workspace's tallies and invoices, however old.

    private static func figures(from health: Int) -> String {
        """
        SELECT \(Workspace.columns),
            (SELECT count(*) FROM client_membership member
             WHERE member.workspace_id = workspace.id AND member.status = 'active'),
            (SELECT count(*) FROM workflow WHERE workflow.workspace_id = workspace.id AND workflow.status = 'published'),
            (SELECT count(*) FROM connection WHERE connection.workspace_id = workspace.id AND connection.health IN
                (?\(health), ?\(health + 1), ?\(health + 2), ?\(health + 3), ?\(health + 4), ?\(health + 5)))
        """
    }

    private static func tallies(of workspaces: String, since: Int) -> String {
        """
        SELECT shown.id, tally.first_hour, \(TallyCounts.columns) FROM (SELECT id \(workspaces)) shown
        CROSS JOIN workflow INDEXED BY workflow_by_status ON workflow.workspace_id = shown.id
        CROSS JOIN run_tally tally
            ON tally.workspace_id = shown.id AND tally.workflow_id = workflow.id AND tally.first_hour >= ?\(since)
        """
    }

    private static func openInvoices(of workspaces: String, now: Int) -> String {
        """
        SELECT shown.id, invoice.amount_due, invoice.currency, ifnull(invoice.due_at < ?\(now), 0)
        FROM (SELECT id \(workspaces)) shown
        CROSS JOIN invoice INDEXED BY invoice_open ON invoice.workspace_id = shown.id AND invoice.status = 'open'
        """
    }

    static let insert = SQL(
        """
        INSERT INTO workspace (agency_id, id, name, created_at, archived_at, number)
        VALUES (?1, ?2, ?3, ?4, ?5, (SELECT ifnull(max(number), 0) + 1 FROM workspace))
        """)
    static let setName = SQL("UPDATE workspace SET name = ?3 WHERE agency_id = ?1 AND id = ?2")
    static let setArchived = SQL("UPDATE workspace SET archived_at = ?3 WHERE agency_id = ?1 AND id = ?2")
}
