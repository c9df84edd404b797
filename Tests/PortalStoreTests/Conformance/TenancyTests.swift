import Testing

@testable import PortalCore

@Suite struct TenancyTests {
    private static func host(_ name: String) throws -> HostName { try #require(HostName(name)) }

    // MARK: Agencies, hosts and brands

    @Test(arguments: StorageAdapter.all)
    func `a host leads to its agency, and any other to none`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (second, third) = (try Self.host("portal.north.example"), try Self.host("clients.north.example"))
        let nobody = try Self.host("example.com")
        try await world.storage.write { transaction throws in
            try transaction.insertHost(second, isPrimary: false, at: TwinWorld.start, in: world.north.scope)
            let front = try #require(try transaction.front(of: second))
            #expect(front.agency == world.north.agency)
            #expect(front.primaryHost == world.north.host)
            try transaction.insertHost(third, isPrimary: true, at: TwinWorld.start, in: world.north.scope)
        }
        try await world.storage.read { snapshot throws in
            for host in [world.north.host, second, third] {
                let front = try #require(try snapshot.front(of: host))
                #expect(front.agency == world.north.agency)
                #expect(front.primaryHost == third)
                #expect(try snapshot.front(in: world.north.scope) == front)
            }
            let other = try #require(try snapshot.front(of: world.south.host))
            #expect(other.agency == world.south.agency)
            #expect(other.primaryHost == world.south.host)
            #expect(try snapshot.front(of: nobody) == nil)
            #expect(try snapshot.front(in: AgencyScope(agency: .neverIssued)) == nil)
            #expect(throws: StorageError.notFound) { try snapshot.dataKey(in: AgencyScope(agency: .neverIssued)) }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a host that leads somewhere cannot be taken, by whomever`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let before = try await WorldDump(world)
        for agency in world.agencies {
            for isPrimary in [false, true] {
                await expectAlreadyExists {
                    try await world.storage.write {
                        try $0.insertHost(world.north.host, isPrimary: isPrimary, at: TwinWorld.start, in: agency.scope)
                    }
                }
            }
        }
        #expect(try await WorldDump(world) == before)
    }

    @Test(arguments: StorageAdapter.all)
    func `an agency whose slug or host is taken is not made at all`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let free = (slug: try #require(Slug("west")), host: try Self.host("west.example.com"))
        for (slug, host) in [(world.north.agency.slug, free.host), (free.slug, world.south.host)] {
            let agency = Agency(
                id: Mint.seeded("third").id(), slug: slug, name: "Third", timeZone: "UTC", language: "en",
                createdAt: TwinWorld.start)
            await expectAlreadyExists {
                try await world.storage.write {
                    try $0.insert(
                        agency, brand: .sample, host: host, dataKey: WrappedKey(bytes: [1]), in: OperatorScope())
                }
            }
            try await world.storage.read { snapshot throws in
                #expect(try snapshot.front(in: AgencyScope(agency: agency.id)) == nil)
                #expect(try snapshot.agency(slug: free.slug, in: OperatorScope()) == nil)
                #expect(try snapshot.front(of: free.host) == nil)
                #expect(Set(try snapshot.agencies(in: OperatorScope())) == [world.north.agency, world.south.agency])
                #expect(try snapshot.agency(slug: world.south.agency.slug, in: OperatorScope()) == world.south.agency)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a changed brand shows at the next read, with the next revision`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        func brand(_ agency: TwinAgency) async throws -> Brand? {
            try await world.storage.read { try $0.front(of: agency.host)?.brand }
        }
        let twin = try await brand(world.south)
        for round in 0..<3 {
            let revision = try #require(try await brand(world.north)?.revision)
            let dark = Brand.sample.light
            let new = Brand(
                name: "Round \(round)", light: dark, dark: round == 1 ? dark : nil,
                logo: round == 2 ? world.north.picture : nil, icon: nil, supportEmail: nil, revision: -5)
            try await world.storage.write { try $0.setBrand(new, in: world.north.scope) }
            let read = try #require(try await brand(world.north))
            #expect(read.revision == revision + 1)
            #expect(read.name == new.name && read.dark == new.dark && read.logo == new.logo && read.light == new.light)
        }
        #expect(try await brand(world.south) == twin)
    }

    @Test(arguments: StorageAdapter.all)
    func `a picture is kept once for each agency`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let picture = BrandAsset(hash: String(repeating: "c", count: 64), mediaType: "image/webp")
        try await world.storage.write { transaction throws in
            for agency in world.agencies {
                for _ in 0..<2 {
                    try transaction.insert(
                        picture, bytes: Array(agency.slug.utf8), at: TwinWorld.start, in: agency.scope)
                }
            }
            for agency in world.agencies {
                let found = try #require(try transaction.brandAsset(hash: picture.hash, in: agency.scope))
                #expect(found.asset == picture)
                #expect(found.bytes == Array(agency.slug.utf8))
            }
        }
    }

    // MARK: Workspaces

    @Test(arguments: StorageAdapter.all, [1, 3, 50])
    func `workspaces are listed by name, archived ones apart, in pages of any size`(
        _ adapter: StorageAdapter, _ size: Int
    ) async throws {
        let world = try await TwinWorld.make(adapter)
        let mint = Mint.seeded("workspaces", at: TwinWorld.start)
        let more = ["Dairy", "Aerie", "Dairy", "Cafe", "Dairy", "Aerie"].enumerated().flatMap { number, name in
            [nil, number.isMultiple(of: 2) ? TwinWorld.start : nil].map {
                Workspace(id: mint.id(), name: name, createdAt: TwinWorld.start, archivedAt: $0)
            }
        }
        try await world.storage.write { transaction throws in
            for workspace in more { try transaction.insert(workspace, in: world.north.scope) }
        }
        let all = (more + world.north.workspaces.map(\.workspace)).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        try await world.storage.read { snapshot throws in
            for archived in [false, true] {
                var walked: [Workspace] = []
                var key: WorkspaceKey?
                repeat {
                    let page = try snapshot.workspaceSummaries(
                        in: world.north.scope, archived: archived, since: TwinWorld.start, now: TwinWorld.start,
                        after: key,
                        size: PageSize(size))
                    walked += page.items.map(\.workspace)
                    key = page.next
                    #expect(key == nil || page.items.count == size)
                } while key != nil && walked.count <= all.count
                #expect(walked == all.filter { $0.isArchived == archived })
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a workspace's figures are a recount of its rows`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.read { snapshot throws in
            for home in world.workspaces {
                for (since, now) in [(0, 0), (1, 48), (2, 5), (99, 9_999)] as [(Int64, Int64)] {
                    let (since, now) = (TwinWorld.start.adding(.hours(since)), TwinWorld.start.adding(.hours(now)))
                    let summary = try #require(try snapshot.workspaceSummary(in: home.scope, since: since, now: now))
                    #expect(summary == recount(home, in: world, since: since, now: now))
                    let listed = try snapshot.workspaceSummaries(
                        in: home.scope.agencyScope, archived: false, since: since, now: now, after: nil,
                        size: PageSize(9))
                    #expect(listed.items.first { $0.workspace.id == home.workspace.id } == summary)
                }
            }
        }
    }

    private func recount(_ home: TwinWorkspace, in world: TwinWorld, since: Instant, now: Instant) -> WorkspaceSummary {
        let people = world.agency(of: home).people
        let ended = home.runs.map(\.run).filter { run in run.endedAt.map { $0 >= since } ?? false }
        let open = home.invoices.map(\.invoice).filter { $0.status == .open }
        return WorkspaceSummary(
            workspace: home.workspace,
            memberCount: people.memberships(of: home.workspace.name).count { $0.status == .active },
            publishedWorkflowCount: home.workflows.count { $0.status == .published },
            succeededRuns: ended.count { $0.status == .succeeded }, failedRuns: ended.count { $0.status == .failed },
            brokenConnections: home.connections.count(where: \.connection.health.isBroken),
            owed: Money.totals(open.map(\.amountDue)),
            overdue: Money.totals(open.filter { $0.status.isOverdue(dueAt: $0.dueAt, now: now) }.map(\.amountDue)))
    }

    @Test(arguments: StorageAdapter.all)
    func `a workspace is archived and restored, and nothing of it is lost`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let scope = world.home.scope
        let before = try await WorldDump(world)
        let moment = TwinWorld.start.adding(.days(2))
        try await world.storage.write { try $0.setArchived(at: moment, of: scope) }
        let archived = try await world.storage.read { try $0.workspace(scope.workspace, in: scope.agencyScope) }
        #expect(archived?.archivedAt == moment)
        let changed = try await WorldDump(world).differences(from: before)
        #expect(changed.filter { !$0.hasPrefix("north/") } == [])
        #expect(!changed.contains { $0.hasPrefix("north/Bakery/run") || $0.hasPrefix("north/Clinic") })
        try await world.storage.write { try $0.setArchived(at: nil, of: scope) }
        #expect(try await WorldDump(world) == before)
    }

    // MARK: Who belongs

    @Test(arguments: StorageAdapter.all)
    func `members and team are listed by name, without those who were removed`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.read { snapshot throws in
            for agency in world.agencies {
                let people = agency.people
                let team = try snapshot.team(in: agency.scope)
                #expect(team.map(\.user) == [people.owner, people.admin, people.member])
                #expect(team.map(\.role) == [.owner, .admin, .member])
                #expect(team.allSatisfy { $0.areas == nil && $0.status == .active })
                for home in agency.workspaces {
                    let expected = people.memberships(of: home.workspace.name).filter { $0.status != .removed }
                        .sorted { $0.user.name < $1.user.name }
                    let members = try snapshot.members(of: home.scope)
                    #expect(members.map(\.user) == expected.map(\.user))
                    #expect(members.map(\.areas) == expected.map(\.areas))
                    #expect(members.map(\.status) == expected.map(\.status))
                    #expect(members.allSatisfy { $0.role == nil })
                }
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a membership is changed in place, and only where it lies`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (home, clara) = (world.home, world.north.people.clara)
        let before = try await WorldDump(world)
        for (areas, status) in [([.forms], .active), ([], .invited), (.all, .removed), (.all, .active)]
            as [(Areas, MembershipStatus)]
        {
            let standing = try await world.storage.write { transaction throws in
                try transaction.setClient(
                    clara.id, areas: areas, status: status, at: TwinWorld.start, of: home.scope)
                return try transaction.standing(of: clara.id, in: home.scope.agencyScope).memberships
            }
            #expect(standing.count == 2)
            let here = standing.first { $0.workspace.id == home.workspace.id }
            #expect(here?.areas == areas && here?.status == status)
            let there = standing.first { $0.workspace.id == world.north.clinic.workspace.id }
            #expect(there?.areas == .all && there?.status == .active)
        }
        let changed = try await WorldDump(world).differences(from: before)
        #expect(changed.filter { !$0.hasPrefix("north/standing/Clara") && $0 != "north/Bakery/members" } == [])
    }

    @Test(arguments: StorageAdapter.all)
    func `an agency has one owner`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let people = world.north.people
        let before = try await WorldDump(world)
        for user in [people.admin, people.nora, people.tom] {
            await expectRefusedBySchema {
                try await world.storage.write {
                    try $0.setStaff(user.id, role: .owner, status: .active, at: TwinWorld.start, in: world.north.scope)
                }
            }
        }
        #expect(try await WorldDump(world) == before)
        // Handing over is both changes in one transaction, the old owner first.
        try await world.storage.write { transaction throws in
            let (scope, now) = (world.north.scope, TwinWorld.start)
            try transaction.setStaff(people.owner.id, role: .admin, status: .active, at: now, in: scope)
            try transaction.setStaff(people.admin.id, role: .owner, status: .active, at: now, in: scope)
            #expect(try transaction.team(in: scope).first?.user == people.admin)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `nobody is both staff and client of one agency`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (people, scope, home) = (world.north.people, world.north.scope, world.home.scope)
        let before = try await WorldDump(world)
        for status in [MembershipStatus.active, .invited] {
            for client in [people.clara, people.ivan, people.sam] {
                await expectRefusedBySchema {
                    try await world.storage.write {
                        try $0.setStaff(client.id, role: .member, status: status, at: TwinWorld.start, in: scope)
                    }
                }
            }
            for staff in [people.owner, people.member] {
                await expectRefusedBySchema {
                    try await world.storage.write {
                        try $0.setClient(staff.id, areas: .all, status: status, at: TwinWorld.start, of: home)
                    }
                }
            }
        }
        #expect(try await WorldDump(world) == before)
        // Whoever was removed may become the other; and then not the first again.
        try await world.storage.write { transaction throws in
            try transaction.setStaff(people.rita.id, role: .member, status: .active, at: TwinWorld.start, in: scope)
            try transaction.setClient(people.tom.id, areas: .all, status: .active, at: TwinWorld.start, of: home)
        }
        await expectRefusedBySchema {
            try await world.storage.write {
                try $0.setClient(people.rita.id, areas: .all, status: .active, at: TwinWorld.start, of: home)
            }
        }
        await expectRefusedBySchema {
            try await world.storage.write {
                try $0.setStaff(people.tom.id, role: .admin, status: .active, at: TwinWorld.start, in: scope)
            }
        }
    }
}
