/// Reading workflows, runs, engines and keys.
///
/// `visible` is the reader's visibility rule as a filter: rows it does not admit do not exist for this reader, and their number
/// costs the reader nothing.
public protocol AutomationReading {
    /// The workspace's workflows by name.
    func workflows(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [Workflow]

    /// The same with what a dashboard needs of them, by name.
    func workflowSummaries(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [WorkflowSummary]

    /// The same by their names alone, by name.
    func workflowNames(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [WorkflowName]

    func workflow(_ id: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> Workflow?

    /// The newest run of each visible workflow that has one.
    func latestRuns(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [Workflow.ID: Run]

    /// Runs of visible workflows, newest first, strictly before `before`.
    func runs(
        in scope: WorkspaceScope, visible: WorkflowVisibility, filter: RunFilter, before: RunKey?, size: PageSize
    ) throws -> Page<Run, RunKey>

    /// A run of that workflow, if the workflow is visible.
    func run(_ id: Run.ID, of workflow: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility) throws
        -> Run?

    /// The timeline of a run's current attempt, by position.
    func steps(of run: Run.ID, in scope: WorkspaceScope) throws -> [Step]

    /// What staff may know of why it failed.
    func sealedError(of run: Run.ID, in scope: WorkspaceScope) throws -> Sealed?

    /// Tallies of visible workflows for the hours from `from` up to, not including, `until`.
    func tallies(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> [RunTally]

    /// How the runs of visible workflows ended, all together, in each of the periods.
    func endedRuns(
        in scope: WorkspaceScope, visible: WorkflowVisibility, periods: HourPeriods
    ) throws -> [EndedRuns]

    /// The run that this one-time token of the Run now form started already.
    func run(startedBy token: SecretDigest, in scope: WorkspaceScope) throws -> Run.ID?

    /// What is known of a run from its reports, with the row it lies in; by our id or by the engine's.
    func reportedRun(_ reference: RunReference, in scope: WorkspaceScope) throws -> ReportedRun?

    /// A workflow by our id or the engine's, whatever its status.
    func workflow(_ reference: WorkflowReference, in scope: WorkspaceScope) throws -> Workflow?

    func engines(in scope: AgencyScope) throws -> [Engine]

    func engine(_ id: Engine.ID, in scope: AgencyScope) throws -> Engine?

    /// The key with this digest, revoked ones included.
    func apiKey(digest: SecretDigest, in scope: AgencyScope) throws -> APIKey?

    func apiKeys(in scope: AgencyScope) throws -> [APIKey]

    /// Triggers of the agency that ended without the engine taking them, newest first, at most `limit`.
    func deadTriggers(in scope: AgencyScope, limit: Int) throws -> [DeadTrigger]
}

/// A run with the state that reports are merged into.
public struct ReportedRun: Hashable, Sendable {
    public let run: Run
    /// The engine that it runs in, in which its external id is unique.
    public let engine: Engine.ID?
    public let state: RunState

    public init(run: Run, engine: Engine.ID?, state: RunState) {
        self.run = run
        self.engine = engine
        self.state = state
    }
}

/// A trigger that was given up, for the staff's list. No body, no secret.
public struct DeadTrigger: Hashable, Sendable {
    public let run: Run.ID
    public let workspace: Workspace.ID
    public let workspaceName: String
    public let workflow: Workflow.ID
    public let workflowName: String
    public let delivery: TriggerDelivery
    public let tries: Int
    public let reason: String
    public let at: Instant

    public init(
        run: Run.ID, workspace: Workspace.ID, workspaceName: String, workflow: Workflow.ID, workflowName: String,
        delivery: TriggerDelivery, tries: Int, reason: String, at: Instant
    ) {
        self.run = run
        self.workspace = workspace
        self.workspaceName = workspaceName
        self.workflow = workflow
        self.workflowName = workflowName
        self.delivery = delivery
        self.tries = tries
        self.reason = reason
        self.at = at
    }
}

/// Changing workflows, runs, engines and keys.
public protocol AutomationWriting {
    func insert(_ workflow: Workflow, in scope: WorkspaceScope) throws

    /// Replaces everything of the workflow but its id, workspace and moment of making. A new time limit counts at once, for the
    /// runs that are open as well.
    func update(_ workflow: Workflow, in scope: WorkspaceScope) throws

    /// A new run with what its reports say, its place in the lists and its share of the hourly tallies.
    ///
    /// `now` is when it was heard of, which its workflow's time limit counts from. A run counts in the hour in which it ended; where
    /// no end was told, in the hour in which it was first told to be over.
    func insert(_ run: Run, state: RunState, sealedError: Sealed?, at now: Instant, in scope: WorkspaceScope) throws

    /// Writes what changed between two states of a run: row, steps and the hourly tallies.
    ///
    /// A `nil` error leaves the one that is stored unless the attempt changed; a `nil` external id leaves it too. Heard at
    /// `now`: a run that was called silent no longer is.
    func update(
        _ run: Run.ID, from old: RunState, to new: RunState, externalID: String?, sealedError: Sealed?,
        at now: Instant, in scope: WorkspaceScope) throws

    func setDelivery(_ delivery: TriggerDelivery, of run: Run.ID, in scope: WorkspaceScope) throws

    /// Spends a one-time token of the Run now form on a run; a spent one is ``StorageError/alreadyExists(_:)``.
    func spend(token: SecretDigest, on run: Run.ID, at now: Instant, in scope: WorkspaceScope) throws

    /// Puts a request to the engine into the outbox, due at once.
    func enqueueTrigger(
        _ id: Outbox.ID, of run: Run.ID, workflow: Workflow.ID, at now: Instant, in scope: WorkspaceScope) throws

    /// Takes back a trigger that cannot have reached its engine; answers whether there was one.
    func withdrawTrigger(of run: Run.ID, in scope: WorkspaceScope) throws -> Bool

    func insert(_ engine: Engine, signingSecret: Sealed, credential: Sealed?, in scope: AgencyScope) throws

    func insert(_ key: APIKey, digest: SecretDigest, in scope: AgencyScope) throws

    func revokeKey(_ id: APIKey.ID, at now: Instant, in scope: AgencyScope) throws

    func touchKey(_ id: APIKey.ID, at now: Instant, in scope: AgencyScope) throws
}
