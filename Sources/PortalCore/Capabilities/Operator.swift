/// The operator's own hand: the command line and the workers, one agency or one job at a time.
///
/// It is not reachable from any request: only whoever composes the process makes one.
public struct Operator: Sendable {
    let portal: Portal

    public init(_ portal: Portal) { self.portal = portal }

    private var scope: OperatorScope { OperatorScope() }

    // MARK: Agencies

    public func agencies() async throws -> [Agency] {
        try await portal.storage.read { try $0.agencies(in: OperatorScope()) }
    }

    public func agency(slug: Slug) async throws -> Agency? {
        try await portal.storage.read { try $0.agency(slug: slug, in: OperatorScope()) }
    }

    /// Makes an agency with its owner, who signs in with that password.
    ///
    /// Throws ``StorageError/alreadyExists(_:)`` if the slug or host is taken; then nothing was made.
    public func createAgency(_ draft: AgencyDraft) async throws -> Agency {
        let mint = portal.mint()
        let agency = Agency(
            id: mint.id(), slug: draft.slug, name: draft.name, timeZone: draft.timeZone, language: draft.language,
            createdAt: mint.now)
        let dataKey = try portal.services.sealing.makeDataKey(for: agency.id)
        let password = try await portal.services.passwords.hash(draft.ownerPassword.text)
        return try await portal.storage.write { transaction in
            let scope = AgencyScope(agency: agency.id)
            try transaction.insert(agency, brand: draft.brand, host: draft.host, dataKey: dataKey, in: OperatorScope())
            let owner = User(
                id: mint.id(), email: draft.ownerEmail, name: draft.ownerName, status: .active, language: nil,
                timeZone: nil)
            try transaction.insert(owner, password: password, at: mint.now, in: scope)
            try transaction.setStaff(owner.id, role: .owner, status: .active, at: mint.now, in: scope)
            return agency
        }
    }

    /// Fills an agency with rows: for demonstrations, load data and imports. The schema's rules hold here too.
    public func provision<Answer: Sendable>(
        _ agency: Agency.ID, _ body: @escaping @Sendable (Provisioning) throws -> Answer
    ) async throws -> Answer {
        let mint = portal.mint()
        let services = portal.services
        return try await portal.storage.write { transaction in
            guard try transaction.front(in: AgencyScope(agency: agency)) != nil else { throw StorageError.notFound }
            return try body(Provisioning(agency: agency, transaction: transaction, mint: mint, services: services))
        }
    }

    // MARK: Triggers

    /// Triggers that are due of anybody, at most `limit`.
    public func dueTriggers(limit: Int) async throws -> [TriggerJob] {
        try await dueTriggers(OutboxLook(limit: limit))
    }

    /// Triggers that are due, agencies in turn.
    public func dueTriggers(_ look: OutboxLook<Outbox.ID>) async throws -> [TriggerJob] {
        let now = portal.clock.now
        return try await portal.storage.read { try $0.dueTriggers(at: now, look: look, in: OperatorScope()) }
    }

    /// How long until the next trigger is due; zero if one is due already, `nil` if none waits.
    public func timeToNextTrigger() async throws -> TimeSpan? {
        let now = portal.clock.now
        return try await portal.storage.read { snapshot in
            try snapshot.nextTriggerDue(in: OperatorScope()).map { max($0.since(now), .seconds(0)) }
        }
    }

    /// Begins a try: written down before anything is sent. `nil` if the job was withdrawn, or what it needs is gone.
    ///
    /// A workflow that was paused, disabled or archived meanwhile is not asked for; the run then shows that it did not start.
    /// Where an earlier try ended with the process, the engine may have received it: it is sent again only where that is
    /// harmless (``TriggerDispatch/canBeSentAgain``), else the run shows that its start is unconfirmed.
    public func begin(_ job: TriggerJob) async throws -> TriggerDispatch? {
        let now = portal.clock.now
        return try await portal.storage.write { transaction -> TriggerDispatch? in
            guard try transaction.beginTry(of: job, at: now, in: OperatorScope()) else { return nil }
            let dispatch = try transaction.triggerDispatch(of: job, in: OperatorScope())
            if job.begunAt != nil, dispatch?.canBeSentAgain != true {
                try transaction.finish(
                    job, as: .unconfirmed, reason: "the portal stopped before an answer came", at: now,
                    in: OperatorScope())
                return nil
            }
            if let dispatch, dispatch.workflow.obstacleToStart == nil { return dispatch }
            try transaction.finish(
                job, as: job.mayHaveArrived ? .unconfirmed : .didNotStart,
                reason: "the workflow can no longer be started", at: now, in: OperatorScope())
            return nil
        }
    }

    /// Writes down what came of a try and decides what follows.
    @discardableResult
    public func settle(_ dispatch: TriggerDispatch, _ outcome: TriggerOutcome) async throws -> TriggerNextStep {
        let now = portal.clock.now
        let job = dispatch.job
        let next = TriggerPolicy.next(
            after: outcome, job: job, isIdempotent: dispatch.canBeSentAgain, now: now)
        try await portal.storage.write { transaction in
            switch next {
            case .retry(let at):
                try transaction.schedule(
                    job, at: at, reason: outcome.reason, isUnconfirmed: job.mayHaveArrived || outcome.mayHaveArrived,
                    in: OperatorScope())
            case .done(let delivery):
                try transaction.finish(job, as: delivery, reason: outcome.reason, at: now, in: OperatorScope())
                try note(outcome, of: dispatch, at: now, in: transaction)
            }
        }
        return next
    }

    /// An accepted run whose engine told its own number can be reported by that number.
    ///
    /// An engine that is quicker with a report than with its answer has used the number already: then it stays where it is.
    private func note(
        _ outcome: TriggerOutcome, of dispatch: TriggerDispatch, at now: Instant, in transaction: any Transaction
    ) throws {
        guard case .accepted(let told?) = outcome else { return }
        let job = dispatch.job
        let scope = WorkspaceScope(agency: job.agency, workspace: job.workspace)
        let externalID = DisplayText.line(told, limit: 200)
        guard !externalID.isEmpty, let known = try transaction.reportedRun(.id(job.run), in: scope),
            try transaction.reportedRun(.external(engine: dispatch.engine.engine.id, id: externalID), in: scope) == nil
        else { return }
        try transaction.update(
            job.run, from: known.state, to: known.state, externalID: externalID, sealedError: nil, at: now, in: scope)
    }

    // MARK: Engines that are asked

    /// Engines of a kind, with what opens them.
    public func enginesToAsk(kind: EngineKind) async throws -> [EngineContact] {
        try await portal.storage.read { try $0.enginesToAsk(kind: kind, in: OperatorScope()) }
    }

    /// What to ask one engine about: its workflows, and its runs that have not ended.
    public func interests(of contact: EngineContact) async throws -> (workflows: [Workflow], openRuns: [Run]) {
        try await portal.storage.read { snapshot in
            (
                try snapshot.workflows(of: contact.engine.id, agency: contact.agency, in: OperatorScope()),
                try snapshot.openRuns(of: contact.engine.id, agency: contact.agency, limit: 500, in: OperatorScope())
            )
        }
    }

    /// Takes in what asking an engine has told of runs in one workspace of its agency.
    public func ingest(
        _ reports: [RunReport], from contact: EngineContact, into workspace: Workspace.ID
    ) async throws -> [IngestResult] {
        let mint = portal.mint()
        let sealing = portal.services.sealing
        let onMail = portal.onMail
        return try await portal.storage.write { transaction in
            guard try transaction.workspace(workspace, in: AgencyScope(agency: contact.agency)) != nil else {
                throw StorageError.notFound
            }
            return try RunIngest(
                scope: WorkspaceScope(agency: contact.agency, workspace: workspace), mint: mint, sealing: sealing,
                transaction: transaction, onMail: onMail
            ).take(reports.map { $0.cleaned() })
        }
    }

    // MARK: Housekeeping

    /// Calls runs silent that nobody reported on within their workflow's limit. Answers how many.
    public func lapseSilentRuns(limit: Int = 500) async throws -> Int {
        let now = portal.clock.now
        return try await portal.storage.write { try $0.lapseSilentRuns(at: now, limit: limit, in: OperatorScope()) }
    }

    /// Deletes what has outlived its keeping time. Answers how many rows.
    public func sweep() async throws -> Int {
        let now = portal.clock.now
        let lifetime = portal.sessionLifetime
        return try await portal.storage.write { try $0.sweep(at: now, sessions: lifetime, in: OperatorScope()) }
    }
}

/// What makes an agency.
public struct AgencyDraft: Sendable {
    public let slug: Slug
    public let name: String
    public let host: HostName
    public let timeZone: String
    public let language: String
    public let brand: Brand
    public let ownerEmail: EmailAddress
    public let ownerName: String
    public let ownerPassword: NewPassword

    public init(
        slug: Slug, name: String, host: HostName, timeZone: String, language: String, brand: Brand,
        ownerEmail: EmailAddress, ownerName: String, ownerPassword: NewPassword
    ) {
        self.slug = slug
        self.name = name
        self.host = host
        self.timeZone = timeZone
        self.language = language
        self.brand = brand
        self.ownerEmail = ownerEmail
        self.ownerName = ownerName
        self.ownerPassword = ownerPassword
    }
}

extension TriggerOutcome {
    /// Whether the engine may have received the request without our knowing.
    fileprivate var mayHaveArrived: Bool {
        switch self {
        case .unconfirmed: true
        case .accepted, .notDelivered, .rejected, .deferred: false
        }
    }

    /// A few words for the staff's list of what was given up; never a body.
    var reason: String {
        switch self {
        case .accepted: ""
        case .notDelivered(let reason), .unconfirmed(let reason): DisplayText.line(reason, limit: 200)
        case .rejected(let status): "the engine answered with status \(status)"
        case .deferred: "the engine asked to be asked later"
        }
    }
}
