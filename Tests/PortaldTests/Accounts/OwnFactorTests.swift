import PortalCore
import PortalServices
import Testing

/// Setting one's own second factor up, renewing its codes and turning it off; and where the agency asks for one.
@Suite struct OwnFactorTests {
    private static func page(of cast: Cast) -> String {
        cast.role == nil ? "/portal/account/second-factor" : "/dashboard/account/second-factor"
    }

    @Test(arguments: [Cast.client, .bare, .owner, .member])
    func `a second factor is set up with a code of it and the password`(_ cast: Cast) async throws {
        try await Town.open { town in
            let person = town.north.person(cast)
            let browser = Browser(cast, in: town)
            let path = Self.page(of: cast)
            let wrongCode = try await browser.setUpSecondFactor(at: path, password: person.password, code: "12345")
            #expect(wrongCode.status == 422 && wrongCode.text.contains("aria-invalid"))
            let wrongPassword = try await browser.setUpSecondFactor(at: path, password: "wrong horse")
            #expect(wrongPassword.status == 422)
            #expect(try town.rows.count("second_factor") == 0)
            #expect(try town.rows.count("recovery_code") == 0)
            let sessions = try town.rows.count("session")
            let old = browser.cookies["session"]

            let granted = try await browser.setUpSecondFactor(at: path, password: person.password)
            #expect(granted.status == 200 && granted.recoveryCodes.count == RecoveryCode.count)
            #expect(try town.rows.count("second_factor") == 1)
            #expect(browser.cookies["session"] != old, "the session is renewed")
            #expect(try town.rows.count("session") == sessions - 1, "the other one ended")
            let before = Browser(cast, in: town)
            #expect(try await before.get(path).status == 303)
            // Its forms carry the new session's token, and its codes are shown this once.
            let next = try await browser.get(path)
            #expect(granted.text.hiddenValue("csrf") == next.text.hiddenValue("csrf"))
            #expect(try await browser.get(path).recoveryCodes.isEmpty)
        }
    }

    @Test func `a form that comes back offers the key that the app has already`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let path = Self.page(of: .client)
            let token = try await browser.formToken()
            let answer = try await browser.send(
                browser.form(
                    path,
                    [
                        ("csrf", token), ("factor-key", Town.factorKey.text), ("code", town.wrongCode),
                        ("current-password", town.north.person(.client).password),
                    ]))
            #expect(answer.status == 422)
            #expect(answer.text.hiddenValue("factor-key") == Town.factorKey.text)
            let fresh = try await browser.get(path).text.hiddenValue("factor-key")
            #expect(fresh != Town.factorKey.text)
            #expect(try await browser.get(path).text.hiddenValue("factor-key") != fresh, "each page offers its own")
        }
    }

    @Test func `the code that set it up is not good again`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let token = try await browser.formToken()
            let answer = try await browser.send(
                browser.form(
                    Self.page(of: .client),
                    [
                        ("csrf", token), ("factor-key", Town.factorKey.text), ("code", town.code),
                        ("current-password", town.north.person(.client).password),
                    ]))
            #expect(answer.status == 200)
            let other = Browser(.nobody, in: town)
            try await other.givePassword(of: .client)
            #expect(try await other.typeCode(("code", town.code)).status == 401)
        }
    }

    @Test func `new recovery codes replace the old ones, for the right password`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let browser = Browser(.client, in: town)
            let old = try await browser.setUpSecondFactor(at: Self.page(of: .client), password: person.password)
                .recoveryCodes
            let path = "/portal/account/second-factor/recovery-codes"
            #expect(try await browser.post(path, [("current-password", "wrong horse")]).status == 422)
            let answer = try await browser.post(path, [("current-password", person.password)])
            browser.keep(answer)
            let new = answer.recoveryCodes
            #expect(new.count == RecoveryCode.count && Set(new).isDisjoint(with: old))
            let other = Browser(.nobody, in: town)
            try await other.givePassword(of: .client)
            #expect(try await other.typeCode(("recovery-code", old[3])).status == 401)
            #expect(try await other.typeCode(("recovery-code", new[3])).status == 303)
        }
    }

    @Test func `it is turned off with the password, and the password alone signs in again`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let browser = Browser(.client, in: town)
            _ = try await browser.setUpSecondFactor(at: Self.page(of: .client), password: person.password)
            let path = "/portal/account/second-factor/removal"
            #expect(try await browser.post(path, [("current-password", "wrong horse")]).status == 422)
            #expect(try town.rows.count("second_factor") == 1)
            let answer = try await browser.post(path, [("current-password", person.password)])
            #expect(answer.status == 303)
            #expect(try town.rows.count("second_factor") == 0)
            #expect(try town.rows.count("recovery_code") == 0)
            #expect(try await Browser(.nobody, in: town).givePassword(of: .client)["location"] == "/portal")
        }
    }

    // MARK: Where the agency asks for one

    @Test func `what an agency asks for holds from the next request on, for whom it is asked`() async throws {
        try await Town.open { town in
            let client = Browser(.client, in: town)
            let member = Browser(.member, in: town)
            let stranger = Browser(.stranger, in: town)
            try await town.requireSecondFactor(of: "factor-for-clients")
            #expect(try await client.get("/portal")["location"] == "/")
            #expect(try await client.get("/")["location"] == "/second-factor")
            #expect(try await client.get("/portal/runs", as: .program).status == 404)
            #expect(try await client.get("/portal/account").status == 303)
            #expect(try await member.get("/dashboard").status == 200)
            #expect(try await stranger.get("/").status == 200)
            try await town.requireSecondFactor(of: "factor-for-staff")
            #expect(try await client.get("/portal").status == 200)
            #expect(try await member.get("/dashboard")["location"] == "/")
            // The admin who asked has none either.
            #expect(try await Browser(.admin, in: town).get("/dashboard")["location"] == "/")
        }
    }

    @Test(arguments: [Cast.client, .member])
    func `who has none sets it up and goes on`(_ cast: Cast) async throws {
        try await Town.open { town in
            try await town.requireSecondFactor(of: "factor-for-clients", "factor-for-staff")
            let browser = Browser(cast, in: town)
            let person = town.north.person(cast)
            let wrong = try await browser.setUpSecondFactor(at: "/second-factor", password: "wrong horse")
            #expect(wrong.status == 422)
            let granted = try await browser.setUpSecondFactor(at: "/second-factor", password: person.password)
            #expect(granted.status == 200 && granted.recoveryCodes.count == RecoveryCode.count)
            let landing = cast.role == nil ? "/portal" : "/dashboard"
            #expect(try await browser.get(landing).status == 200)
            #expect(try await browser.get("/second-factor")["location"] == landing)
            // Whoever takes it away, for another device, has to set one up before anything else.
            let removed = try await browser.post(
                "\(Self.page(of: cast))/removal", [("current-password", person.password)])
            #expect(removed.status == 303)
            browser.keep(removed)
            #expect(try await browser.get(landing)["location"] == "/")
            #expect(try await browser.get("/second-factor").status == 200)
        }
    }

    @Test func `who signs in without one is let in no further than to set it up`() async throws {
        try await Town.open { town in
            try await town.requireSecondFactor(of: "factor-for-clients")
            let browser = Browser(.nobody, in: town)
            #expect(try await browser.givePassword(of: .client)["location"] == "/")
            #expect(try await browser.get("/second-factor").status == 200)
            #expect(try await browser.get("/portal")["location"] == "/")
            let nobody = Browser(.nobody, in: town)
            #expect(try await nobody.get("/second-factor").status == 303)
        }
    }

    @Test func `an open stream ends when a second factor is asked for`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            let stream = try await EventStream(
                Browser(.client, in: town), run: try #require(place.runs[.running]), of: place.startable)
            #expect(try await stream.next(within: 10)?.isEmpty == false)
            try await town.requireSecondFactor(of: "factor-for-clients")
            #expect(try await stream.rest(within: 6).isEmpty)
        }
    }

    // MARK: Taking a lost one away

    @Test func `owner and admin take a lost one away, and it is written down`() async throws {
        try await Town.open { town in
            // The admin is asked for last: by then their own session has asked for others.
            let cases = [(Cast.owner, Cast.client), (.admin, .member), (.admin, .neighbour), (.owner, .admin)]
            for (asker, lost) in cases {
                try await town.giveSecondFactor(to: lost)
                let user = town.north.person(lost).user
                let answer = try await Browser(asker, in: town).post("/dashboard/people/\(user)/second-factor/removal")
                #expect(answer.status == 303, "\(asker) of \(lost): \(answer.status)")
                #expect(try town.rows.count("second_factor") == 0)
                #expect(try town.rows.count("session WHERE user_id = \(user.sql)") == 0, "their sessions ended")
                let home = lost.role == nil ? "/portal" : "/dashboard"
                #expect(try await Browser(lost, in: town).get(home)["location"] == "/sign-in?next=\(home)")
                #expect(
                    try town.rows.texts("SELECT action FROM audit ORDER BY number DESC LIMIT 1")
                        == ["agency.resetFactor"])
                let landing = try await Browser(.nobody, in: town).givePassword(of: lost)["location"]
                #expect(landing == home)
            }
            #expect(try town.rows.count("audit WHERE action = 'agency.resetFactor'") == cases.count)
        }
    }

    @Test func `nobody takes away the owner's, their own, or that of the other agency`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .owner, .admin)
            let admin = Browser(.admin, in: town)
            func path(_ user: User.ID) -> String { "/dashboard/people/\(user)/second-factor/removal" }
            #expect(try await admin.post(path(town.north.person(.owner).user)).status == 409)
            #expect(try await admin.post(path(town.north.person(.admin).user)).status == 409)
            #expect(try await admin.post(path(town.south.person(.client).user)).status == 404)
            #expect(try await Browser(.member, in: town).post(path(town.north.person(.client).user)).status == 403)
            #expect(try town.rows.count("second_factor") == 2)
        }
    }

    @Test func `staff see who has one, and are offered what they may do about it`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .owner, .admin, .client)
            func action(_ cast: Cast) -> String {
                "/dashboard/people/\(town.north.person(cast).user)/second-factor/removal"
            }
            let team = try await Browser(.admin, in: town).get("/dashboard/team").text
            #expect(!team.contains(action(.owner)) && !team.contains(action(.admin)))
            #expect(try await Browser(.owner, in: town).get("/dashboard/team").text.contains(action(.admin)))
            let client = "/dashboard/clients/\(town.north.place(1).workspace)"
            #expect(try await Browser(.admin, in: town).get(client).text.contains(action(.client)))
            #expect(try await !Browser(.member, in: town).get(client).text.contains(action(.client)))
        }
    }
}
