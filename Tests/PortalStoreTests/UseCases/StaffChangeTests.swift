import Testing

@testable import PortalCore

@Suite struct StaffChangeTests {
    @Test func `a workspace is made, renamed, archived and restored`() async throws {
        let house = try await PortalHouse.make()
        let owner = house.north.people.owner
        let id = try await house.changingStaff(owner) { try $0.createWorkspace(named: "  New\u{202E} client \n") }
        func workspace() async throws -> Workspace {
            try await house.staff(owner) { try $0.client(id).summary.workspace }
        }
        #expect(
            try await workspace() == Workspace(id: id, name: "New client", createdAt: house.clock.now, archivedAt: nil))
        try await house.changingStaff(owner) { try $0.rename(id, to: "Old client") }
        #expect(try await workspace().name == "Old client")
        try await house.changingStaff(owner) { try $0.archive(id) }
        #expect(try await workspace().archivedAt == house.clock.now)
        let live = try await house.staff(owner) { try $0.clients().items.map(\.workspace.name) }
        #expect(live == ["Bakery", "Clinic"])
        let archived = try await house.staff(owner) { try $0.clients(archived: true).items.map(\.workspace.name) }
        #expect(archived == ["Old client"])
        try await house.changingStaff(owner) { try $0.restore(id) }
        #expect(try await workspace().archivedAt == nil)
    }

    @Test(arguments: ["", "   ", "\u{200B}", "\u{202E}\n", "\u{3164}"])
    func `a name that nobody can read is none`(_ name: String) async throws {
        let house = try await PortalHouse.make()
        let owner = house.north.people.owner
        let missing = Refusal.invalid([FieldProblem("name", .missing)])
        await #expect(throws: missing) {
            try await house.changingStaff(owner) { _ = try $0.createWorkspace(named: name) }
        }
        await #expect(throws: missing) {
            try await house.changingStaff(owner) { try $0.rename(house.home.workspace.id, to: name) }
        }
        await #expect(throws: missing) { try await house.changingStaff(owner) { try $0.account.rename(name) } }
        await #expect(throws: missing) {
            try await house.changingStaff(owner) {
                _ = try $0.createKey(named: name, permissions: [.runsRead], workspace: nil)
            }
        }
    }

    @Test func `a removed client is gone at the next visit, and only from that workspace`() async throws {
        let house = try await PortalHouse.make()
        let (people, home) = (house.north.people, house.home)
        try await house.changingStaff(people.admin) { try $0.removeClient(people.clara.id, from: home.workspace.id) }
        let landed = try await house.client(people.clara, in: home.workspace.id) { $0.workspace.name }
        #expect(landed == "Clinic")
        // Whoever is no client of it (any more) cannot be removed from it.
        for user in [people.clara, people.rita, people.owner, people.nora, house.south.people.clara] {
            await #expect(throws: Refusal.notFound) {
                try await house.changingStaff(people.admin) { try $0.removeClient(user.id, from: home.workspace.id) }
            }
        }
        try await house.changingStaff(people.admin) { try $0.removeClient(people.ivan.id, from: home.workspace.id) }
    }

    @Test func `what clients see of a workflow changes with it`() async throws {
        let house = try await PortalHouse.make()
        let (people, home) = (house.north.people, house.home)
        let orders = home.workflows[0].id
        func seen() async throws -> [String] {
            try await house.client(people.clara, in: home.workspace.id) { try $0.workflows().map(\.name) }
        }
        for status in WorkflowStatus.allCases {
            try await house.changingStaff(people.member) { try $0.setStatus(status, of: orders, in: home.workspace.id) }
            #expect(try await seen().contains("Orders") == status.isVisibleToClients)
            let row = try await house.staff(people.member) { try $0.workflow(orders, of: home.workspace.id).workflow }
            #expect(row.status == status)
        }
    }

    @Test func `an edit is checked as a whole, and its texts are cleaned`() async throws {
        let house = try await PortalHouse.make()
        let (member, home) = (house.north.people.member, house.home)
        let id = home.workflows[1].id
        func edit(_ edit: WorkflowEdit) async throws {
            try await house.changingStaff(member) { try $0.edit(id, in: home.workspace.id, edit) }
        }
        var wanted = WorkflowEdit(
            name: " New\tname ", purpose: "One\r\n\u{202E}two", failureNote: "We\nare on it", isClientTriggerable: true,
            isIdempotent: true, showsSummaries: true, timeLimitMinutes: 43_200)
        try await edit(wanted)
        let stored = try await house.staff(member) { try $0.workflow(id, of: home.workspace.id).workflow }
        #expect(stored.name == "New name" && stored.purpose == "One\ntwo" && stored.failureNote == "We are on it")
        #expect(stored.isClientTriggerable && stored.isIdempotent && stored.showsSummaries)
        #expect(
            stored.timeLimit == .days(30) && stored.status == .published && stored.engine == home.workflows[1].engine)

        wanted.name = "\u{200B}"
        wanted.timeLimitMinutes = 0
        wanted.purpose = String(repeating: "x", count: 2_001)
        wanted.failureNote = String(repeating: "x", count: 501)
        let before = try await WorldDump(house.world)
        let problems = [
            FieldProblem("name", .missing), FieldProblem("time-limit", .malformed),
            FieldProblem("purpose", .tooLong(limit: 2_000)), FieldProblem("failure-note", .tooLong(limit: 500)),
        ]
        let refused = wanted
        await #expect(throws: Refusal.invalid(problems)) { try await edit(refused) }
        #expect(try await WorldDump(house.world) == before)
    }

    @Test func `a workflow is asked for at its own engine, under one number`() async throws {
        let house = try await PortalHouse.make()
        let (admin, home) = (house.north.people.admin, house.home)
        let plans = home.workflows[2].id
        func set(_ engine: Engine.ID?, _ externalID: String, _ url: String) async throws {
            try await house.changingStaff(admin) {
                try $0.setTrigger(of: plans, in: home.workspace.id, engine: engine, externalID: externalID, url: url)
            }
        }
        func stored() async throws -> Workflow {
            try await house.staff(admin) { try $0.workflow(plans, of: home.workspace.id).workflow }
        }
        try await set(house.north.n8n.id, " 42 ", " https://engine.example/x ")
        #expect(try await stored().externalID == "42")
        #expect(try await stored().triggerURL == "https://engine.example/x")
        try await set(nil, "", "")
        let bare = try await stored()
        #expect(bare.engine == nil && bare.externalID == nil && bare.triggerURL == nil)

        func problems(_ engine: Engine.ID?, _ externalID: String, _ url: String) async throws -> [FieldProblem] {
            guard case .invalid(let problems)? = try await refusal(of: { try await set(engine, externalID, url) })
            else {
                return []
            }
            return problems
        }
        let (missing, foreign) = (FieldProblem("engine", .missing), FieldProblem("engine", .notAnOption))
        #expect(try await problems(nil, "42", "") == [missing])
        #expect(try await problems(nil, "", "https://engine.example") == [missing])
        #expect(try await problems(house.south.n8n.id, "42", "https://engine.example") == [foreign])
        #expect(try await problems(.neverIssued, "42", "https://engine.example") == [foreign])
        for url in ["engine.example", "ftp://engine.example", "https://user@engine.example", "javascript:alert(1)"] {
            let malformed = FieldProblem("trigger-url", .malformed)
            #expect(try await problems(house.north.n8n.id, "42", url) == [malformed], "\(url)")
        }
        // What proves who asks goes to the engine's own address and nowhere else.
        for url in [
            "https://prefect.example.evil.example/api", "http://prefect.example/api", "https://prefect.example:444/",
        ] {
            let elsewhere = FieldProblem("trigger-url", .notAnOption)
            #expect(try await problems(house.north.prefect.id, "42", url) == [elsewhere], "\(url)")
        }
        try await set(house.north.prefect.id, "42", "https://PREFECT.example:443/other")
    }

    @Test func `a key and an engine are shown once, and kept as digest and sealed`() async throws {
        let house = try await PortalHouse.make()
        let (owner, scope) = (house.north.people.owner, house.north.scope)
        let key = try await house.changingStaff(owner) {
            try $0.createKey(named: "Key", permissions: [.runsRead, .runsIngest], workspace: house.home.workspace.id)
        }
        let digest = MixingDigests().digest(of: try #require(Secret(text: key.secret)))
        let stored = try await house.world.storage.read { try $0.apiKey(digest: digest, in: scope) }
        #expect(stored?.id == key.id && stored?.permissions == [.runsRead, .runsIngest])

        let draft = EngineDraft(
            name: "Engine 2", kind: .webhook, apiURL: "https://two.example",
            credential: .basic(user: "u", password: "p"))
        let engine = try await house.changingStaff(owner) { try $0.createEngine(draft) }
        let contact = try await house.world.storage.read { snapshot in
            try #require(
                try snapshot.enginesToAsk(kind: .webhook, in: OperatorScope()).first { $0.engine.id == engine.id })
        }
        let (agency, sealing) = (house.north.agency.id, TestSealing())
        let secret = try sealing.open(
            contact.signingSecret, under: house.north.dataKey, as: .engineSigningSecret(engine.id, agency: agency))
        #expect(engine.secret == "whsec_" + Base64.encode(secret) && secret.count == 32)
        let credential = try sealing.open(
            try #require(contact.credential), under: house.north.dataKey,
            as: .engineCredential(engine.id, agency: agency))
        #expect(EngineCredential(encoded: credential) == draft.credential)
        #expect(throws: TestSealing.Broken.self) {
            try sealing.open(
                contact.signingSecret, under: house.north.dataKey, as: .engineCredential(engine.id, agency: agency))
        }
    }

    @Test func `a key has a permission at least, and only those that are a key's`() async throws {
        let house = try await PortalHouse.make()
        let owner = house.north.people.owner
        func problems(_ permissions: Set<Action>) async throws -> Refusal? {
            try await refusal {
                try await house.changingStaff(owner) {
                    _ = try $0.createKey(named: "Key", permissions: permissions, workspace: nil)
                }
            }
        }
        #expect(try await problems([]) == .invalid([FieldProblem("permissions", .missing)]))
        for action in Action.allCases {
            let isKeys = action.resourceType == .key
            let expected = isKeys ? nil : Refusal.invalid([FieldProblem("permissions", .notAnOption)])
            #expect(try await problems([action]) == expected, "\(action.rawValue)")
        }
    }

    @Test func `a client's page says how things stand`() async throws {
        let house = try await PortalHouse.make()
        let home = house.home
        let overview = try await house.staff(house.north.people.member) { try $0.client(home.workspace.id) }
        #expect(Set(overview.workflows) == Set(home.workflows))
        #expect(Set(overview.latestRuns.keys) == Set(home.workflows.map(\.id)))
        #expect(overview.recentRuns.count == 10)
        #expect(overview.members.map(\.user.name) == ["Bill", "Clara", "Ivan", "Pia", "Sam"])
        #expect(overview.connections.count == 6)
        #expect(overview.openInvoices.map(\.status) == [.open, .open])
        #expect(overview.summary.owed == [try .euros(2_005)])
    }
}
