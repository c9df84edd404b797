/// A client in one of their workspaces: everything they may see, and nothing else can be asked.
///
/// It lives as long as the body it was lent to. What is not theirs and what never existed throw the same
/// ``Refusal/notFound``; panels outside their areas are `nil`.
public struct ClientPortal {
    let desk: Desk
    let person: Person
    public let membership: WorkspaceMembership

    public var front: Front { desk.front }
    public var user: User { person.user }
    public var session: Session? { person.session }
    public var workspace: Workspace { membership.workspace }
    public var areas: Areas { membership.areas }
    public var now: Instant { desk.now }
    public var account: Account { Account(desk: desk, person: person) }

    /// The workspaces that the switcher offers, by name; this one among them.
    public var workspaces: [WorkspaceMembership] { person.openWorkspaces }

    var snapshot: any Snapshot { desk.snapshot }
    var scope: WorkspaceScope { WorkspaceScope(agency: desk.front.agency.id, workspace: membership.workspace.id) }
    var standing: Standing { .client(membership.areas) }
    var archived: Bool { membership.workspace.isArchived }

    /// A client is told "not found", whatever the reason.
    func require(_ action: Action, _ facts: AccessFacts) throws {
        guard desk.decide(standing, action, facts).isAllowed else { throw Refusal.notFound }
    }

    /// Whether the person could be allowed this at all here: what decides if a section or panel exists for them.
    func mayEver(_ action: Action) -> Bool {
        let best = AccessFacts(archived: archived, published: true, clientTriggerable: true, invoice: .open)
        return desk.decide(standing, action, best).isAllowed
    }

    func requireSection(_ action: Action) throws {
        guard mayEver(action) else { throw Refusal.notFound }
    }

    /// A fresh one-time token for a form that starts something.
    public func freshToken() -> Secret { desk.mint.secret() }

    /// The client's portal, for a change.
    public struct Changing {
        public let room: ClientPortal
        let transaction: any Transaction

        public var account: Account.Changing { Account.Changing(account: room.account, transaction: transaction) }

        func audit(_ action: Action, subject: String, detail: String) throws {
            let entry = AuditEntry(
                agency: room.front.agency.id, at: room.now, actor: .user(room.user.id), action: action,
                subject: subject,
                workspace: room.workspace.id, detail: detail)
            try transaction.append(entry, salt: room.desk.mint.bytes(16), in: room.desk.agencyScope)
        }
    }
}

extension ClientPortal {
    /// Whether another workspace can be switched to: one of theirs, active and live.
    public func canSwitch(to workspace: Workspace.ID) -> Bool {
        workspaces.contains { membership in
            membership.workspace.id == workspace
                && desk.decide(
                    .client(membership.areas), .portalOpen, .workspace(archived: membership.workspace.isArchived)
                )
                .isAllowed
        }
    }
}
