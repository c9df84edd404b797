import FoundationEssentials
import PortalCore
import Synchronization
import Testing

@testable import PortalServices

/// The reporter against a made-up Prefect on loopback.
struct PrefectReporterTests {
    private let fixture: Fixture
    private let deployment = "0b5a3c1e-9f4d-4b7a-8a53-1d2e3f405162"
    private let clock = TestClock(1_793_610_100_000)
    private let signal = WorkSignal()

    init() throws {
        fixture = try Fixture()
    }

    private func withReporter(
        _ ledger: TestLedger, _ script: PrefectScript, busy: Duration = .milliseconds(20),
        idle: Duration = .milliseconds(40), _ body: (ScriptedServer) async throws -> Void
    ) async throws {
        try await ScriptedServer.run({ script.reply($0) }) { server in
            ledger.contact.withLock { contact in
                contact = try? fixture.contact(
                    .prefect, apiURL: "http://prefect.test:\(server.port)/api/",
                    credential: .basic(user: "admin", password: "pass"))
            }
            let reporter = PrefectReporter(
                ledger: ledger,
                gate: AddressGate(
                    allowing: [try #require(AllowedTarget("127.0.0.1"))],
                    resolver: TestResolver(["prefect.test": ["127.0.0.1"]])),
                sealing: fixture.sealer, clock: clock, signal: signal,
                pace: .init(busy: busy, idle: idle, failing: .milliseconds(80)), logger: .silent)
            try await withService(reporter) { try await body(server) }
        }
    }

    private func flowRun(
        _ id: Int, _ type: String, expected: String = "2026-11-02T09:00:00Z", ours run: Run.ID? = nil,
        end: String = "null", of other: String? = nil
    ) -> String {
        let key = run.map { "\"\($0)\"" } ?? "null"
        return """
            {"id": "\(uuid(id))", "deployment_id": "\(other ?? deployment)", "tags": ["portal", \(run == nil ? "\"x\"" : key)],
             "idempotency_key": \(key), "run_count": 1, "expected_start_time": "\(expected)",
             "start_time": "2026-11-02T09:00:01Z", "end_time": \(end), "parameters": {"customer": "Zoë"},
             "state": {"type": "\(type)", "timestamp": "2026-11-02T09:00:02Z", "message": "about Zoë"}}
            """
    }

    private func uuid(_ number: Int) -> String {
        "aaaaaaaa-0000-4000-8000-" + String(String(1_000_000_000_000 + number).suffix(12))
    }

    private func task(_ id: Int, of flowRun: Int, _ type: String) -> String {
        """
        {"id": "\(uuid(id))", "flow_run_id": "\(uuid(flowRun))", "name": "fetch-\(id)", "dynamic_key": "\(id)",
         "expected_start_time": "2026-11-02T09:00:0\(id % 10)Z", "state": {"type": "\(type)"}, "task_inputs": {"who": "Zoë"}}
        """
    }

    @Test func `runs and their steps are told once, and again when they move on`() async throws {
        let ours = Fixture.run(1)
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [ours])
        let script = PrefectScript(
            flowRuns: [flowRun(1, "RUNNING", ours: ours.id), flowRun(2, "COMPLETED", end: "\"2026-11-02T09:00:09Z\"")],
            taskRuns: [task(3, of: 1, "RUNNING")])
        try await withReporter(ledger, script) { server in
            try await eventually { ledger.reports.count == 2 }
            try await Task.sleep(for: .milliseconds(150))
            #expect(ledger.reports.count == 2, "nothing new, nothing told")

            script.set(
                flowRuns: [flowRun(1, "FAILED", ours: ours.id, end: "\"2026-11-02T09:00:08Z\"")],
                taskRuns: [task(3, of: 1, "FAILED")])
            try await eventually { ledger.reports.last?.report.status == .failed }

            #expect(server.requests.allSatisfy { $0["authorization"] == "Basic YWRtaW46cGFzcw==" })
            #expect(Set(server.requests.map(\.path)) == ["/api/flow_runs/filter", "/api/task_runs/filter"])
        }

        let reports = ledger.reports.map(\.report)
        #expect(Set(ledger.reports.map(\.workspace)) == [Fixture.workspace])
        #expect(
            reports.prefix(2).map(\.run) == [.id(ours.id), .external(engine: Fixture.engine, id: uuid(2))])
        #expect(reports.prefix(2).map(\.status) == [.running, .succeeded])
        #expect(reports.prefix(2).map { $0.steps.map(\.status) } == [[.running], []])
        #expect(reports.last?.steps.map(\.status) == [.failed])
        #expect(reports.map(\.errorDetail).compactMap(\.self) == ["about Zoë"], "only of the failure")
        #expect(!"\(reports.prefix(2))".contains("Zoë"))
    }

    @Test func `the questions name the deployments, the window and the open runs`() async throws {
        let open = Fixture.run(1, status: .running, externalID: uuid(7))
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [open])
        let requests = Mutex<[String]>([])
        let script = PrefectScript(flowRuns: [], taskRuns: [])
        try await withReporter(ledger, script) { server in
            try await eventually { server.requests.count >= 2 }
            requests.withLock { $0 = server.requests.map(\.text) }
        }
        let texts = requests.withLock { $0 }

        #expect(
            texts[0] == """
                {"flow_runs":{"deployment_id":{"any_":["\(deployment)"]},\
                "expected_start_time":{"after_":"2026-10-26T09:01:40.000Z","before_":"2026-11-02T09:02:40.000Z"}},\
                "sort":"EXPECTED_START_TIME_DESC","limit":100,"offset":0}
                """)
        #expect(
            texts[1] == """
                {"flow_runs":{"id":{"any_":["\(uuid(7))"]}},"sort":"EXPECTED_START_TIME_DESC","limit":100,"offset":0}
                """)
    }

    @Test func `dates in the calendar are not told`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(
            flowRuns: [flowRun(1, "SCHEDULED", expected: "2026-11-02T10:00:00Z"), flowRun(2, "SCHEDULED")], taskRuns: []
        )
        try await withReporter(ledger, script) { server in
            try await eventually { server.requests.count >= 3 }
        }

        #expect(ledger.reports.map(\.report.run) == [.external(engine: Fixture.engine, id: uuid(2))])
        #expect(ledger.reports.map(\.report.status) == [.queued])
    }

    @Test func `a database that is busy is asked again`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: [flowRun(1, "RUNNING")], taskRuns: [], busy: 1)
        try await withReporter(ledger, script) { _ in
            try await eventually { ledger.reports.count == 1 }
        }
    }

    @Test func `what is not taken by the store is told again`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [], failures: 2)
        let script = PrefectScript(flowRuns: [flowRun(1, "RUNNING")], taskRuns: [])
        try await withReporter(ledger, script) { _ in
            try await eventually { ledger.reports.count == 1 }
        }
    }

    @Test func `answers that are none are survived`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: [flowRun(1, "RUNNING")], taskRuns: [])
        script.answer(instead: [.answer(401, "{}"), .answer(200, "<html>"), .answer(302), .close, .answer(200, "{}")])
        try await withReporter(ledger, script) { _ in
            try await eventually { ledger.reports.count == 1 }
        }
    }

    @Test func `a signal asks at once, long before its time`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: [], taskRuns: [])
        try await withReporter(ledger, script, busy: .seconds(30), idle: .seconds(60)) { server in
            try await eventually { server.requests.count == 1 }
            try await Task.sleep(for: .milliseconds(50))
            script.set(flowRuns: [flowRun(1, "COMPLETED")], taskRuns: [])
            signal.raise()
            try await eventually { ledger.reports.count == 1 }
        }
    }

    /// Watches the made-up Prefect by hand, look by look.
    private func withWatch(
        _ ledger: TestLedger, _ script: PrefectScript, mostRemembered: Int = 100_000,
        _ body: (PrefectWatch, EngineContact) async throws -> Void
    ) async throws {
        let (fixture, clock) = (fixture, clock)
        try await ScriptedServer.run({ script.reply($0) }) { server in
            let contact = try fixture.contact(.prefect, apiURL: "http://prefect.test:\(server.port)/api/")
            let gate = AddressGate(
                allowing: [try #require(AllowedTarget("127.0.0.1"))],
                resolver: TestResolver(["prefect.test": ["127.0.0.1"]]))
            let watch = PrefectWatch(ledger: ledger, clock: clock, logger: .silent, mostRemembered: mostRemembered) {
                contact async throws(PrefectAPI.Failure) in
                try await PrefectAPI(
                    contact, gate: gate, sealing: fixture.sealer,
                    http: OutboundHTTP(limits: OutboundLimits(answerBytes: 4 << 20)))
            }
            try await body(watch, contact)
        }
    }

    @Test func `flow runs that nobody here asks for are neither asked about nor remembered`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let foreign = (10..<90).map { flowRun($0, "RUNNING", of: uuid(7)) }
        let nameless = #"{"id": "no id at all", "deployment_id": "\#(deployment)", "state": {"type": "RUNNING"}}"#
        let script = PrefectScript(
            flowRuns: foreign + [nameless, flowRun(1, "COMPLETED", end: "\"2026-11-02T09:00:09Z\"")],
            taskRuns: [task(3, of: 10, "RUNNING")])
        try await withWatch(ledger, script) { watch, contact async throws in
            #expect(try await watch.ask(contact) == false)
            #expect(await watch.remembered == 1)
        }
        #expect(ledger.reports.map(\.report.run) == [.external(engine: Fixture.engine, id: uuid(1))])
    }

    @Test func `a page that is longer than it was asked to be is read as far as that`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: (0..<150).map { flowRun($0, "RUNNING") }, taskRuns: [])
        try await withWatch(ledger, script) { watch, contact async throws in
            #expect(try await watch.ask(contact))
            #expect(await watch.remembered == 100)
        }
    }

    @Test func `of one flow run as many tasks are taken as are kept, and no more`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: [flowRun(1, "RUNNING")], taskRuns: [])
        let page = Mutex(0)
        script.answer { request in
            guard request.path.hasSuffix("task_runs/filter") else { return nil }
            let number = page.withLock { page in
                page += 1
                return page
            }
            return ["{}"] + (0..<99).map { task(number * 100 + $0, of: 1, "RUNNING") }
        }
        try await withWatch(ledger, script) { watch, contact async throws in
            #expect(try await watch.ask(contact))
            #expect(await watch.remembered == 1 + RunReport.stepLimit)
        }
        #expect(page.withLock { $0 } == 11, "the rest is not asked for")
        #expect(ledger.reports.map(\.report.steps.count) == [RunReport.stepLimit])
    }

    @Test func `what is remembered has an end, and whoever is forgotten first was not seen for longest`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: [], taskRuns: [])
        let look = Mutex(0)
        // Every look tells of ten other flow runs that have three tasks each.
        script.answer { request in
            let runs = look.withLock { $0 * 10..<($0 + 1) * 10 }
            guard request.path.hasSuffix("task_runs/filter") else { return runs.map { flowRun($0, "RUNNING") } }
            return runs.flatMap { run in (1...3).map { task(1_000 * $0 + run, of: run, "RUNNING") } }
        }
        try await withWatch(ledger, script, mostRemembered: 100) { watch, contact async throws in
            for (number, remembered) in [40, 80, 100, 100, 100].enumerated() {
                look.withLock { $0 = number }
                clock.advance(by: .seconds(2))
                _ = try await watch.ask(contact)
                #expect(await watch.remembered == remembered)
            }
            let told = ledger.reports.count
            look.withLock { $0 = 3 }
            _ = try await watch.ask(contact)
            #expect(ledger.reports.count == told, "of what was seen last, all is remembered")
        }
    }

    @Test func `an engine whose last workflow is gone is forgotten`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: deployment)], openRuns: [])
        let script = PrefectScript(flowRuns: [flowRun(1, "RUNNING"), flowRun(2, "RUNNING")], taskRuns: [])
        try await withWatch(ledger, script) { watch, contact async throws in
            #expect(try await watch.ask(contact))
            #expect(await watch.remembered == 2)
            ledger.forgetWorkflows()
            #expect(try await watch.ask(contact) == false)
            #expect(await watch.remembered == 0)
        }
    }

    @Test func `an agency without workflows there is not asked`() async throws {
        let ledger = TestLedger([Fixture.workflow(1, externalID: "orders")], openRuns: [])
        try await withReporter(ledger, PrefectScript(flowRuns: [], taskRuns: [])) { server in
            try await Task.sleep(for: .milliseconds(150))
            #expect(server.connections == 0)
        }
    }
}

/// What a made-up Prefect answers.
private final class PrefectScript: Sendable {
    private struct State {
        var flowRuns: [String]
        var taskRuns: [String]
        var busy: Int
        var instead: [ScriptedServer.Reply] = []
        var elements: (@Sendable (ScriptedServer.Received) -> [String]?)?
    }

    private let state: Mutex<State>

    init(flowRuns: [String], taskRuns: [String], busy: Int = 0) {
        state = Mutex(State(flowRuns: flowRuns, taskRuns: taskRuns, busy: busy))
    }

    func set(flowRuns: [String], taskRuns: [String]) {
        state.withLock { state in
            state.flowRuns = flowRuns
            state.taskRuns = taskRuns
        }
    }

    /// Has some lists answered by what was asked.
    func answer(_ elements: @escaping @Sendable (ScriptedServer.Received) -> [String]?) {
        state.withLock { $0.elements = elements }
    }

    func answer(instead replies: [ScriptedServer.Reply]) { state.withLock { $0.instead = replies } }

    func reply(_ request: ScriptedServer.Received) -> ScriptedServer.Reply {
        state.withLock { state in
            if state.busy > 0 {
                state.busy -= 1
                return .answer(503, "{}")
            }
            if !state.instead.isEmpty { return state.instead.removeFirst() }
            let elements =
                state.elements?(request)
                ?? (request.path.hasSuffix("flow_runs/filter") ? state.flowRuns : state.taskRuns)
            return .answer(200, "[" + elements.joined(separator: ",") + "]")
        }
    }
}
