/// A request to an engine to execute a workflow, as the outbox holds it: references, no secrets.
public struct TriggerJob: Hashable, Sendable {
    public let run: Run.ID
    public let agency: Agency.ID
    public let workspace: Workspace.ID
    public let workflow: Workflow.ID
    /// Also the `webhook-id` of every try.
    public let id: Outbox.ID
    public let tries: Int
    public let firstTriedAt: Instant?
    public let createdAt: Instant
    /// When the last try began, if what came of it was never written down: the process ended in the middle of it.
    public let begunAt: Instant?
    /// A try that is over may have reached the engine, and no usable answer came.
    public let isUnconfirmed: Bool

    /// Whether the engine may know of the run already, from a try before the next one.
    public var mayHaveArrived: Bool { isUnconfirmed || begunAt != nil }

    public init(
        run: Run.ID, agency: Agency.ID, workspace: Workspace.ID, workflow: Workflow.ID, id: Outbox.ID, tries: Int,
        firstTriedAt: Instant?, createdAt: Instant, begunAt: Instant? = nil, isUnconfirmed: Bool = false
    ) {
        self.run = run
        self.agency = agency
        self.workspace = workspace
        self.workflow = workflow
        self.id = id
        self.tries = tries
        self.firstTriedAt = firstTriedAt
        self.createdAt = createdAt
        self.begunAt = begunAt
        self.isUnconfirmed = isUnconfirmed
    }
}

/// The kind of an entry of the outbox.
public enum Outbox: Identified {
    public typealias ID = Identifier<Outbox>
    public static var idPrefix: String { "msg" }
}

/// What became of one try to reach an engine.
public enum TriggerOutcome: Hashable, Sendable {
    /// A 2xx answer. `externalID` is the engine's own number of the run where it told one.
    case accepted(externalID: String?)
    /// Nothing of the request can have arrived: refused, unresolvable, a gate's no.
    case notDelivered(reason: String)
    /// The request may have arrived; no usable answer came.
    case unconfirmed(reason: String)
    /// The engine answered that it will not.
    case rejected(status: Int)
    /// 429 or 503: it asks to be asked later.
    case deferred(seconds: Int?)
}

/// What to do after a try.
public enum TriggerNextStep: Hashable, Sendable {
    case done(TriggerDelivery)
    case retry(at: Instant)
}

/// When a trigger is tried again.
public enum TriggerPolicy {
    /// A refused connection is retried for this long after the run was asked for.
    public static let patience = TimeSpan.minutes(15)

    /// Decides what follows a try: pure, so that the worker holds no rules.
    ///
    /// Once the engine may have received the request, it is sent again only for workflows marked idempotent, and whatever later
    /// tries find, nobody is told that the run did not start.
    public static func next(
        after outcome: TriggerOutcome, job: TriggerJob, isIdempotent: Bool, now: Instant
    ) -> TriggerNextStep {
        let giveUpAt = job.createdAt.adding(patience)
        let givenUp = TriggerNextStep.done(job.mayHaveArrived ? .unconfirmed : .didNotStart)
        switch outcome {
        case .accepted:
            return .done(.accepted)
        case .rejected:
            return givenUp
        case .notDelivered:
            return retry(job, now: now, giveUpAt: giveUpAt, atLeast: .seconds(0)) ?? givenUp
        case .deferred(let seconds):
            let wait = TimeSpan.seconds(Int64(min(max(seconds ?? 0, 0), 900)))
            return retry(job, now: now, giveUpAt: giveUpAt, atLeast: wait) ?? givenUp
        case .unconfirmed:
            guard isIdempotent else { return .done(.unconfirmed) }
            return retry(job, now: now, giveUpAt: giveUpAt, atLeast: .seconds(0)) ?? .done(.unconfirmed)
        }
    }

    private static func retry(
        _ job: TriggerJob, now: Instant, giveUpAt: Instant, atLeast: TimeSpan
    ) -> TriggerNextStep? {
        // 2 s, 4 s, 8 s … up to two minutes.
        let doubling = TimeSpan.seconds(2 << Int64(min(max(job.tries, 0), 6)))
        let pause = max(min(doubling, .minutes(2)), atLeast)
        let at = now.adding(pause)
        return at <= giveUpAt ? .retry(at: at) : nil
    }
}
