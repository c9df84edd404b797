import Logging
import PortalCore

/// Asks one Prefect server again and again, and remembers what was told already.
///
/// Whatever the server answers, what is held and remembered of it is bounded: runs that somebody asks for, as many as a look reads of them,
/// and as many steps of each as are kept.
actor PrefectWatch {
    private let api: @Sendable (EngineContact) async throws(PrefectAPI.Failure) -> PrefectAPI
    private let ledger: any EngineLedger
    private let clock: any WallClock
    private let logger: Logger
    private let mostRemembered: Int

    private var told: [String: Told] = [:]
    private var asked: (deployments: Set<String>, at: Instant)?

    /// What was last told of a flow run.
    private struct Told {
        /// A hash of the report.
        var report: Int?
        var timeline = PrefectTimeline()
        var endSeenAt: Instant?
        var lastSeenAt: Instant

        var weight: Int { 1 + timeline.count }
    }

    /// - Parameter mostRemembered: How many flow runs and places of their tasks are remembered together.
    init(
        ledger: any EngineLedger, clock: any WallClock, logger: Logger, mostRemembered: Int = 100_000,
        api: @escaping @Sendable (EngineContact) async throws(PrefectAPI.Failure) -> PrefectAPI
    ) {
        self.ledger = ledger
        self.clock = clock
        self.logger = logger
        self.mostRemembered = mostRemembered
        self.api = api
    }

    /// Asks once and hands on what is new. Answers whether something is still open.
    func ask(_ contact: EngineContact) async throws -> Bool {
        let (workflows, openRuns) = try await ledger.interests(of: contact)
        let interests = PrefectInterests(workflows: workflows, openRuns: openRuns)
        guard !interests.deployments.isEmpty else {
            (told, asked) = ([:], nil)
            return false
        }

        let api = try await api(contact)
        let now = clock.now
        defer { forget(at: now) }
        let flowRuns = try await flowRuns(interests, api, now)
        var news = News()
        for start in stride(from: 0, to: flowRuns.count, by: Self.flowRunsAtOnce) {
            let some = Array(flowRuns[start..<min(start + Self.flowRunsAtOnce, flowRuns.count)])
            let tasks = try await tasks(of: some.filter { mayHaveNews($0, now) }.map(\.id), api)
            news.add(self.news(of: some, tasks, interests, contact, now))
            if news.weight >= Self.mostNews { try await tell(&news, contact) }
        }
        try await tell(&news, contact)
        asked = (Set(interests.deployments), now)
        return !openRuns.isEmpty || flowRuns.contains { !$0.status.isFinal }
    }

    /// How far back the first look at a deployment goes.
    private static let firstLook = TimeSpan.days(7)
    /// How far every other look goes back behind the one before it: clocks differ, and late runs exist.
    private static let overlap = TimeSpan.hours(1)
    /// As many as one look reads of what was to begin since the last.
    private static let mostFlowRuns = 1_000
    /// Of how many the tasks are asked for and held together.
    private static let flowRunsAtOnce = 20
    /// How many reports and steps are held before they are handed on.
    private static let mostNews = 5_000
    /// How many flow runs and places of tasks are remembered.
    var remembered: Int { told.values.reduce(0) { $0 + $1.weight } }

    /// Forgets what was not seen for long, and of too much those that were not seen for longest, ended ones first: what is forgotten and
    /// seen again is told again.
    private func forget(at now: Instant) {
        told = told.filter { now.since($0.value.lastSeenAt) < .hours(2) }
        var excess = remembered - mostRemembered
        guard excess > 0 else { return }
        let byNeed = told.sorted { left, right in
            let (left, right) = (left.value, right.value)
            return (left.lastSeenAt, left.endSeenAt ?? now) < (right.lastSeenAt, right.endSeenAt ?? now)
        }
        for (id, known) in byNeed where excess > 0 {
            excess -= known.weight
            told[id] = nil
        }
    }

    private func flowRuns(
        _ interests: PrefectInterests, _ api: PrefectAPI, _ now: Instant
    ) async throws(PrefectAPI.Failure) -> [PrefectFlowRun] {
        func isAskedFor(_ flowRun: PrefectFlowRun) -> Bool {
            PrefectInterests.canonical(flowRun.id) != nil && !interests.workspaces(for: flowRun).isEmpty
        }
        var found: [String: PrefectFlowRun] = [:]
        var from = now.adding(-Self.firstLook)
        if let asked, asked.deployments.isSuperset(of: interests.deployments) { from = asked.at.adding(-Self.overlap) }
        for offset in stride(from: 0, to: Self.mostFlowRuns, by: PrefectAPI.pageSize) {
            let page = try await api.flowRuns(
                of: interests.deployments, from: from, until: now.adding(.minutes(1)), offset: offset)
            for flowRun in page.elements where isAskedFor(flowRun) { found[flowRun.id] = flowRun }
            if !page.isFull { break }
        }
        let missing = interests.openFlowRuns.subtracting(found.keys).sorted()
        for start in stride(from: 0, to: missing.count, by: PrefectAPI.pageSize) {
            let ids = Array(missing[start..<min(start + PrefectAPI.pageSize, missing.count)])
            for flowRun in try await api.flowRuns(ids).elements where isAskedFor(flowRun) {
                found[flowRun.id] = flowRun
            }
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
        var found = Dictionary(uniqueKeysWithValues: flowRuns.map { ($0, [PrefectTaskRun]()) })
        guard !found.isEmpty else { return found }
        for offset in stride(from: 0, to: 20 * PrefectAPI.pageSize, by: PrefectAPI.pageSize) {
            let page = try await api.taskRuns(of: flowRuns, offset: offset)
            for task in page.elements where PrefectInterests.canonical(task.id) != nil {
                guard let flowRun = task.flowRunID, let count = found[flowRun]?.count, count < RunReport.stepLimit
                else {
                    continue
                }
                found[flowRun]?.append(task)
            }
            if !page.isFull || found.values.allSatisfy({ $0.count == RunReport.stepLimit }) { break }
        }
        return found
    }

    /// What is to be told, by whom it is for.
    private struct News {
        private(set) var reports: [Workspace.ID: [(flowRun: String, report: RunReport)]] = [:]
        private(set) var weight = 0

        mutating func add(_ all: [(workspace: Workspace.ID, flowRun: String, report: RunReport)]) {
            for (workspace, flowRun, report) in all {
                reports[workspace, default: []].append((flowRun, report))
                weight += 1 + report.steps.count
            }
        }
    }

    /// Remembers what was seen of flow runs, and answers what of it was not told before.
    private func news(
        of flowRuns: [PrefectFlowRun], _ tasks: [String: [PrefectTaskRun]], _ interests: PrefectInterests,
        _ contact: EngineContact, _ now: Instant
    ) -> [(workspace: Workspace.ID, flowRun: String, report: RunReport)] {
        var news: [(workspace: Workspace.ID, flowRun: String, report: RunReport)] = []
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
            for workspace in interests.workspaces(for: flowRun) { news.append((workspace, flowRun.id, report)) }
        }
        return news
    }

    private func tell(_ news: inout News, _ contact: EngineContact) async throws {
        for (workspace, reports) in news.reports {
            for start in stride(from: 0, to: reports.count, by: 50) {
                let batch = reports[start..<min(start + 50, reports.count)]
                let results = try await ledger.ingest(batch.map(\.report), from: contact, into: workspace)
                for (flowRun, report) in batch { told[flowRun]?.report = report.hashValue }
                note(results, contact)
            }
        }
        news = News()
    }

    private func note(_ results: [IngestResult], _ contact: EngineContact) {
        for case .refused(let problem) in results {
            logger.notice(
                "What an engine told of a run was not taken",
                metadata: ["agency": "\(contact.agency)", "engine": "\(contact.engine.id)", "problem": "\(problem)"])
        }
    }
}
