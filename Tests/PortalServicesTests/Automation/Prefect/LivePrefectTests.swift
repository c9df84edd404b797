import FoundationEssentials
import PortalCore
import PortalServices
import Synchronization
import Testing

/// Against a real Prefect server, where one is named: `PORTAL_PREFECT_API` (such as `http://127.0.0.1:4200/api`, with the
/// user `admin` and the password `pass`), `PORTAL_PREFECT_SUCCEEDING` and `PORTAL_PREFECT_FAILING` (ids of served deployments).
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PORTAL_PREFECT_API"] != nil, "no Prefect at hand"))
struct LivePrefectTests {
    private let fixture: Fixture
    private let environment = ProcessInfo.processInfo.environment

    init() throws {
        fixture = try Fixture()
    }

    @Test(.timeLimit(.minutes(3)), arguments: [("SUCCEEDING", RunStatus.succeeded), ("FAILING", .failed)])
    func `a run that is asked for here is followed to its end`(_ name: String, _ end: RunStatus) async throws {
        let api = try #require(environment["PORTAL_PREFECT_API"])
        let deployment = try #require(environment["PORTAL_PREFECT_\(name)"])
        let gate = AddressGate(allowing: [try #require(AllowedTarget("127.0.0.1"))])
        let run = SystemEntropy().bytes(2).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let credential = EngineCredential.basic(user: "admin", password: "pass")
        let contact = try fixture.contact(.prefect, apiURL: api, credential: credential)
        let job = Fixture.job(
            run << 16 | UInt64(SystemClock().now.milliseconds % 65_536), of: fixture.agency, at: fixture.now)
        let dispatch = TriggerDispatch(
            job: job,
            workflow: Fixture.workflow(
                1, externalID: deployment, triggerURL: "\(api)/deployments/\(deployment)/create_flow_run"),
            engine: contact)
        let client = EngineClient(gate: gate, sealing: fixture.sealer, logger: .silent)

        /// Prefect's database is often busy: asked again, as the worker does.
        func ask() async -> TriggerOutcome {
            for _ in 0..<20 {
                let outcome = await client.send(dispatch)
                guard case .deferred = outcome else { return outcome }
                try? await Task.sleep(for: .seconds(1))
            }
            return .deferred(seconds: nil)
        }
        let first = await ask()
        guard case .accepted(let flowRun?) = first else {
            Issue.record("\(first)")
            return
        }
        #expect(await ask() == first, "a second request makes no second run")

        let ledger = TestLedger(
            [dispatch.workflow], openRuns: [Fixture.run(job.run.low, status: .queued, externalID: flowRun)])
        ledger.contact.withLock { $0 = contact }
        let reporter = PrefectReporter(ledger: ledger, gate: gate, sealing: fixture.sealer, logger: .silent)
        func reports() -> [RunReport] { ledger.reports.map(\.report).filter { $0.run == .id(job.run) } }
        try await withService(reporter) {
            for _ in 0..<600 where reports().last?.status.isFinal != true {
                try await Task.sleep(for: .milliseconds(200))
            }
            // Tasks are told with delay.
            try await Task.sleep(for: .seconds(5))
        }

        var state = RunState.queued
        for report in reports() { try state.merge(report.cleaned()) }
        #expect(state.status == end)
        #expect(state.startedAt != nil && state.endedAt != nil)
        #expect(!state.steps.isEmpty && state.steps.values.allSatisfy { $0.status == .succeeded })
        #expect(!state.steps.values.contains { $0.name.isEmpty || $0.startedAt == nil || $0.endedAt == nil })
        #expect((reports().last?.errorDetail != nil) == (end == .failed))
    }
}
