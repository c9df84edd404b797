import PortalCore
import Testing

/// What somebody new is led through, and can pass by.
@Suite struct WelcomeTests {
    private static let settled = [
        ("name", "Nina Neumann"), ("language", "en-US"), ("time-zone", "Asia/Kathmandu"), ("notice", "form-waits"),
    ]

    @Test func `a new client says how they want it, is told what there is, and is in their portal`() async throws {
        try await Town.open { town in
            let browser = Browser(.newcomer, in: town)
            let page = try await browser.get("/welcome")
            #expect(page.status == 200 && page.text.contains("data-own-zone-unless=\"Europe/Berlin\""), "\(page.text)")
            #expect(page.text.contains("href=\"/welcome/tour\""), "it can be passed by")
            let answer = try await browser.post("/welcome", Self.settled)
            #expect(answer.status == 303 && answer["location"] == "/welcome/tour")
            let tour = try await browser.get("/welcome/tour")
            #expect(tour.status == 200 && tour.text.contains("href=\"/portal\""))
            #expect(tour.text.contains("<html lang=\"en-US\""))
            let account = try await browser.get("/portal/account").text
            #expect(account.contains("Nina Neumann") && account.contains("Asia/Kathmandu"))
            #expect(
                try await browser.get("/welcome").text.contains("data-own-zone-unless") == false, "it is chosen now")
            #expect(
                try town.rows.texts("SELECT notice FROM notice_choice WHERE is_on = 1 ORDER BY notice")
                    == ["form-waits"])
            #expect(try await browser.get("/portal").status == 200, "nobody has to come by here")
        }
    }

    @Test func `the tour names the areas that are open, and no others`() async throws {
        try await Town.open { town in
            func areas(_ cast: Cast) async throws -> [String] {
                let page = try await Browser(cast, in: town).get("/welcome/tour").text
                return ["Workflows", "Connections", "Forms", "Billing"].filter { page.contains(">\($0)<") }
            }
            let everything = try await areas(.client)
            #expect(everything == ["Workflows", "Connections", "Forms", "Billing"])
            #expect(try await areas(.billing) == ["Billing"])
            #expect(try await areas(.clerk) == ["Connections", "Forms"])
            #expect(try await areas(.bare).isEmpty)
        }
    }

    @Test func `a refused welcome keeps what was filled in, and changes nothing`() async throws {
        try await Town.open { town in
            let before = try town.rows.everything()
            for (name, value, field) in [
                ("name", " ", "name"), ("language", "tlh", "language"), ("time-zone", "Europe/Atlantis", "time-zone"),
            ] {
                let fields = Self.settled.map { $0.0 == name ? (name, value) : $0 }
                let answer = try await Browser(.newcomer, in: town).post("/welcome", fields)
                #expect(answer.status == 422 && answer.text.contains("e-\(field)"), "\(name)")
                #expect(name == "name" || answer.text.contains("Nina Neumann"))
            }
            #expect(
                try await Browser(.bare, in: town).post("/welcome", [("name", "X"), ("notice", "all")]).status == 422)
            let after = try town.rows.everything()
            #expect(after["user"] == before["user"] && after["notice_choice"] == before["notice_choice"])
        }
    }

    @Test func `staff have a welcome of their own, without a zone`() async throws {
        try await Town.open { town in
            let browser = Browser(.member, in: town)
            let page = try await browser.get("/dashboard/welcome")
            #expect(page.status == 200 && !page.text.contains("name=\"time-zone\""))
            let answer = try await browser.post("/dashboard/welcome", [("name", "Max Member"), ("language", "")])
            #expect(answer.status == 303 && answer["location"] == "/dashboard")
            #expect(try await browser.get("/dashboard/account").text.contains("Max Member"))
            #expect(try await browser.get("/welcome")["location"] == "/dashboard")
            #expect(try await Browser(.client, in: town).get("/dashboard/welcome")["location"] == "/portal")
            #expect(try await Browser(.nobody, in: town).get("/welcome")["location"] == "/sign-in?next=/welcome")
        }
    }

    @Test func `what the agency sees of one is what its pages show, and not what they never do`() async throws {
        try await Town.open { town in
            let person = town.north.person(.clerk)
            let own = try await Browser(.clerk, in: town).get("/portal/account/visibility")
            let members = try await Browser(.owner, in: town)
                .get("/dashboard/clients/\(town.north.place(1).workspace)/members").text
            #expect(own.status == 200 && own.text.contains(person.email) && members.contains(person.email))
            #expect(own.text.contains("Only connections, forms") && members.contains("Sees connections, forms"))
            let staff = try await Browser(.member, in: town).get("/dashboard/account/visibility")
            #expect(staff.status == 200 && staff.text.contains("Member"))
        }
    }
}
