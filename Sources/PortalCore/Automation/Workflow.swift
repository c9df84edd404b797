/// An automation that lives in an engine, as staff see it.
public struct Workflow: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Workflow>
    public static var idPrefix: String { "wfl" }

    public let id: ID
    public let workspace: Workspace.ID
    public let name: String
    /// What it does for the client, in the agency's words.
    public let purpose: String
    public let status: WorkflowStatus
    public let isClientTriggerable: Bool
    /// Whether a request that the engine may have received can be sent again.
    public let isIdempotent: Bool
    /// Whether clients see the engine's one-line summaries of steps.
    public let showsSummaries: Bool
    /// Runs that nobody reports on for longer than this read ``RunStatus/unknown``.
    public let timeLimit: TimeSpan
    /// What the agency tells the client when a run failed; empty says only that it failed.
    public let failureNote: String
    public let engine: Engine.ID?
    /// The engine's own id of it; unique per workspace and engine.
    public let externalID: String?
    /// Where a run is asked for; `nil` if it cannot be started from here.
    public let triggerURL: String?
    public let createdAt: Instant

    public init(
        id: ID, workspace: Workspace.ID, name: String, purpose: String, status: WorkflowStatus,
        isClientTriggerable: Bool, isIdempotent: Bool, showsSummaries: Bool, timeLimit: TimeSpan, failureNote: String,
        engine: Engine.ID?, externalID: String?, triggerURL: String?, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.name = name
        self.purpose = purpose
        self.status = status
        self.isClientTriggerable = isClientTriggerable
        self.isIdempotent = isIdempotent
        self.showsSummaries = showsSummaries
        self.timeLimit = timeLimit
        self.failureNote = failureNote
        self.engine = engine
        self.externalID = externalID
        self.triggerURL = triggerURL
        self.createdAt = createdAt
    }
}

/// A workflow as its client sees it: nothing of the engine behind it.
public struct ClientWorkflow: Hashable, Sendable {
    public let id: Workflow.ID
    public let name: String
    public let purpose: String
    /// Held for safety: shown as such, and not startable.
    public let isPaused: Bool
    /// Whether this client may press Run now.
    public let canTrigger: Bool
    public let lastRun: ClientRun?

    init(_ workflow: Workflow, canTrigger: Bool, lastRun: ClientRun?) {
        id = workflow.id
        name = workflow.name
        purpose = workflow.purpose
        isPaused = workflow.status == .paused
        self.canTrigger = canTrigger
        self.lastRun = lastRun
    }
}

/// What a dashboard needs of a workflow: whether it is on, and whether it can be started.
public struct WorkflowSummary: Hashable, Sendable {
    public let id: Workflow.ID
    public let name: String
    public let status: WorkflowStatus
    public let isClientTriggerable: Bool
    /// It lies in an engine and has an address where a run is asked for.
    public let hasTrigger: Bool

    public init(id: Workflow.ID, name: String, status: WorkflowStatus, isClientTriggerable: Bool, hasTrigger: Bool) {
        self.id = id
        self.name = name
        self.status = status
        self.isClientTriggerable = isClientTriggerable
        self.hasTrigger = hasTrigger
    }

    public init(_ workflow: Workflow) {
        self.init(
            id: workflow.id, name: workflow.name, status: workflow.status,
            isClientTriggerable: workflow.isClientTriggerable,
            hasTrigger: workflow.engine != nil && workflow.triggerURL != nil)
    }
}

/// What a workflow is called, for lists to choose from.
public struct WorkflowName: Hashable, Sendable {
    public let id: Workflow.ID
    public let name: String

    public init(id: Workflow.ID, name: String) {
        self.id = id
        self.name = name
    }

    public init(_ workflow: Workflow) { self.init(id: workflow.id, name: workflow.name) }
    public init(_ workflow: WorkflowSummary) { self.init(id: workflow.id, name: workflow.name) }
}
