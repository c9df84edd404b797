/// The outside system that executes workflows.
public struct Engine: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Engine>
    public static var idPrefix: String { "eng" }

    public let id: ID
    public let name: String
    public let kind: EngineKind
    /// Its base address: where its API is asked (Prefect), and the origin that its credential may be sent to.
    public let apiURL: String?
    public let createdAt: Instant

    public init(id: ID, name: String, kind: EngineKind, apiURL: String?, createdAt: Instant) {
        self.id = id
        self.name = name
        self.kind = kind
        self.apiURL = apiURL
        self.createdAt = createdAt
    }
}

/// How an engine is asked for a run and how its runs are learned of.
public enum EngineKind: String, CaseIterable, Hashable, Sendable {
    /// Any code: a request signed per Standard Webhooks; runs are reported to our API.
    case webhook
    /// n8n: its webhook node, with a secret in a header; runs are reported to our API.
    case n8n
    /// Prefect: its REST API, for both directions.
    case prefect
}

/// What proves to an engine who asks: sealed at rest, opened only to send a request.
public enum EngineCredential: Hashable, Sendable {
    case none
    case header(name: String, value: String)
    case basic(user: String, password: String)
}

extension EngineCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Its kind alone: no log or error can carry the rest by accident.
    public var description: String {
        switch self {
        case .none: "no credential"
        case .header: "header credential"
        case .basic: "basic credential"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A credential of an agency's system, bound to permissions and usually to one workspace.
public struct APIKey: Identified, Hashable, Sendable {
    public typealias ID = Identifier<APIKey>
    public static var idPrefix: String { "key" }

    public let id: ID
    public let name: String
    /// `nil` reaches every workspace of the agency.
    public let workspace: Workspace.ID?
    public let permissions: Set<Action>
    public let createdAt: Instant
    public let lastUsedAt: Instant?
    public let revokedAt: Instant?

    public init(
        id: ID, name: String, workspace: Workspace.ID?, permissions: Set<Action>, createdAt: Instant,
        lastUsedAt: Instant?, revokedAt: Instant?
    ) {
        self.id = id
        self.name = name
        self.workspace = workspace
        self.permissions = permissions
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }
}
