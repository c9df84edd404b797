/// One row of someone's belonging: staff of an agency, or client of a workspace.
///
/// It is generic over the caller's own ids, which are compared by their own `==`. An agency and a workspace may bear
/// equal ids and are still two places.
public enum Membership<AgencyID: Hashable & Sendable, WorkspaceID: Hashable & Sendable>: Hashable, Sendable {
    /// Staff of an agency, and through it of every workspace of that agency.
    case account(agency: AgencyID, role: AccountRole, status: MembershipStatus)
    /// Client of one workspace, within some of its areas.
    case client(workspace: WorkspaceID, areas: Areas, status: MembershipStatus)
}

/// Where a thing lies, and so whose memberships count for it.
public enum Place<AgencyID: Hashable & Sendable, WorkspaceID: Hashable & Sendable>: Hashable, Sendable {
    /// In an agency, in none of its workspaces.
    case agency(AgencyID)
    /// In a workspace of an agency.
    case workspace(WorkspaceID, of: AgencyID)
    /// In neither, as a person's own profile: no membership counts.
    case nowhere

    /// Whether a membership is one of this place, whatever its status.
    @inlinable
    public func concerns(_ membership: Membership<AgencyID, WorkspaceID>) -> Bool {
        switch (self, membership) {
        case (.agency(let agency), .account(let own, _, _)), (.workspace(_, let agency), .account(let own, _, _)):
            agency == own
        case (.workspace(let workspace, _), .client(let own, _, _)):
            workspace == own
        case (.agency, .client), (.nowhere, .account), (.nowhere, .client):
            false
        }
    }
}
