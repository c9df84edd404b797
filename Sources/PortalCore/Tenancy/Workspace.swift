/// One client engagement. Everything a client sees lives in exactly one.
public struct Workspace: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Workspace>
    public static var idPrefix: String { "wsp" }

    public let id: ID
    public let name: String
    public let createdAt: Instant
    /// When it was archived; `nil` while it is live.
    public let archivedAt: Instant?

    public init(id: ID, name: String, createdAt: Instant, archivedAt: Instant?) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        self.archivedAt = archivedAt
    }

    public var isArchived: Bool { archivedAt != nil }
}

/// A client's membership as the client's own session sees it.
public struct WorkspaceMembership: Hashable, Sendable {
    public let workspace: Workspace
    public let areas: Areas
    public let status: MembershipStatus
    public let joinedAt: Instant

    public init(workspace: Workspace, areas: Areas, status: MembershipStatus, joinedAt: Instant) {
        self.workspace = workspace
        self.areas = areas
        self.status = status
        self.joinedAt = joinedAt
    }
}

/// A person on a workspace's members page or an agency's team page, as staff see them.
public struct Member: Hashable, Sendable {
    public let user: User
    public let status: MembershipStatus
    /// What a client may enter; `nil` for staff.
    public let areas: Areas?
    /// `nil` for clients.
    public let role: AccountRole?
    public let joinedAt: Instant
    public let lastSeenAt: Instant?
    public let hasSecondFactor: Bool

    public init(
        user: User, status: MembershipStatus, areas: Areas?, role: AccountRole?, joinedAt: Instant,
        lastSeenAt: Instant?, hasSecondFactor: Bool = false
    ) {
        self.user = user
        self.status = status
        self.areas = areas
        self.role = role
        self.joinedAt = joinedAt
        self.lastSeenAt = lastSeenAt
        self.hasSecondFactor = hasSecondFactor
    }
}

/// A workspace on the agency's list of clients: how its automations did, and what it owes.
public struct WorkspaceSummary: Hashable, Sendable {
    public let workspace: Workspace
    public let memberCount: Int
    public let publishedWorkflowCount: Int
    /// Runs that ended in the asked period.
    public let succeededRuns: Int
    public let failedRuns: Int
    public let brokenConnections: Int
    /// What is open, by currency; the part of it past its due date is in ``overdue``.
    public let owed: [Money]
    public let overdue: [Money]

    public init(
        workspace: Workspace, memberCount: Int, publishedWorkflowCount: Int, succeededRuns: Int, failedRuns: Int,
        brokenConnections: Int, owed: [Money], overdue: [Money]
    ) {
        self.workspace = workspace
        self.memberCount = memberCount
        self.publishedWorkflowCount = publishedWorkflowCount
        self.succeededRuns = succeededRuns
        self.failedRuns = failedRuns
        self.brokenConnections = brokenConnections
        self.owed = owed
        self.overdue = overdue
    }
}
