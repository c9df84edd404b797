import Testing

@testable import PortalCore

/// One function of the ports that changes something by what names it, or makes something that points to it.
struct TwinWrite: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reach: TwinReach
    /// Does it in a scope to the thing that the names mean; answers whether it says that it did.
    let change: @Sendable (any Transaction, WorkspaceScope, TwinNames) throws -> Bool
    /// Whether being out of reach is answered by doing nothing, instead of by an error.
    var isSilent = false

    private static func agency(
        _ name: String, isSilent: Bool = false,
        _ change: @escaping @Sendable (any Transaction, AgencyScope, TwinNames) throws -> Void
    ) -> TwinWrite {
        TwinWrite(
            testDescription: name, reach: .agency,
            change: { transaction, scope, names in
                try change(transaction, scope.agencyScope, names)
                return true
            }, isSilent: isSilent)
    }

    private static func workspace(
        _ name: String, _ change: @escaping @Sendable (any Transaction, WorkspaceScope, TwinNames) throws -> Void
    ) -> TwinWrite {
        TwinWrite(testDescription: name, reach: .workspace) { transaction, scope, names in
            try change(transaction, scope, names)
            return true
        }
    }

    static let every: [TwinWrite] = people + machines + automation + clients + outbox

    private static let later = TwinWorld.start.adding(.hours(5))
    private static let mint = Mint.seeded("writes", at: later)
    private static let factor = SecondFactor(
        key: Sealed(bytes: [1, 2, 3]), lastStep: 7, since: later, recoveryCodesLeft: 0)
    private static let fresh = SecretDigest(bytes: Array(repeating: 99, count: 32))

    private static func other() throws -> EmailAddress {
        guard let email = EmailAddress("other@example.com") else { throw Malformed() }
        return email
    }

    private static let people: [TwinWrite] = [
        agency("setName of a user") { try $0.setName("Renamed", of: $2.user, in: $1) },
        agency("setEmail of a user") { try $0.setEmail(other(), of: $2.user, in: $1) },
        agency("insert a mail proof") { transaction, scope, names in
            let proof = MailProof(
                id: mint.id(), kind: .emailChange, user: names.user, expiresAt: later, email: try other())
            try transaction.insert(proof, in: scope)
        },
        agency("setPassword") { try $0.setPassword(PasswordHash(text: "new"), of: $2.user, in: $1) },
        agency("setStatus of a user") { try $0.setStatus(.suspended, of: $2.user, in: $1) },
        agency("set language and time zone") {
            try $0.set(language: "en-US", timeZone: "Asia/Tokyo", of: $2.user, in: $1)
        },
        agency("set a notice") { try $0.set(.weeklySummary, isOn: false, of: $2.user, in: $1) },
        agency("insert a second factor") { try $0.insert(factor, of: $2.user, in: $1) },
        agency("insert a session") { transaction, scope, names in
            let session = Session(id: mint.id(), user: names.user, createdAt: later, lastUsedAt: later, agent: "")
            try transaction.insert(session, digest: fresh, in: scope)
        },
        agency("touchSession") { try $0.touchSession($2.session, at: later, in: $1) },
        agency("endSession", isSilent: true) { try $0.endSession($2.session, of: $2.user, in: $1) },
        agency("endSessions", isSilent: true) { try $0.endSessions(of: $2.user, except: nil, in: $1) },
        agency("insert a mailed code") { transaction, scope, names in
            let code = MailedCode(
                id: mint.id(), user: names.user, secret: Sealed(bytes: [1]), expiresAt: later, triesLeft: 5)
            try transaction.insert(code, browser: fresh, in: scope)
            // What was asked for is what the browser is asked about.
            guard try transaction.mailedCode(browser: fresh, in: scope) == code else { throw Malformed() }
            try transaction.setName("Asked", of: names.user, in: scope)
        },
        agency("enqueue a mail") { transaction, scope, names in
            let order = MailOrder(id: mint.id(), kind: .passwordChanged, user: names.user)
            try transaction.enqueue(order, at: later, in: scope)
        },
        TwinWrite(testDescription: "enqueue a notice of a workspace", reach: .agency) { transaction, scope, names in
            let matter = NoticeMatter(workspace: names.workspace, thing: .form(names.form))
            let order = NoticeOrder(
                id: mint.id(), user: names.user, notice: .formWaits, matter: matter, pause: .hours(1))
            try transaction.enqueue(order, at: later, in: scope.agencyScope)
            return true
        },
        agency("setStaff") { try $0.setStaff($2.stranger, role: .admin, status: .active, at: later, in: $1) },
        TwinWrite(testDescription: "setClient", reach: .agency) { transaction, scope, names in
            try transaction.setClient(names.stranger, areas: .all, status: .active, at: later, of: scope)
            return true
        },
    ]

    private static let machines: [TwinWrite] = [
        agency("revokeKey") { try $0.revokeKey($2.key, at: later, in: $1) },
        agency("touchKey") { try $0.touchKey($2.key, at: later, in: $1) },
        agency("insert a key of a workspace") { transaction, scope, names in
            let key = APIKey(
                id: mint.id(), name: "New", workspace: names.workspace, permissions: [.runsRead], createdAt: later,
                lastUsedAt: nil, revokedAt: nil)
            try transaction.insert(key, digest: fresh, in: scope)
        },
        TwinWrite(testDescription: "insert a workflow of an engine", reach: .agency) { transaction, scope, names in
            try transaction.insert(workflow(mint.id(), scope, engine: names.engine), in: scope)
            return true
        },
        TwinWrite(testDescription: "insert a subscription to a product", reach: .agency) { transaction, scope, names in
            let subscription = Subscription(
                id: mint.id(), workspace: scope.workspace, product: names.product, productName: "Care",
                price: try .euros(1), interval: .month, quantity: 1, status: .active, currentPeriodEnd: nil,
                cancelsAtPeriodEnd: false, startedAt: later)
            try transaction.insert(subscription, in: scope)
            return true
        },
    ]

    private static let automation: [TwinWrite] = [
        workspace("update a workflow") { transaction, scope, names in
            try transaction.update(workflow(names.workflow, scope, engine: nil), in: scope)
        },
        workspace("insert a run of a workflow") { transaction, scope, names in
            let run = Run(
                id: mint.id(), workspace: scope.workspace, workflow: names.workflow, workflowName: "Orders",
                status: .queued, attempt: 1, origin: .staff, listedAt: later, startedAt: nil, endedAt: nil,
                delivery: nil,
                externalID: nil)
            try transaction.insert(run, state: .queued, sealedError: nil, at: later, in: scope)
        },
        workspace("update a run") { transaction, scope, names in
            let new = RunState(
                attempt: 2, status: .succeeded, statusAt: later, startedAt: later, endedAt: later,
                steps: [
                    4: Step(
                        position: 4, name: "New", kind: "", status: .running, startedAt: nil, endedAt: nil, summary: "")
                ])
            try transaction.update(
                names.run, from: names.state, to: new, externalID: "new", sealedError: Sealed(bytes: [9]), at: later,
                in: scope)
        },
        workspace("setDelivery") { try $0.setDelivery(.unconfirmed, of: $2.run, in: $1) },
        workspace("spend a token on a run") { transaction, scope, names in
            try transaction.spend(token: fresh, on: names.run, at: later, in: scope)
            // What was spent is what the token is asked for.
            guard try transaction.run(startedBy: fresh, in: scope) == names.run else { throw Malformed() }
            try transaction.setDelivery(.accepted, of: names.run, in: scope)
        },
        workspace("enqueueTrigger") {
            try $0.enqueueTrigger(mint.id(), of: $2.run, workflow: $2.workflow, at: later, in: $1)
        },
        TwinWrite(
            testDescription: "withdrawTrigger", reach: .workspace,
            change: { try $0.withdrawTrigger(of: $2.pendingRun, in: $1) }, isSilent: true),
    ]

    private static let clients: [TwinWrite] = [
        workspace("setHealth") { try $0.setHealth(.suspended, of: $2.connection, at: later, in: $1) },
        workspace("insert a connection used by a workflow") { transaction, scope, names in
            let connection = Connection(
                id: mint.id(), workspace: scope.workspace, name: "New", provider: "Mail", method: .oauth,
                health: .healthy,
                accountLabel: "", checkedAt: nil, expiresAt: nil, createdAt: later)
            try transaction.insert(connection, usedBy: [names.workflow], credential: nil, in: scope)
        },
        workspace("insert a form of a workflow") { transaction, scope, names in
            let form = Form(
                id: mint.id(), workspace: scope.workspace, workflow: names.workflow, workflowName: "Orders",
                name: "New",
                introduction: "", status: .published, fields: [], createdAt: later, lastSubmittedAt: nil)
            try transaction.insert(form, in: scope)
        },
        workspace("insert a submission of a form") { transaction, scope, names in
            let submission = Submission(
                id: mint.id(), form: names.form, author: .agency, submittedAt: later, answers: [])
            let author = try transaction.members(of: scope)
            try transaction.insert(submission, user: author[0].user.id, in: scope)
        },
        TwinWrite(testDescription: "insert a submission of a user", reach: .agency) { transaction, scope, names in
            let all = WorkflowVisibility { _ in true }
            let forms = try transaction.forms(
                in: scope, visible: FormVisibility(forms: StatusFilter { _ in true }, workflows: all))
            let submission = Submission(
                id: mint.id(), form: forms[0].id, author: .client(name: "Clara"), submittedAt: later, answers: [])
            try transaction.insert(submission, user: names.user, in: scope)
            return true
        },
        workspace("setStatus of an invoice") { try $0.setStatus(.paid, of: $2.invoice, at: later, in: $1) },
    ]

    private static let outbox: [TwinWrite] = [
        TwinWrite(
            testDescription: "beginTry", reach: .agency,
            change: { try $0.beginTry(of: $2.job($1), at: later, in: OperatorScope()) }, isSilent: true),
        TwinWrite(testDescription: "schedule a begun try", reach: .agency) { transaction, scope, names in
            _ = try transaction.beginTry(of: names.job(scope), at: later, in: OperatorScope())
            try transaction.schedule(
                names.job(scope), at: later, reason: "later", isUnconfirmed: false, in: OperatorScope())
            return true
        },
        workspace("finish a begun try") { transaction, scope, names in
            _ = try transaction.beginTry(of: names.job(scope), at: later, in: OperatorScope())
            try transaction.finish(names.job(scope), as: .unconfirmed, reason: "none", at: later, in: OperatorScope())
        },
    ]

    private static func workflow(_ id: Workflow.ID, _ scope: WorkspaceScope, engine: Engine.ID?) -> Workflow {
        Workflow(
            id: id, workspace: scope.workspace, name: "New", purpose: "New", status: .archived,
            isClientTriggerable: false,
            isIdempotent: true, showsSummaries: true, timeLimit: .hours(9), failureNote: "New", engine: engine,
            externalID: nil, triggerURL: nil, createdAt: later)
    }
}

@Suite struct TwinWriteTests {
    /// Undoes a write whose outcome was looked at from within.
    private struct Undone: Error {
        let claimsSuccess: Bool
        let changed: [String]
    }

    private func tryOut(
        _ write: TwinWrite, _ names: TwinNames, in world: TwinWorld, since before: WorldDump
    ) async throws -> Result<Undone, StorageError> {
        do {
            try await world.storage.write { transaction throws in
                let claimsSuccess = try write.change(transaction, world.home.scope, names)
                let changed = try WorldDump(world, transaction).differences(from: before)
                throw Undone(claimsSuccess: claimsSuccess, changed: changed)
            }
        } catch let undone as Undone {
            return .success(undone)
        } catch let error as StorageError {
            return .failure(error)
        }
        throw Malformed()
    }

    @Test(arguments: StorageAdapter.all, TwinWrite.every)
    func `what is one's own is changed, and nothing else is`(_ adapter: StorageAdapter, _ write: TwinWrite) async throws
    {
        let world = try await SharedWorld.of(adapter)
        let before = try await WorldDump(world)
        for target in world.workspaces where write.reach.holds(world.home, target) {
            let outcome = try await tryOut(write, world.names(of: target), in: world, since: before).get()
            #expect(outcome.claimsSuccess)
            #expect(!outcome.changed.isEmpty, "it changed nothing of its own")
            let foreign = outcome.changed.filter { !$0.hasPrefix("north/") }
            #expect(foreign == [])
            if write.reach == .workspace {
                #expect(outcome.changed.filter { $0.hasPrefix(world.north.clinic.path) } == [])
            }
        }
        #expect(try await WorldDump(world) == before, "a body that threw left something behind")
    }

    @Test(arguments: StorageAdapter.all, TwinWrite.every)
    func `what is somebody else's or nobody's is not changed`(
        _ adapter: StorageAdapter, _ write: TwinWrite
    ) async throws {
        let world = try await SharedWorld.of(adapter)
        let before = try await WorldDump(world)
        var targets = try world.workspaces.filter { !write.reach.holds(world.home, $0) }.map {
            ($0.path, try world.names(of: $0))
        }
        targets.append(("nobody", .nobody))
        for (name, names) in targets {
            switch try await tryOut(write, names, in: world, since: before) {
            case .success(let outcome):
                #expect(write.isSilent, "\(name): no error was thrown")
                #expect(outcome.changed == [], "\(name)")
            case .failure(.notFound), .failure(.refusedBySchema):
                #expect(!write.isSilent, "\(name): an error was thrown")
            case .failure(let error):
                Issue.record("\(name): \(error)")
            }
        }
        #expect(try await WorldDump(world) == before, "a body that threw left something behind")
    }

    @Test(arguments: StorageAdapter.all)
    func `a row that names another workspace than its scope is refused`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let before = try await WorldDump(world)
        let home = world.home
        for other in world.workspaces where other.scope != home.scope {
            let scope = other.scope
            let rows: [@Sendable (any Transaction) throws -> Void] = [
                { try $0.update(home.workflows[0], in: scope) },
                { try $0.insert(home.workflows[0], in: scope) },
                {
                    try $0.insert(
                        home.runs[0].run, state: home.runs[0].state, sealedError: nil, at: TwinWorld.start, in: scope)
                },
                { try $0.insert(home.connections[0].connection, usedBy: [], credential: nil, in: scope) },
                { try $0.insert(home.forms[0], in: scope) },
                { try $0.insert(home.subscriptions[0], in: scope) },
                { try $0.insert(home.invoices[0].invoice, lines: [], in: scope) },
            ]
            for row in rows {
                await #expect(throws: StorageError.self) { try await world.storage.write(row) }
            }
        }
        #expect(try await WorldDump(world) == before)
    }

    @Test(arguments: StorageAdapter.all)
    func `an entry of another agency's log is refused`(_ adapter: StorageAdapter) async throws {
        let world = try await SharedWorld.of(adapter)
        let before = try await WorldDump(world)
        let entry = AuditEntry(
            agency: world.south.agency.id, at: TwinWorld.start, actor: .operatorConsole, action: .agencyUpdate,
            subject: "",
            workspace: nil, detail: "")
        await #expect(throws: StorageError.self) {
            try await world.storage.write { try $0.append(entry, salt: [1], in: world.north.scope) }
        }
        #expect(try await WorldDump(world) == before)
    }
}
