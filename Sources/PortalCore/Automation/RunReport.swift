/// What an engine says about one run: the allow-list of what is ever kept of it.
public struct RunReport: Hashable, Sendable {
    public let run: RunReference
    /// What the engine calls a run that is named by our id, so that later reports may name it so.
    public let externalID: String?
    public let workflow: WorkflowReference?
    /// Counts executions of the same run; a retry inside the engine has a higher one.
    public let attempt: Int
    public let status: RunStatus
    /// When the status became true at the engine; settles `running` against `waiting`.
    public let at: Instant?
    /// When the engine made the run; its place in the list if the first report gives it.
    public let createdAt: Instant?
    public let startedAt: Instant?
    public let endedAt: Instant?
    public let steps: [StepReport]
    /// What went wrong, for staff only; sealed before it is stored.
    public let errorDetail: String?

    public init(
        run: RunReference, externalID: String? = nil, workflow: WorkflowReference?, attempt: Int, status: RunStatus,
        at: Instant?, createdAt: Instant?, startedAt: Instant?, endedAt: Instant?, steps: [StepReport],
        errorDetail: String?
    ) {
        self.run = run
        self.externalID = externalID
        self.workflow = workflow
        self.attempt = attempt
        self.status = status
        self.at = at
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.steps = steps
        self.errorDetail = errorDetail
    }
}

/// Which run a report speaks of.
public enum RunReference: Hashable, Sendable {
    case id(Run.ID)
    case external(engine: Engine.ID, id: String)
}

/// Which workflow a report speaks of.
public enum WorkflowReference: Hashable, Sendable {
    case id(Workflow.ID)
    case external(engine: Engine.ID, id: String)
}

/// What an engine says about one part of a run.
public struct StepReport: Hashable, Sendable {
    /// Its place in the timeline and its identity within the attempt, from 0 to 999.
    public let position: Int
    public let name: String
    public let kind: String
    public let status: RunStatus
    public let startedAt: Instant?
    public let endedAt: Instant?
    public let summary: String

    public init(
        position: Int, name: String, kind: String, status: RunStatus, startedAt: Instant?, endedAt: Instant?,
        summary: String
    ) {
        self.position = position
        self.name = name
        self.kind = kind
        self.status = status
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.summary = summary
    }
}
