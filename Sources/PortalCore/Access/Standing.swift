/// What someone is towards one thing, with every id resolved away.
///
/// This is all that ``AccessPolicy`` needs to know of a person. It holds no id, so that a rule cannot confuse two
/// tenants: who belongs where has been settled when a standing is made.
public enum Standing: Hashable, Sendable {
    /// Staff of the agency that the thing belongs to.
    case staff(AccountRole)
    /// A client of the workspace that the thing lies in.
    case client(Areas)
    /// No standing, and why.
    case nobody(Absence)

    /// Why someone has no standing.
    public enum Absence: String, CaseIterable, Hashable, Sendable {
        /// Their user is suspended: nothing else counts.
        case suspended
        /// They have been invited and have not accepted yet.
        case invited
        /// They used to belong.
        case removed
        /// No membership of theirs is of this place.
        case stranger
    }
}

extension Standing {
    /// Resolves all of someone's memberships, anywhere, to what they are at one place.
    ///
    /// Only active memberships of that very place count, in any order, and any one of them is enough. Staff wins over
    /// client. Of several roles at one agency the highest counts; the areas of several rows of one workspace add up.
    @inlinable
    public init<AgencyID, WorkspaceID>(
        of user: UserStatus, _ memberships: some Sequence<Membership<AgencyID, WorkspaceID>>,
        at place: Place<AgencyID, WorkspaceID>
    ) {
        switch user {
        case .suspended: self = .nobody(.suspended)
        case .active: self.init(active: memberships, at: place)
        }
    }

    /// Resolves memberships at an agency, or at one of its workspaces.
    @inlinable
    public init<AgencyID, WorkspaceID>(
        of user: UserStatus, _ memberships: some Sequence<Membership<AgencyID, WorkspaceID>>,
        agency: AgencyID, workspace: WorkspaceID?
    ) {
        let place: Place<AgencyID, WorkspaceID> =
            if let workspace { .workspace(workspace, of: agency) } else { .agency(agency) }
        self.init(of: user, memberships, at: place)
    }

    @inlinable
    init<AgencyID, WorkspaceID>(
        active memberships: some Sequence<Membership<AgencyID, WorkspaceID>>, at place: Place<AgencyID, WorkspaceID>
    ) {
        var role: AccountRole?
        var areas: Areas?
        var absence = Absence.stranger

        for membership in memberships where place.concerns(membership) {
            switch membership {
            case .account(_, let held, .active):
                role = role.map { Self.higher($0, held) } ?? held
            case .client(_, let granted, .active):
                areas = areas.map { $0.union(granted) } ?? granted
            case .account(_, _, .invited), .client(_, _, .invited):
                absence = .invited
            case .account(_, _, .removed), .client(_, _, .removed):
                if absence == .stranger { absence = .removed }
            }
        }

        if let role {
            self = .staff(role)
        } else if let areas {
            self = .client(areas)
        } else {
            self = .nobody(absence)
        }
    }

    @inlinable
    static func higher(_ one: AccountRole, _ other: AccountRole) -> AccountRole {
        switch (one, other) {
        case (.owner, _), (_, .owner): .owner
        case (.admin, _), (_, .admin): .admin
        case (.member, .member): .member
        }
    }
}
