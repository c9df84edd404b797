extension Portal {
    /// The way in: host, then session, then role, in one snapshot. `nil` for a host that is no agency's.
    func resolve(_ knock: Knock, in snapshot: any Snapshot, mint: Mint) throws -> Visit? {
        guard let front = try snapshot.front(of: knock.host) else { return nil }
        return try resolve(knock.identity, remembered: knock.remembered, at: front, in: snapshot, mint: mint)
    }

    func resolve(
        _ identity: Identity, remembered: Workspace.ID?, at front: Front, in snapshot: any Snapshot, mint: Mint
    ) throws -> Visit {
        let desk = desk(at: front, in: snapshot, mint: mint)
        guard let person = try person(identity, at: desk) else {
            return Visit(front: front, entry: .reception(Reception(desk: desk)), mint: mint)
        }
        return Visit(front: front, entry: Self.room(of: person, remembered: remembered, at: desk), mint: mint)
    }

    func desk(at front: Front, in snapshot: any Snapshot, mint: Mint) -> Desk {
        Desk(
            front: front, snapshot: snapshot, mint: mint, services: services, sessionLifetime: sessionLifetime,
            onDecision: onDecision, onMail: onMail)
    }

    /// Whom an identity stands for at this agency; `nil` for a session that has ended and for a suspended user.
    private func person(_ identity: Identity, at desk: Desk) throws -> Person? {
        let scope = desk.agencyScope
        switch identity {
        case .nobody:
            return nil
        case .session(let digest):
            guard let found = try desk.snapshot.signedIn(session: digest, in: scope),
                sessionLifetime.admits(
                    createdAt: found.session.createdAt, lastUsedAt: found.session.lastUsedAt, now: desk.mint.now)
            else { return nil }
            let person = Person(
                user: found.user, session: found.session, role: found.role, memberships: found.memberships,
                hasSecondFactor: found.hasSecondFactor)
            return person.isActive ? person : nil
        case .user(let id):
            guard let found = try desk.snapshot.user(id, in: scope) else { return nil }
            let (role, memberships) = try desk.snapshot.standing(of: id, in: scope)
            let person = Person(user: found.user, session: nil, role: role, memberships: memberships)
            return person.isActive ? person : nil
        }
    }

    private static func room(of person: Person, remembered: Workspace.ID?, at desk: Desk) -> Entry {
        if person.owesSecondFactor(to: desk.front.agency) { return .home(Home(desk: desk, person: person)) }
        let standing = person.role.map(Standing.staff) ?? .nobody(.stranger)
        let doors = person.memberships.map {
            Landing<Workspace.ID>.Door(
                workspace: $0.workspace.id, status: $0.status, archived: $0.workspace.isArchived, joinedAt: $0.joinedAt)
        }
        switch Landing.decide(standing, doors: doors, remembered: remembered) {
        case .agencyDashboard:
            guard let role = person.role else { return .home(Home(desk: desk, person: person)) }
            return .agencyConsole(AgencyConsole(desk: desk, person: person, role: role))
        case .portal(let workspace):
            guard let membership = person.memberships.first(where: { $0.workspace.id == workspace }) else {
                return .home(Home(desk: desk, person: person))
            }
            return .clientPortal(ClientPortal(desk: desk, person: person, membership: membership))
        case .home:
            return .home(Home(desk: desk, person: person))
        }
    }
}

/// Somebody who is signed in at this agency, with the memberships of this very moment.
struct Person {
    let user: User
    let session: Session?
    let role: AccountRole?
    let memberships: [WorkspaceMembership]
    var hasSecondFactor = false

    /// Whether the agency asks for a second factor that is missing. Whom an embedder signs in, it asks for what it wants itself.
    func owesSecondFactor(to agency: Agency) -> Bool {
        session != nil && !hasSecondFactor && agency.secondFactor.asks(self)
    }

    var isActive: Bool {
        switch user.status {
        case .active: true
        case .suspended: false
        }
    }

    /// The workspaces that can be entered now, by name.
    var openWorkspaces: [WorkspaceMembership] {
        memberships.filter { $0.status == .active && !$0.workspace.isArchived }
            .sorted { ($0.workspace.name, $0.workspace.id) < ($1.workspace.name, $1.workspace.id) }
    }
}

/// What every room shares: the house, the moment and the way to ask the policy.
struct Desk {
    let front: Front
    let snapshot: any Snapshot
    let mint: Mint
    let services: Services
    let sessionLifetime: SessionLifetime
    let onDecision: Portal.DecisionObserver?
    let onMail: Portal.MailObserver?

    var agencyScope: AgencyScope { AgencyScope(agency: front.agency.id) }
    var now: Instant { mint.now }

    func decide(_ standing: Standing, _ action: Action, _ facts: AccessFacts) -> Decision {
        let decision = AccessPolicy.decide(standing, action, facts)
        onDecision?(action, decision)
        return decision
    }
}
