import HTTPTypes
import PortalCore

/// Runs, for the engines that report them and the systems that read them.
enum RunAPI {
    private static let workspace = APIOperation.Query(
        "workspace", "The workspace; may be left out by a key that is bound to one.")

    static let routes: [Route] = [
        .engine(
            .post, "/api/v1/runs", action: .runsIngest,
            documents: APIOperation(
                "Reports on runs: one, an array, or one on each line. Each has a result of its own, in the same order.",
                query: [workspace], takes: "RunReports", answers: "IngestResults"),
            sample: .json(#"{"engine":"{engine}","externalId":"sample-1","workflow":"{workflow}","status":"running"}"#),
            bodyLimit: .batch, ingest),
        .engine(
            "/api/v1/runs", action: .runsRead,
            documents: APIOperation(
                "Runs of a workspace, newest first.",
                query: [
                    workspace, .init("workflow", "Only runs of this workflow."),
                    .init("status", "Only runs in this status."),
                    .init("before", "The `next` of the page before."),
                    .init("limit", "How many, from 1 to 200; 50 if not said."),
                ], answers: "RunList"),
            list),
        .engine(
            "/api/v1/runs/:run", action: .runsRead,
            documents: APIOperation("One run with its steps.", query: [workspace], answers: "Run"), show),
    ]

    // MARK: Reporting

    @Sendable private static func ingest(_ asked: Asked, _ body: APIBody) throws(Problem) -> EngineChange {
        guard let type = body.type else { throw .wrongType }
        let lines = try ReportReader.read(body.bytes, as: type)
        let reports = lines.compactMap { try? $0.get() }
        let workspace: Workspace.ID? = asked.queriedID("workspace")
        return { engine in
            var results = try engine.ingest(reports, into: workspace)[...]
            return .object(reserving: 96 * lines.count + 32) { json in
                json.key("results")
                json.array { json in
                    for line in lines {
                        switch line {
                        case .success:
                            if let result = results.popFirst() { write(result, to: &json) }
                        case .failure(let problem):
                            write(problem, to: &json)
                        }
                    }
                }
            }
        }
    }

    private static func write(_ result: IngestResult, to json: inout JSONWriter) {
        json.object { json in
            switch result {
            case .merged(let run, let status, let isNew):
                json.member("run", run)
                json.member("status", status.rawValue)
                json.member("new", isNew)
            case .refused(let problem):
                json.member("problem", problem.code)
                if case .conflictingEnd(let known, let reported) = problem {
                    json.member("known", known.rawValue)
                    json.member("reported", reported.rawValue)
                }
            }
        }
    }

    private static func write(_ problem: ReportProblem, to json: inout JSONWriter) {
        json.object { json in
            switch problem {
            case .malformed:
                json.member("problem", "malformed")
            case .field(let name, let reason):
                json.member("problem", "invalid")
                json.member("field", name)
                json.member("reason", reason.code)
            }
        }
    }

    // MARK: Reading

    @Sendable private static func list(_ engine: EngineAccess, _ asked: Asked) throws -> APIReply {
        var filter = RunFilter(workflow: asked.queriedID("workflow"))
        if let text = asked.query.hint("status") {
            guard let status = RunStatus(rawValue: text) else { throw Problem.malformedQuery }
            filter.status = status
        }
        var before: RunKey?
        if let text = asked.query.hint("before") {
            guard let key = RunKey(text) else { throw Problem.malformedQuery }
            before = key
        }
        let size = PageSize(asked.query.hint("limit").flatMap { Int($0) } ?? 50)
        let page = try engine.runs(in: asked.queriedID("workspace"), filter, before: before, size: size)
        return .object(reserving: 320 * page.items.count + 64) { json in
            json.key("runs")
            json.array { json in
                for run in page.items { json.object { write(run, to: &$0) } }
            }
            json.member("next", page.next?.text)
        }
    }

    @Sendable private static func show(_ engine: EngineAccess, _ asked: Asked) throws -> APIReply {
        let (run, steps) = try engine.run(asked.id(.run), in: asked.queriedID("workspace"))
        return .object(reserving: 512 + 160 * steps.count) { json in
            write(run, to: &json)
            json.key("steps")
            json.array { json in
                for step in steps { json.object { write(step, to: &$0) } }
            }
        }
    }

    private static func write(_ run: Run, to json: inout JSONWriter) {
        json.member("id", run.id)
        json.member("workspace", run.workspace)
        json.member("workflow", run.workflow)
        json.member("workflowName", run.workflowName)
        json.member("status", run.status.rawValue)
        json.member("attempt", run.attempt)
        json.member("origin", run.origin.rawValue)
        json.member("externalId", run.externalID)
        json.member("listedAt", run.listedAt)
        json.member("startedAt", run.startedAt)
        json.member("endedAt", run.endedAt)
        json.member("delivery", run.delivery?.rawValue)
    }

    private static func write(_ step: Step, to json: inout JSONWriter) {
        json.member("position", step.position)
        json.member("name", step.name)
        json.member("kind", step.kind)
        json.member("status", step.status.rawValue)
        json.member("startedAt", step.startedAt)
        json.member("endedAt", step.endedAt)
        json.member("summary", step.summary)
    }
}

extension IngestProblem {
    /// The problem's stable word.
    var code: String {
        switch self {
        case .runUnknown: "run-unknown"
        case .workflowMissing: "workflow-missing"
        case .workflowUnknown: "workflow-unknown"
        case .engineUnknown: "engine-unknown"
        case .workflowDiffers: "workflow-differs"
        case .externalIDDiffers: "external-id-differs"
        case .conflictingEnd: "conflicting-end"
        }
    }
}
