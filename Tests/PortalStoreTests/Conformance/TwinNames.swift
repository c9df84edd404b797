@testable import PortalCore

/// What a person could put into an address or a request to name the things of one workspace and its agency.
struct TwinNames: Sendable {
    let workspace: Workspace.ID
    let user: User.ID
    /// Staff.
    let admin: User.ID
    let member: User.ID
    /// A member of nothing.
    let stranger: User.ID
    let session: Session.ID
    let sessionDigest: SecretDigest
    let engine: Engine.ID
    let key: APIKey.ID
    let keyDigest: SecretDigest
    let product: Product.ID
    let picture: String
    let workflow: Workflow.ID
    let run: Run.ID
    let state: RunState
    let externalRun: String
    let pendingRun: Run.ID
    let outbox: Outbox.ID
    let connection: Connection.ID
    let form: Form.ID
    let invoice: Invoice.ID
}

extension TwinNames {
    init(_ twin: TwinWorkspace, _ agency: TwinAgency) throws {
        let run = try twin.run(.failed)
        let session = try agency.people.session(of: agency.people.clara)
        guard let externalRun = run.run.externalID else { throw Malformed() }
        self.init(
            workspace: twin.workspace.id, user: agency.people.clara.id, admin: agency.people.admin.id,
            member: agency.people.member.id, stranger: agency.people.nora.id,
            session: session.session.id, sessionDigest: session.digest, engine: agency.n8n.id, key: agency.key.key.id,
            keyDigest: agency.key.digest, product: agency.product.id, picture: agency.picture.hash,
            workflow: twin.workflows[0].id, run: run.run.id, state: run.state, externalRun: externalRun,
            pendingRun: twin.pending.run, outbox: twin.pending.outbox, connection: twin.connections[1].connection.id,
            form: try twin.form(.published, of: .published).id, invoice: try twin.invoice(.open).invoice.id)
    }

    /// Well-formed names of nothing.
    static let nobody: TwinNames = {
        let mint = Mint.seeded("nobody", at: TwinWorld.start)
        return TwinNames(
            workspace: mint.id(), user: mint.id(), admin: mint.id(), member: mint.id(), stranger: mint.id(),
            session: mint.id(),
            sessionDigest: SecretDigest(bytes: mint.bytes(32)), engine: mint.id(), key: mint.id(),
            keyDigest: SecretDigest(bytes: mint.bytes(32)), product: mint.id(),
            picture: String(repeating: "f", count: 64),
            workflow: mint.id(), run: mint.id(), state: .queued, externalRun: "nobody", pendingRun: mint.id(),
            outbox: mint.id(), connection: mint.id(), form: mint.id(), invoice: mint.id())
    }()

    /// The trigger that these names mean, as a worker of some agency and workspace would hold it.
    func job(_ home: WorkspaceScope) -> TriggerJob {
        TriggerJob(
            run: pendingRun, agency: home.agency, workspace: home.workspace, workflow: workflow, id: outbox, tries: 0,
            firstTriedAt: nil, createdAt: TwinWorld.start)
    }
}

/// How far a function of the ports reaches: whether the sibling workspace's things are within it.
enum TwinReach: Sendable {
    case agency, workspace

    /// Whether what lies in `target` may be met from `home`.
    func holds(_ home: TwinWorkspace, _ target: TwinWorkspace) -> Bool {
        switch self {
        case .agency: home.scope.agency == target.scope.agency
        case .workspace: home.scope == target.scope
        }
    }
}

extension TwinWorld {
    func agency(of workspace: TwinWorkspace) -> TwinAgency {
        workspace.scope.agency == north.agency.id ? north : south
    }

    func names(of workspace: TwinWorkspace) throws -> TwinNames { try TwinNames(workspace, agency(of: workspace)) }
}
