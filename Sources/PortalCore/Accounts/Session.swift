/// A sign-in of one user at one agency's hosts. The cookie's secret is never kept, only its digest.
public struct Session: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Session>
    public static var idPrefix: String { "ses" }

    public let id: ID
    public let user: User.ID
    public let createdAt: Instant
    public let lastUsedAt: Instant
    /// What the browser called itself, shortened, for the account page.
    public let agent: String
    /// The network that it was opened from, without the part that names one machine, as in `203.0.113.0/24`.
    public let network: String?

    public init(
        id: ID, user: User.ID, createdAt: Instant, lastUsedAt: Instant, agent: String, network: String? = nil
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.agent = agent
        self.network = network
    }
}

/// How long a session lives.
public struct SessionLifetime: Hashable, Sendable {
    /// Unused for this long, it ends.
    public let idle: TimeSpan
    /// However much used, it ends after this long.
    public let absolute: TimeSpan
    /// Use is written down at most this often.
    public let touchInterval: TimeSpan

    public init(idle: TimeSpan = .days(14), absolute: TimeSpan = .days(90), touchInterval: TimeSpan = .minutes(10)) {
        self.idle = idle
        self.absolute = absolute
        self.touchInterval = touchInterval
    }

    /// Whether a session made and last used at these moments is still good at `now`.
    public func admits(createdAt: Instant, lastUsedAt: Instant, now: Instant) -> Bool {
        now < createdAt.adding(absolute) && now < lastUsedAt.adding(idle)
    }
}

/// A session with whom it speaks for, as one look-up finds it.
public struct SignedIn: Hashable, Sendable {
    public let session: Session
    public let user: User
    /// The active account role, if the user is staff.
    public let role: AccountRole?
    /// Every membership of the agency's workspaces, whatever its status.
    public let memberships: [WorkspaceMembership]
    /// Whether the user has a second factor; a session of one that has it was opened with it.
    public let hasSecondFactor: Bool

    public init(
        session: Session, user: User, role: AccountRole?, memberships: [WorkspaceMembership],
        hasSecondFactor: Bool
    ) {
        self.session = session
        self.user = user
        self.role = role
        self.memberships = memberships
        self.hasSecondFactor = hasSecondFactor
    }
}
