/// Where a signed-in person arrives.
public enum Landing<WorkspaceID: Hashable & Comparable & Sendable>: Hashable, Sendable {
    /// Staff: the agency app.
    case agencyDashboard
    /// A client: the portal of one of their workspaces.
    case portal(WorkspaceID)
    /// A member of nothing here, or of nothing any more.
    case home

    /// One workspace that a client belongs to, or did.
    public struct Door<Moment: Comparable & Sendable>: Sendable {
        public let workspace: WorkspaceID
        public let status: MembershipStatus
        public let archived: Bool
        public let joinedAt: Moment

        public init(workspace: WorkspaceID, status: MembershipStatus, archived: Bool, joinedAt: Moment) {
            self.workspace = workspace
            self.status = status
            self.archived = archived
            self.joinedAt = joinedAt
        }

        fileprivate var isOpen: Bool {
            switch status {
            case .active:
                AccessPolicy.decide(.client([]), .portalOpen, .workspace(archived: archived)).isAllowed
            case .invited, .removed:
                false
            }
        }
    }

    /// Decides it from what someone is at the agency whose host they came to, and their workspaces there.
    ///
    /// Staff never land in a portal. A client lands in the workspace remembered for them if it is still theirs and
    /// live, else in the one joined last; of two joined in the same moment, in that of the greater id.
    public static func decide<Moment>(
        _ standing: Standing, doors: some Sequence<Door<Moment>>, remembered: WorkspaceID?
    ) -> Landing {
        switch standing {
        case .staff: return .agencyDashboard
        case .nobody(.suspended): return .home
        case .client, .nobody(.invited), .nobody(.removed), .nobody(.stranger): break
        }

        let open = doors.filter(\.isOpen)
        if let remembered, open.contains(where: { $0.workspace == remembered }) { return .portal(remembered) }
        let last = open.max { ($0.joinedAt, $0.workspace) < ($1.joinedAt, $1.workspace) }
        return last.map { .portal($0.workspace) } ?? .home
    }
}
