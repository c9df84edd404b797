import PortalCore
import PortalHTTP
import Testing

/// Ownership moves by transfer alone: to an admin, by the owner, with their password.
@Suite struct OwnershipTests {
    private static let path = "/dashboard/team/ownership"

    private func transfer(
        to heir: User.ID, password: String? = nil, by cast: Cast = .owner, in town: Town
    ) async throws -> Answer {
        try await Browser(cast, in: town).post(
            Self.path,
            [
                ("new-owner", heir.description),
                ("current-password", password ?? town.north.person(cast).password),
            ])
    }

    /// Who owns the northern agency.
    private func owners(in town: Town) throws -> [String] {
        try town.rows.texts(
            """
            SELECT hex(user_id) FROM staff_membership
            WHERE agency_id = x'\(town.north.agency.hex)' AND role = 'owner' AND status = 'active'
            """)
    }

    private func isOwner(_ cast: Cast, in town: Town) throws -> Bool {
        try owners(in: town) == [town.north.person(cast).user.hex.uppercased()]
    }

    @Test func `the owner hands the agency over to an admin, becomes one, and both are told`() async throws {
        try await Town.open { town in
            _ = try await town.deliver()
            let page = try await Browser(.owner, in: town).get(Self.path)
            let (owner, admin) = (town.north.person(.owner), town.north.person(.admin))
            #expect(page.status == 200 && page.text.contains(admin.email))
            #expect(!page.text.contains(town.north.person(.member).email))

            let answer = try await transfer(to: admin.user, in: town)
            #expect(answer.status == 303 && answer["location"] == "/dashboard/team?done=ownership-transferred")
            #expect(try isOwner(.admin, in: town))
            #expect(try await Browser(.admin, in: town).get(Self.path).status == 200)
            #expect(try await Browser(.owner, in: town).get(Self.path).status == 403)
            #expect(try await Browser(.owner, in: town).get("/dashboard/settings/api-keys").status == 200)
            let log = try town.rows.texts("SELECT action || ' ' || actor FROM audit ORDER BY number DESC LIMIT 1")
            #expect(log == ["agency.transferOwnership user"])

            let mails = try await town.deliver()
            #expect(mails.count == 2)
            let received = try #require(mails.first { $0.to.address.text == admin.email })
            let given = try #require(mails.first { $0.to.address.text == owner.email })
            #expect(received.subject.hasPrefix("You are the owner of") && received.text.contains("made you the owner"))
            #expect(given.subject.hasPrefix("You handed") && given.text.contains("You are an admin from now on"))
            // Each names the other.
            let names = try [owner, admin].map { person in
                try #require(try town.rows.texts("SELECT name FROM user WHERE id = x'\(person.user.hex)'").first)
            }
            #expect(received.text.contains(names[0]) && given.text.contains(names[1]))
        }
    }

    @Test func `without the owner's password nothing moves`() async throws {
        try await Town.open { town in
            let before = try town.rows.everything()
            for wrong in ["not it", "", town.south.person(.owner).password] {
                let answer = try await transfer(to: town.north.person(.admin).user, password: wrong, in: town)
                #expect(answer.status == 422 && answer.text.contains("e-current-password"), "\(answer.status)")
            }
            #expect(try town.rows.everything() == before)
        }
    }

    @Test func `wrong passwords are counted as those at the sign-in page are`() async throws {
        var settings = Town.Settings()
        settings.http.signInLimits = SignInLimits(
            address: RateLimit(burst: 2, oneEvery: .minutes(1)), network: RateLimit(burst: 99, oneEvery: .seconds(1)),
            agency: RateLimit(burst: 99, oneEvery: .seconds(1)))
        try await Town.open(settings) { town in
            let heir = town.north.person(.admin).user
            for _ in 0..<2 { #expect(try await transfer(to: heir, password: "not it", in: town).status == 422) }
            let refused = try await transfer(to: heir, in: town)
            #expect(refused.status == 429)
            #expect(try isOwner(.owner, in: town))
        }
    }

    @Test func `an heir is an active admin of this agency: whoever else is named gets one answer`() async throws {
        try await Town.open { town in
            let people = town.north
            var answers: Set<Int> = []
            let never = User.ID(at: TownClock.morning, random: (7, 7))
            for heir in [
                people.person(.member).user, people.person(.client).user, people.person(.stranger).user,
                people.person(.owner).user, town.south.person(.admin).user, never, .neverIssued,
            ] {
                let answer = try await transfer(to: heir, in: town)
                answers.insert(answer.status)
                #expect(answer.text.contains("e-new-owner"))
            }
            #expect(answers == [422])
            try await town.suspend(.admin)
            #expect(try await transfer(to: people.person(.admin).user, in: town).status == 422)
            #expect(try await Browser(.owner, in: town).get(Self.path).text.contains("Nobody to hand it over to yet"))
            #expect(try isOwner(.owner, in: town))
        }
    }

    @Test func `only the owner hands the agency over`() async throws {
        try await Town.open { town in
            try await town.setRole(.admin, of: .member)
            for cast in [Cast.admin, .member] {
                #expect(try await transfer(to: town.north.person(.member).user, by: cast, in: town).status == 403)
                #expect(try await Browser(cast, in: town).get(Self.path).status == 403)
            }
            #expect(try isOwner(.owner, in: town))
        }
    }

    @Test func `of two transfers at once one counts`() async throws {
        try await Town.open { town in
            try await town.setRole(.admin, of: .member)
            let heirs = [town.north.person(.admin).user, town.north.person(.member).user]
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for heir in heirs { group.addTask { try await transfer(to: heir, in: town).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [303, 403])
            #expect(try owners(in: town).count == 1)
            #expect(try town.rows.count("audit WHERE action = 'agency.transferOwnership'") == 1)
        }
    }

    @Test func `an heir who is removed meanwhile does not inherit, and one who has inherited is not removed`()
        async throws
    {
        for _ in 0..<4 {
            try await Town.open { town in
                try await town.setRole(.admin, of: .member)
                let heir = town.north.person(.admin).user
                let removal = "/dashboard/team/members/\(heir)/removal"
                async let transferred = transfer(to: heir, in: town).status
                async let removed = Browser(.member, in: town).post(removal).status
                let outcome = try await (transferred, removed)
                #expect(outcome == (303, 409) || outcome == (422, 303), "\(outcome)")
                #expect(try isOwner(outcome.0 == 303 ? .admin : .owner, in: town))
            }
        }
    }
}
