import Logging
import PortalCore

/// Asks one Prefect server again and again, and remembers what was told already.
actor PrefectWatch {
    private let api: @Sendable (EngineContact) async throws(PrefectAPI.Failure) -> PrefectAPI
    private let ledger: any EngineLedger
    private let clock: any WallClock
    private let logger: Logger

    private var told: [String: Told] = [:]
    private var asked: (deployments: Set<String>, at: Instant)?

    /// What was last told of a flow run.
    private struct Told {
        /// A hash of the report.
        var report: Int?
        var timeline = PrefectTimeline()
        var endSeenAt: Instant?
        var lastSeenAt: Instant
    }

    init(
        ledger: any EngineLedger, clock: any WallClock, logger: Logger,
        api: @escaping @Sendable (EngineContact) async throws(PrefectAPI.Failure) -> PrefectAPI
    ) {
        self.ledger = ledger
        self.clock = clock
        self.logger = logger
        self.api = api
    }

    /// Asks once and hands on what is new. Answers whether something is still open.
    func ask(_ contact: EngineContact) async throws -> Bool {
        let (workflows, openRuns) = try await ledger.interests(of: contact)
        let interests = PrefectInterests(workflows: workflows, openRuns: openRuns)
        guard !interests.deployments.isEmpty else { return false }

        let api = try await api(contact)
        let now = clock.now
        let flowRuns = try await flowRuns(interests, api, now)
        let tasks = try await tasks(of: flowRuns.filter { mayHaveNews($0, now) }.map(\.id), api)
        try await tell(flowRuns, tasks, interests, contact, now)

        asked = (Set(interests.deployments), now)
        told = told.filter { now.since($0.value.lastSeenAt) < .hours(2) }
        return !openRuns.isEmpty || flowRuns.contains { !$0.status.isFinal }
    }

    /// How far back the first look at a deployment goes.
    private static let firstLook = TimeSpan.days(7)
    /// How far every other look goes back behind the one before it: clocks differ, and late runs exist.
    private static let overlap = TimeSpan.hours(1)
    /// As many as one look reads of what was to begin since the last.
    private static let mostFlowRuns = 1_000

    private func flowRuns(
        _ interests: PrefectInterests, _ api: PrefectAPI, _ now: Instant
    ) async throws(PrefectAPI.Failure) -> [PrefectFlowRun] {
        var found: [String: PrefectFlowRun] = [:]
        var from = now.adding(-Self.firstLook)
        if let asked, asked.deployments.isSuperset(of: interests.deployments) { from = asked.at.adding(-Self.overlap) }
        for offset in stride(from: 0, to: Self.mostFlowRuns, by: PrefectAPI.pageSize) {
            let page = try await api.flowRuns(
                of: interests.deployments, from: from, until: now.adding(.minutes(1)), offset: offset)
            for flowRun in page.elements { found[flowRun.id] = flowRun }
            if page.count < PrefectAPI.pageSize { break }
        }
        let missing = interests.openFlowRuns.subtracting(found.keys).sorted()
        for start in stride(from: 0, to: missing.count, by: PrefectAPI.pageSize) {
            let ids = Array(missing[start..<min(start + PrefectAPI.pageSize, missing.count)])
            for flowRun in try await api.flowRuns(ids).elements { found[flowRun.id] = flowRun }
        }
        return found.values.filter { !$0.isYetToCome(at: now) }.sorted { $0.id < $1.id }
    }

    /// Whether its tasks are asked for: while it runs, and for a while after its end, because they are told with delay.
    private func mayHaveNews(_ flowRun: PrefectFlowRun, _ now: Instant) -> Bool {
        guard flowRun.status.isFinal else { return flowRun.state?.type != "SCHEDULED" }
        guard let end = told[flowRun.id]?.endSeenAt else { return true }
        return now.since(end) < .minutes(1)
    }

    private func tasks(
        of flowRuns: [String], _ api: PrefectAPI
    ) async throws(PrefectAPI.Failure) -> [String: [PrefectTaskRun]] {
        var found: [String: [PrefectTaskRun]] = [:]
        for start in stride(from: 0, to: flowRuns.count, by: 20) {
            let ids = Array(flowRuns[start..<min(start + 20, flowRuns.count)])
            for id in ids { found[id] = [] }
            for offset in stride(from: 0, to: 20 * PrefectAPI.pageSize, by: PrefectAPI.pageSize) {
                let page = try await api.taskRuns(of: ids, offset: offset)
                for task in page.elements { if let flowRun = task.flowRunID { found[flowRun]?.append(task) } }
                if page.count < PrefectAPI.pageSize { break }
            }
        }
        return found
    }

    private func tell(
        _ flowRuns: [PrefectFlowRun], _ tasks: [String: [PrefectTaskRun]], _ interests: PrefectInterests,
        _ contact: EngineContact, _ now: Instant
    ) async throws {
        var news: [Workspace.ID: [(flowRun: String, report: RunReport)]] = [:]
        for flowRun in flowRuns {
            var known = told[flowRun.id] ?? Told(lastSeenAt: now)
            let steps = tasks[flowRun.id].map { known.timeline.place($0) }
            known.lastSeenAt = now
            if flowRun.status.isFinal, known.endSeenAt == nil { known.endSeenAt = now }
            told[flowRun.id] = known

            // An ended one whose tasks were not asked for was told in full before.
            guard let steps = steps ?? (flowRun.status.isFinal ? nil : []) else { continue }
            let report = flowRun.report(engine: contact.engine.id, steps: steps)
            guard known.report != report.hashValue else { continue }
            for workspace in interests.workspaces(for: flowRun) {
                news[workspace, default: []].append((flowRun.id, report))
            }
        }
        for (workspace, reports) in news {
            for start in stride(from: 0, to: reports.count, by: 50) {
                let batch = reports[start..<min(start + 50, reports.count)]
                let results = try await ledger.ingest(batch.map(\.report), from: contact, into: workspace)
                for (flowRun, report) in batch { told[flowRun]?.report = report.hashValue }
                note(results, contact)
            }
        }
    }

    private func note(_ results: [IngestResult], _ contact: EngineContact) {
        for case .refused(let problem) in results {
            logger.notice(
                "What an engine told of a run was not taken",
                metadata: ["agency": "\(contact.agency)", "engine": "\(contact.engine.id)", "problem": "\(problem)"])
        }
    }
}
