/// One look into an outbox: how much there is room for, and whose turn it is.
///
/// Agencies take turns, a job each before any has a second, and those with the fewest under way come first. So do the workspaces of an
/// agency that has more due than there is room for. A backlog, however long, is in nobody's way but its own workspace's.
public struct OutboxLook<ID: Hashable & Sendable>: Sendable {
    /// How many jobs there is room for.
    public let limit: Int
    /// How many may be one agency's, those under way counted in.
    public let limitPerAgency: Int
    /// What must not be begun now, because it is under way or nobody knows what came of it. It is never answered.
    public let held: [ID: Held]
    /// Whose turn was last: it begins with the one behind.
    public let lastAgency: Agency.ID?
    /// Which of an agency's workspaces had its turn last.
    public let lastWorkspaces: [Agency.ID: Workspace.ID]

    /// Whose a job is that must not be begun now.
    public struct Held: Hashable, Sendable {
        public let agency: Agency.ID
        /// `nil` in an outbox where workspaces take no turns.
        public let workspace: Workspace.ID?
        /// Whether it takes up room.
        public let isUnderWay: Bool

        public init(agency: Agency.ID, workspace: Workspace.ID?, isUnderWay: Bool) {
            self.agency = agency
            self.workspace = workspace
            self.isUnderWay = isUnderWay
        }
    }

    /// - Parameter limitPerAgency: `nil` for as many as there is room for.
    public init(
        limit: Int, limitPerAgency: Int? = nil, held: [ID: Held] = [:], lastAgency: Agency.ID? = nil,
        lastWorkspaces: [Agency.ID: Workspace.ID] = [:]
    ) {
        self.limit = limit
        self.limitPerAgency = limitPerAgency ?? limit
        self.held = held
        self.lastAgency = lastAgency
        self.lastWorkspaces = lastWorkspaces
    }

    /// How many jobs of each agency are under way.
    public var underWay: [Agency.ID: Int] {
        held.values.reduce(into: [:]) { if $1.isUnderWay { $0[$1.agency, default: 0] += 1 } }
    }

    /// How many jobs of each of an agency's workspaces are under way.
    public func underWay(of agency: Agency.ID) -> [Workspace.ID: Int] {
        held.values.reduce(into: [:]) { counts, held in
            if held.agency == agency, held.isUnderWay, let workspace = held.workspace {
                counts[workspace, default: 0] += 1
            }
        }
    }

    /// How many more jobs may be the agency's.
    public func room(for agency: Agency.ID) -> Int {
        min(limit, limitPerAgency - held.values.count { $0.agency == agency && $0.isUnderWay })
    }

    /// How many of the agency's jobs are held.
    public func heldCount(of agency: Agency.ID) -> Int { held.values.count { $0.agency == agency } }
}
