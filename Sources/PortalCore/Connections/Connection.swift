/// A third-party account that workflows depend on. The client owns it; its secret is nowhere in this value.
public struct Connection: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Connection>
    public static var idPrefix: String { "con" }

    public let id: ID
    public let workspace: Workspace.ID
    /// What the agency calls it, such as `Shop mailbox`.
    public let name: String
    /// The service, such as `HubSpot`.
    public let provider: String
    public let method: ConnectionMethod
    public let health: ConnectionHealth
    /// The account at the provider, as the provider names it.
    public let accountLabel: String
    public let checkedAt: Instant?
    public let expiresAt: Instant?
    public let createdAt: Instant

    public init(
        id: ID, workspace: Workspace.ID, name: String, provider: String, method: ConnectionMethod,
        health: ConnectionHealth, accountLabel: String, checkedAt: Instant?, expiresAt: Instant?, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.name = name
        self.provider = provider
        self.method = method
        self.health = health
        self.accountLabel = accountLabel
        self.checkedAt = checkedAt
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

public enum ConnectionMethod: String, CaseIterable, Hashable, Sendable {
    case oauth
    case apiKey = "api-key"
}

/// Whether workflows can use a connection.
public enum ConnectionHealth: String, CaseIterable, Hashable, Sendable {
    case healthy
    /// Works now and ends soon.
    case expiring
    /// The provider refused it: the client must authorise again.
    case needsReauthorisation = "needs-reauthorization"
    /// Another account answered than last time: the client must confirm.
    case accountChanged = "account-changed"
    /// Held until the client authorises again, because the provider's address was changed.
    case suspended
    /// Not checked yet.
    case unchecked

    /// Whether workflows that depend on it cannot run.
    public var isBroken: Bool {
        switch self {
        case .needsReauthorisation, .accountChanged, .suspended: true
        case .healthy, .expiring, .unchecked: false
        }
    }
}

/// A connection as its client sees it.
public struct ClientConnection: Hashable, Sendable {
    public let id: Connection.ID
    public let name: String
    public let provider: String
    public let method: ConnectionMethod
    public let health: ConnectionHealth
    public let accountLabel: String
    public let checkedAt: Instant?
    public let expiresAt: Instant?
    /// The visible workflows that depend on it; empty for a client without the workflows area.
    public let workflowNames: [String]

    init(_ connection: Connection, workflowNames: [String]) {
        id = connection.id
        name = connection.name
        provider = connection.provider
        method = connection.method
        health = connection.health
        accountLabel = connection.accountLabel
        checkedAt = connection.checkedAt
        expiresAt = connection.expiresAt
        self.workflowNames = workflowNames
    }
}
