import FoundationEssentials
import PortalCore
import Testing

@testable import PortalServices

struct PrefectReportTests {
    private let engine = Fixture.engine
    private let run = Run.ID(high: 2, low: 1)
    private let now = Instant(milliseconds: 1_793_610_100_000)

    private func flowRun(_ json: String) throws -> PrefectFlowRun {
        try JSONDecoder().decode(PrefectFlowRun.self, from: Data(json.utf8))
    }

    private func tasks(_ json: String) throws -> [PrefectTaskRun] {
        try JSONDecoder().decode(PrefectList<PrefectTaskRun>.self, from: Data(json.utf8)).elements
    }

    @Test func `what the types of states mean`() {
        let types = [
            "SCHEDULED", "PENDING", "RUNNING", "CANCELLING", "PAUSED", "COMPLETED", "FAILED", "CRASHED", "CANCELLED",
            "NEW",
        ]
        let table = types.map { type in
            "\(type) \(PrefectState(type: type, timestamp: nil, message: nil).status.rawValue)"
        }

        #expect(
            table.joined(separator: "\n") == """
                SCHEDULED queued
                PENDING queued
                RUNNING running
                CANCELLING running
                PAUSED waiting
                COMPLETED succeeded
                FAILED failed
                CRASHED failed
                CANCELLED canceled
                NEW unknown
                """)
        #expect(PrefectState(type: nil, timestamp: nil, message: nil).status == .unknown)
    }

    @Test func `a flow run that was asked for here is reported by our id`() throws {
        let report = try flowRun(
            """
            {"id": "f1", "deployment_id": "d1", "name": "humming-bird", "tags": ["portal", "\(run)"],
             "idempotency_key": "\(run)", "run_count": 2, "created": "2026-11-02T08:59:59Z",
             "expected_start_time": "2026-11-02T09:00:00.500000Z", "start_time": "2026-11-02T09:00:01.120000Z",
             "end_time": null, "parameters": {"customer": "Zoë"}, "state_type": "RUNNING",
             "state": {"type": "RUNNING", "name": "Retrying", "timestamp": "2026-11-02T09:00:02Z", "message": "secret", "data": {}}}
            """
        ).report(engine: engine, steps: [])

        #expect(
            report
                == RunReport(
                    run: .id(run), workflow: nil, attempt: 2, status: .running,
                    at: Instant(milliseconds: 1_793_610_002_000), createdAt: Instant(milliseconds: 1_793_610_000_500),
                    startedAt: Instant(milliseconds: 1_793_610_001_120), endedAt: nil, steps: [], errorDetail: nil))
    }

    @Test func `one that Prefect began is reported by its own id and deployment`() throws {
        let report = try flowRun(
            """
            {"id": "f1", "deployment_id": "d1", "tags": [], "run_count": 0, "created": "2026-11-02T09:00:00Z",
             "end_time": "2026-11-02T09:00:03.480Z",
             "state": {"type": "FAILED", "name": "TimedOut", "message": "Flow run exceeded timeout\\u202E of 3 seconds"}}
            """
        ).report(engine: engine, steps: [])

        #expect(report.run == .external(engine: engine, id: "f1"))
        #expect(report.workflow == .external(engine: engine, id: "d1"))
        #expect(report.attempt == 1)
        #expect(report.status == .failed)
        #expect(report.createdAt == Instant(milliseconds: 1_793_610_000_000))
        #expect(report.endedAt == Instant(milliseconds: 1_793_610_003_480))
        #expect(report.errorDetail == "Flow run exceeded timeout of 3 seconds")
    }

    @Test func `what went wrong is bounded, and only told of failures`() throws {
        let long = String(repeating: "x", count: 10_000)
        let failed = try flowRun("{\"id\": \"f\", \"state\": {\"type\": \"CRASHED\", \"message\": \"\(long)\"}}")
        let completed = try flowRun("{\"id\": \"f\", \"state\": {\"type\": \"COMPLETED\", \"message\": \"result 42\"}}")

        #expect(failed.report(engine: engine, steps: []).errorDetail?.utf8.count == 2_000)
        #expect(completed.report(engine: engine, steps: []).errorDetail == nil)
    }

    @Test(arguments: [
        #"{"id": "f", "tags": ["RUN"]}"#, #"{"id": "f", "tags": ["RUN"], "idempotency_key": null}"#,
        #"{"id": "f", "tags": ["RUN"], "idempotency_key": "7f3c"}"#,
        #"{"id": "f", "tags": [], "idempotency_key": "RUN"}"#,
        #"{"id": "f", "tags": ["x"], "idempotency_key": "x"}"#, #"{"id": "f", "idempotency_key": "RUN"}"#,
    ])
    func `a tag alone, as subflows and repetitions inherit it, makes no run ours`(_ json: String) throws {
        #expect(try flowRun(json.replacing("RUN", with: run.description)).run == nil)
    }

    @Test func `dates in the calendar are not runs yet`() throws {
        func isYetToCome(_ type: String, at time: String, tagged: Bool = false) throws -> Bool {
            let ours = tagged ? ", \"tags\": [\"\(run)\"], \"idempotency_key\": \"\(run)\"" : ""
            return try flowRun(
                "{\"id\": \"f\", \"expected_start_time\": \(time), \"state\": {\"type\": \"\(type)\"}\(ours)}"
            ).isYetToCome(at: now)
        }

        #expect(try isYetToCome("SCHEDULED", at: "\"2026-11-02T10:00:00Z\""))
        #expect(try isYetToCome("SCHEDULED", at: "null"))
        #expect(try !isYetToCome("SCHEDULED", at: "\"2026-11-02T09:00:00Z\""))
        #expect(try !isYetToCome("SCHEDULED", at: "\"2026-11-02T10:00:00Z\"", tagged: true))
        #expect(try !isYetToCome("PENDING", at: "\"2026-11-02T10:00:00Z\""))
    }

    @Test func `tasks become steps: name, times, state, and nothing of what flowed through them`() throws {
        let tasks = try tasks(
            """
            [{"id": "t2", "flow_run_id": "f", "name": "send-mail-9a1", "dynamic_key": "9a1c2d", "run_count": 1,
              "expected_start_time": "2026-11-02T09:00:02Z", "start_time": "2026-11-02T09:00:02Z", "end_time": null,
              "state": {"type": "RUNNING", "message": "to zoe@example.com"}, "task_inputs": {"to": ["zoe@example.com"]}},
             {"id": "t1", "flow_run_id": "f", "name": "fetch-0", "dynamic_key": "0",
              "expected_start_time": "2026-11-02T09:00:01Z", "start_time": "2026-11-02T09:00:01Z",
              "end_time": "2026-11-02T09:00:01.500Z", "state": {"type": "FAILED", "message": "zoe@example.com", "data": 1}}]
            """)
        var timeline = PrefectTimeline()
        let steps = timeline.place(tasks).map { $0.task.report(at: $0.position) }

        #expect(
            steps == [
                StepReport(
                    position: 0, name: "fetch", kind: "task", status: .failed,
                    startedAt: Instant(milliseconds: 1_793_610_001_000),
                    endedAt: Instant(milliseconds: 1_793_610_001_500), summary: ""),
                StepReport(
                    position: 1, name: "send-mail", kind: "task", status: .running,
                    startedAt: Instant(milliseconds: 1_793_610_002_000), endedAt: nil, summary: ""),
            ])
    }

    @Test func `a place once given stays, though earlier tasks are told later`() throws {
        var timeline = PrefectTimeline()
        func task(_ id: String, _ second: Int) throws -> PrefectTaskRun {
            try #require(
                tasks("[{\"id\": \"\(id)\", \"expected_start_time\": \"2026-11-02T09:00:0\(second)Z\"}]").first)
        }
        let (one, two, three) = (try task("b", 1), try task("a", 2), try task("c", 3))

        #expect(timeline.place([three, two]).map(\.task.id) == ["a", "c"])
        #expect(timeline.place([three, two, one]).map(\.task.id) == ["a", "c", "b"])
        #expect(timeline.place([one]).map(\.position) == [2])
    }

    @Test func `a list's elements that cannot be read do not take the others with them`() throws {
        let list = try JSONDecoder().decode(
            PrefectList<PrefectFlowRun>.self, from: Data(#"[{"id": "a"}, {"id": 7}, null, {}, {"id": "b"}]"#.utf8))

        #expect(list.elements.map(\.id) == ["a", "b"])
        #expect(!list.isFull)
    }
}

/// Whatever a hostile server answers, little of it is held.
struct PrefectBoundTests {
    private func decode<Element: Decodable>(_ json: String) throws -> PrefectList<Element> {
        try JSONDecoder().decode(PrefectList<Element>.self, from: Data(json.utf8))
    }

    @Test func `of a list no more is taken than a page was asked to have`() throws {
        func list(_ count: Int) throws -> PrefectList<PrefectTaskRun> {
            try decode("[" + (0..<count).map { "{\"id\": \"\($0)\"}" }.joined(separator: ",") + "]")
        }
        #expect(try list(99).isFull == false)
        #expect(try list(100).isFull)
        let list = try list(5_000)
        #expect(list.isFull)
        #expect(list.elements.map(\.id) == (0..<PrefectAPI.pageSize).map(String.init))
    }

    @Test func `texts are cut, and of tags nothing is kept`() throws {
        let long = String(repeating: "e\u{301}", count: 1 << 16)
        let state = #"{"type": "\#(long)", "timestamp": "\#(long)", "message": "\#(long)"}"#
        let keys = [
            "id", "deployment_id", "idempotency_key", "created", "expected_start_time", "start_time", "end_time",
            "flow_run_id", "name", "dynamic_key",
        ]
        let json =
            "[{" + keys.map { "\"\($0)\": \"\(long)\", " }.joined() + "\"tags\": [\"\(long)\"], \"state\": \(state)}]"
        let (flowRuns, tasks): (PrefectList<PrefectFlowRun>, PrefectList<PrefectTaskRun>) = try (
            decode(json), decode(json)
        )
        for size in ["\(flowRuns.elements)".utf8.count, "\(tasks.elements)".utf8.count] {
            #expect((2_000...16_000).contains(size))
        }
        let message = try #require(flowRuns.elements.first?.state?.message)
        #expect(message.unicodeScalars.elementsEqual(long.unicodeScalars.prefix(2_000)))
    }
}

struct PrefectInterestsTests {
    private let deployment = "0b5a3c1e-9f4d-4b7a-8a53-1d2e3f405162"
    private let flowRun = "aaaaaaaa-9f4d-4b7a-8a53-1d2e3f405162"

    private func made(by key: String? = nil, deployment: String?) -> PrefectFlowRun {
        PrefectFlowRun(
            id: flowRun, deploymentID: deployment, idempotencyKey: key, isTaggedWithKey: key != nil, runCount: nil,
            created: nil, expectedStartTime: nil, startTime: nil, endTime: nil, state: nil)
    }

    @Test func `only ids that are UUIDs are asked about, each once`() {
        let workflows = [
            Fixture.workflow(1, externalID: deployment.uppercased()), Fixture.workflow(2, externalID: deployment),
            Fixture.workflow(3, externalID: "orders"), Fixture.workflow(4, externalID: nil),
        ]
        #expect(PrefectInterests(workflows: workflows, openRuns: []).deployments == [deployment])
    }

    @Test func `a flow run goes to the workspace whose workflow names its deployment`() {
        let interests = PrefectInterests(workflows: [Fixture.workflow(1, externalID: deployment)], openRuns: [])

        #expect(interests.workspaces(for: made(deployment: deployment)) == [Fixture.workspace])
        #expect(interests.workspaces(for: made(deployment: deployment.uppercased())) == [Fixture.workspace])
        #expect(interests.workspaces(for: made(deployment: flowRun)).isEmpty)
        #expect(interests.workspaces(for: made(deployment: nil)).isEmpty)
    }

    @Test func `where two workspaces name one deployment, neither is told of what nobody here asked for`() {
        let workflows = [
            Fixture.workflow(1, in: Fixture.workspace, externalID: deployment),
            Fixture.workflow(2, in: Fixture.otherWorkspace, externalID: deployment),
        ]
        let run = Fixture.run(1, in: Fixture.otherWorkspace)
        let interests = PrefectInterests(workflows: workflows, openRuns: [run])

        #expect(interests.workspaces(for: made(deployment: deployment)).isEmpty)
        #expect(
            interests.workspaces(for: made(by: run.id.description, deployment: deployment)) == [Fixture.otherWorkspace])

        let known = PrefectInterests(
            workflows: workflows, openRuns: [Fixture.run(2, in: Fixture.workspace, externalID: flowRun)])
        #expect(known.workspaces(for: made(deployment: deployment)) == [Fixture.workspace])
        #expect(known.openFlowRuns == [flowRun])
    }
}
