import Testing

@testable import PortalCore

@Suite struct KeyTests {
    /// One thing that an agency's system can do with a key, with the permission that it claims to need.
    struct Call: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let permission: Action
        let perform: @Sendable (EngineAccess.Changing, Workspace.ID?, TwinNames) throws -> Void
    }

    static let calls: [Call] = [
        Call(testDescription: "workflows", permission: .workflowsRead) { changing, workspace, _ in
            _ = try changing.room.workflows(in: workspace)
        },
        Call(testDescription: "runs", permission: .runsRead) { changing, workspace, _ in
            _ = try changing.room.runs(in: workspace, RunFilter(), before: nil, size: PageSize(50))
        },
        Call(testDescription: "one run", permission: .runsRead) { changing, workspace, names in
            _ = try changing.room.run(names.run, in: workspace)
        },
        Call(testDescription: "reports", permission: .runsIngest) { changing, workspace, _ in
            _ = try changing.ingest([], into: workspace)
        },
        Call(testDescription: "upsert", permission: .workflowsUpsert) { changing, workspace, names in
            _ = try changing.upsert(upsert(names.engine), into: workspace)
        },
        Call(testDescription: "upsert and publish", permission: .workflowsPublish) { changing, workspace, names in
            _ = try changing.upsert(upsert(names.engine, publish: true), into: workspace)
        },
    ]

    private static func upsert(_ engine: Engine.ID, publish: Bool? = nil) -> WorkflowUpsert {
        WorkflowUpsert(
            engine: engine, externalID: "fresh", name: "Fresh", purpose: nil, triggerURL: nil, publish: publish)
    }

    private struct Done: Error {}

    private func tryOut(
        _ call: Call, _ key: TwinKey, in workspace: Workspace.ID?, on names: TwinNames, _ house: PortalHouse
    ) async throws -> Refusal? {
        do {
            try await house.engine(key) { changing in
                try call.perform(changing, workspace, names)
                throw Done()
            }
        } catch is Done { return nil } catch let refusal as Refusal { return refusal }
        throw Malformed()
    }

    private func make(_ house: PortalHouse, _ permissions: Set<Action>, _ workspace: Workspace.ID?) async throws
        -> TwinKey
    {
        let mint = Mint.seeded("\(permissions.map(\.rawValue).sorted()) \(workspace as Any)", at: house.clock.now)
        let made = TwinKey(mint, named: "Made", workspace: workspace)
        let key = APIKey(
            id: made.key.id, name: "Made", workspace: workspace, permissions: permissions, createdAt: house.clock.now,
            lastUsedAt: nil, revokedAt: nil)
        try await house.world.storage.write { try $0.insert(key, digest: made.digest, in: house.north.scope) }
        return made
    }

    @Test(arguments: calls)
    func `a key may do what is listed on it, and its creator's role adds nothing`(_ call: Call) async throws {
        let house = try await PortalHouse.make()
        let names = try house.world.names(of: house.home)
        let needed: Set<Action> =
            call.permission == .workflowsPublish ? [.workflowsUpsert, .workflowsPublish] : [call.permission]
        for left in [nil] + needed.map(Optional.some) {
            let key = try await make(
                house, Set(APIKey.grantable).subtracting(left.map { [$0] } ?? []), house.home.workspace.id)
            _ = house.decisions.take()
            let refusal = try await tryOut(call, key, in: nil, on: names, house)
            #expect(refusal == left.map(Refusal.roleLacks))
            // A set, because a body may run more than once.
            let claimed = Set(house.decisions.take().filter { $0.action == call.permission }.map(\.decision))
            #expect(left != nil || claimed == [.allowed(.key)])
        }
        let bare = try await make(house, needed, house.home.workspace.id)
        #expect(try await tryOut(call, bare, in: nil, on: names, house) == nil)
    }

    @Test(arguments: calls)
    func `a bound key reaches its own workspace, and an unbound one those of its agency`(_ call: Call) async throws {
        let house = try await PortalHouse.make()
        let (bakery, clinic) = (house.north.bakery, house.north.clinic)
        for home in house.world.workspaces {
            let names = try house.world.names(of: home)
            let own = home.scope == bakery.scope
            #expect(
                try await tryOut(call, bakery.key, in: home.workspace.id, on: names, house) == (own ? nil : .notFound))
            let agencys = home.scope.agency == house.north.agency.id
            #expect(
                try await tryOut(call, house.north.key, in: home.workspace.id, on: names, house)
                    == (agencys ? nil : .notFound))
        }
        let names = try house.world.names(of: bakery)
        #expect(try await tryOut(call, bakery.key, in: .neverIssued, on: names, house) == .notFound)
        #expect(try await tryOut(call, bakery.key, in: nil, on: names, house) == nil)
        // Whoever may mean any workspace must say which.
        let missing = Refusal.invalid([FieldProblem("workspace", .missing)])
        #expect(try await tryOut(call, house.north.key, in: nil, on: names, house) == missing)

        try await house.worker.provision(house.north.agency.id) {
            try $0.setArchived(at: $0.mint.now, of: bakery.workspace.id)
        }
        #expect(try await tryOut(call, bakery.key, in: nil, on: names, house) == .notFound)
        #expect(try await tryOut(call, house.north.key, in: bakery.workspace.id, on: names, house) == .notFound)
        #expect(
            try await tryOut(call, house.north.key, in: clinic.workspace.id, on: house.world.names(of: clinic), house)
                == nil)
    }

    @Test func `a key is good at its own agency's host until it is revoked`() async throws {
        let house = try await PortalHouse.make()
        func visit(_ digest: SecretDigest, _ host: HostName) async throws -> String {
            try await house.portal.visit(key: digest, at: host) { visit in
                switch visit {
                case .unknownHost: "unknown host"
                case .refused: "refused"
                case .admitted(let room): "admitted to \(room.front.agency.slug.text)"
                }
            }
        }
        let (key, host) = (house.home.key, house.north.host)
        #expect(try await visit(key.digest, host) == "admitted to north")
        #expect(try await visit(key.digest, house.south.host) == "refused")
        #expect(try await visit(SecretDigest(bytes: Array(repeating: 0, count: 32)), host) == "refused")
        #expect(try await visit(key.digest, try #require(HostName("west.example.com"))) == "unknown host")

        try await house.portal.touch(key.key, at: house.north.agency.id)
        try await house.changingStaff(house.north.people.owner) { try $0.revokeKey(key.key.id) }
        #expect(try await visit(key.digest, host) == "refused")
        let refused = try await house.portal.change(key: key.digest, at: host) { visit in
            if case .refused = visit { true } else { false }
        }
        #expect(refused)
        let listed = try await house.staff(house.north.people.owner) { try $0.apiKeys().keys }
        let row = try #require(listed.first { $0.id == key.key.id })
        #expect(row.lastUsedAt == house.clock.now && row.revokedAt == house.clock.now)
    }

    @Test func `a key that lists a permission of people grants nothing by it`() async throws {
        let house = try await PortalHouse.make()
        let people = Set(Action.allCases.filter { $0.resourceType != .key })
        let key = try await make(house, people, house.home.workspace.id)
        let names = try house.world.names(of: house.home)
        for call in Self.calls {
            let refused = try await tryOut(call, key, in: nil, on: names, house)
            guard case .roleLacks? = refused else {
                Issue.record("\(call.testDescription) was allowed")
                continue
            }
        }
    }

    @Test func `a key says which workspaces it reaches`() async throws {
        let house = try await PortalHouse.make()
        func reached(_ key: TwinKey) async throws -> [String] {
            try await house.engine(key) { try $0.room.workspaces().map(\.name) }
        }
        #expect(try await reached(house.home.key) == ["Bakery"])
        #expect(try await reached(house.north.key) == ["Bakery", "Clinic"])
        try await house.worker.provision(house.north.agency.id) {
            try $0.setArchived(at: $0.mint.now, of: house.north.clinic.workspace.id)
        }
        #expect(try await reached(house.north.key) == ["Bakery"])
    }

    // MARK: Upserts

    @Test func `what an engine registers starts as a draft that no client can start or see`() async throws {
        let house = try await PortalHouse.make()
        let (home, clara) = (house.home, house.north.people.clara)
        let wanted = WorkflowUpsert(
            engine: house.north.n8n.id, externalID: "new-1", name: " New\u{202E} flow ", purpose: "Does\nthings",
            triggerURL: "https://engine.example/new", publish: nil)
        let made = try await house.engine(home.key) { changing in
            let made = try changing.upsert(wanted, into: nil)
            #expect(made.isNew)
            return made.id
        }
        let stored = try await house.staff(house.north.people.member) {
            try $0.workflow(made, of: home.workspace.id).workflow
        }
        #expect(
            stored.status == .draft && !stored.isClientTriggerable && !stored.isIdempotent && !stored.showsSummaries)
        #expect(stored.name == "New flow" && stored.purpose == "Does\nthings" && stored.externalID == "new-1")
        await #expect(throws: Refusal.notFound) {
            try await house.client(clara, in: home.workspace.id) { _ = try $0.workflow(made) }
        }

        let before = try await WorldDump(house.world)
        let again = try await house.engine(home.key) { try $0.upsert(wanted, into: nil) }
        #expect(again.id == made && !again.isNew)
        #expect(try await WorldDump(house.world) == before, "the same again changed something")
    }

    @Test func `an engine publishes drafts and takes back what is published; what staff put away stays there`()
        async throws
    {
        let house = try await PortalHouse.make()
        let home = house.home
        for publish in [true, false, nil] as [Bool?] {
            for workflow in home.workflows {
                let after = try await house.engine(home.key) { changing -> WorkflowStatus? in
                    let upsert = WorkflowUpsert(
                        engine: house.north.n8n.id, externalID: workflow.externalID ?? "", name: workflow.name,
                        purpose: nil,
                        triggerURL: nil, publish: publish)
                    let known = try changing.room.workflows(in: nil).first { $0.id == workflow.id }?.status
                    _ = try changing.upsert(upsert, into: nil)
                    let expected: WorkflowStatus? =
                        switch (publish, known) {
                        case (true, .draft): .published
                        case (false, .published): .draft
                        default: known
                        }
                    let status = try changing.room.workflows(in: nil).first { $0.id == workflow.id }?.status
                    #expect(status == expected, "\(workflow.name) asked for \(publish as Any)")
                    return status
                }
                #expect(after != nil)
            }
        }
    }

    @Test func `an upsert changes what it names and keeps what staff decided`() async throws {
        let house = try await PortalHouse.make()
        let (home, orders) = (house.home, house.home.workflows[0])
        func upsert(_ purpose: String?, _ url: String?) async throws -> Workflow {
            try await house.engine(home.key) { changing in
                let wanted = WorkflowUpsert(
                    engine: house.north.n8n.id, externalID: "w0", name: "Orders 2", purpose: purpose, triggerURL: url,
                    publish: nil)
                let (id, isNew) = try changing.upsert(wanted, into: nil)
                #expect(id == orders.id && !isNew)
                return try #require(try changing.room.workflows(in: nil).first { $0.id == id })
            }
        }
        let renamed = try await upsert(nil, nil)
        #expect(renamed == orders.with(name: "Orders 2"))
        let moved = try await upsert("Other", "https://engine.example/other")
        #expect(moved == orders.with(name: "Orders 2", purpose: "Other", triggerURL: "https://engine.example/other"))
        let emptied = try await upsert(nil, "")
        #expect(emptied.triggerURL == nil && emptied.purpose == "Other")
    }

    @Test func `an upsert is checked as a whole`() async throws {
        let house = try await PortalHouse.make()
        let before = try await WorldDump(house.world)
        let bad = WorkflowUpsert(
            engine: house.south.n8n.id, externalID: "", name: "\u{200B}", purpose: nil, triggerURL: "https://x.example",
            publish: nil)
        let refused = try await refusal { try await house.engine(house.home.key) { _ = try $0.upsert(bad, into: nil) } }
        let problems = [
            FieldProblem("name", .missing), FieldProblem("externalId", .missing), FieldProblem("engine", .notAnOption),
        ]
        #expect(refused == .invalid(problems))
        var long = bad
        long.engine = house.north.n8n.id
        long.name = "Fine"
        long.externalID = String(repeating: "x", count: 201)
        long.triggerURL = "gopher://x"
        let wanted = long
        let again = try await refusal {
            try await house.engine(house.home.key) { _ = try $0.upsert(wanted, into: nil) }
        }
        let more = [FieldProblem("externalId", .tooLong(limit: 200)), FieldProblem("triggerUrl", .malformed)]
        #expect(again == .invalid(more))
        #expect(try await WorldDump(house.world) == before)
    }
}
