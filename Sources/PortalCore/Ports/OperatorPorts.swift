/// What workers and the command line ask, one job or one agency at a time.
public protocol OperatorReading {
    func agency(slug: Slug, in scope: OperatorScope) throws -> Agency?

    func agencies(in scope: OperatorScope) throws -> [Agency]

    /// Triggers that are due, agencies in turn, the oldest of each first; those that were begun and never scheduled or finished among
    /// them, with ``TriggerJob/begunAt``. What it costs does not grow with what waits of one agency.
    func dueTriggers(
        at now: Instant, look: OutboxLook<Outbox.ID>, in scope: OperatorScope
    ) throws -> [TriggerJob]

    /// When the next trigger is due; `nil` if none waits.
    func nextTriggerDue(in scope: OperatorScope) throws -> Instant?

    /// Everything needed to send one trigger; `nil` if its run, workflow or engine is gone.
    func triggerDispatch(of job: TriggerJob, in scope: OperatorScope) throws -> TriggerDispatch?

    /// Engines of a kind that are asked about their runs, with what opens them.
    func enginesToAsk(kind: EngineKind, in scope: OperatorScope) throws -> [EngineContact]

    /// Runs of an engine that have not ended and were not called silent: what to ask it about. At most `limit`, oldest first.
    func openRuns(of engine: Engine.ID, agency: Agency.ID, limit: Int, in scope: OperatorScope) throws -> [Run]

    /// The workflows of an engine, in any workspace of its agency.
    func workflows(of engine: Engine.ID, agency: Agency.ID, in scope: OperatorScope) throws -> [Workflow]
}

extension OperatorReading {
    /// Triggers that are due of anybody, at most `limit`.
    func dueTriggers(at now: Instant, limit: Int, in scope: OperatorScope) throws -> [TriggerJob] {
        try dueTriggers(at: now, look: OutboxLook(limit: limit), in: scope)
    }
}

/// Changes that workers make.
public protocol OperatorWriting {
    /// Writes down that a try begins, before anything is sent; answers `false` if the job was withdrawn meanwhile.
    ///
    /// From now on the job has ``TriggerJob/begunAt``, until ``schedule(_:at:reason:isUnconfirmed:in:)`` or
    /// ``finish(_:as:reason:at:in:)`` says what came of it. A begun job cannot be withdrawn.
    func beginTry(of job: TriggerJob, at now: Instant, in scope: OperatorScope) throws -> Bool

    /// Ends a try that is to be repeated. The next one is told of it by ``TriggerJob/isUnconfirmed``, and such a job can no longer
    /// be withdrawn.
    func schedule(
        _ job: TriggerJob, at next: Instant, reason: String, isUnconfirmed: Bool, in scope: OperatorScope) throws

    /// Takes the job out of the queue and writes what became of it to its run. What was not accepted stays as a dead letter: status
    /// and reason, no body.
    func finish(
        _ job: TriggerJob, as delivery: TriggerDelivery, reason: String, at now: Instant, in scope: OperatorScope)
        throws

    /// Calls runs silent that nobody reported on within their workflow's limit; answers how many. At most `limit`.
    func lapseSilentRuns(at now: Instant, limit: Int, in scope: OperatorScope) throws -> Int

    /// Deletes what has outlived its keeping time: ended sessions, spent tokens. Answers how many rows.
    func sweep(at now: Instant, sessions: SessionLifetime, in scope: OperatorScope) throws -> Int
}

/// Everything needed to send one trigger.
public struct TriggerDispatch: Hashable, Sendable {
    public let job: TriggerJob
    public let workflow: Workflow
    public let engine: EngineContact

    public init(job: TriggerJob, workflow: Workflow, engine: EngineContact) {
        self.job = job
        self.workflow = workflow
        self.engine = engine
    }

    /// Whether a request that may have arrived can be sent again: the staff say so of the workflow, or the engine knows the
    /// request by its key.
    public var canBeSentAgain: Bool {
        switch engine.engine.kind {
        case .prefect: true
        case .webhook, .n8n: workflow.isIdempotent
        }
    }
}

/// An engine with what proves to it who asks, still sealed.
public struct EngineContact: Hashable, Sendable {
    public let engine: Engine
    public let agency: Agency.ID
    public let dataKey: WrappedKey
    public let signingSecret: Sealed
    public let credential: Sealed?

    public init(engine: Engine, agency: Agency.ID, dataKey: WrappedKey, signingSecret: Sealed, credential: Sealed?) {
        self.engine = engine
        self.agency = agency
        self.dataKey = dataKey
        self.signingSecret = signingSecret
        self.credential = credential
    }
}
