import Testing

@testable import PortalCore

@Suite struct OperatorTests {
    private static let all = WorkflowVisibility { _ in true }

    private func draft(_ slug: String, host: String) throws -> AgencyDraft {
        let email = try #require(EmailAddress("founder@example.com"))
        return AgencyDraft(
            slug: try #require(Slug(slug)), name: "West", host: try #require(HostName(host)), timeZone: "UTC",
            language: "en",
            brand: .sample, ownerEmail: email, ownerName: "Founder",
            ownerPassword: try NewPassword("a founder's password", for: email))
    }

    @Test func `an agency is made with an owner who signs in`() async throws {
        let house = try await PortalHouse.make()
        let made = try await house.worker.createAgency(try draft("west", host: "west.example.com"))
        #expect(try await house.worker.agency(slug: made.slug) == made)
        #expect(try await house.worker.agencies().count == 3)
        let outcome = try await house.portal.signIn(
            email: try #require(EmailAddress("founder@example.com")), password: "a founder's password",
            at: try #require(HostName("west.example.com")), agent: "")
        guard case .signedIn = outcome else {
            Issue.record("the owner was not let in")
            return
        }
    }

    @Test(arguments: [("north", "west.example.com"), ("west", "south.example.com")])
    func `an agency whose slug or host is taken is not made`(_ slug: String, _ host: String) async throws {
        let house = try await PortalHouse.make()
        let before = try await WorldDump(house.world)
        await expectAlreadyExists { _ = try await house.worker.createAgency(try draft(slug, host: host)) }
        #expect(try await house.worker.agencies().count == 2)
        #expect(try await WorldDump(house.world) == before)
    }

    // MARK: The worker's rounds

    /// A house in which one trigger waits.
    private func waiting(_ isIdempotent: Bool = false) async throws -> (
        house: PortalHouse, job: TriggerJob, run: Run.ID
    ) {
        let house = try await PortalHouse.make()
        let home = house.home
        try await house.world.storage.write { transaction in
            for home in house.world.workspaces {
                _ = try transaction.withdrawTrigger(of: home.pending.run, in: home.scope)
            }
            try transaction.update(home.workflows[0].with(isIdempotent: isIdempotent), in: home.scope)
        }
        let run = try await house.changingClient(house.north.people.clara, in: home.workspace.id) {
            try $0.trigger(home.workflows[0].id, token: house.token())
        }
        let job = try #require(try await house.worker.dueTriggers(limit: 9).first)
        return (house, job, run)
    }

    private func row(_ run: Run.ID, _ house: PortalHouse) async throws -> Run {
        let found = try await house.world.storage.read { try $0.reportedRun(.id(run), in: house.home.scope)?.run }
        return try #require(found)
    }

    @Test func `an engine that takes it and tells its number can report by that number`() async throws {
        let (house, job, run) = try await waiting()
        #expect(try await house.worker.timeToNextTrigger() == .seconds(0))
        let dispatch = try #require(try await house.worker.begin(job))
        #expect(dispatch.workflow.triggerURL == "https://engine.example/Orders")
        #expect(try await house.worker.settle(dispatch, .accepted(externalID: "exec-9")) == .done(.accepted))
        #expect(try await house.worker.timeToNextTrigger() == nil)
        #expect(try await row(run, house).delivery == .accepted)

        let report = RunReport(
            run: .external(engine: house.north.n8n.id, id: "exec-9"), workflow: nil, attempt: 1, status: .running,
            at: nil,
            createdAt: nil, startedAt: house.clock.now, endedAt: nil, steps: [], errorDetail: nil)
        let results = try await house.engine(house.home.key) { try $0.ingest([report], into: nil) }
        #expect(results == [.merged(run: run, status: .running, isNew: false)])
    }

    @Test func `an engine that reports before it answers, or tells no number, is settled all the same`() async throws {
        for told in ["exec-9", "", "\u{200B}", nil] as [String?] {
            let (house, job, run) = try await waiting()
            let dispatch = try #require(try await house.worker.begin(job))
            let early = RunReport(
                run: .external(engine: house.north.n8n.id, id: "exec-9"), workflow: .id(job.workflow), attempt: 1,
                status: .succeeded, at: nil, createdAt: nil, startedAt: nil, endedAt: house.clock.now, steps: [],
                errorDetail: nil)
            _ = try await house.engine(house.home.key) { try $0.ingest([early], into: nil) }
            #expect(try await house.worker.settle(dispatch, .accepted(externalID: told)) == .done(.accepted))
            #expect(try await row(run, house).delivery == .accepted)
            #expect(try await row(run, house).externalID == nil)
            #expect(try await house.worker.dueTriggers(limit: 9).isEmpty)
        }
    }

    @Test func `an engine that is not reached is asked again for a quarter of an hour`() async throws {
        let (house, first, run) = try await waiting()
        var job = first
        var tries = 0
        while true {
            let dispatch = try #require(try await house.worker.begin(job))
            tries += 1
            let next = try await house.worker.settle(dispatch, .notDelivered(reason: "connection refused\u{0}"))
            guard case .retry(let at) = next else {
                #expect(next == .done(.didNotStart))
                break
            }
            #expect(try await house.worker.timeToNextTrigger() == at.since(house.clock.now))
            #expect(try await house.worker.dueTriggers(limit: 9).isEmpty)
            house.clock.advance(by: at.since(house.clock.now))
            job = try #require(try await house.worker.dueTriggers(limit: 9).first)
            #expect(job.id == first.id && job.tries == tries)
        }
        #expect(tries == 13)
        #expect(house.clock.now.since(first.createdAt) <= .minutes(15))
        #expect(try await row(run, house).delivery == .didNotStart)
        let dead = try await house.staff(house.north.people.member) { try $0.deadTriggers() }
        #expect(dead.map(\.run) == [run] && dead.map(\.reason) == ["connection refused"] && dead.map(\.tries) == [13])
        let page = try await house.client(house.north.people.clara, in: house.home.workspace.id) {
            try $0.timeline(of: run, workflow: first.workflow)
        }
        #expect(page.run.delivery == .didNotStart && !page.canCancel)
    }

    @Test(arguments: [
        (TriggerOutcome.rejected(status: 404), TriggerDelivery.didNotStart),
        (.unconfirmed(reason: "no answer"), .unconfirmed),
    ])
    func `a no and an answer that never came are not asked twice`(
        _ outcome: TriggerOutcome, _ delivery: TriggerDelivery
    ) async throws {
        let (house, job, run) = try await waiting()
        let dispatch = try #require(try await house.worker.begin(job))
        #expect(try await house.worker.settle(dispatch, outcome) == .done(delivery))
        #expect(try await row(run, house).delivery == delivery)
        #expect(try await house.worker.dueTriggers(limit: 9).isEmpty)
        // Later reports still apply.
        let report = RunReport(
            run: .id(run), workflow: nil, attempt: 1, status: .succeeded, at: nil, createdAt: nil, startedAt: nil,
            endedAt: house.clock.now, steps: [], errorDetail: nil)
        _ = try await house.engine(house.home.key) { try $0.ingest([report], into: nil) }
        #expect(try await row(run, house).status == .succeeded)
    }

    @Test func `an engine that may have received it and then is gone leaves the start unconfirmed`() async throws {
        let (house, first, run) = try await waiting(true)
        var job = first
        var outcome = TriggerOutcome.unconfirmed(reason: "no answer in time")
        while case .retry(let at) = try await house.worker.settle(
            try #require(try await house.worker.begin(job)), outcome)
        {
            outcome = .notDelivered(reason: "connection refused")
            house.clock.advance(by: at.since(house.clock.now))
            job = try #require(try await house.worker.dueTriggers(limit: 9).first)
            #expect(job.isUnconfirmed)
        }
        #expect(try await row(run, house).delivery == .unconfirmed)
    }

    @Test func `a run that waits for its engine to come back can still be canceled`() async throws {
        let (house, job, run) = try await waiting()
        let dispatch = try #require(try await house.worker.begin(job))
        try await house.worker.settle(dispatch, .notDelivered(reason: "connection refused"))
        try await house.changingClient(house.north.people.clara, in: house.home.workspace.id) {
            try $0.cancel(run, of: job.workflow)
        }
        #expect(try await row(run, house).status == .canceled)
        #expect(try await house.worker.timeToNextTrigger() == nil)
    }

    @Test(arguments: [WorkflowStatus.paused, .disabled, .archived])
    func `a workflow that was held meanwhile is not asked for`(_ status: WorkflowStatus) async throws {
        let (house, job, run) = try await waiting()
        try await house.changingStaff(house.north.people.member) {
            try $0.setStatus(status, of: job.workflow, in: house.home.workspace.id)
        }
        #expect(try await house.worker.begin(job) == nil)
        #expect(try await row(run, house).delivery == .didNotStart)
        #expect(try await house.worker.dueTriggers(limit: 9).isEmpty)
    }

    @Test func `a job that was withdrawn is not begun`() async throws {
        let (house, job, run) = try await waiting()
        try await house.changingClient(house.north.people.clara, in: house.home.workspace.id) {
            try $0.cancel(run, of: job.workflow)
        }
        #expect(try await house.worker.begin(job) == nil)
        #expect(try await row(run, house).delivery == .withdrawn)
    }

    @Test(arguments: [false, true])
    func `what a stopped process had begun is sent again only where that does no harm`(_ isIdempotent: Bool)
        async throws
    {
        let (house, job, run) = try await waiting(isIdempotent)
        #expect(try await house.worker.begin(job) != nil)
        // Here the process ends; the next one finds the job among what is due.
        let found = try #require(try await house.worker.dueTriggers(limit: 9).first)
        #expect(found.id == job.id && found.begunAt == house.clock.now)
        let again = try await house.worker.begin(found)
        #expect((again != nil) == isIdempotent)
        #expect(try await row(run, house).delivery == (isIdempotent ? .pending : .unconfirmed))
    }

    // MARK: Engines that are asked

    @Test func `what asking an engine has told goes into the workspace it was asked for`() async throws {
        let house = try await PortalHouse.make()
        let (home, agency) = (house.home, house.north)
        let contact = try #require(
            try await house.worker.enginesToAsk(kind: .n8n).first { $0.agency == agency.agency.id })
        let interests = try await house.worker.interests(of: contact)
        #expect(Set(interests.workflows) == Set(agency.workspaces.flatMap(\.workflows)))
        #expect(
            Set(interests.openRuns) == Set(agency.workspaces.flatMap(\.runs).map(\.run).filter { !$0.status.isFinal }))

        let run = try home.run(.running).run
        let report = RunReport(
            run: .external(engine: agency.n8n.id, id: try #require(run.externalID)), workflow: nil, attempt: 1,
            status: .failed, at: nil, createdAt: nil, startedAt: nil, endedAt: house.clock.now,
            steps: [
                StepReport(
                    position: 0, name: "\u{202E}Fetch", kind: "", status: .failed, startedAt: nil, endedAt: nil,
                    summary: "")
            ], errorDetail: "went wrong")
        let before = try await WorldDump(house.world)
        let results = try await house.worker.ingest([report], from: contact, into: home.workspace.id)
        #expect(results == [.merged(run: run.id, status: .failed, isNew: false)])
        let timeline = try await house.staff(agency.people.owner) {
            try $0.timeline(of: run.id, workflow: run.workflow, workspace: home.workspace.id)
        }
        #expect(timeline.errorDetail == "went wrong" && timeline.steps.map(\.name) == ["Fetch"])
        let foreign = try await WorldDump(house.world).differences(from: before)
            .filter { !$0.hasPrefix("north/") || $0.hasPrefix("north/Clinic") }
        #expect(foreign == [])
        for workspace in house.south.workspaces.map(\.workspace.id) + [.neverIssued] {
            await #expect(throws: StorageError.notFound) {
                _ = try await house.worker.ingest([report], from: contact, into: workspace)
            }
        }
    }

    // MARK: Filling an agency

    @Test func `an agency that does not exist cannot be filled, and no other is filled through it`() async throws {
        let house = try await PortalHouse.make()
        let before = try await WorldDump(house.world)
        await #expect(throws: StorageError.notFound) { try await house.worker.provision(.neverIssued) { _ in } }
        let foreign = house.south.bakery
        let attempts: [@Sendable (Provisioning) throws -> Void] = [
            { try $0.setArchived(at: $0.mint.now, of: foreign.workspace.id) },
            { try $0.add(foreign.workflows[0].with(name: "Smuggled")) },
            { try $0.add(foreign.runs[0].run, steps: []) },
            { try $0.add(foreign.connections[0].connection, usedBy: []) },
            { try $0.add(foreign.forms[0]) },
            { try $0.add(foreign.subscriptions[0]) },
            { try $0.add(foreign.invoices[0].invoice, lines: []) },
            { try $0.setStatus(.suspended, of: house.south.people.clara.id) },
            { try $0.setStaff(house.south.people.nora.id, role: .admin, status: .active, at: $0.mint.now) },
            {
                let now = $0.mint.now
                try $0.setClient(
                    house.south.people.nora.id, of: foreign.workspace.id, areas: .all, status: .active, at: now)
            },
        ]
        for attempt in attempts {
            await #expect(throws: StorageError.self) {
                try await house.worker.provision(house.north.agency.id, attempt)
            }
        }
        #expect(try await WorldDump(house.world) == before)
    }
}
