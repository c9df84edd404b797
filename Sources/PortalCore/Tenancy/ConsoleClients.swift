/// A workspace's page for staff.
public struct ClientOverview: Hashable, Sendable {
    public let summary: WorkspaceSummary
    public let workflows: [Workflow]
    public let latestRuns: [Workflow.ID: Run]
    public let members: [Member]
    public let connections: [Connection]
    public let recentRuns: [Run]
    public let openInvoices: [Invoice]
}

extension AgencyConsole {
    /// The agency's clients by name, with the health of the last seven days, broken connections and what they owe.
    public func clients(
        archived: Bool = false, after: WorkspaceKey? = nil, size: PageSize = PageSize(50)
    ) throws -> Page<WorkspaceSummary, WorkspaceKey> {
        try require(.agencyDashboard)
        return try snapshot.workspaceSummaries(
            in: scope, archived: archived, since: sevenDaysAgo, now: now, after: after, size: size)
    }

    /// Everything the staff's page of one client says; an archived one can be looked at.
    public func client(_ id: Workspace.ID) throws -> ClientOverview {
        let open = try open(id)
        try require(.workspaceDashboard, open.facts)
        guard let summary = try snapshot.workspaceSummary(in: open.scope, since: sevenDaysAgo, now: now) else {
            throw Refusal.notFound
        }
        let everything = Standing.staff(role).visibleWorkflows(archived: open.archived)
        let workflows = try snapshot.workflows(in: open.scope, visible: everything)
        return ClientOverview(
            summary: summary,
            workflows: workflows,
            latestRuns: try snapshot.latestRuns(in: open.scope, visible: everything),
            members: try snapshot.members(of: open.scope),
            connections: try snapshot.connections(in: open.scope),
            recentRuns: try snapshot.runs(
                in: open.scope, visible: everything, filter: RunFilter(), before: nil,
                size: PageSize(10)
            ).items,
            openInvoices: try snapshot.openInvoices(in: open.scope, limit: 20))
    }

    /// The agency's staff.
    public func team() throws -> [Member] {
        try require(.agencyViewTeam)
        return try snapshot.team(in: scope)
    }

    private var sevenDaysAgo: Instant { now.adding(-.days(7)) }
}

extension AgencyConsole.Changing {
    /// Makes a new, empty workspace.
    public func createWorkspace(named name: String) throws -> Workspace.ID {
        try room.require(.agencyCreateWorkspace)
        let workspace = Workspace(
            id: room.desk.mint.id(), name: try Self.checked(name), createdAt: room.now, archivedAt: nil)
        try transaction.insert(workspace, in: room.scope)
        try audit(
            .agencyCreateWorkspace, subject: workspace.id.description, workspace: workspace.id, detail: workspace.name)
        return workspace.id
    }

    public func rename(_ id: Workspace.ID, to name: String) throws {
        let open = try room.open(id)
        try room.require(.workspaceUpdate, open.facts)
        let name = try Self.checked(name)
        try transaction.setName(name, of: open.scope)
        try audit(.workspaceUpdate, subject: id.description, workspace: id, detail: name)
    }

    /// Takes a workspace out of use: it leaves its clients' switchers, and staff may only look at it.
    public func archive(_ id: Workspace.ID) throws {
        let open = try room.open(id)
        try room.require(.workspaceArchive, open.facts)
        try transaction.setArchived(at: room.now, of: open.scope)
        try audit(.workspaceArchive, subject: id.description, workspace: id, detail: open.workspace.name)
    }

    public func restore(_ id: Workspace.ID) throws {
        let open = try room.open(id)
        try room.require(.workspaceRestore, open.facts)
        try transaction.setArchived(at: nil, of: open.scope)
        try audit(.workspaceRestore, subject: id.description, workspace: id, detail: open.workspace.name)
    }

    /// Takes a client's membership away, in effect at their next request; what they did stays.
    public func removeClient(_ user: User.ID, from id: Workspace.ID) throws {
        let open = try room.open(id)
        let member = try transaction.members(of: open.scope).first { $0.user.id == user }
        guard let member, let areas = member.areas else { throw Refusal.notFound }
        try room.require(.workspaceRemoveClient, open.facts)
        try transaction.setClient(user, areas: areas, status: .removed, at: room.now, of: open.scope)
        try transaction.withdrawNotices(to: user, in: open.scope)
        let left = try transaction.standing(of: user, in: room.scope).memberships
        if !left.contains(where: { $0.status == .active }) { try transaction.withdrawMails(to: user, in: room.scope) }
        try audit(.workspaceRemoveClient, subject: user.description, workspace: id, detail: member.user.name)
    }

    /// Says what a client may enter besides the dashboard and their account, from their next request on; nothing is an answer too.
    public func setAreas(_ areas: Areas, of user: User.ID, in id: Workspace.ID) throws {
        let open = try room.open(id)
        let member = try transaction.members(of: open.scope).first { $0.user.id == user }
        guard let member, let known = member.areas else { throw Refusal.notFound }
        try room.require(.workspaceRemoveClient, open.facts)
        guard areas != known else { return }
        try transaction.setClient(user, areas: areas, status: member.status, at: room.now, of: open.scope)
        let names = areas.names.isEmpty ? "no area" : areas.names.joined(separator: ", ")
        try audit(
            .workspaceRemoveClient, subject: user.description, workspace: id, detail: "\(member.user.name): \(names)")
    }

    private static func checked(_ name: String) throws -> String {
        let name = DisplayText.line(name, limit: 100)
        guard !name.isEmpty else { throw Refusal.invalid([FieldProblem("name", .missing)]) }
        return name
    }
}
