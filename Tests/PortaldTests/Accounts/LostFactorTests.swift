import PortalCore
import PortalStore
import Testing

/// What is told of a second factor that went away, and the operator's way back in for whom nobody at the agency can help.
@Suite struct LostFactorTests {
    private func entry(in town: Town) throws -> String? {
        try town.rows.texts(
            """
            SELECT action || ' ' || actor FROM audit WHERE agency_id = x'\(town.north.agency.hex)'
            ORDER BY number DESC LIMIT 1
            """
        ).first
    }

    @Test(arguments: [(Cast.admin, Cast.member), (.owner, .client)])
    func `whose second factor staff reset is told who did it and what to do`(_ asker: Cast, _ lost: Cast) async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: lost)
            let path = "/dashboard/people/\(town.north.person(lost).user)/second-factor/removal"
            #expect(try await Browser(asker, in: town).post(path).status == 303)
            let mails = try await town.deliver()
            #expect(mails.map(\.to.address.text) == [town.north.person(lost).email])
            let id = town.north.person(asker).user
            let name = try #require(try town.rows.texts("SELECT name FROM user WHERE id = x'\(id.hex)'").first)
            let mail = try #require(mails.first)
            #expect(mail.subject.contains("was reset"))
            #expect(mail.text.contains("\(name) took away the second factor") && mail.text.contains("2 Nov 2026"))
            #expect(mail.text.contains("If you did not ask for this") && mail.text.contains("/sign-in"))
            // Without a factor there is nothing to tell.
            #expect(try await Browser(asker, in: town).post(path).status == 303)
            #expect(try await town.deliver().isEmpty)
        }
    }

    @Test func `whoever turns their second factor off is told so`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let person = town.north.person(.client)
            let answer = try await Browser(.client, in: town).post(
                "/portal/account/second-factor/removal", [("current-password", person.password)])
            #expect(answer.status == 303)
            let mails = try await town.deliver()
            #expect(mails.map(\.to.address.text) == [person.email])
            #expect(mails.first?.subject.hasSuffix("is off") == true)
        }
    }

    @Test func `the operator takes the owner's second factor away: signed out, told, written down`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .owner)
            let (owner, hand) = (town.north.person(.owner), Operator(town.portal))
            let address = try #require(EmailAddress(owner.email))
            let found = try #require(try await hand.person(address, at: town.north.agency))
            #expect(found.id == owner.user)
            #expect(try await hand.person(address, at: town.south.agency) == nil)

            #expect(try await hand.resetSecondFactor(of: found.id, at: town.north.agency))
            #expect(try await Browser(.owner, in: town).get("/dashboard").status == 303, "the sessions have ended")
            #expect(try entry(in: town) == "agency.resetFactor operator")
            let mail = try #require(try await town.deliver().first { $0.to.address.text == owner.email })
            #expect(mail.text.contains("Whoever runs this service took"))
            let back = try await Browser(.nobody, in: town).signIn(owner.email, owner.password)
            #expect(back.status == 303 && back["location"] == "/dashboard")
            #expect(try await !hand.resetSecondFactor(of: found.id, at: town.north.agency))
            await #expect(throws: StorageError.notFound) {
                _ = try await hand.resetSecondFactor(of: found.id, at: town.south.agency)
            }
        }
    }

    @Test func `the operator's link sets a password once, and voids what was mailed before`() async throws {
        try await Town.open { town in
            let owner = town.north.person(.owner)
            _ = try await Browser(.nobody, in: town).post("/forgot-password", [("email", owner.email)])
            let mailed = try #require(try await town.deliver().first?.link(to: "/reset-password?token="))
            let link = try await Operator(town.portal).passwordLink(for: owner.user, at: town.north.agency)
            #expect(try entry(in: town) == "profile.edit operator")
            #expect(try await Browser(.owner, in: town).get("/dashboard").status == 303, "the sessions have ended")
            let target = mailed.replacing("https://north.example", with: "").replacing("https://n.example", with: "")
            #expect(try await Browser(.nobody, in: town).get(target).status == 404)

            let new = "seven quite unrelated words"
            func set() async throws -> Int {
                try await Browser(.nobody, in: town).post(
                    "/reset-password",
                    [("token", link.secret.text), ("new-password", new), ("repeated-password", new)]
                ).status
            }
            #expect(try await set() == 303)
            #expect(try await set() == 404, "it is good once")
            #expect(try await Browser(.nobody, in: town).signIn(owner.email, new)["location"] == "/dashboard")
            #expect(try await town.deliver().first?.subject.contains("was changed") == true)
            #expect(
                try town.rows.everything().values.joined().allSatisfy { !$0.contains(link.secret.text) },
                "its secret is kept nowhere")
        }
    }

    @Test func `the operator's link is good for half an hour`() async throws {
        try await Town.open { town in
            let owner = town.north.person(.owner)
            let link = try await Operator(town.portal).passwordLink(for: owner.user, at: town.north.agency)
            let target = "/reset-password?token=\(link.secret.text)"
            town.clock.advance(by: .minutes(29))
            #expect(try await Browser(.nobody, in: town).get(target).status == 200)
            town.clock.advance(by: .minutes(1))
            #expect(try await Browser(.nobody, in: town).get(target).status == 404)
        }
    }
}
