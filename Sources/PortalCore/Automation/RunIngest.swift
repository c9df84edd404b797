/// What became of one report of a batch.
public enum IngestResult: Hashable, Sendable {
    /// Merged. `isNew` if this was the first word of the run.
    case merged(run: Run.ID, status: RunStatus, isNew: Bool)
    case refused(IngestProblem)
}

/// Why one report of a batch was refused; the others are not touched by it.
public enum IngestProblem: Hashable, Sendable {
    /// The run is named by our id, and there is none in the workspace.
    case runUnknown
    /// A first report must name its workflow.
    case workflowMissing
    case workflowUnknown
    case engineUnknown
    /// The run is one of another workflow.
    case workflowDiffers
    /// Another run bears that external id, or this one bears another.
    case externalIDDiffers
    /// Two different ends of one attempt cannot both be true.
    case conflictingEnd(known: RunStatus, reported: RunStatus)
}

/// Merges reports into runs, inside the transaction of whoever may report them.
struct RunIngest {
    let scope: WorkspaceScope
    let mint: Mint
    let sealing: any Sealing
    let transaction: any Transaction
    let onMail: Portal.MailObserver?

    func take(_ reports: [RunReport]) throws -> [IngestResult] {
        var engines: [Engine.ID: Bool] = [:]
        var failures = Failures()
        let results = try reports.map { report -> IngestResult in
            if case .external(let engine, _) = report.run {
                let known = try engines[engine] ?? (transaction.engine(engine, in: scope.agencyScope) != nil)
                engines[engine] = known
                guard known else { return .refused(.engineUnknown) }
            }
            return try take(report, &failures)
        }
        try tell(failures)
        return results
    }

    /// What has just failed, by workflow: the first run of each, and how many.
    private struct Failures {
        private(set) var counts: [Workflow.ID: (first: Run.ID, count: Int)] = [:]

        mutating func note(_ run: Run.ID, of workflow: Workflow.ID) {
            counts[workflow, default: (run, 0)].count += 1
        }
    }

    /// Mails for those who want to be told, in the transaction of their cause; nothing is asked where nothing failed.
    private func tell(_ failures: Failures) throws {
        guard !failures.counts.isEmpty else { return }
        let orders = NoticeOrders(mint: mint, transaction: transaction, onMail: onMail)
        for (workflow, failed) in failures.counts {
            let matter = NoticeMatter(workspace: scope.workspace, thing: .workflow(workflow, run: failed.first))
            try orders.tell(matter, causes: failed.count, in: scope)
        }
    }

    /// An engine that is new here tells of its past as well: what failed longer ago than a day is no news.
    private func isNews(_ state: RunState) -> Bool {
        guard state.status == .failed else { return false }
        return mint.now.since(state.endedAt ?? state.statusAt ?? mint.now) <= .days(1)
    }

    private func take(_ report: RunReport, _ failures: inout Failures) throws -> IngestResult {
        if let known = try transaction.reportedRun(report.run, in: scope) {
            return try merge(report, into: known, &failures)
        }
        switch report.run {
        case .id: return .refused(.runUnknown)
        case .external(let engine, let externalID):
            return try begin(report, engine: engine, externalID: externalID, &failures)
        }
    }

    private func merge(
        _ report: RunReport, into known: ReportedRun, _ failures: inout Failures
    ) throws -> IngestResult {
        if let named = report.workflow {
            guard let workflow = try transaction.workflow(named, in: scope) else { return .refused(.workflowUnknown) }
            guard workflow.id == known.run.workflow else { return .refused(.workflowDiffers) }
        }
        if let externalID = report.externalID {
            guard try mayBear(externalID, known) else { return .refused(.externalIDDiffers) }
        }
        var state = known.state
        do { try state.merge(report) } catch {
            return .refused(.conflictingEnd(known: error.known, reported: error.reported))
        }
        let isCurrent = report.attempt == state.attempt
        let isSameAttempt = known.state.attempt == state.attempt
        try transaction.update(
            known.run.id, from: known.state, to: state, externalID: report.externalID,
            sealedError: isCurrent ? try seal(report, run: known.run.id, mayBeKnown: isSameAttempt) : nil,
            at: mint.now, in: scope)
        if isNews(state), !isSameAttempt || known.state.status != .failed {
            failures.note(known.run.id, of: known.run.workflow)
        }
        return .merged(run: known.run.id, status: state.status, isNew: false)
    }

    /// Whether a run that is named by our id is the one that its engine calls so.
    private func mayBear(_ externalID: String, _ known: ReportedRun) throws -> Bool {
        if let own = known.run.externalID { return own.hasSameBytes(as: externalID) }
        guard let engine = known.engine else { return true }
        return try transaction.reportedRun(.external(engine: engine, id: externalID), in: scope) == nil
    }

    private func begin(
        _ report: RunReport, engine: Engine.ID, externalID: String, _ failures: inout Failures
    ) throws -> IngestResult {
        guard let named = report.workflow else { return .refused(.workflowMissing) }
        guard let workflow = try transaction.workflow(named, in: scope) else { return .refused(.workflowUnknown) }
        guard workflow.engine == engine else { return .refused(.workflowDiffers) }
        // Its place in every list: when the engine made it, never in the future.
        let listedAt = min(report.createdAt ?? mint.now, mint.now)
        var state = RunState.queued
        do { try state.merge(report) } catch {
            return .refused(.conflictingEnd(known: error.known, reported: error.reported))
        }
        let run = Run(
            id: mint.id(at: listedAt), workspace: scope.workspace, workflow: workflow.id, workflowName: workflow.name,
            status: state.status, attempt: state.attempt, origin: .engine, listedAt: listedAt,
            startedAt: state.startedAt, endedAt: state.endedAt, delivery: nil, externalID: externalID)
        try transaction.insert(
            run, state: state, sealedError: try seal(report, run: run.id, mayBeKnown: false),
            at: mint.now, in: scope)
        if isNews(state) { failures.note(run.id, of: workflow.id) }
        return .merged(run: run.id, status: state.status, isNew: true)
    }

    /// The report's error detail to be stored; `nil` if there is none, or if the attempt has one that says more.
    private func seal(_ report: RunReport, run: Run.ID, mayBeKnown: Bool) throws -> Sealed? {
        guard let detail = report.errorDetail.map({ DisplayText.paragraph($0, limit: 4_000) }), !detail.isEmpty else {
            return nil
        }
        let key = try transaction.dataKey(in: scope.agencyScope)
        let context = SealContext.runError(run, agency: scope.agency)
        let told = Array(detail.utf8)
        if mayBeKnown, let stored = try transaction.sealedError(of: run, in: scope) {
            let known = try sealing.open(stored, under: key, as: context)
            guard Self.saysMore(told, than: known) else { return nil }
        }
        return try sealing.seal(told, under: key, as: context)
    }

    /// A total order, so that every order of the same reports leaves the same detail.
    private static func saysMore(_ left: [UInt8], than right: [UInt8]) -> Bool {
        left.count == right.count ? right.lexicographicallyPrecedes(left) : left.count > right.count
    }
}

extension RunReport {
    /// How many steps one report may have.
    public static let stepLimit = 1_000

    /// The same report with every text bounded and stripped of what could deceive a reader.
    ///
    /// Whoever reads reports from outside calls this before anything else is done with them.
    public func cleaned() -> RunReport {
        RunReport(
            run: run, externalID: externalID, workflow: workflow, attempt: min(max(attempt, 1), 1_000_000),
            status: status, at: at,
            createdAt: createdAt, startedAt: startedAt, endedAt: endedAt,
            steps: steps.prefix(Self.stepLimit).map { step in
                StepReport(
                    position: min(max(step.position, 0), Self.stepLimit - 1),
                    name: DisplayText.line(step.name, limit: 120), kind: DisplayText.line(step.kind, limit: 40),
                    status: step.status, startedAt: step.startedAt, endedAt: step.endedAt,
                    summary: DisplayText.line(step.summary, limit: 200))
            },
            errorDetail: errorDetail.map { DisplayText.paragraph($0, limit: 4_000) })
    }
}
