/// One thing somebody did, in the agency's own chain of entries.
///
/// The chain hashes ids and salted commitments only; the names behind them lie beside it and can be erased.
public struct AuditEntry: Hashable, Sendable {
    public let agency: Agency.ID
    public let at: Instant
    public let actor: AuditActor
    public let action: Action
    /// The text form of the id of what it was done to.
    public let subject: String
    public let workspace: Workspace.ID?
    /// A few words for people, such as the name of the workflow; outside the chain, erasable.
    public let detail: String

    public init(
        agency: Agency.ID, at: Instant, actor: AuditActor, action: Action, subject: String, workspace: Workspace.ID?,
        detail: String
    ) {
        self.agency = agency
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.workspace = workspace
        self.detail = detail
    }
}

/// Who did it.
public enum AuditActor: Hashable, Sendable {
    case user(User.ID)
    case key(APIKey.ID)
    case operatorConsole
}
