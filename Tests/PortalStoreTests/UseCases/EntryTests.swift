import Testing

@testable import PortalCore

@Suite struct EntryTests {
    /// The room that somebody is shown into, in a word.
    private func room(
        _ house: PortalHouse, _ identity: Identity, at agency: TwinAgency? = nil, remembered: Workspace.ID? = nil
    ) async throws -> String {
        try await house.portal.visit(house.knock(identity, at: agency, remembered: remembered)) { visit in
            guard let visit else { return "no house" }
            return Self.name(visit.entry)
        }
    }

    private static func name(_ entry: Entry) -> String {
        switch entry {
        case .reception: "reception"
        case .home: "home"
        case .agencyConsole(let room): "console of the \(room.role.rawValue)"
        case .clientPortal(let room): "portal of \(room.workspace.name) at \(room.front.agency.slug.text)"
        }
    }

    @Test func `everybody is shown into the room that is theirs`() async throws {
        let house = try await PortalHouse.make()
        for agency in house.world.agencies {
            let people = agency.people
            let rooms: [(User, String)] = [
                (people.owner, "console of the owner"), (people.admin, "console of the admin"),
                (people.member, "console of the member"), (people.pia, "portal of Bakery at \(agency.slug)"),
                (people.ivan, "home"), (people.rita, "home"), (people.tom, "home"), (people.nora, "home"),
                (people.sam, "reception"),
            ]
            for (user, expected) in rooms {
                #expect(try await room(house, .user(user.id), at: agency) == expected, "\(user.name)")
                if let session = try? people.session(of: user) {
                    #expect(try await room(house, .session(session.digest), at: agency) == expected, "\(user.name)")
                }
            }
            #expect(try await room(house, .nobody, at: agency) == "reception")
        }
    }

    @Test func `a host that is no agency's has no rooms`() async throws {
        let house = try await PortalHouse.make()
        let host = try #require(HostName("west.example.com"))
        for identity in [Identity.nobody, .user(house.north.people.owner.id)] {
            let knock = Knock(host: host, identity: identity, remembered: nil)
            #expect(try await house.portal.visit(knock) { $0 == nil })
            #expect(try await house.portal.change(knock) { $0 == nil })
        }
    }

    @Test func `whoever belongs to another agency is a stranger here`() async throws {
        let house = try await PortalHouse.make()
        for user in house.north.people.all {
            #expect(try await room(house, .user(user.id), at: house.south) == "reception")
        }
        for session in house.north.people.sessions {
            #expect(try await room(house, .session(session.digest), at: house.south) == "reception")
        }
        let unknown = SecretDigest(bytes: Array(repeating: 1, count: 32))
        #expect(try await room(house, .session(unknown)) == "reception")
        #expect(try await room(house, .user(.neverIssued)) == "reception")
    }

    @Test func `a client lands in the workspace remembered for them, if it is theirs, else in the one joined last`()
        async throws
    {
        let house = try await PortalHouse.make()
        let (clara, world) = (Identity.user(house.north.people.clara.id), house.world)
        func land(_ remembered: Workspace.ID?) async throws -> String {
            try await room(house, clara, remembered: remembered)
        }

        // Both were joined in the same moment: the greater id decides.
        let last = world.north.bakery.workspace.id < world.north.clinic.workspace.id ? "Clinic" : "Bakery"
        #expect(try await land(nil) == "portal of \(last) at north")
        for home in world.north.workspaces {
            #expect(try await land(home.workspace.id) == "portal of \(home.workspace.name) at north")
        }
        for foreign in world.south.workspaces.map(\.workspace.id) + [.neverIssued] {
            #expect(try await land(foreign) == "portal of \(last) at north")
        }
        // Pia is a client of the bakery alone, whatever her cookie says.
        let pia = Identity.user(house.north.people.pia.id)
        let clinic = world.north.clinic.workspace.id
        #expect(try await room(house, pia, remembered: clinic) == "portal of Bakery at north")
    }

    @Test func `staff never land in a portal`() async throws {
        let house = try await PortalHouse.make()
        for home in house.north.workspaces {
            let owner = Identity.user(house.north.people.owner.id)
            #expect(try await room(house, owner, remembered: home.workspace.id) == "console of the owner")
        }
    }

    @Test func `removal, archiving and suspension count at the very next visit, whatever the cookies say`() async throws
    {
        let house = try await PortalHouse.make()
        let (people, agency) = (house.north.people, house.north.agency.id)
        let clara = Identity.session(try people.session(of: people.clara).digest)
        let (bakery, clinic) = (house.north.bakery.workspace.id, house.north.clinic.workspace.id)
        func land() async throws -> String { try await room(house, clara, remembered: bakery) }
        func provision(_ body: @escaping @Sendable (Provisioning) throws -> Void) async throws {
            try await house.worker.provision(agency, body)
        }

        #expect(try await land() == "portal of Bakery at north")
        try await provision {
            try $0.setClient(people.clara.id, of: bakery, areas: .all, status: .removed, at: $0.mint.now)
        }
        #expect(try await land() == "portal of Clinic at north")
        try await provision { try $0.setArchived(at: $0.mint.now, of: clinic) }
        #expect(try await land() == "home")
        try await provision {
            try $0.setClient(people.clara.id, of: bakery, areas: .all, status: .active, at: $0.mint.now)
        }
        #expect(try await land() == "portal of Bakery at north")
        try await provision { try $0.setStatus(.suspended, of: people.clara.id) }
        #expect(try await land() == "reception")
        // The session is over for good: being active again takes a new one.
        try await provision { try $0.setStatus(.active, of: people.clara.id) }
        #expect(try await land() == "reception")
        #expect(try await room(house, .user(people.clara.id), remembered: bakery) == "portal of Bakery at north")
    }

    @Test func `a session ends unused and in the end, and being used is written down now and then`() async throws {
        let house = try await PortalHouse.make(
            lifetime: SessionLifetime(idle: .hours(3), absolute: .hours(10), touchInterval: .minutes(10)))
        let (people, agency) = (house.north.people, house.north.agency.id)
        let session = try people.session(of: people.owner)
        func land() async throws -> String { try await room(house, .session(session.digest)) }
        func stored() async throws -> Session {
            let found = try await house.portal.visit(house.knock(.session(session.digest))) { $0?.account?.session }
            return try #require(found)
        }

        #expect(try await land() == "console of the owner")
        for _ in 0..<4 {
            house.clock.advance(by: .minutes(110))
            let before = try await stored()
            try await house.portal.touch(before, at: agency)
            #expect(try await stored().lastUsedAt == house.clock.now)
            house.clock.advance(by: .minutes(9))
            try await house.portal.touch(stored(), at: agency)
            #expect(try await stored().lastUsedAt == house.clock.now.adding(-.minutes(9)))
        }
        house.clock.advance(by: .minutes(63))
        #expect(try await land() == "console of the owner")
        house.clock.advance(by: .minutes(1))
        #expect(try await land() == "reception", "ten hours have passed")

        let idle = try people.session(of: people.admin)
        #expect(try await room(house, .session(idle.digest)) == "reception", "it was never used")
    }

    @Test func `an embedder asks with a user of its own, at one agency`() async throws {
        let house = try await PortalHouse.make()
        let (portal, people) = (house.portal, house.north.people)
        let bakery = house.north.bakery.workspace.id
        func enter(_ user: User.ID, _ agency: Agency.ID) async throws -> String {
            try await portal.read(as: user, at: agency, remembered: bakery) { Self.name($0) }
        }
        #expect(try await enter(people.clara.id, house.north.agency.id) == "portal of Bakery at north")
        #expect(try await enter(people.owner.id, house.north.agency.id) == "console of the owner")
        #expect(try await enter(people.nora.id, house.north.agency.id) == "home")
        #expect(try await enter(people.sam.id, house.north.agency.id) == "reception")
        #expect(try await enter(people.clara.id, house.south.agency.id) == "reception")
        await #expect(throws: Refusal.notFound) { _ = try await enter(people.clara.id, .neverIssued) }
    }

    @Test func `the switcher offers one's own live workspaces and no other`() async throws {
        let house = try await PortalHouse.make()
        let clara = house.north.people.clara
        let (bakery, clinic) = (house.north.bakery.workspace.id, house.north.clinic.workspace.id)
        func offered() async throws -> [String] {
            try await house.client(clara, in: bakery) { room in
                for home in house.world.workspaces {
                    let isOffered = room.workspaces.contains { $0.workspace.id == home.workspace.id }
                    #expect(room.canSwitch(to: home.workspace.id) == isOffered)
                }
                return room.workspaces.map(\.workspace.name)
            }
        }
        #expect(try await offered() == ["Bakery", "Clinic"])
        try await house.worker.provision(house.north.agency.id) { try $0.setArchived(at: $0.mint.now, of: clinic) }
        #expect(try await offered() == ["Bakery"])
    }
}
