import Testing

@testable import PortalCore

@Suite struct AccountTests {
    private static func minute(_ count: Int64) -> Instant { TwinWorld.start.adding(.minutes(count)) }

    @Test(arguments: StorageAdapter.all)
    func `a person is found by address in any case, with the password that is kept`(_ adapter: StorageAdapter)
        async throws
    {
        let world = try await SharedWorld.of(adapter)
        try await world.storage.read { snapshot throws in
            for agency in world.agencies {
                for user in agency.people.all {
                    let loud = try #require(EmailAddress(user.email.text.uppercased()))
                    let found = try #require(try snapshot.user(email: loud, in: agency.scope))
                    #expect(found.user == user)
                    let isPasswordless = user == agency.people.pia
                    #expect(found.password == (isPasswordless ? nil : TestPasswords.hash(of: TwinPeople.password)))
                }
                let nobody = try #require(EmailAddress("nobody@example.com"))
                #expect(try snapshot.user(email: nobody, in: agency.scope) == nil)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `an address is given once in an agency`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let before = try await WorldDump(world)
        for text in ["clara@example.com", "CLARA@Example.COM"] {
            let email = try #require(EmailAddress(text))
            let user = User(
                id: Mint.seeded(text).id(), email: email, name: "Other", status: .active, language: nil, timeZone: nil)
            await expectAlreadyExists {
                try await world.storage.write {
                    try $0.insert(user, password: nil, at: TwinWorld.start, in: world.north.scope)
                }
            }
        }
        #expect(try await WorldDump(world) == before)
        let newcomer = User(
            id: Mint.seeded("new").id(), email: try #require(EmailAddress("New@Example.com")), name: "New",
            status: .active, language: "fr-CA", timeZone: "America/Toronto")
        for agency in world.agencies {
            let user = User(
                id: agency.slug == "north" ? newcomer.id : Mint.seeded("twin").id(), email: newcomer.email, name: "New",
                status: .active, language: "fr-CA", timeZone: "America/Toronto")
            try await world.storage.write { try $0.insert(user, password: nil, at: TwinWorld.start, in: agency.scope) }
            #expect(try await world.storage.read { try $0.user(user.id, in: agency.scope)?.user } == user)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a session tells whom it speaks for, with every membership`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        try await world.storage.write { try $0.setArchived(at: TwinWorld.start, of: world.north.clinic.scope) }
        try await world.storage.read { snapshot throws in
            for agency in world.agencies {
                for session in agency.people.sessions {
                    let signedIn = try #require(try snapshot.signedIn(session: session.digest, in: agency.scope))
                    let user = try #require(agency.people.all.first { $0.id == session.session.user })
                    #expect(signedIn.session == session.session)
                    #expect(signedIn.user == user)
                    expectStanding(of: user, signedIn.role, signedIn.memberships, in: agency)
                    let (role, memberships) = try snapshot.standing(of: user.id, in: agency.scope)
                    #expect(role == signedIn.role)
                    #expect(Set(memberships) == Set(signedIn.memberships))
                }
            }
            let archived = try snapshot.standing(of: world.north.people.clara.id, in: world.north.scope).memberships
            #expect(archived.map(\.workspace.isArchived).sorted { !$0 && $1 } == [false, true])
        }
    }

    private func expectStanding(
        of user: User, _ role: AccountRole?, _ memberships: [WorkspaceMembership], in agency: TwinAgency
    ) {
        let people = agency.people
        let roles: [User.ID: AccountRole] = [
            people.owner.id: .owner, people.admin.id: .admin, people.member.id: .member,
        ]
        #expect(role == roles[user.id], "\(user.name)")
        let expected = agency.workspaces.flatMap { home in
            people.memberships(of: home.workspace.name).filter { $0.user.id == user.id }
                .map { "\(home.workspace.id) \($0.areas.names) \($0.status)" }
        }
        #expect(Set(memberships.map { "\($0.workspace.id) \($0.areas.names) \($0.status)" }) == Set(expected))
        #expect(memberships.count == expected.count)
    }

    @Test(arguments: StorageAdapter.all)
    func `sessions are told last used first`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, clara) = (world.north.scope, world.north.people.clara)
        let own = world.north.people.sessions.filter { $0.session.user == clara.id }.map(\.session)
        #expect(own.count == 2)
        try await world.storage.write { transaction throws in
            let newestFirst = own.sorted { $1.lastUsedAt < $0.lastUsedAt }
            #expect(try transaction.sessions(of: clara.id, in: scope) == newestFirst)
            try transaction.touchSession(newestFirst[1].id, at: Self.minute(90), in: scope)
            let told = try transaction.sessions(of: clara.id, in: scope)
            #expect(told.map(\.id) == [newestFirst[1].id, newestFirst[0].id])
            #expect(told[0].lastUsedAt == Self.minute(90))
            #expect(told[0].createdAt == newestFirst[1].createdAt)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a session is ended by whose it is`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, people) = (world.north.scope, world.north.people)
        let session = try people.session(of: people.clara)
        let before = try await WorldDump(world)
        for other in people.all + world.south.people.all where other.id != people.clara.id {
            try await world.storage.write { try $0.endSession(session.session.id, of: other.id, in: scope) }
        }
        try await world.storage.write {
            try $0.endSession(session.session.id, of: people.clara.id, in: world.south.scope)
        }
        #expect(try await WorldDump(world) == before)
        try await world.storage.write { try $0.endSession(session.session.id, of: people.clara.id, in: scope) }
        try await world.storage.read { snapshot throws in
            #expect(try snapshot.signedIn(session: session.digest, in: scope) == nil)
            #expect(try snapshot.sessions(of: people.clara.id, in: scope).count == 1)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `every session but one can be ended, and every one`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, people) = (world.north.scope, world.north.people)
        let kept = try people.session(of: people.clara).session
        let before = try await WorldDump(world)
        try await world.storage.write { transaction throws in
            try transaction.endSessions(of: people.clara.id, except: kept.id, in: scope)
            #expect(try transaction.sessions(of: people.clara.id, in: scope) == [kept])
            // Somebody else's session cannot be kept by naming it.
            let foreign = try people.session(of: people.owner).session
            try transaction.endSessions(of: people.clara.id, except: foreign.id, in: scope)
            #expect(try transaction.sessions(of: people.clara.id, in: scope) == [])
            try transaction.endSessions(of: people.clara.id, except: nil, in: scope)
        }
        let changed = try await WorldDump(world).differences(from: before)
        #expect(changed == ["north/sessions/Clara"])
    }

    @Test(arguments: StorageAdapter.all)
    func `suspending ends every session of a person in the same change`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, people) = (world.north.scope, world.north.people)
        let sessions = people.sessions.filter { $0.session.user == people.clara.id }
        let before = try await WorldDump(world)
        try await world.storage.write { transaction throws in
            try transaction.setStatus(.suspended, of: people.clara.id, in: scope)
            #expect(try transaction.sessions(of: people.clara.id, in: scope).isEmpty)
            for session in sessions { #expect(try transaction.signedIn(session: session.digest, in: scope) == nil) }
            #expect(try transaction.user(people.clara.id, in: scope)?.user.status == .suspended)
        }
        let changed = try await WorldDump(world).differences(from: before)
        #expect(changed.allSatisfy { $0.hasPrefix("north/") && $0.hasSuffix("Clara") || $0.hasSuffix("/members") })
        try await world.storage.write { try $0.setStatus(.active, of: people.clara.id, in: scope) }
        let back = try await WorldDump(world).differences(from: before)
        #expect(back == ["north/sessions/Clara"], "an ended session came back")
    }

    @Test(arguments: StorageAdapter.all)
    func `a password is set, replaced and taken away`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let (scope, pia) = (world.north.scope, world.north.people.pia)
        try await world.storage.write { transaction throws in
            for password in [PasswordHash(text: "first"), PasswordHash(text: "second"), nil] {
                try transaction.setPassword(password, of: pia.id, in: scope)
                #expect(try transaction.user(pia.id, in: scope)?.password == password)
                #expect(try transaction.user(email: pia.email, in: scope)?.password == password)
            }
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `what has outlived its time is swept, and nothing else`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let lifetime = SessionLifetime(idle: .days(2), absolute: .days(20))
        let sessions = world.agencies.flatMap(\.people.sessions)
        let before = try await WorldDump(world)
        let now = TwinWorld.start.adding(.days(1))
        #expect(try await world.storage.write { try $0.sweep(at: now, sessions: lifetime, in: OperatorScope()) } == 0)
        #expect(try await WorldDump(world) == before)

        let idle = TwinWorld.start.adding(.days(3))
        let spared = try world.south.people.session(of: world.south.people.clara)
        try await world.storage.write { try $0.touchSession(spared.session.id, at: idle, in: world.south.scope) }
        let swept = try await world.storage.write { try $0.sweep(at: idle, sessions: lifetime, in: OperatorScope()) }
        #expect(swept == sessions.count - 1)
        try await world.storage.read { snapshot throws in
            for agency in world.agencies {
                for session in agency.people.sessions {
                    let isKept = try snapshot.signedIn(session: session.digest, in: agency.scope) != nil
                    #expect(isKept == (session.session.id == spared.session.id))
                }
            }
            // The forms that these tokens came with may still be open somewhere.
            #expect(try snapshot.run(startedBy: TwinWorkspace.token, in: world.home.scope) != nil)
        }
        let end = TwinWorld.start.adding(.days(400))
        _ = try await world.storage.write { try $0.sweep(at: end, sessions: lifetime, in: OperatorScope()) }
        try await world.storage.read { snapshot throws in
            for home in world.workspaces {
                #expect(try snapshot.run(startedBy: TwinWorkspace.token, in: home.scope) == nil)
            }
            #expect(try snapshot.signedIn(session: spared.digest, in: world.south.scope) == nil)
        }
    }
}
