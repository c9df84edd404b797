import PortalCore
import Testing

extension HouseBuilder {
    /// Everybody but the owner, who comes with the agency.
    func addPeople(to agency: Agency.ID) async throws -> [Cast: House.Person] {
        // One derivation for all: they share a password as people should not.
        let password = try await portal.services.passwords.hash(Cast.client.password(at: side))
        var people: [Cast: House.Person] = [:]
        for cast in Cast.allCases where cast != .owner {
            let place = cast.memberships.first?.place ?? 0
            let marks = [mark(place, [.staff, .themselves]), mark(place, [.staff, .themselves])]
            let email = try #require(EmailAddress(cast.address(marks[0])))
            let user = User(
                id: id(place, [.staff, .themselves]), email: email, name: "Person \(marks[1])", status: .active,
                language: nil, timeZone: nil)
            try await hand.provision(agency) { rows in
                try rows.add(user, password: cast.hasPassword ? password : nil)
                if let role = cast.role { try rows.setStaff(user.id, role: role, status: .active, at: rows.mint.now) }
            }
            people[cast] = House.Person(
                user: user.id, email: email.text, password: cast.password(at: side), own: Set(marks))
        }
        return people
    }

    /// Memberships as they are before anything is taken away.
    func addMembers(
        of number: Int, _ workspace: Workspace.ID, to agency: Agency.ID, people: [Cast: House.Person]
    ) async throws {
        let joinedAt = now.adding(-.days(Int64(40 - number)))
        for cast in Cast.allCases {
            guard let membership = cast.memberships.first(where: { $0.place == number }), let person = people[cast]
            else {
                continue
            }
            let status: MembershipStatus = membership.status == .invited ? .invited : .active
            try await hand.provision(agency) { rows in
                try rows.setClient(person.user, of: workspace, areas: membership.areas, status: status, at: joinedAt)
            }
        }
    }

    /// Two sessions for everybody who has a password.
    func signEverybodyIn(at house: inout House) async throws {
        for cast in Cast.allCases where cast.hasPassword {
            var person = house.person(cast)
            let agent = mark(0, .themselves)
            person.own.insert(agent)
            person.session = try await signIn(person, at: house, agent: agent)
            let spare = try await signIn(person, at: house, agent: agent)
            let found = try await portal.visit(try knock(spare, at: house)) { visit -> (Session.ID, User.ID)? in
                guard let account = visit?.account, let session = account.session else { return nil }
                return (session.id, account.user.id)
            }
            let (session, user) = try #require(found)
            person.spareSession = session
            person.user = user
            register.note(session, side, 0, .themselves)
            register.note(user, side, cast.memberships.first?.place ?? 0, [.staff, .themselves])
            house.people[cast] = person
        }
    }

    /// Somebody has asked for another address. Its mail waits for longer than any test does.
    func askForAnotherEmail(at house: inout House) async throws {
        var person = house.person(.clerk)
        let mark = mark(1, [.staff, .themselves])
        let email = try #require(EmailAddress("moving-\(mark)@mail.example"))
        let session = try #require(person.session)
        try await portal.askForEmail(try knock(session, at: house), email, password: person.password)
        try await SeedDoor.postponeMails(until: now.adding(.days(60)), in: portal.storage, at: now)
        person.own.insert(mark)
        house.people[.clerk] = person
    }

    private func signIn(_ person: House.Person, at house: House, agent: String) async throws -> String {
        let outcome = try await portal.signIn(
            email: try #require(EmailAddress(person.email)), password: person.password,
            at: try #require(HostName(house.host)), agent: agent)
        guard case .signedIn(let secret) = outcome else { throw NeverHappened(what: "\(person.email) signs in") }
        return secret.text
    }

    private func knock(_ session: String, at house: House) throws -> Knock {
        let digest = portal.services.digests.digest(of: try #require(Secret(text: session)))
        return Knock(host: try #require(HostName(house.host)), identity: .session(digest), remembered: nil)
    }

    /// A run in each live place that waits to be sent, as pressing Run now leaves it.
    func startRuns(at house: inout House) async throws {
        for (cast, number) in [(Cast.client, 1), (.neighbour, 2)] {
            var place = house.place(number)
            let workflow = place.startable
            let token = portal.mint().secret()
            let session = try #require(house.person(cast).session)
            let run = try await portal.change(try knock(session, at: house)) { visit -> Run.ID? in
                guard case .clientPortal(let client) = visit?.entry else { return nil }
                return try client.trigger(workflow, token: token)
            }
            place.pendingRun = try #require(run)
            register.note(place.pendingRun, side, number, [.workflows, .staff])
            house.places[number] = place
        }
    }

    /// What is taken away after everybody came in.
    func takeAway(at house: House) async throws {
        try await hand.provision(house.agency) { rows in
            try rows.setClient(
                house.person(.removed).user, of: house.place(1).workspace, areas: .all, status: .removed,
                at: rows.mint.now)
            try rows.setStatus(.suspended, of: house.person(.suspended).user)
        }
        let owner = try knock(try #require(house.person(.owner).session), at: house)
        try await portal.change(owner) { visit in
            guard case .agencyConsole(let console) = visit?.entry else { throw Refusal.notFound }
            try console.revokeKey(house.key(.revoked).id)
        }
    }
}
