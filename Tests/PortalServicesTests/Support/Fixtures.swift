import PortalCore
import PortalServices

/// An agency with an engine and a workflow, as a worker meets them.
struct Fixture {
    let sealer: AESSealer
    let agency: Agency.ID
    let dataKey: WrappedKey
    let secret: WebhookSecret
    let now = Instant(milliseconds: 1_800_000_000_000)

    static let workspace = Workspace.ID(high: 7, low: 1)
    static let otherWorkspace = Workspace.ID(high: 7, low: 2)
    static let engine = Engine.ID(high: 8, low: 1)

    init() throws {
        let bytes = [UInt8](0..<32)
        guard let key = MasterKey(bytes: bytes), let secret = WebhookSecret(bytes: bytes) else { throw Missing() }
        sealer = AESSealer(masterKey: key)
        agency = Agency.ID(high: 1, low: 1)
        dataKey = try sealer.makeDataKey(for: agency)
        self.secret = secret
    }

    struct Missing: Error {}

    func contact(
        _ kind: EngineKind, apiURL: String? = nil, credential: EngineCredential = .none
    ) throws -> EngineContact {
        let id = Self.engine
        return EngineContact(
            engine: Engine(id: id, name: "Engine", kind: kind, apiURL: apiURL, createdAt: now), agency: agency,
            dataKey: dataKey,
            signingSecret: try sealer.seal(secret.bytes, under: dataKey, as: .engineSigningSecret(id, agency: agency)),
            credential: try sealer.seal(
                credential.encoded, under: dataKey, as: .engineCredential(id, agency: agency)))
    }

    func dispatch(
        _ kind: EngineKind, to triggerURL: String?, apiURL: String? = nil, credential: EngineCredential = .none,
        idempotent: Bool = false
    ) throws -> TriggerDispatch {
        TriggerDispatch(
            job: Self.job(1, of: agency, at: now),
            workflow: Self.workflow(1, externalID: "wf-9", triggerURL: triggerURL, idempotent: idempotent),
            engine: try contact(kind, apiURL: apiURL, credential: credential))
    }

    static func job(_ number: UInt64, of agency: Agency.ID, at now: Instant) -> TriggerJob {
        TriggerJob(
            run: Run.ID(high: 2, low: number), agency: agency, workspace: workspace,
            workflow: Workflow.ID(high: 4, low: 1), id: Outbox.ID(high: 3, low: number), tries: 1, firstTriedAt: now,
            createdAt: now)
    }

    static func workflow(
        _ number: UInt64, in workspace: Workspace.ID = workspace, externalID: String? = nil, triggerURL: String? = nil,
        idempotent: Bool = false
    ) -> Workflow {
        Workflow(
            id: Workflow.ID(high: 4, low: number), workspace: workspace, name: "Orders", purpose: "",
            status: .published,
            isClientTriggerable: true, isIdempotent: idempotent, showsSummaries: false, timeLimit: .hours(1),
            failureNote: "", engine: engine, externalID: externalID, triggerURL: triggerURL,
            createdAt: Instant(milliseconds: 0))
    }

    static func run(
        _ number: UInt64, in workspace: Workspace.ID = workspace, status: RunStatus = .queued, externalID: String? = nil
    ) -> Run {
        Run(
            id: Run.ID(high: 2, low: number), workspace: workspace, workflow: Workflow.ID(high: 4, low: 1),
            workflowName: "Orders", status: status, attempt: 1, origin: .client, listedAt: Instant(milliseconds: 0),
            startedAt: nil, endedAt: nil, delivery: .accepted, externalID: externalID)
    }
}
