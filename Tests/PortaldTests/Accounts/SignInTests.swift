import PortalCore
import PortalHTTP
import PortalServices
import PortalStore
import Testing

/// Signing in tells nobody who exists: not by what is answered, and not by what it costs.
@Suite struct SignInTests {
    enum Failing: String, CaseIterable {
        case wrongPassword, passwordless, suspended, ofTheOtherAgency, inCapitals
    }

    /// Somebody who exists and is not let in.
    private func attempt(_ failing: Failing, _ town: Town) -> (email: String, password: String) {
        let north = town.north
        switch failing {
        case .wrongPassword: return (north.person(.member).email, "wrong horse of nobody")
        case .passwordless: return (north.person(.passwordless).email, north.person(.passwordless).password)
        case .suspended: return (north.person(.suspended).email, north.person(.suspended).password)
        case .ofTheOtherAgency: return (town.south.person(.member).email, town.south.person(.member).password)
        case .inCapitals: return (north.person(.suspended).email.uppercased(), north.person(.suspended).password)
        }
    }

    @Test(arguments: Failing.allCases)
    func `whoever is not let in is answered as somebody unknown, after the same work`(_ failing: Failing) async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            _ = try await browser.formToken()
            let known = attempt(failing, town)
            // As long as the known one, so that not even the length of the page differs.
            let letters = known.email.prefix { $0 != "@" }.count
            let unknown = (email: String(repeating: "u", count: letters) + "@mail.example", password: known.password)
            _ = try await Self.signIn(browser, unknown)
            let expected = try await Self.signIn(browser, unknown)
            let actual = try await Self.signIn(browser, known)
            #expect(expected.answer.status == 422 || expected.answer.status == 401, "\(expected.answer.status)")
            #expect(actual.answer.status == expected.answer.status)
            #expect(actual.answer.comparable.fields == expected.answer.comparable.fields)
            #expect(
                actual.answer.text.withoutTokens(known.email) == expected.answer.text.withoutTokens(unknown.email))
            #expect(actual.derivations == 1 && expected.derivations == 1)
            #expect(actual.statements == expected.statements)
            #expect(try town.rows.count("session") == town.sessionsOfSeed)
        }
    }

    @Test func `a right password opens a session, and lands people where they belong`() async throws {
        try await Town.open { town in
            let landings: [(Cast, String)] = [
                (.owner, "/dashboard"), (.member, "/dashboard"), (.client, "/portal"), (.both, "/portal"),
                (.removed, "/"),
                (.stranger, "/"), (.exile, "/"), (.invited, "/"),
            ]
            for (cast, landing) in landings {
                let browser = Browser(.nobody, in: town)
                let person = town.north.person(cast)
                let answer = try await browser.signIn(person.email, person.password)
                #expect(answer.status == 303 && answer["location"] == landing, "\(cast): \(answer.status)")
                let session: String = try #require(answer.cookies["session"])
                browser.cookies["session"] = session
                let page = try await browser.get(landing)
                #expect(page.status == 200, "\(cast) at \(landing): \(page.status)")
            }
            #expect(try town.rows.count("session") == town.sessionsOfSeed + landings.count)
        }
    }

    @Test func `signing in again ends the session that the browser had`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let old = try #require(browser.cookies["session"])
            let fresh = Browser(.nobody, in: town)
            fresh.cookies["session"] = old
            let page = try await fresh.get("/sign-in")
            // Whoever is signed in may be sent on; the form is then filled in with the token of their session.
            let token: String
            if let shown = page.text.hiddenValue("csrf") {
                token = shown
            } else {
                token = try await browser.formToken()
            }
            for (name, value) in page.cookies { fresh.cookies[name] = value }
            let client = town.north.person(.client)
            let answer = try await fresh.send(
                fresh.form("/sign-in", [("csrf", token), ("email", client.email), ("password", client.password)]))
            #expect(answer.status == 303)
            let new = try #require(answer.cookies["session"])
            #expect(new != old)
            #expect(try await browser.get("/portal").status == 303)
            browser.cookies["session"] = new
            #expect(try await browser.get("/portal").status == 200)
        }
    }

    @Test func `a forged form is refused before any password is looked at`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let token = try await browser.formToken()
            let client = town.north.person(.client)
            let fields = [("csrf", token), ("email", client.email), ("password", client.password)]
            let derivations = town.passwords.derivations
            var requests = [
                browser.form("/sign-in", [("csrf", "")] + fields.dropFirst()),
                browser.form("/sign-in", Array(fields.dropFirst())),
                browser.form("/sign-in", [("csrf", String(token.reversed()))] + fields.dropFirst()),
            ]
            for (name, value) in [
                ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"),
                ("Origin", "http://south.example"), ("Origin", "null"), ("Origin", "https://north.example"),
            ] {
                var request = browser.form("/sign-in", fields)
                request.fields.removeAll { $0.name == name || name == "Origin" && $0.name == "Sec-Fetch-Site" }
                request.fields.append((name: name, value: value))
                requests.append(request)
            }
            var withoutBoth = browser.form("/sign-in", fields)
            withoutBoth.fields.removeAll { ["Origin", "Sec-Fetch-Site"].contains($0.name) }
            requests.append(withoutBoth)
            for request in requests {
                let answer = try await browser.send(request)
                #expect(answer.status == 400, "\(request.fields) → \(answer.status)")
                #expect(answer.cookies["session"] == nil)
            }
            #expect(town.passwords.derivations == derivations)
            // A browser that sends no Sec-Fetch-Site is judged by its origin.
            var old = browser.form("/sign-in", fields)
            old.fields.removeAll { $0.name == "Sec-Fetch-Site" }
            #expect(try await browser.send(old).status == 303)
        }
    }

    @Test func `tries are counted by what was typed, whoever has that address`() async throws {
        var settings = Town.Settings()
        settings.http.signInLimits = SignInLimits(
            address: RateLimit(burst: 3, oneEvery: .seconds(60)),
            network: RateLimit(burst: 1_000, oneEvery: .seconds(1)),
            agency: RateLimit(burst: 1_000, oneEvery: .seconds(1)))
        try await Town.open(settings) { town in
            var answers: [[Int]] = []
            for email in [
                town.north.person(.client).email, town.north.person(.suspended).email, "unknown@mail.example",
            ] {
                let browser = Browser(.nobody, in: town)
                var statuses: [Int] = []
                for _ in 0..<5 {
                    let answer = try await browser.signIn(email, "wrong horse of nobody")
                    statuses.append(answer.status)
                    if answer.status == 429 { #expect(answer["retry-after"] != nil) }
                }
                answers.append(statuses)
            }
            #expect(answers[0] == answers[1] && answers[1] == answers[2], "\(answers)")
            #expect(answers[0].suffix(2) == [429, 429], "\(answers)")
            // Even the right password waits.
            let client = town.north.person(.client)
            #expect(try await Browser(.nobody, in: town).signIn(client.email, client.password).status == 429)
            town.clock.advance(by: .minutes(5))
            #expect(try await Browser(.nobody, in: town).signIn(client.email, client.password).status == 303)
        }
    }

    @Test func `a try that failed for a fault of ours is not counted`() async throws {
        var settings = Town.Settings()
        settings.http.signInLimits.address = RateLimit(burst: 1, oneEvery: .seconds(60))
        try await Town.open(settings) { town in
            let client = town.north.person(.client)
            try await town.alter(
                "CREATE TRIGGER refusal BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'no room'); END")
            for _ in 0..<3 {
                #expect(try await Browser(.nobody, in: town).signIn(client.email, client.password).status == 500)
            }
            try await town.alter("DROP TRIGGER refusal")
            #expect(try await Browser(.nobody, in: town).signIn(client.email, client.password).status == 303)
        }
    }

    private struct Tried {
        let answer: Answer
        let derivations: Int
        let statements: [String]
    }

    private static func signIn(_ browser: Browser, _ who: (email: String, password: String)) async throws -> Tried {
        let token = try await browser.formToken()
        let before = browser.town.passwords.derivations
        browser.town.notebook.watch()
        let answer = try await browser.send(
            browser.form("/sign-in", [("csrf", token), ("email", who.email), ("password", who.password)]))
        try await browser.town.settle()
        return Tried(
            answer: answer, derivations: browser.town.passwords.derivations - before,
            statements: browser.town.notebook.read().statements.map(\.sql))
    }
}

extension Town {
    /// Two for everybody with a password, on both sides, but for the one who was suspended.
    var sessionsOfSeed: Int { (Cast.allCases.filter(\.hasPassword).count - 1) * 2 * 2 }
}
