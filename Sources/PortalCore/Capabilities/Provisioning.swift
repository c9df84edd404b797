/// One agency being filled by the operator: a demonstration, load data, an import.
///
/// It writes rows as they are given, in any state; the schema's own rules are the only ones. Nothing is sent but the mails of
/// pending invitations.
public struct Provisioning {
    public let agency: Agency.ID
    let transaction: any Transaction
    public let mint: Mint
    let services: Services

    private var scope: AgencyScope { AgencyScope(agency: agency) }

    private func scope(_ workspace: Workspace.ID) -> WorkspaceScope {
        WorkspaceScope(agency: agency, workspace: workspace)
    }

    public func add(host: HostName) throws {
        try transaction.insertHost(host, isPrimary: false, at: mint.now, in: scope)
    }

    public func add(_ workspace: Workspace) throws { try transaction.insert(workspace, in: scope) }

    public func setArchived(at instant: Instant?, of workspace: Workspace.ID) throws {
        try transaction.setArchived(at: instant, of: scope(workspace))
    }

    public func add(_ user: User, password: PasswordHash?) throws {
        try transaction.insert(user, password: password, at: mint.now, in: scope)
    }

    /// Gives a user a second factor whose codes are good from the next step on.
    public func setSecondFactor(_ key: FactorKey, of user: User.ID) throws {
        let sealed = try services.sealing.seal(
            key.bytes, under: try transaction.dataKey(in: scope), as: .secondFactor(user, agency: agency))
        let factor = SecondFactor(
            key: sealed, lastStep: TimeCode.step(at: mint.now) - 1, since: mint.now, recoveryCodesLeft: 0)
        try transaction.insert(factor, of: user, in: scope)
    }

    public func setStaff(_ user: User.ID, role: AccountRole, status: MembershipStatus, at instant: Instant) throws {
        try transaction.setStaff(user, role: role, status: status, at: instant, in: scope)
    }

    public func setClient(
        _ user: User.ID, of workspace: Workspace.ID, areas: Areas, status: MembershipStatus, at instant: Instant
    ) throws {
        try transaction.setClient(user, areas: areas, status: status, at: instant, of: scope(workspace))
    }

    /// A pending invitation; its mail goes out with the next round.
    public func add(_ invitation: Invitation) throws {
        try transaction.insert(invitation, in: scope)
        try transaction.enqueue(
            MailOrder(id: mint.id(), kind: .invitation, user: nil, invitation: invitation.id), at: mint.now, in: scope)
    }

    public func setStatus(_ status: UserStatus, of user: User.ID) throws {
        try transaction.setStatus(status, of: user, in: scope)
    }

    /// A new engine; answers its id and its signing secret (`whsec_…`), which is shown this once.
    public func addEngine(_ draft: EngineDraft) throws -> Issued<Engine.ID> {
        let builder = EngineBuilder(
            agency: agency, key: try transaction.dataKey(in: scope), mint: mint, sealing: services.sealing)
        let made = try builder.build(draft)
        try transaction.insert(made.engine, signingSecret: made.signingSecret, credential: made.credential, in: scope)
        return Issued(id: made.engine.id, secret: made.shown)
    }

    /// A new API key; answers its id and its text, which is shown this once.
    public func addKey(
        named name: String, permissions: Set<Action>, workspace: Workspace.ID?
    ) throws -> Issued<APIKey.ID> {
        let key = try APIKey.draft(named: name, permissions: permissions, workspace: workspace, mint: mint)
        let secret = mint.secret()
        try transaction.insert(key, digest: services.digests.digest(of: secret), in: scope)
        return Issued(id: key.id, secret: secret.text)
    }

    public func add(_ workflow: Workflow) throws { try transaction.insert(workflow, in: scope(workflow.workspace)) }

    /// A run with its timeline, and what staff may know of its failure.
    public func add(_ run: Run, steps: [Step], errorDetail: String? = nil) throws {
        let state = RunState(
            attempt: run.attempt, status: run.status, statusAt: nil, startedAt: run.startedAt, endedAt: run.endedAt,
            steps: Dictionary(steps.map { ($0.position, $0) }, uniquingKeysWith: { first, _ in first }))
        let sealed = try errorDetail.map {
            try services.sealing.seal(
                Array($0.utf8), under: try transaction.dataKey(in: scope), as: .runError(run.id, agency: agency))
        }
        try transaction.insert(run, state: state, sealedError: sealed, at: mint.now, in: scope(run.workspace))
    }

    public func add(_ connection: Connection, usedBy workflows: [Workflow.ID]) throws {
        try transaction.insert(connection, usedBy: workflows, credential: nil, in: scope(connection.workspace))
    }

    public func add(_ form: Form) throws { try transaction.insert(form, in: scope(form.workspace)) }

    public func add(_ submission: Submission, by user: User.ID, in workspace: Workspace.ID) throws {
        try transaction.insert(submission, user: user, in: scope(workspace))
    }

    public func add(_ product: Product) throws { try transaction.insert(product, in: scope) }

    public func add(_ subscription: Subscription) throws {
        try transaction.insert(subscription, in: scope(subscription.workspace))
    }

    public func add(_ invoice: Invoice, lines: [InvoiceLine]) throws {
        try transaction.insert(invoice, lines: lines, in: scope(invoice.workspace))
    }
}
