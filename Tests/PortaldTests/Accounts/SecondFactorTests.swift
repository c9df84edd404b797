import PortalCore
import PortalHTTP
import PortalServices
import PortalStore
import Testing

/// Signing in with a second factor: what it takes, how often it can be tried, and what it tells.
@Suite struct SecondFactorTests {
    @Test(arguments: [Cast.client, .member, .owner])
    func `the right password asks for a code, and only the code signs in`(_ cast: Cast) async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: cast)
            let browser = Browser(.nobody, in: town)
            let sessions = try town.rows.count("session")
            let asked = try await browser.givePassword(of: cast)
            #expect(asked.status == 303 && asked["location"] == "/sign-in/code")
            #expect(asked.cookies["session"] == nil && asked.cookies["challenge"] != nil)
            #expect(try town.rows.count("session") == sessions)
            for page in ["/portal", "/dashboard", "/portal/account", "/dashboard/account"] {
                #expect(try await browser.get(page)["location"] == "/sign-in?next=\(page)")
            }
            let answer = try await browser.typeCode(("code", town.code))
            #expect(answer.status == 303 && answer["location"] == (cast.role == nil ? "/portal" : "/dashboard"))
            #expect(answer.cookies["challenge"] == "", "the challenge is taken away")
            #expect(try await browser.get(answer["location"] ?? "").status == 200)
            #expect(try town.rows.count("session") == sessions + 1)
            #expect(try town.rows.count("sign_in_challenge") == 0)
        }
    }

    @Test func `after the code, people go on to where they wanted to`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let browser = Browser(.nobody, in: town)
            let person = town.north.person(.client)
            let page = try await browser.get("/sign-in?next=/portal/runs")
            browser.keep(page)
            let hidden = try #require(page.text.form(to: "/sign-in"))
            let asked = try await browser.send(
                browser.form("/sign-in", hidden + [("email", person.email), ("password", person.password)]))
            browser.keep(asked)
            #expect(asked["location"] == "/sign-in/code?next=/portal/runs")
            let form = try #require(
                try await browser.get("/sign-in/code?next=/portal/runs").text.form(to: "/sign-in/code"))
            let answer = try await browser.send(browser.form("/sign-in/code", form + [("code", town.code)]))
            #expect(answer["location"] == "/portal/runs")
        }
    }

    @Test func `a code of the app is good once`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let first = Browser(.nobody, in: town)
            try await first.givePassword(of: .client)
            let second = Browser(.nobody, in: town)
            try await second.givePassword(of: .client)
            #expect(try await first.typeCode(("code", town.code)).status == 303)
            // The first sign-in ended the other challenge with its own.
            #expect(try await second.get("/sign-in/code")["location"] == "/sign-in")
            try await second.givePassword(of: .client)
            let replayed = try await second.typeCode(("code", town.code))
            #expect(replayed.status == 401 && replayed.cookies["session"] == nil)
            town.clock.advance(by: .seconds(30))
            #expect(try await second.typeCode(("code", town.code)).status == 303)
        }
    }

    @Test func `a challenge bears five wrong codes, and ten minutes`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let browser = Browser(.nobody, in: town)
            try await browser.givePassword(of: .client)
            var statuses: [Int] = []
            for _ in 0..<5 { statuses.append(try await browser.typeCode(("code", town.wrongCode)).status) }
            #expect(statuses == [401, 401, 401, 401, 303], "\(statuses)")
            #expect(try await browser.get("/sign-in/code")["location"] == "/sign-in")

            let late = Browser(.nobody, in: town)
            try await late.givePassword(of: .client)
            town.clock.advance(by: .minutes(10))
            #expect(try await late.get("/sign-in/code")["location"] == "/sign-in")
        }
    }

    @Test func `a spent challenge is over even for the right code`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let browser = Browser(.nobody, in: town)
            try await browser.givePassword(of: .client)
            let challenge = try #require(browser.cookies["challenge"])
            let form = try #require(try await browser.get("/sign-in/code").text.form(to: "/sign-in/code"))
            for _ in 0..<5 { try await browser.typeCode(("code", town.wrongCode)) }
            browser.cookies["challenge"] = challenge
            let answer = try await browser.send(browser.form("/sign-in/code", form + [("code", town.code)]))
            #expect(answer["location"] == "/sign-in" && answer.cookies["session"] == nil)
        }
    }

    @Test func `a challenge is of one agency, of one browser, and no session`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let browser = Browser(.nobody, in: town)
            try await browser.givePassword(of: .client)
            let challenge = try #require(browser.cookies["challenge"])

            let foreign = Browser(.nobody, in: town, at: House.host(of: .south))
            foreign.cookies["challenge"] = challenge
            #expect(try await foreign.get("/sign-in/code")["location"] == "/sign-in")
            let other = Browser(.nobody, in: town)
            #expect(try await other.get("/sign-in/code")["location"] == "/sign-in")
            other.cookies["session"] = challenge
            #expect(try await other.get("/portal")["location"] == "/sign-in?next=/portal")
            // Without the token of this very browser, the code is not looked at.
            let stolen = Browser(.nobody, in: town)
            let token = try await stolen.formToken()
            let answer = try await browser.send(
                browser.form("/sign-in/code", [("csrf", token), ("code", town.code)]))
            #expect(answer.status == 400)
        }
    }

    @Test(arguments: RevocationOfChallenge.allCases)
    func `what ends a password ends what it opened`(_ revocation: RevocationOfChallenge) async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let browser = Browser(.nobody, in: town)
            try await browser.givePassword(of: .client)
            switch revocation {
            case .suspended: try await town.suspend(.client)
            case .passwordChanged:
                let old = town.north.person(.client).password
                let answer = try await Browser(.client, in: town).post(
                    "/portal/account/password",
                    [
                        ("current-password", old), ("new-password", "another horse of mine"),
                        ("repeated-password", "another horse of mine"),
                    ])
                #expect(answer.status == 303)
            case .factorReset:
                let path = "/dashboard/people/\(town.north.person(.client).user)/second-factor/removal"
                #expect(try await Browser(.admin, in: town).post(path).status == 303)
            }
            #expect(try await browser.get("/sign-in/code")["location"] == "/sign-in")
        }
    }

    enum RevocationOfChallenge: CaseIterable { case suspended, passwordChanged, factorReset }

    @Test func `a recovery code lets in once, and is kept as a digest only`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let owner = Browser(.client, in: town)
            let granted = try await owner.setUpSecondFactor(
                at: "/portal/account/second-factor", password: person.password)
            let codes = granted.recoveryCodes
            #expect(granted.status == 200 && Set(codes).count == RecoveryCode.count)
            for browser in [Browser(.nobody, in: town), Browser(.nobody, in: town)] {
                try await browser.givePassword(of: .client)
                let isFirst = try town.rows.count("recovery_code") == RecoveryCode.count
                let answer = try await browser.typeCode(("recovery-code", codes[0].uppercased()))
                #expect(answer.status == (isFirst ? 303 : 401))
                #expect((answer.cookies["session"] != nil) == isFirst)
                if isFirst { #expect(answer["location"] == "/portal/account/second-factor") }
            }
            #expect(try town.rows.count("recovery_code") == RecoveryCode.count - 1)
            let dump = try town.rows.everything()
            for code in codes {
                #expect(!dump.values.joined().contains { $0.contains(code) || $0.contains(code.uppercased()) })
            }
        }
    }

    @Test func `a recovery code of somebody else's is none`() async throws {
        try await Town.open { town in
            let other = Browser(.neighbour, in: town)
            let codes = try await other.setUpSecondFactor(
                at: "/portal/account/second-factor", password: town.north.person(.neighbour).password
            ).recoveryCodes
            try await town.giveSecondFactor(to: .client)
            let browser = Browser(.nobody, in: town)
            try await browser.givePassword(of: .client)
            #expect(try await browser.typeCode(("recovery-code", codes[0])).status == 401)
            #expect(try town.rows.count("recovery_code") == RecoveryCode.count)
        }
    }

    @Test func `a wrong password costs and tells the same, with a second factor and without`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .member)
            let browser = Browser(.nobody, in: town)
            let token = try await browser.formToken()
            var seen: [(answer: Answer, statements: [String], derivations: Int)] = []
            for email in [
                town.north.person(.admin).email, town.north.person(.member).email, town.north.person(.admin).email,
            ] {
                let before = town.passwords.derivations
                town.notebook.watch()
                let answer = try await browser.send(
                    browser.form(
                        "/sign-in", [("csrf", token), ("email", email), ("password", "wrong horse of nobody")]))
                try await town.settle()
                let blank = Answer(
                    status: answer.status, fields: answer.comparable.fields.filter { $0.name != "content-length" },
                    body: Array(answer.text.withoutTokens(email).utf8))
                seen.append(
                    (blank, town.notebook.read().statements.map(\.sql), town.passwords.derivations - before))
            }
            #expect(seen[1].answer == seen[2].answer)
            #expect(seen[1].statements == seen[2].statements)
            #expect(seen.allSatisfy { $0.derivations == 1 })
            #expect(!seen[1].statements.contains { $0.contains("second_factor") })
        }
    }

    @Test func `codes of one person are tried seldom, whoever knows the password`() async throws {
        var settings = Town.Settings()
        settings.http.signInLimits.code = RateLimit(burst: 7, oneEvery: .minutes(3))
        try await Town.open(settings) { town in
            try await town.giveSecondFactor(to: .client, .neighbour)
            var statuses: [Int] = []
            for _ in 0..<2 {
                let browser = Browser(.nobody, in: town)
                try await browser.givePassword(of: .client)
                for _ in 0..<4 {
                    let answer = try await browser.typeCode(("code", town.wrongCode))
                    statuses.append(answer.status)
                    if answer.status == 429 { #expect(answer["retry-after"] == "180") }
                }
            }
            #expect(statuses == [401, 401, 401, 401, 401, 401, 401, 429], "\(statuses)")
            // Nobody else has to wait, and the password alone can still be given.
            let other = Browser(.nobody, in: town)
            try await other.givePassword(of: .neighbour)
            #expect(try await other.typeCode(("code", town.code)).status == 303)
            let again = Browser(.nobody, in: town)
            #expect(try await again.givePassword(of: .client)["location"] == "/sign-in/code")
            #expect(try await again.typeCode(("code", town.code)).status == 429)
            town.clock.advance(by: .minutes(3))
            try await again.givePassword(of: .client)
            #expect(try await again.typeCode(("code", town.code)).status == 303)
        }
    }

    @Test func `the key is kept sealed, and shown on no page once it is set`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .client)
            let raw = Town.factorKey.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
                .joined()
            let dump = try town.rows.everything().values.joined()
            #expect(!dump.contains { $0.contains(raw) || $0.contains(Town.factorKey.text) })
            let browser = Browser(.client, in: town)
            for page in ["/portal/account", "/portal/account/second-factor", "/portal/account/data"] {
                let text = try await browser.get(page).text
                #expect(!text.contains(Town.factorKey.text))
            }
        }
    }
}
