import Testing

@testable import PortalCore

/// Notices in the outbox, and what the clock has told of: each of one agency, once, and without a flood.
@Suite struct NoticeTests {
    private static let now = TwinWorld.start.adding(.days(2))
    private static let mint = Mint.seeded("notices", at: now)

    private static func order(_ matter: NoticeMatter, to user: User.ID) -> NoticeOrder {
        NoticeOrder(id: mint.id(), user: user, notice: matter.notice, matter: matter, pause: .hours(1))
    }

    private static func failed(_ twin: TwinWorkspace) throws -> NoticeMatter {
        let run = try twin.run(.failed).run
        return NoticeMatter(workspace: twin.scope.workspace, thing: .workflow(run.workflow, run: run.id))
    }

    @Test(arguments: StorageAdapter.all)
    func `a mail that no try has begun of takes in what happens; the next leaves an hour later`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let (home, clara) = (world.north.bakery, world.north.people.clara.id)
        let (scope, matter) = (home.scope, try Self.failed(home))
        let first = Self.order(matter, to: clara)
        try await world.storage.write { transaction throws in
            #expect(try transaction.absorb(3, into: matter, in: scope).isEmpty)
            try transaction.enqueue(first, at: Self.now, in: scope.agencyScope)
            #expect(try transaction.absorb(3, into: matter, in: scope) == [clara])
            #expect(try transaction.absorb(9, into: matter, in: world.north.clinic.scope).isEmpty)
            #expect(try transaction.absorb(9, into: matter, in: world.south.bakery.scope).isEmpty)
            #expect(try transaction.causes(of: first.id, in: scope.agencyScope) == 4)
        }
        await expectAlreadyExists {
            try await world.storage.write {
                try $0.enqueue(Self.order(matter, to: clara), at: Self.now, in: scope.agencyScope)
            }
        }
        try await world.storage.write { transaction throws in
            let jobs = try transaction.dueMails(at: Self.now, limit: 99, in: OperatorScope())
            let job = try #require(jobs.first { $0.id == first.id })
            #expect(job.matter == matter && job.user == clara && job.kind == .runFailed)
            #expect(try transaction.beginTry(of: job, in: OperatorScope()))
            #expect(try transaction.absorb(3, into: matter, in: scope).isEmpty)
            let second = Self.order(matter, to: clara)
            try transaction.enqueue(second, at: Self.now.adding(.minutes(5)), in: scope.agencyScope)
            func due(after span: TimeSpan) throws -> Bool {
                try transaction.dueMails(at: Self.now.adding(span), limit: 99, in: OperatorScope())
                    .contains { $0.id == second.id }
            }
            #expect(try !due(after: .minutes(59)) && due(after: .minutes(60)))
            try transaction.withdrawNotices(to: clara, in: world.north.clinic.scope)
            #expect(try due(after: .minutes(60)))
            try transaction.withdrawNotices(to: clara, in: scope)
            #expect(try !due(after: .minutes(60)))
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `readers are the agency's staff and the workspace's own clients, with what they chose`(
        _ adapter: StorageAdapter
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let clara = world.north.people.clara.id
        try await world.storage.write { transaction throws in
            try transaction.set(.runFailed, isOn: true, of: clara, in: world.north.scope)
            for agency in world.agencies {
                for twin in agency.workspaces {
                    let readers = try transaction.readers(of: .runFailed, in: twin.scope)
                    let members = try transaction.members(of: twin.scope) + transaction.team(in: agency.scope)
                    let active = members.filter { $0.status == .active && $0.user.status == .active }
                    #expect(Set(readers.map(\.user)) == Set(active.map(\.user.id)), "\(twin.path)")
                    for reader in readers { #expect(reader.choice == (reader.user == clara ? true : nil)) }
                    #expect(try transaction.readers(of: .formWaits, in: twin.scope).allSatisfy { $0.choice == nil })
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `what waits is found in its own agency, and told of once`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let forms = FormVisibility(forms: StatusFilter { _ in true }, workflows: WorkflowVisibility { _ in true })
        let end = Instant(milliseconds: 1 << 50)
        try await world.storage.write { transaction throws in
            func waiting(_ scope: AgencyScope) throws -> [NoticeMatter] {
                try transaction.untoldInvoices(dueBefore: end, since: Self.now, limit: 99, in: scope)
                    + transaction.untoldConnections(limit: 99, in: scope)
                    + transaction.untoldForms(visible: forms, limit: 99, in: scope)
            }
            let south = try waiting(world.south.scope)
            for agency in world.agencies {
                let all = try waiting(agency.scope)
                #expect(Set(all.map(\.notice)).isSuperset(of: [.invoiceDue, .connectionNeedsMe]))
                #expect(Set(all.map(\.workspace)).isSubset(of: agency.workspaces.map(\.workspace.id)))
                for matter in all {
                    for isFirst in [true, false] {
                        #expect(
                            try transaction.noteTold(matter, at: Self.now, since: Self.now, in: agency.scope)
                                == isFirst)
                    }
                }
                #expect(try waiting(agency.scope).isEmpty)
                if agency.slug == "north" { #expect(try waiting(world.south.scope) == south) }
            }
            // A row of this agency that names a workspace of the other is refused, as everywhere.
            #expect(throws: StorageError.self) {
                try transaction.noteTold(south[0], at: end, since: end, in: world.north.scope)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a person's summary is ordered once in a week`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara.id)
        try await world.storage.write { transaction throws in
            try transaction.set(language: nil, timeZone: "Pacific/Honolulu", of: clara, in: scope)
            let zones = try transaction.zones(in: scope)
            #expect(
                Set(zones).isSuperset(of: ["Europe/Berlin", "Pacific/Honolulu"]) && Set(zones).count == zones.count)
            #expect(try !transaction.zones(in: world.south.scope).contains("Pacific/Honolulu"))
            func due(_ moment: Instant, _ scope: AgencyScope) throws -> [User.ID] {
                try transaction.unsummarised(since: moment, zone: "Pacific/Honolulu", limit: 99, in: scope)
            }
            #expect(try due(Self.now, scope) == [clara])
            #expect(try due(Self.now, world.south.scope).isEmpty)
            #expect(try transaction.noteSummarised(clara, at: Self.now, since: Self.now, in: scope))
            #expect(try !transaction.noteSummarised(clara, at: Self.now, since: Self.now, in: scope))
            #expect(try due(Self.now, scope).isEmpty)
            #expect(try due(Self.now.adding(.days(7)), scope) == [clara])
        }
    }
}
