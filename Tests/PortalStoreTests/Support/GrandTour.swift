@testable import PortalCore
@testable import PortalStore

/// Every function of the ports, called once, so that tests can look at every statement there is.
struct GrandTour {
    let house: TestHouse
    private let mint = Mint.seeded("tour")

    private var scope: WorkspaceScope { house.north.first }
    private var agency: AgencyScope { house.north.scope }
    private var all: WorkflowVisibility { .everything }

    init(_ house: TestHouse) { self.house = house }

    func go() async throws {
        let things = try await write()
        try await house.storage.read { snapshot in
            try tenancy(snapshot)
            try accounts(snapshot, things)
            try automation(snapshot, things)
            try clients(snapshot, things)
        }
        try await undo(things)
    }

    /// Ids of what the tour writes.
    struct Things: Sendable {
        let run: Run.ID
        let key: APIKey.ID
        let session: Session.ID
        let connection: Connection.ID
        let form: Form.ID
        let invoice: Invoice.ID
        let digest = SecretDigest(bytes: Array(repeating: 5, count: 32))
    }

    private func write() async throws -> Things {
        let things = Things(
            run: mint.id(), key: mint.id(), session: mint.id(), connection: mint.id(), form: mint.id(),
            invoice: mint.id())
        let money = Money(minorUnits: 1_250, currency: try Currency.euro)
        try await house.storage.write { transaction in
            try write(things, money: money, to: transaction)
        }
        return things
    }

    private func write(_ things: Things, money: Money, to transaction: any Transaction) throws {
        let (now, client, workflow) = (mint.now, house.north.client, house.north.workflows[0])
        guard let host = HostName("portal.example.org") else { throw Malformed() }
        try transaction.insertHost(host, isPrimary: true, at: now, in: agency)
        try transaction.setBrand(.sample, in: agency)
        try transaction.insert(
            BrandAsset(hash: String(repeating: "a", count: 64), mediaType: "image/png"), bytes: [1], at: now, in: agency
        )
        try transaction.setArchived(at: now, of: house.north.second)
        try transaction.setName("Tour", of: client, in: agency)
        try transaction.setPassword(PasswordHash(text: "$"), of: client, in: agency)
        try transaction.insert(
            Session(id: things.session, user: client, createdAt: now, lastUsedAt: now, agent: "Tour"),
            digest: things.digest, in: agency)
        try transaction.touchSession(things.session, at: now, in: agency)
        try transaction.renewSession(things.session, digest: things.digest, in: agency)
        try transaction.set(language: "en", timeZone: "Europe/Berlin", of: client, in: agency)
        try transaction.set(.weeklySummary, isOn: false, of: client, in: agency)
        try transaction.set(SecondFactorRule(forStaff: true, forClients: false), in: agency)
        let factor = SecondFactor(key: Sealed(bytes: [1]), lastStep: 1, since: now, recoveryCodesLeft: 0)
        try transaction.insert(factor, of: client, in: agency)
        try transaction.setLastStep(2, of: client, in: agency)
        try transaction.setRecoveryCodes([things.digest], of: client, in: agency)
        let challenge = SignInChallenge(user: client, expiresAt: now, triesLeft: 1)
        try transaction.insert(challenge, digest: things.digest, at: now, in: agency)
        try transaction.setTriesLeft(0, of: things.digest, in: agency)

        let run = Run.sample(
            things.run, of: workflow, in: scope.workspace, listedAt: now, status: .queued, externalID: "1")
        let step = Step(
            position: 0, name: "Fetch", kind: "http", status: .failed, startedAt: nil, endedAt: nil, summary: "")
        let running = RunState(
            attempt: 1, status: .running, statusAt: nil, startedAt: nil, endedAt: nil, steps: [0: step])
        let failed = RunState(
            attempt: 2, status: .failed, statusAt: nil, startedAt: nil, endedAt: nil, steps: [0: step])
        let sealed = Sealed(bytes: [1])
        try transaction.insert(run, state: .queued, sealedError: nil, at: now, in: scope)
        try transaction.update(
            run.id, from: .queued, to: running, externalID: "2", sealedError: sealed, at: now, in: scope)
        try transaction.update(run.id, from: running, to: failed, externalID: nil, sealedError: nil, at: now, in: scope)
        try transaction.update(
            run.id, from: failed, to: failed, externalID: nil, sealedError: sealed, at: now, in: scope)
        try transaction.update(
            run.id, from: failed, to: running, externalID: nil, sealedError: sealed, at: now, in: scope)
        try transaction.spend(token: things.digest, on: run.id, at: now, in: scope)
        try transaction.enqueueTrigger(mint.id(), of: run.id, workflow: workflow, at: now, in: scope)
        try transaction.update(
            Workflow.sample(workflow, in: scope.workspace, named: "Orders", engine: house.north.engine), in: scope)
        try transaction.insert(
            APIKey(
                id: things.key, name: "Key", workspace: scope.workspace, permissions: [.runView], createdAt: now,
                lastUsedAt: nil, revokedAt: nil), digest: things.digest, in: agency)
        try transaction.touchKey(things.key, at: now, in: agency)

        try transaction.insert(
            Connection(
                id: things.connection, workspace: scope.workspace, name: "Mailbox", provider: "Mail", method: .oauth,
                health: .healthy, accountLabel: "shop@", checkedAt: nil, expiresAt: nil, createdAt: now),
            usedBy: [workflow], credential: sealed, in: scope)
        try transaction.setHealth(.suspended, of: things.connection, at: now, in: scope)
        try transaction.insert(
            Form(
                id: things.form, workspace: scope.workspace, workflow: workflow, workflowName: "Orders", name: "Start",
                introduction: "", status: .published,
                fields: [FormField(name: "a", label: "A", kind: .choice, isRequired: true, options: ["x", "y"])],
                createdAt: now, lastSubmittedAt: nil), in: scope)
        try transaction.insert(
            Submission(
                id: mint.id(), form: things.form, author: .client(name: "Clara"), submittedAt: now,
                answers: [FormAnswer(label: "A", text: "x")]), user: client, in: scope)
        let product = Product(
            id: mint.id(), name: "Care", description: "", price: money, interval: .month, isActive: true)
        try transaction.insert(product, in: agency)
        try transaction.insert(
            Subscription(
                id: mint.id(), workspace: scope.workspace, product: product.id, productName: "Care", price: money,
                interval: .month, quantity: 1, status: .active, currentPeriodEnd: nil, cancelsAtPeriodEnd: false,
                startedAt: now), in: scope)
        try transaction.insert(
            Invoice(
                id: things.invoice, workspace: scope.workspace, number: "1", status: .draft, total: money,
                amountDue: money, note: "", issuedAt: nil, dueAt: nil, paidAt: nil, paymentInstructions: "",
                stripeID: nil, createdAt: now),
            lines: [InvoiceLine(description: "Care", quantity: 1, amount: money)], in: scope)
        try transaction.setStatus(.open, of: things.invoice, at: now, in: scope)
        try transaction.append(
            AuditEntry(
                agency: agency.agency, at: now, actor: .operatorConsole, action: .workspaceUpdate,
                subject: scope.workspace.description, workspace: scope.workspace, detail: "Bakery"),
            salt: [1, 2], in: agency)
    }

    private func tenancy(_ snapshot: any Snapshot) throws {
        _ = try snapshot.front(of: house.north.host)
        _ = try snapshot.front(in: agency)
        _ = try snapshot.dataKey(in: agency)
        _ = try snapshot.workspace(scope.workspace, in: agency)
        _ = try snapshot.workspaceSummaries(
            in: agency, archived: false, since: mint.now, now: mint.now, after: nil, size: PageSize(20))
        _ = try snapshot.workspaceSummary(in: scope, since: mint.now, now: mint.now)
        _ = try snapshot.members(of: scope)
        _ = try snapshot.team(in: agency)
        _ = try snapshot.brandAsset(hash: "", in: agency)
        _ = try snapshot.agency(slug: house.north.agency.slug, in: OperatorScope())
        _ = try snapshot.agencies(in: OperatorScope())
    }

    private func accounts(_ snapshot: any Snapshot, _ things: Things) throws {
        guard let email = EmailAddress("client@example.com") else { throw Malformed() }
        _ = try snapshot.signedIn(session: things.digest, in: agency)
        _ = try snapshot.user(email: email, in: agency)
        _ = try snapshot.user(house.north.client, in: agency)
        _ = try snapshot.standing(of: house.north.client, in: agency)
        _ = try snapshot.sessions(of: house.north.client, in: agency)
        _ = try snapshot.secondFactor(of: house.north.client, in: agency)
        _ = try snapshot.signInChallenge(things.digest, in: agency)
        _ = try snapshot.noticeChoices(of: house.north.client, in: agency)
        _ = try snapshot.submissions(of: things.form, by: house.north.client, in: scope)
        _ = try snapshot.auditEntries(in: agency, limit: 10)
    }

    private func automation(_ snapshot: any Snapshot, _ things: Things) throws {
        let (workflow, engine) = (house.north.workflows[0], house.north.engine)
        _ = try snapshot.workflows(in: scope, visible: all)
        _ = try snapshot.workflowNames(in: scope, visible: all)
        _ = try snapshot.workflowSummaries(in: scope, visible: all)
        _ = try snapshot.workflow(workflow, in: scope, visible: all)
        _ = try snapshot.latestRuns(in: scope, visible: all)
        for (workflow, status) in [(nil, nil), (nil, .running), (workflow, nil), (workflow, .running)]
            as [(Workflow.ID?, RunStatus?)]
        {
            for (from, until) in [(nil, nil), (mint.now, nil), (mint.now, mint.now)] as [(Instant?, Instant?)] {
                let filter = RunFilter(workflow: workflow, status: status, from: from, until: until)
                for before in [nil, RunKey(listedAt: mint.now, id: things.run)] {
                    _ = try snapshot.runs(in: scope, visible: all, filter: filter, before: before, size: PageSize(20))
                }
            }
        }
        _ = try snapshot.endedRuns(
            in: scope, visible: all, periods: HourPeriods(boundaries: [mint.now, mint.now.adding(.hours(24))]))
        _ = try snapshot.run(things.run, of: workflow, in: scope, visible: all)
        _ = try snapshot.steps(of: things.run, in: scope)
        _ = try snapshot.sealedError(of: things.run, in: scope)
        _ = try snapshot.tallies(in: scope, visible: all, from: mint.now, until: mint.now)
        _ = try snapshot.run(startedBy: things.digest, in: scope)
        _ = try snapshot.reportedRun(.id(things.run), in: scope)
        _ = try snapshot.reportedRun(.external(engine: engine, id: "2"), in: scope)
        _ = try snapshot.workflow(.id(workflow), in: scope)
        _ = try snapshot.workflow(.external(engine: engine, id: "2"), in: scope)
        _ = try snapshot.engines(in: agency)
        _ = try snapshot.engine(engine, in: agency)
        _ = try snapshot.apiKey(digest: things.digest, in: agency)
        _ = try snapshot.apiKeys(in: agency)
        _ = try snapshot.deadTriggers(in: agency, limit: 10)
        _ = try snapshot.nextTriggerDue(in: OperatorScope())
        _ = try snapshot.enginesToAsk(kind: .n8n, in: OperatorScope())
        _ = try snapshot.openRuns(of: engine, agency: agency.agency, limit: 10, in: OperatorScope())
        _ = try snapshot.workflows(of: engine, agency: agency.agency, in: OperatorScope())
        for job in try snapshot.dueTriggers(at: mint.now, limit: 10, in: OperatorScope()) {
            _ = try snapshot.triggerDispatch(of: job, in: OperatorScope())
        }
        let crowded = OutboxLook<Outbox.ID>(limit: 1, lastWorkspaces: [agency.agency: scope.workspace])
        guard try snapshot.dueTriggers(at: mint.now, look: crowded, in: OperatorScope()).count == 1 else {
            throw Malformed()
        }
    }

    private func clients(_ snapshot: any Snapshot, _ things: Things) throws {
        let invoices = InvoiceVisibility { _ in true }
        let forms = Standing.staff(.owner).visibleForms(archived: false)
        _ = try snapshot.connections(in: scope)
        _ = try snapshot.connection(things.connection, in: scope)
        _ = try snapshot.workflowNames(byConnectionIn: scope, visible: all)
        _ = try snapshot.forms(in: scope, visible: forms)
        _ = try snapshot.form(things.form, in: scope, visible: forms)
        _ = try snapshot.submissions(of: things.form, in: scope, limit: 10)
        _ = try snapshot.subscriptions(in: scope)
        _ = try snapshot.invoices(in: scope, visible: invoices, before: nil, size: PageSize(10))
        _ = try snapshot.openInvoices(in: scope, limit: 10)
        _ = try snapshot.invoice(things.invoice, in: scope, visible: invoices)
        _ = try snapshot.lines(of: things.invoice, in: scope)
        _ = try snapshot.products(in: agency)
    }

    private func proofs(_ transaction: any Transaction) throws {
        let client = house.north.client
        let digest = SecretDigest(bytes: Array(repeating: 6, count: 32))
        for _ in 0..<2 {
            let proof = MailProof(id: mint.id(), kind: .passwordReset, user: client, expiresAt: mint.now)
            try transaction.insert(proof, in: agency)
            guard try transaction.mailProof(proof.id, in: agency) == proof else { throw Malformed() }
            try transaction.arm(proof.id, digest: digest, until: mint.now, in: agency)
            guard try transaction.mailProof(.passwordReset, digest: digest, in: agency)?.id == proof.id,
                try transaction.end(proof.id, in: agency)
            else { throw Malformed() }
        }
        try transaction.endMailProofs(.passwordReset, of: client, in: agency)
        guard let email = EmailAddress("another@example.com") else { throw Malformed() }
        let change = MailProof(
            id: mint.id(), kind: .emailChange, user: client, expiresAt: mint.now, email: email, session: mint.id())
        try transaction.insert(change, in: agency)
        guard try transaction.mailProof(.emailChange, of: client, in: agency) == change else { throw Malformed() }
        try transaction.setEmail(email, of: client, in: agency)
    }

    private func mailedCodes(_ transaction: any Transaction) throws {
        let browser = SecretDigest(bytes: Array(repeating: 8, count: 32))
        let code = MailedCode(
            id: mint.id(), user: house.north.client, secret: Sealed(bytes: [1]), expiresAt: mint.now, triesLeft: 5)
        try transaction.insert(code, browser: browser, in: agency)
        try transaction.setTriesLeft(4, ofMailedCode: code.id, in: agency)
        guard try transaction.mailedCode(browser: browser, in: agency)?.triesLeft == 4,
            try transaction.mailedCode(code.id, in: agency)?.triesLeft == 4
        else { throw Malformed() }
        try transaction.disarmMailedCodes(of: house.north.client, in: agency)
        try transaction.endSignInChallenges(of: house.north.client, in: agency)
        try transaction.endMailedCode(code.id, in: agency)
    }

    private func invitations(_ transaction: any Transaction) throws {
        guard let email = EmailAddress("new@example.com") else { throw Malformed() }
        let digest = SecretDigest(bytes: Array(repeating: 7, count: 32))
        for goal in [InvitationGoal.client(of: scope.workspace), .staff(.member)] {
            let invitation = Invitation(
                id: mint.id(), email: email, goal: goal, inviter: house.north.owner, invitedAt: mint.now,
                expiresAt: mint.now)
            try transaction.insert(invitation, in: agency)
            guard try transaction.invitation(invitation.id, in: agency) == invitation else { throw Malformed() }
            try transaction.arm(invitation.id, digest: digest, in: agency)
            guard try transaction.invitation(digest: digest, in: agency) == invitation else { throw Malformed() }
            let listed = try transaction.invitations(of: scope) + transaction.staffInvitations(in: agency)
            guard listed == [invitation] else { throw Malformed() }
            try transaction.renew(invitation.id, inviter: house.north.owner, until: mint.now, in: agency)
            try transaction.withdrawMails(about: invitation.id, in: agency)
            guard try transaction.end(invitation.id, in: agency) else { throw Malformed() }
        }
    }

    private func mail(_ transaction: any Transaction) throws {
        let client = house.north.client
        guard let sender = EmailAddress("notify@example.com") else { throw Malformed() }
        let account = MailAccount(
            agency: agency.agency, host: "mail.example.com", port: 465, security: .tls, user: "north",
            password: Sealed(bytes: [1]), dataKey: try transaction.dataKey(in: agency), sender: sender)
        try transaction.setMailAccount(account, in: agency)
        guard try transaction.mailAccount(in: agency) == account else { throw Malformed() }
        try transaction.setMailAccount(nil, in: agency)
        for _ in 0..<3 {
            let order = MailOrder(id: mint.id(), kind: .factorReset, user: client, about: house.north.owner)
            try transaction.enqueue(order, at: mint.now, in: agency)
        }
        let jobs = try transaction.dueMails(at: mint.now, limit: 10, in: OperatorScope())
        guard jobs.count == 3, jobs.allSatisfy({ $0.about == house.north.owner }),
            try transaction.nextMailDue(in: OperatorScope()) == mint.now
        else { throw Malformed() }
        for job in jobs {
            guard try transaction.beginTry(of: job, in: OperatorScope()) else { throw Malformed() }
            try transaction.schedule(job, at: mint.now, reason: "later", size: 9, in: OperatorScope())
        }
        try transaction.keepSecret(Sealed(bytes: [1]), of: jobs[0].id, in: agency)
        guard try transaction.mailSecret(of: jobs[0].id, in: agency) != nil else { throw Malformed() }
        try proofs(transaction)
        try mailedCodes(transaction)
        try invitations(transaction)
        try transaction.finish(jobs[0], as: .sent, reason: "", size: 9, at: mint.now, in: OperatorScope())
        try transaction.withdraw(jobs[1], in: OperatorScope())
        try transaction.withdrawMails(to: client, in: agency)
        guard try transaction.mails(in: agency, limit: 10).map(\.status) == [.sent] else { throw Malformed() }
    }

    private func notices(_ transaction: any Transaction, _ things: Things) throws {
        let (client, workflow, now) = (house.north.client, house.north.workflows[0], mint.now)
        let failed = NoticeMatter(workspace: scope.workspace, thing: .workflow(workflow, run: things.run))
        let order = NoticeOrder(id: mint.id(), user: client, notice: .runFailed, matter: failed, pause: .hours(1))
        try transaction.enqueue(order, at: now, in: agency)
        guard try transaction.readers(of: .runFailed, in: scope).contains(where: { $0.user == client }),
            try transaction.absorb(4, into: failed, in: scope) == [client],
            try transaction.causes(of: order.id, in: agency) == 5
        else { throw Malformed() }
        try transaction.withdrawNotices(to: client, in: scope)
        for matter in [failed, NoticeMatter(workspace: scope.workspace, thing: .connection(things.connection))] {
            guard try transaction.noteTold(matter, at: now, since: now, in: agency),
                try !transaction.noteTold(matter, at: now, since: now, in: agency)
            else { throw Malformed() }
        }
        _ = try transaction.noteSummarised(client, at: now, since: now, in: agency)
        _ = try transaction.failures(since: now, limit: 9, in: agency)
        _ = try transaction.untoldConnections(limit: 9, in: agency)
        _ = try transaction.untoldForms(
            visible: FormVisibility(forms: StatusFilter { _ in true }, workflows: all), limit: 9, in: agency)
        _ = try transaction.untoldInvoices(dueBefore: now, since: now, limit: 9, in: agency)
        _ = try transaction.healedConnections(limit: 9, in: agency)
        try transaction.forgetTold(things.connection, in: agency)
        for zone in try transaction.zones(in: agency) {
            _ = try transaction.unsummarised(since: now, zone: zone, limit: 9, in: agency)
        }
    }

    private func undo(_ things: Things) async throws {
        try await house.storage.write { transaction in
            for job in try transaction.dueTriggers(at: mint.now, limit: 10, in: OperatorScope()) {
                guard try transaction.beginTry(of: job, at: mint.now, in: OperatorScope()) else { throw Malformed() }
                guard try !transaction.withdrawTrigger(of: job.run, in: scope) else { throw Malformed() }
                try transaction.schedule(job, at: mint.now, reason: "later", isUnconfirmed: false, in: OperatorScope())
                try transaction.finish(job, as: .unconfirmed, reason: "no answer", at: mint.now, in: OperatorScope())
            }
            let second = Run.sample(
                mint.id(), of: house.north.workflows[0], in: scope.workspace, listedAt: mint.now, status: .queued)
            try transaction.insert(second, state: .queued, sealedError: nil, at: mint.now, in: scope)
            try transaction.setDelivery(.pending, of: second.id, in: scope)
            try transaction.enqueueTrigger(
                mint.id(), of: second.id, workflow: second.workflow, at: mint.now, in: scope)
            for job in try transaction.dueTriggers(at: mint.now, limit: 10, in: OperatorScope()) {
                try transaction.finish(job, as: .accepted, reason: "", at: mint.now, in: OperatorScope())
            }
            try mail(transaction)
            try notices(transaction, things)
            try transaction.setStatus(.paid, of: things.invoice, at: mint.now, in: scope)
            try transaction.setStatus(.void, of: things.invoice, at: mint.now, in: scope)
            try transaction.revokeKey(things.key, at: mint.now, in: agency)
            _ = try transaction.spendRecoveryCode(things.digest, of: house.north.client, in: agency)
            try transaction.removeSecondFactor(of: house.north.client, in: agency)
            try transaction.endSession(things.session, of: house.north.client, in: agency)
            try transaction.endSessions(of: house.north.client, except: nil, in: agency)
            try transaction.setStatus(.suspended, of: house.north.client, in: agency)
            _ = try transaction.lapseSilentRuns(at: .minutes(10_000), limit: 10, in: OperatorScope())
            _ = try transaction.sweep(at: mint.now, sessions: SessionLifetime(), in: OperatorScope())
        }
    }
}

extension Currency {
    static var euro: Currency {
        get throws {
            guard let euro = Currency("eur") else { throw Malformed() }
            return euro
        }
    }
}
