import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PortalCore
import PortalServices
import ServiceLifecycle
import Synchronization

/// The demonstration's engine: it says that it is simulated, executes nothing, and behaves at the edges like a real one.
///
/// It listens on a loopback port of its own, accepts only requests that are signed per Standard Webhooks, and reports what it pretends to do
/// through the portal's public API with an API key: first that a run began, then step by step, then how it ended.
final class SimulatedEngine: Service {
    /// Where it listens.
    struct Address: Hashable, Sendable {
        let port: Int

        /// Where a run of a workflow is asked for.
        func url(of externalID: String, for agency: Slug) -> String {
            "http://127.0.0.1:\(port)/\(agency.text)/\(externalID)"
        }
    }

    /// An agency that it works for, with the secrets that the two share.
    struct Employer: Hashable, Sendable {
        let slug: Slug
        let host: HostName
        let engine: Engine.ID
        let signingSecret: String
        let apiKey: String
    }

    /// A request that was accepted: what a run of it is reported by.
    struct Job: Sendable {
        let employer: Employer
        let workspace: Workspace.ID
        let run: Run.ID
        let workflow: DemoWorkflow
    }

    private let address: Address
    private let employers: [String: Employer]
    private let clock: any WallClock
    private let logger: Logger
    private let reporter: EngineReporter
    private let jobs: AsyncStream<Job>
    private let accept: AsyncStream<Job>.Continuation
    private let seen = Mutex<Set<String>>([])

    init(
        at address: Address, for employers: [Employer], reporter: EngineReporter, clock: any WallClock, logger: Logger
    ) {
        self.address = address
        self.employers = Dictionary(employers.map { ($0.slug.text, $0) }, uniquingKeysWith: { first, _ in first })
        self.reporter = reporter
        self.clock = clock
        self.logger = logger
        (jobs, accept) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(200))
    }

    func run() async throws {
        let router = Router()
        router.get { _, _ in
            "This is the simulated engine of portald demo. It executes nothing and reports made-up runs.\n"
        }
        router.post(":agency/:workspace/:workflow") { request, context in
            try await self.receive(request, agency: context.parameters.require("agency"))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: address.port), serverName: nil),
            logger: Logger(label: "simulated-engine") { _ in SwiftLogNoOpLogHandler() })
        try await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await application.run() }
                group.addTask { await self.play() }
            }
        }
    }

    /// Plays every job that was accepted, several at once.
    private func play() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask { await self.reporter.report(EngineScript(job, beginning: self.clock.now)) }
            }
        }
    }
}

// MARK: Requests

extension SimulatedEngine {
    private func receive(_ request: Request, agency: String) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: 64 << 10).readableBytesView)
        guard let employer = employers[agency], let secret = WebhookSecret(text: employer.signingSecret),
            let headers = StandardWebhook.Headers(
                fields: request.headers.map { (name: $0.name.rawName, value: $0.value) }),
            (try? StandardWebhook(secret).verify(body, headers, at: clock.now)) != nil
        else { return answer(.unauthorized, "refused: the signature is not right") }

        guard let job = Self.job(in: body, from: employer) else {
            return answer(.unprocessableContent, "unknown workflow")
        }
        // The same id again is the same request again.
        guard seen.withLock({ $0.insert(headers.id).inserted }) else { return answer(.ok, "known already") }
        accept.yield(job)
        logger.info("The simulated engine took a request", metadata: ["run": "\(job.run)"])
        return answer(.accepted, "simulated: nothing is executed, a made-up run is reported")
    }

    private func answer(_ status: HTTPResponse.Status, _ words: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: words + "\n")))
    }

    private static func job(in body: [UInt8], from employer: Employer) -> Job? {
        guard let data = try? JSONValue.parse(body)["data"], let externalID = data["workflowExternalId"]?.string,
            let run = data["runId"]?.string.flatMap({ Run.ID($0) }),
            let workspace = data["workspaceId"]?.string.flatMap({ Workspace.ID($0) })
        else { return nil }
        for source in DemoWorkspace.all {
            for workflow in source.workflows where workflow.externalID(in: source) == externalID {
                return Job(employer: employer, workspace: workspace, run: run, workflow: workflow)
            }
        }
        return nil
    }
}
