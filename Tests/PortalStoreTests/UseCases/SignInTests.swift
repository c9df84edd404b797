import Synchronization
import Testing

@testable import PortalCore

@Suite struct SignInTests {
    private func signIn(
        _ house: PortalHouse, _ address: String, _ password: String = TwinPeople.password, at agency: TwinAgency? = nil
    ) async throws -> Secret? {
        let email = try #require(EmailAddress(address))
        let outcome = try await house.portal.signIn(
            email: email, password: password, at: (agency ?? house.north).host,
            agent: "Browser\u{202E}\n" + String(repeating: "x", count: 500))
        switch outcome {
        case .signedIn(let secret): return secret
        case .refused: return nil
        case .codeNeeded, .unknownHost: throw Malformed()
        }
    }

    private func room(_ house: PortalHouse, _ secret: Secret, at agency: TwinAgency? = nil) async throws -> String {
        let digest = MixingDigests().digest(of: secret)
        return try await house.portal.visit(house.knock(.session(digest), at: agency)) { visit in
            switch visit?.entry {
            case .reception: "reception"
            case .home: "home"
            case .agencyConsole: "console"
            case .clientPortal: "portal"
            case nil: "no house"
            }
        }
    }

    @Test func `the right password opens a session, for whoever is active`() async throws {
        let house = try await PortalHouse.make()
        for (name, expected) in [
            ("olive", "console"), ("mia", "console"), ("clara", "portal"), ("bill", "portal"), ("ivan", "home"),
            ("rita", "home"), ("tom", "home"), ("nora", "home"),
        ] {
            let secret = try #require(try await signIn(house, "\(name.uppercased())@Example.com"), "\(name)")
            #expect(try await room(house, secret) == expected, "\(name)")
            #expect(try await room(house, secret, at: house.south) == "reception", "\(name)")
        }
    }

    @Test func `a session remembers when and with what it began`() async throws {
        let house = try await PortalHouse.make()
        let secret = try #require(try await signIn(house, "clara@example.com"))
        let digest = MixingDigests().digest(of: secret)
        let found = try await house.portal.visit(house.knock(.session(digest))) { $0?.account?.session }
        let session = try #require(found)
        #expect(session.createdAt == house.clock.now && session.lastUsedAt == house.clock.now)
        #expect(session.agent.hasPrefix("Browser xxx") && session.agent.utf8.count <= 120)
    }

    @Test func `unknown, wrong, passwordless and suspended are one answer after equal work`() async throws {
        let house = try await PortalHouse.make()
        let kept = TestPasswords.hash(of: TwinPeople.password)
        let attempts: [(address: String, password: String, derivedAgainst: PasswordHash?)] = [
            ("nobody@example.com", TwinPeople.password, nil),
            ("clara@example.com", "wrong", kept),
            ("pia@example.com", TwinPeople.password, nil),
            ("sam@example.com", TwinPeople.password, nil),
            ("sam@example.com", "wrong", nil),
            ("olive@example.com", "", kept),
        ]
        var work: Set<[String]> = []
        // Whoever is first at a host also reads its brand.
        _ = try await signIn(house, "nobody@example.com")
        for attempt in attempts {
            _ = house.statements.take()
            _ = house.passwords.takeDerivations()
            #expect(try await signIn(house, attempt.address, attempt.password) == nil)
            #expect(house.passwords.takeDerivations() == [attempt.derivedAgainst], "\(attempt.address)")
            work.insert(house.statements.take())
        }
        #expect(work.count == 1, "the statements tell who exists")
    }

    @Test func `an address of another agency is unknown here`() async throws {
        let house = try await PortalHouse.make()
        let newcomer = User(
            id: Mint.seeded("newcomer").id(), email: try #require(EmailAddress("only@north.example")), name: "Only",
            status: .active, language: nil, timeZone: nil)
        try await house.worker.provision(house.north.agency.id) {
            try $0.add(newcomer, password: TestPasswords.hash(of: TwinPeople.password))
        }
        #expect(try await signIn(house, "only@north.example") != nil)
        _ = house.passwords.takeDerivations()
        #expect(try await signIn(house, "only@north.example", at: house.south) == nil)
        #expect(house.passwords.takeDerivations() == [nil])
    }

    @Test func `at a host that is no agency's nothing is derived`() async throws {
        let house = try await PortalHouse.make()
        let (email, host) = (house.north.people.clara.email, try #require(HostName("west.example.com")))
        let outcome = try await house.portal.signIn(email: email, password: TwinPeople.password, at: host, agent: "")
        guard case .unknownHost = outcome else {
            Issue.record("it was answered")
            return
        }
        #expect(house.passwords.takeDerivations().isEmpty)
    }

    @Test func `a password kept with weaker parameters is still right`() async throws {
        let house = try await PortalHouse.make()
        try await house.world.storage.write {
            try $0.setPassword(
                TestPasswords.outdatedHash(of: "old"), of: house.north.people.clara.id, in: house.north.scope)
        }
        #expect(try await signIn(house, "clara@example.com", "old") != nil)
        #expect(try await signIn(house, "clara@example.com") == nil)
    }

    @Test func `whoever is suspended or given another password while it is checked is not let in`() async throws {
        let house = try await PortalHouse.make()
        let (scope, people) = (house.north.scope, house.north.people)
        let changes: [@Sendable (any Transaction) throws -> Void] = [
            { try $0.setStatus(.suspended, of: people.clara.id, in: scope) },
            { try $0.setPassword(TestPasswords.hash(of: "another"), of: people.mia, in: scope) },
        ]
        for (user, change) in zip([people.clara, people.member], changes) {
            let passwords = MeddlingPasswords { try await house.world.storage.write(change) }
            let services = Services(passwords: passwords, digests: MixingDigests(), sealing: TestSealing())
            let portal = Portal(
                storage: house.world.storage, services: services, clock: house.clock, entropy: SeededEntropy("meddling")
            )
            let outcome = try await portal.signIn(
                email: user.email, password: TwinPeople.password, at: house.north.host, agent: "")
            guard case .refused = outcome else {
                Issue.record("\(user.name) was let in")
                continue
            }
        }
    }

    // MARK: Changing it

    @Test func `a new password ends every other session and is written into the log`() async throws {
        let house = try await PortalHouse.make()
        let (people, agency) = (house.north.people, house.north)
        let own = people.sessions.filter { $0.session.user == people.clara.id }
        let asking = try #require(own.first)
        let before = try await WorldDump(house.world)
        let knock = house.knock(.session(asking.digest))
        let renewed = try #require(
            try await house.portal.changePassword(knock, current: TwinPeople.password, new: "a longer, better one"))

        try await house.world.storage.read { snapshot throws in
            #expect(try snapshot.sessions(of: people.clara.id, in: agency.scope).map(\.id) == [asking.session.id])
            for session in own { #expect(try snapshot.signedIn(session: session.digest, in: agency.scope) == nil) }
            let digest = MixingDigests().digest(of: renewed)
            #expect(try snapshot.signedIn(session: digest, in: agency.scope)?.session.id == asking.session.id)
        }
        #expect(try await signIn(house, "clara@example.com") == nil)
        #expect(try await signIn(house, "clara@example.com", "a longer, better one") != nil)
        try await house.world.storage.read { snapshot throws in
            let entry = try snapshot.auditEntries(in: agency.scope, limit: 1).first
            #expect(entry?.action == .profileEdit && entry?.actor == .user(people.clara.id))
            #expect(entry?.detail == "password")
        }
        let changed = try await WorldDump(house.world).differences(from: before)
        // Her own password and sessions, the log, the mail that tells her, and on members' pages when she was last seen.
        let allowed = ["north/password/Clara", "north/sessions/Clara", "north/audit", "north/mails"]
        #expect(changed.filter { !allowed.contains($0) && !$0.hasSuffix("/members") } == [])
        #expect(try await signIn(house, "clara@example.com", at: house.south) != nil, "her twin's password changed too")
    }

    @Test func `without the current password, a good new one or a session nothing changes`() async throws {
        let house = try await PortalHouse.make()
        let people = house.north.people
        let before = try await WorldDump(house.world)
        func change(_ identity: Identity, _ current: String, _ new: String) async throws -> Refusal? {
            try await refusal {
                try await house.portal.changePassword(house.knock(identity), current: current, new: new)
            }
        }
        let clara = Identity.session(try people.session(of: people.clara).digest)
        let good = "a longer, better one"
        #expect(try await change(clara, "wrong", good) == .notNow(.currentPasswordWrong))
        // Whom an embedder signs in has no session here, so a missing password is not made up for by a fresh one.
        #expect(try await change(.user(people.pia.id), "", good) == .notNow(.signInNotFresh))
        #expect(try await change(.nobody, TwinPeople.password, good) == .notFound)
        #expect(try await change(.user(people.sam.id), TwinPeople.password, good) == .notFound)
        #expect(try await change(.user(house.south.people.clara.id), TwinPeople.password, good) == .notFound)
        for (new, problem) in [
            ("short", NewPassword.Problem.tooShort(minimum: 8)), ("password", .tooCommon),
            ("clara@example.com", .isOwnAddress), (String(repeating: "x y", count: 100), .tooLong(maximum: 256)),
        ] {
            let invalid = Refusal.invalid([FieldProblem("new-password", .password(problem))])
            #expect(try await change(clara, TwinPeople.password, new) == invalid)
        }
        #expect(try await WorldDump(house.world) == before)
    }

    @Test func `a member of nothing has a record of their own all the same`() async throws {
        let house = try await PortalHouse.make()
        let nora = house.north.people.nora
        try await house.portal.change(house.knock(.user(nora.id))) { visit in
            guard case .home(let home)? = visit?.entry else { throw Malformed() }
            try home.account.rename(" No\u{202E}ra  N. ")
        }
        let name = try await house.world.storage.read { try $0.user(nora.id, in: house.north.scope)?.user.name }
        #expect(name == "Nora N.")
    }

    // MARK: Sessions

    @Test func `one's own sessions are listed without those that have ended, and can be ended`() async throws {
        let house = try await PortalHouse.make(lifetime: SessionLifetime(idle: .hours(2), absolute: .days(9)))
        let people = house.north.people
        let own = people.sessions.filter { $0.session.user == people.clara.id }
        let (old, young) = (try #require(own.first), try #require(own.last))
        func listed() async throws -> [Session.ID] {
            let found = try await house.portal.visit(house.knock(.session(young.digest))) {
                try $0?.account?.sessions()
            }
            return try #require(found).map(\.id)
        }
        #expect(try await listed() == [young.session.id, old.session.id])
        // Of the two, one was used a minute later than the other.
        house.clock.advance(by: old.session.lastUsedAt.adding(.hours(2)).since(house.clock.now))
        #expect(try await listed() == [young.session.id])

        func change(_ body: @escaping @Sendable (Account.Changing) throws -> Void) async throws {
            try await house.portal.change(house.knock(.session(young.digest))) { visit in
                guard let account = visit?.account else { throw Malformed() }
                try body(account)
            }
        }
        // Another person's is left alone, with the same answer.
        let before = try await WorldDump(house.world)
        for foreign in people.sessions + house.south.people.sessions where foreign.session.user != people.clara.id {
            try await change { try $0.endSession(foreign.session.id) }
        }
        try await change { try $0.endSession(.neverIssued) }
        #expect(try await WorldDump(house.world) == before)

        try await change { try $0.endOtherSessions() }
        #expect(try await listed() == [young.session.id])
        try await change { try $0.signOut() }
        #expect(try await room(house, young.secret) == "reception")
    }
}

/// Changes something while a password is being derived, as another request might.
private final class MeddlingPasswords: PasswordHashing {
    private let meddle: @Sendable () async throws -> Void

    init(_ meddle: @escaping @Sendable () async throws -> Void) { self.meddle = meddle }

    func hash(_ password: String) async throws -> PasswordHash { TestPasswords.hash(of: password) }

    func verify(_ password: String, against hash: PasswordHash?) async throws -> PasswordVerdict {
        try await meddle()
        return hash == TestPasswords.hash(of: password) ? .right : .wrong
    }
}

extension TwinPeople {
    fileprivate var mia: User.ID { member.id }
}
