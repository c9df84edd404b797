/// Staff in their agency's own rooms.
///
/// It lives as long as the body it was lent to. What lies outside the agency throws ``Refusal/notFound``; what a role lacks on
/// a thing it can see throws ``Refusal/roleLacks(_:)``.
public struct AgencyConsole {
    let desk: Desk
    let person: Person
    public let role: AccountRole

    public var front: Front { desk.front }
    public var user: User { person.user }
    public var session: Session? { person.session }
    public var now: Instant { desk.now }
    public var account: Account { Account(desk: desk, person: person) }

    var snapshot: any Snapshot { desk.snapshot }
    var scope: AgencyScope { desk.agencyScope }

    /// Whether this role may do something, for pages that leave out what would be refused.
    public func may(_ action: Action, archived: Bool = false) -> Bool {
        let best = AccessFacts(archived: archived, published: true, clientTriggerable: true, invoice: .open)
        return AccessPolicy.decide(.staff(role), action, best).isAllowed
    }

    /// Asks for no more than to be here: for pages that show nothing but where the role may go on to.
    public func enter() throws { try require(.agencyDashboard) }

    func require(_ action: Action, _ facts: AccessFacts = .none) throws {
        switch desk.decide(.staff(role), action, facts) {
        case .allowed: return
        case .denied(.workspaceArchived): throw Refusal.notNow(.workspaceArchived)
        case .denied: throw Refusal.roleLacks(action)
        }
    }

    /// A workspace of this agency, with the proof to ask about it.
    func open(_ id: Workspace.ID) throws -> OpenWorkspace {
        guard let workspace = try snapshot.workspace(id, in: scope) else { throw Refusal.notFound }
        return OpenWorkspace(
            workspace: workspace, scope: WorkspaceScope(agency: front.agency.id, workspace: workspace.id))
    }

    /// A fresh one-time token for a form that starts something.
    public func freshToken() -> Secret { desk.mint.secret() }

    /// The console, for a change.
    public struct Changing {
        public let room: AgencyConsole
        let transaction: any Transaction

        public var account: Account.Changing { Account.Changing(account: room.account, transaction: transaction) }

        func audit(_ action: Action, subject: String, workspace: Workspace.ID?, detail: String) throws {
            let entry = AuditEntry(
                agency: room.front.agency.id, at: room.now, actor: .user(room.user.id), action: action,
                subject: subject,
                workspace: workspace, detail: detail)
            try transaction.append(entry, salt: room.desk.mint.bytes(16), in: room.scope)
        }
    }
}

/// A workspace that was found in the agency, and the scope that finding it grants.
struct OpenWorkspace {
    let workspace: Workspace
    let scope: WorkspaceScope

    var archived: Bool { workspace.isArchived }
    var facts: AccessFacts { .workspace(archived: archived) }
}
