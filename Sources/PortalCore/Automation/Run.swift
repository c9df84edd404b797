/// One execution of a workflow, without payloads.
public struct Run: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Run>
    public static var idPrefix: String { "run" }

    public let id: ID
    public let workspace: Workspace.ID
    public let workflow: Workflow.ID
    public let workflowName: String
    public let status: RunStatus
    public let attempt: Int
    public let origin: RunOrigin
    /// First sight of it: the fixed place in every list.
    public let listedAt: Instant
    public let startedAt: Instant?
    public let endedAt: Instant?
    /// What became of asking the engine for it, for runs that were asked for here.
    public let delivery: TriggerDelivery?
    /// The engine's own number of it.
    public let externalID: String?

    public init(
        id: ID, workspace: Workspace.ID, workflow: Workflow.ID, workflowName: String, status: RunStatus, attempt: Int,
        origin: RunOrigin, listedAt: Instant, startedAt: Instant?, endedAt: Instant?, delivery: TriggerDelivery?,
        externalID: String?
    ) {
        self.id = id
        self.workspace = workspace
        self.workflow = workflow
        self.workflowName = workflowName
        self.status = status
        self.attempt = attempt
        self.origin = origin
        self.listedAt = listedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.delivery = delivery
        self.externalID = externalID
    }
}

/// Who asked for a run.
public enum RunOrigin: String, CaseIterable, Hashable, Sendable {
    /// The engine by itself: a schedule, an event.
    case engine
    /// A client pressed Run now.
    case client
    /// Staff pressed Run now or Retry.
    case staff
}

/// How far asking the engine for a run has got.
public enum TriggerDelivery: String, CaseIterable, Hashable, Sendable {
    /// In the outbox.
    case pending
    /// The engine took it.
    case accepted
    /// The engine was never reached within the time allowed, or said no.
    case didNotStart = "did-not-start"
    /// The request may have arrived, the answer did not; it was not sent again.
    case unconfirmed
    /// Withdrawn before it was sent.
    case withdrawn
}

/// A run as its client sees it.
public struct ClientRun: Hashable, Sendable {
    public let id: Run.ID
    public let workflow: Workflow.ID
    public let workflowName: String
    public let status: RunStatus
    public let listedAt: Instant
    public let startedAt: Instant?
    public let endedAt: Instant?
    /// Why it has not begun, where asking the engine went wrong.
    public let delivery: TriggerDelivery?

    init(_ run: Run) {
        id = run.id
        workflow = run.workflow
        workflowName = run.workflowName
        status = run.status
        listedAt = run.listedAt
        startedAt = run.startedAt
        endedAt = run.endedAt
        delivery = run.delivery
    }
}

/// One part of a run, as stored: a name and times, never what flowed through it.
public struct Step: Hashable, Sendable {
    /// Its place in the timeline, from 0.
    public let position: Int
    public let name: String
    /// What kind of thing it is in the engine's words, such as `http`.
    public let kind: String
    public let status: RunStatus
    public let startedAt: Instant?
    public let endedAt: Instant?
    /// One line of the engine's about what it did.
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

/// A step as the client sees it.
public struct ClientStep: Hashable, Sendable {
    public let name: String
    public let status: RunStatus
    public let startedAt: Instant?
    public let endedAt: Instant?
    /// Only for workflows whose staff turned summaries on.
    public let summary: String?

    init(_ step: Step, showsSummary: Bool) {
        name = step.name
        status = step.status
        startedAt = step.startedAt
        endedAt = step.endedAt
        summary = showsSummary && !step.summary.isEmpty ? step.summary : nil
    }
}

/// A run with its timeline, for its client.
public struct ClientTimeline: Hashable, Sendable {
    public let run: ClientRun
    public let steps: [ClientStep]
    /// The agency's words for a failed run; `nil` where there are none or it did not fail.
    public let failureNote: String?
    public let canCancel: Bool

    init(run: ClientRun, steps: [ClientStep], failureNote: String?, canCancel: Bool) {
        self.run = run
        self.steps = steps
        self.failureNote = failureNote
        self.canCancel = canCancel
    }
}

/// Which runs of a list are wanted.
public struct RunFilter: Hashable, Sendable {
    public var workflow: Workflow.ID?
    public var status: RunStatus?
    /// First sight at or after this.
    public var from: Instant?
    /// First sight before this.
    public var until: Instant?

    public init(workflow: Workflow.ID? = nil, status: RunStatus? = nil, from: Instant? = nil, until: Instant? = nil) {
        self.workflow = workflow
        self.status = status
        self.from = from
        self.until = until
    }
}

/// A place in a list of runs: the next page has what comes strictly before it.
public struct RunKey: Hashable, Sendable {
    public let listedAt: Instant
    public let id: Run.ID

    public init(listedAt: Instant, id: Run.ID) {
        self.listedAt = listedAt
        self.id = id
    }
}

/// How many runs of one workflow ended in one hour, by how they ended.
public struct RunTally: Hashable, Sendable {
    public let workflow: Workflow.ID
    public let hour: Instant
    public let succeeded: Int
    public let failed: Int
    public let canceled: Int

    public init(workflow: Workflow.ID, hour: Instant, succeeded: Int, failed: Int, canceled: Int) {
        self.workflow = workflow
        self.hour = hour
        self.succeeded = succeeded
        self.failed = failed
        self.canceled = canceled
    }
}
