import PortalCore
import Synchronization

/// One agency with nothing in it but who is signed in: enough to see how requests are met at the door.
final class FakeHouse: PortalStorage {
    struct Rows: Sendable {
        var sessions: [SecretDigest: SignedIn] = [:]
        var users: [EmailAddress: (user: User, password: PasswordHash)] = [:]
        var keys: [SecretDigest: APIKey] = [:]
        var workspaces: [Workspace] = []
        /// The one workflow there is, and its one run.
        var run: (workflow: Workflow, run: Run)?
        /// Thrown by every look and every change.
        var failure: StorageError?
        var changes = 0
    }

    let front: Front
    private let rows = Mutex(Rows())

    init() {
        let grey = Colour(red: 0, green: 0, blue: 0)
        let white = Colour(red: 255, green: 255, blue: 255)
        let palette = Palette(
            primary: grey, onPrimary: white, accent: grey, background: white, surface: white, text: grey, muted: grey,
            border: grey, danger: grey)
        guard let slug = Slug("north"), let host = HostName(Self.host) else { preconditionFailure("names of our own") }
        front = Front(
            agency: Agency(
                id: Identifier(high: 7, low: 7), slug: slug, name: "North", timeZone: "UTC", language: "en",
                createdAt: Instant(milliseconds: 0)),
            brand: Brand(
                name: "North", light: palette, dark: nil, logo: nil, icon: nil, supportEmail: nil, revision: 1),
            primaryHost: host)
    }

    static let host = "north.example"

    func with<Answer: Sendable>(_ body: (inout Rows) -> Answer) -> Answer { rows.withLock { body(&$0) } }

    func read<Answer: Sendable>(_ body: @Sendable (any Snapshot) throws -> Answer) async throws -> Answer {
        if let failure = rows.withLock({ $0.failure }) { throw failure }
        return try body(FakeRows(house: self))
    }

    func write<Answer: Sendable>(_ body: @escaping @Sendable (any Transaction) throws -> Answer) async throws -> Answer
    {
        if let failure = rows.withLock({ $0.failure }) { throw failure }
        rows.withLock { $0.changes += 1 }
        return try body(FakeRows(house: self))
    }
}

/// What a body is lent: lists are empty, nothing is found, changes vanish, but for what the house knows.
struct FakeRows: Transaction {
    let house: FakeHouse

    // Tenancy
    func front(of host: HostName) throws -> Front? { host == house.front.primaryHost ? house.front : nil }
    func front(in scope: AgencyScope) throws -> Front? { house.front }
    func dataKey(in scope: AgencyScope) throws -> WrappedKey { WrappedKey(bytes: []) }
    func workspace(_ id: Workspace.ID, in scope: AgencyScope) throws -> Workspace? {
        house.with { rows in rows.workspaces.first { $0.id == id } }
    }
    func workspaceSummaries(
        in scope: AgencyScope, archived: Bool, since: Instant, now: Instant, after: WorkspaceKey?, size: PageSize
    ) throws -> Page<WorkspaceSummary, WorkspaceKey> { Page(items: [], next: nil) }
    func workspaceSummary(in scope: WorkspaceScope, since: Instant, now: Instant) throws -> WorkspaceSummary? { nil }
    func members(of scope: WorkspaceScope) throws -> [Member] { [] }
    func team(in scope: AgencyScope) throws -> [Member] { [] }
    func brandAsset(hash: String, in scope: AgencyScope) throws -> (asset: BrandAsset, bytes: [UInt8])? { nil }
    func insert(_ agency: Agency, brand: Brand, host: HostName, dataKey: WrappedKey, in scope: OperatorScope) throws {}
    func insertHost(_ host: HostName, isPrimary: Bool, at now: Instant, in scope: AgencyScope) throws {}
    func insert(_ workspace: Workspace, in scope: AgencyScope) throws {
        house.with { $0.workspaces.append(workspace) }
    }
    func setName(_ name: String, of scope: WorkspaceScope) throws {}
    func setArchived(at: Instant?, of scope: WorkspaceScope) throws {}
    func setBrand(_ brand: Brand, in scope: AgencyScope) throws {}
    func set(_ rule: SecondFactorRule, in scope: AgencyScope) throws {}
    func insert(_ asset: BrandAsset, bytes: [UInt8], at now: Instant, in scope: AgencyScope) throws {}
    func setClient(
        _ user: User.ID, areas: Areas, status: MembershipStatus, at now: Instant, of scope: WorkspaceScope
    ) throws {}
    func setStaff(
        _ user: User.ID, role: AccountRole, status: MembershipStatus, at now: Instant, in scope: AgencyScope
    ) throws {}

    // Accounts
    func signedIn(session: SecretDigest, in scope: AgencyScope) throws -> SignedIn? {
        house.with { $0.sessions[session] }
    }
    func user(email: EmailAddress, in scope: AgencyScope) throws -> (user: User, password: PasswordHash?)? {
        house.with { $0.users[email] }.map { ($0.user, $0.password) }
    }
    func user(_ id: User.ID, in scope: AgencyScope) throws -> (user: User, password: PasswordHash?)? {
        house.with { rows in
            rows.users.values.first { $0.user.id == id }.map { ($0.user, $0.password) }
                ?? rows.sessions.values.first { $0.user.id == id }.map { ($0.user, nil) }
        }
    }
    func standing(
        of user: User.ID, in scope: AgencyScope
    ) throws -> (role: AccountRole?, memberships: [WorkspaceMembership]) {
        let found = house.with { rows in rows.sessions.values.first { $0.user.id == user } }
        return (found?.role, found?.memberships ?? [])
    }
    func sessions(of user: User.ID, in scope: AgencyScope) throws -> [Session] { [] }
    func secondFactor(of user: User.ID, in scope: AgencyScope) throws -> SecondFactor? { nil }
    func signInChallenge(_ digest: SecretDigest, in scope: AgencyScope) throws -> SignInChallenge? { nil }
    func noticeChoices(of user: User.ID, in scope: AgencyScope) throws -> [Notice: Bool] { [:] }
    func set(language: String?, timeZone: String?, of user: User.ID, in scope: AgencyScope) throws {}
    func renewSession(_ id: Session.ID, digest: SecretDigest, in scope: AgencyScope) throws {
        house.with { rows in
            guard let old = rows.sessions.first(where: { $0.value.session.id == id }) else { return }
            rows.sessions[old.key] = nil
            rows.sessions[digest] = old.value
        }
    }
    func insert(_ factor: SecondFactor, of user: User.ID, in scope: AgencyScope) throws {}
    func setLastStep(_ step: Int64, of user: User.ID, in scope: AgencyScope) throws {}
    func removeSecondFactor(of user: User.ID, in scope: AgencyScope) throws {}
    func setRecoveryCodes(_ codes: [SecretDigest], of user: User.ID, in scope: AgencyScope) throws {}
    func spendRecoveryCode(_ code: SecretDigest, of user: User.ID, in scope: AgencyScope) throws -> Bool { false }
    func insert(_ challenge: SignInChallenge, digest: SecretDigest, at now: Instant, in scope: AgencyScope) throws {}
    func setTriesLeft(_ tries: Int, of challenge: SecretDigest, in scope: AgencyScope) throws {}
    func endSignInChallenges(of user: User.ID, in scope: AgencyScope) throws {}
    func set(_ notice: Notice, isOn: Bool, of user: User.ID, in scope: AgencyScope) throws {}
    func insert(_ user: User, password: PasswordHash?, at now: Instant, in scope: AgencyScope) throws {}
    func setName(_ name: String, of user: User.ID, in scope: AgencyScope) throws {}
    func setEmail(_ email: EmailAddress, of user: User.ID, in scope: AgencyScope) throws {}
    func setPassword(_ password: PasswordHash?, of user: User.ID, in scope: AgencyScope) throws {}
    func setStatus(_ status: UserStatus, of user: User.ID, in scope: AgencyScope) throws {}
    func insert(_ session: Session, digest: SecretDigest, in scope: AgencyScope) throws {
        house.with { rows in
            guard let user = rows.users.values.first(where: { $0.user.id == session.user })?.user else { return }
            rows.sessions[digest] = SignedIn(
                session: session, user: user, role: nil, memberships: [], hasSecondFactor: false)
        }
    }
    func touchSession(_ id: Session.ID, at now: Instant, in scope: AgencyScope) throws {}
    func endSession(_ id: Session.ID, of user: User.ID, in scope: AgencyScope) throws {
        house.with { rows in rows.sessions = rows.sessions.filter { $0.value.session.id != id } }
    }
    func endSessions(of user: User.ID, except kept: Session.ID?, in scope: AgencyScope) throws {}

    // Automation
    func workflowNames(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [WorkflowName] { [] }
    func workflowSummaries(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [WorkflowSummary] { [] }
    func workflows(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [Workflow] { [] }
    func workflow(_ id: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> Workflow? {
        house.with { $0.run }.map(\.workflow).flatMap { $0.id == id && visible.admits($0.status) ? $0 : nil }
    }
    func latestRuns(in scope: WorkspaceScope, visible: WorkflowVisibility) throws -> [Workflow.ID: Run] { [:] }
    func runs(
        in scope: WorkspaceScope, visible: WorkflowVisibility, filter: RunFilter, before: RunKey?, size: PageSize
    ) throws -> Page<Run, RunKey> { Page(items: [], next: nil) }
    func run(
        _ id: Run.ID, of workflow: Workflow.ID, in scope: WorkspaceScope, visible: WorkflowVisibility
    ) throws -> Run? { house.with { $0.run }.map(\.run).flatMap { $0.id == id && $0.workflow == workflow ? $0 : nil } }
    func steps(of run: Run.ID, in scope: WorkspaceScope) throws -> [Step] { [] }
    func sealedError(of run: Run.ID, in scope: WorkspaceScope) throws -> Sealed? { nil }
    func tallies(
        in scope: WorkspaceScope, visible: WorkflowVisibility, from: Instant, until: Instant
    ) throws -> [RunTally] { [] }
    func endedRuns(
        in scope: WorkspaceScope, visible: WorkflowVisibility, periods: HourPeriods
    ) throws -> [EndedRuns] { Array(repeating: EndedRuns(), count: periods.count) }
    func run(startedBy token: SecretDigest, in scope: WorkspaceScope) throws -> Run.ID? { nil }
    func reportedRun(_ reference: RunReference, in scope: WorkspaceScope) throws -> ReportedRun? { nil }
    func workflow(_ reference: WorkflowReference, in scope: WorkspaceScope) throws -> Workflow? { nil }
    func engines(in scope: AgencyScope) throws -> [Engine] { [] }
    func engine(_ id: Engine.ID, in scope: AgencyScope) throws -> Engine? { nil }
    func apiKey(digest: SecretDigest, in scope: AgencyScope) throws -> APIKey? {
        house.with { $0.keys[digest] }
    }
    func apiKeys(in scope: AgencyScope) throws -> [APIKey] { [] }
    func deadTriggers(in scope: AgencyScope, limit: Int) throws -> [DeadTrigger] { [] }
    func insert(_ workflow: Workflow, in scope: WorkspaceScope) throws {}
    func update(_ workflow: Workflow, in scope: WorkspaceScope) throws {}
    func insert(_ run: Run, state: RunState, sealedError: Sealed?, at now: Instant, in scope: WorkspaceScope) throws {}
    func update(
        _ run: Run.ID, from old: RunState, to new: RunState, externalID: String?, sealedError: Sealed?,
        at now: Instant, in scope: WorkspaceScope
    ) throws {}
    func setDelivery(_ delivery: TriggerDelivery, of run: Run.ID, in scope: WorkspaceScope) throws {}
    func spend(token: SecretDigest, on run: Run.ID, at now: Instant, in scope: WorkspaceScope) throws {}
    func enqueueTrigger(
        _ id: Outbox.ID, of run: Run.ID, workflow: Workflow.ID, at now: Instant, in scope: WorkspaceScope
    ) throws {}
    func withdrawTrigger(of run: Run.ID, in scope: WorkspaceScope) throws -> Bool { false }
    func insert(_ engine: Engine, signingSecret: Sealed, credential: Sealed?, in scope: AgencyScope) throws {}
    func insert(_ key: APIKey, digest: SecretDigest, in scope: AgencyScope) throws {}
    func revokeKey(_ id: APIKey.ID, at now: Instant, in scope: AgencyScope) throws {}
    func touchKey(_ id: APIKey.ID, at now: Instant, in scope: AgencyScope) throws {}

    // Connections, forms, billing, audit
    func connections(in scope: WorkspaceScope) throws -> [Connection] { [] }
    func connection(_ id: Connection.ID, in scope: WorkspaceScope) throws -> Connection? { nil }
    func workflowNames(
        byConnectionIn scope: WorkspaceScope, visible: WorkflowVisibility
    ) throws -> [Connection.ID: [String]] { [:] }
    func insert(
        _ connection: Connection, usedBy workflows: [Workflow.ID], credential: Sealed?, in scope: WorkspaceScope
    ) throws {}
    func setHealth(
        _ health: ConnectionHealth, of connection: Connection.ID, at now: Instant, in scope: WorkspaceScope
    ) throws {}
    func forms(in scope: WorkspaceScope, visible: FormVisibility) throws -> [FormSummary] { [] }
    func form(_ id: Form.ID, in scope: WorkspaceScope, visible: FormVisibility) throws -> Form? { nil }
    func submissions(of form: Form.ID, in scope: WorkspaceScope, limit: Int) throws -> [Submission] { [] }
    func submissions(of form: Form.ID, by user: User.ID, in scope: WorkspaceScope) throws -> [Submission] { [] }
    func insert(_ form: Form, in scope: WorkspaceScope) throws {}
    func insert(_ submission: Submission, user: User.ID, in scope: WorkspaceScope) throws {}
    func subscriptions(in scope: WorkspaceScope) throws -> [Subscription] { [] }
    func invoices(
        in scope: WorkspaceScope, visible: InvoiceVisibility, before: InvoiceKey?, size: PageSize
    ) throws -> Page<Invoice, InvoiceKey> { Page(items: [], next: nil) }
    func openInvoices(in scope: WorkspaceScope, limit: Int) throws -> [Invoice] { [] }
    func invoice(_ id: Invoice.ID, in scope: WorkspaceScope, visible: InvoiceVisibility) throws -> Invoice? { nil }
    func lines(of invoice: Invoice.ID, in scope: WorkspaceScope) throws -> [InvoiceLine] { [] }
    func products(in scope: AgencyScope) throws -> [Product] { [] }
    func insert(_ product: Product, in scope: AgencyScope) throws {}
    func insert(_ subscription: Subscription, in scope: WorkspaceScope) throws {}
    func insert(_ invoice: Invoice, lines: [InvoiceLine], in scope: WorkspaceScope) throws {}
    func setStatus(_ status: InvoiceStatus, of invoice: Invoice.ID, at now: Instant, in scope: WorkspaceScope) throws {}
    func auditEntries(in scope: AgencyScope, limit: Int) throws -> [AuditEntry] { [] }
    func append(_ entry: AuditEntry, salt: [UInt8], in scope: AgencyScope) throws {}
}

// Mail
extension FakeRows {
    func mails(in scope: AgencyScope, limit: Int) throws -> [MailRecord] { [] }
    func mailAccount(in scope: AgencyScope) throws -> MailAccount? { nil }
    func dueMails(at now: Instant, look: OutboxLook<Mail.ID>, in scope: OperatorScope) throws -> [MailJob] { [] }
    func nextMailDue(in scope: OperatorScope) throws -> Instant? { nil }
    func enqueue(_ order: MailOrder, at now: Instant, in scope: AgencyScope) throws {}
    func withdrawMails(to user: User.ID, in scope: AgencyScope) throws {}
    func setMailAccount(_ account: MailAccount?, in scope: AgencyScope) throws {}
    func beginTry(of job: MailJob, in scope: OperatorScope) throws -> Bool { false }
    func schedule(_ job: MailJob, at next: Instant, reason: String, size: Int, in scope: OperatorScope) throws {}
    func finish(
        _ job: MailJob, as status: MailStatus, reason: String, size: Int?, at now: Instant, in scope: OperatorScope
    ) throws {}
    func withdraw(_ job: MailJob, in scope: OperatorScope) throws {}
    func mailSecret(of mail: Mail.ID, in scope: AgencyScope) throws -> Sealed? { nil }
    func mailProof(_ id: MailProof.ID, in scope: AgencyScope) throws -> MailProof? { nil }
    func mailProof(_ kind: MailProofKind, digest: SecretDigest, in scope: AgencyScope) throws -> MailProof? { nil }
    func mailProof(_ kind: MailProofKind, of user: User.ID, in scope: AgencyScope) throws -> MailProof? { nil }
    func keepSecret(_ secret: Sealed, of mail: Mail.ID, in scope: AgencyScope) throws {}
    func insert(_ proof: MailProof, in scope: AgencyScope) throws {}
    func arm(_ id: MailProof.ID, digest: SecretDigest, until end: Instant, in scope: AgencyScope) throws {}
    func end(_ id: MailProof.ID, in scope: AgencyScope) throws -> Bool { false }
    func endMailProofs(_ kind: MailProofKind, of user: User.ID?, in scope: AgencyScope) throws {}
}

// Mailed codes
extension FakeRows {
    func mailedCode(browser: SecretDigest, in scope: AgencyScope) throws -> MailedCode? { nil }
    func mailedCode(_ id: MailProof.ID, in scope: AgencyScope) throws -> MailedCode? { nil }
    func insert(_ code: MailedCode, browser: SecretDigest, in scope: AgencyScope) throws {}
    func setTriesLeft(_ tries: Int, ofMailedCode id: MailProof.ID, in scope: AgencyScope) throws {}
    func endMailedCode(_ id: MailProof.ID, in scope: AgencyScope) throws {}
    func disarmMailedCodes(of user: User.ID, in scope: AgencyScope) throws {}
}

// Invitations
extension FakeRows {
    func invitation(_ id: Invitation.ID, in scope: AgencyScope) throws -> Invitation? { nil }
    func invitation(digest: SecretDigest, in scope: AgencyScope) throws -> Invitation? { nil }
    func invitations(of scope: WorkspaceScope) throws -> [Invitation] { [] }
    func staffInvitations(in scope: AgencyScope) throws -> [Invitation] { [] }
    func insert(_ invitation: Invitation, in scope: AgencyScope) throws {}
    func renew(_ id: Invitation.ID, inviter: User.ID, until end: Instant, in scope: AgencyScope) throws {}
    func arm(_ id: Invitation.ID, digest: SecretDigest, in scope: AgencyScope) throws {}
    func end(_ id: Invitation.ID, in scope: AgencyScope) throws -> Bool { false }
    func withdrawMails(about invitation: Invitation.ID, in scope: AgencyScope) throws {}
}

// What the operator asks.
extension FakeRows {
    func agency(slug: Slug, in scope: OperatorScope) throws -> Agency? { nil }
    func agencies(in scope: OperatorScope) throws -> [Agency] { [] }
    func dueTriggers(at now: Instant, look: OutboxLook<Outbox.ID>, in scope: OperatorScope) throws -> [TriggerJob] {
        []
    }
    func nextTriggerDue(in scope: OperatorScope) throws -> Instant? { nil }
    func triggerDispatch(of job: TriggerJob, in scope: OperatorScope) throws -> TriggerDispatch? { nil }
    func enginesToAsk(kind: EngineKind, in scope: OperatorScope) throws -> [EngineContact] { [] }
    func openRuns(of engine: Engine.ID, agency: Agency.ID, limit: Int, in scope: OperatorScope) throws -> [Run] { [] }
    func workflows(of engine: Engine.ID, agency: Agency.ID, in scope: OperatorScope) throws -> [Workflow] { [] }
    func beginTry(of job: TriggerJob, at now: Instant, in scope: OperatorScope) throws -> Bool { false }
    func schedule(
        _ job: TriggerJob, at next: Instant, reason: String, isUnconfirmed: Bool, in scope: OperatorScope
    ) throws {}
    func finish(
        _ job: TriggerJob, as delivery: TriggerDelivery, reason: String, at now: Instant, in scope: OperatorScope
    ) throws {}
    func lapseSilentRuns(at now: Instant, limit: Int, in scope: OperatorScope) throws -> Int { 0 }
    func sweep(at now: Instant, sessions: SessionLifetime, in scope: OperatorScope) throws -> Int { 0 }
}

// Notices
extension FakeRows {
    func readers(of notice: Notice, in scope: WorkspaceScope) throws -> [NoticeReader] { [] }
    func causes(of mail: Mail.ID, in scope: AgencyScope) throws -> Int { 1 }
    func failures(since start: Instant, limit: Int, in scope: AgencyScope) throws -> [WeekOfFailures] { [] }
    func untoldConnections(limit: Int, in scope: AgencyScope) throws -> [NoticeMatter] { [] }
    func untoldForms(visible: FormVisibility, limit: Int, in scope: AgencyScope) throws -> [NoticeMatter] { [] }
    func untoldInvoices(
        dueBefore end: Instant, since: Instant, limit: Int, in scope: AgencyScope
    ) throws -> [NoticeMatter] { [] }
    func healedConnections(limit: Int, in scope: AgencyScope) throws -> [Connection.ID] { [] }
    func zones(in scope: AgencyScope) throws -> [String] { [] }
    func unsummarised(since moment: Instant, zone: String, limit: Int, in scope: AgencyScope) throws -> [User.ID] { [] }
    func enqueue(_ order: NoticeOrder, at now: Instant, in scope: AgencyScope) throws {}
    func absorb(_ causes: Int, into matter: NoticeMatter, in scope: WorkspaceScope) throws -> Set<User.ID> { [] }
    func withdrawNotices(to user: User.ID, in scope: WorkspaceScope) throws {}
    func noteTold(_ matter: NoticeMatter, at now: Instant, since: Instant, in scope: AgencyScope) throws -> Bool {
        false
    }
    func noteSummarised(_ user: User.ID, at now: Instant, since: Instant, in scope: AgencyScope) throws -> Bool {
        false
    }
    func forgetTold(_ connection: Connection.ID, in scope: AgencyScope) throws {}
}
