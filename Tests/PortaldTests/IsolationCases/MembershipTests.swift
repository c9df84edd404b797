import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// Memberships that end, or never were enough.
@Suite struct MembershipTests {
    @Test(arguments: [Cast.bare, .billing, .newcomer, .removed, .suspended, .exile, .invited, .stranger])
    func `16: whoever may only look, or not even that, brings nothing about`(_ cast: Cast) async throws {
        try await Town.open { town in
            let visitor = Visitor(cast, town.seed)
            let browser = Browser(visitor, in: town)
            let token = try await browser.formToken()
            let before = try town.rows.everything()
            let client = Visitor(.client, town.seed)
            for route in RouteTable.portal.routes
            where route.method == .post && route.action != nil && route.action != .profileEdit
                && !route.needsSeveralWorkspaces
            {
                // Everything that the rightful client of the workspace could ask for.
                let ids = IDs(town.seed, client, for: route)
                let target = route.target(try #require(ids.all(route.slots, from: .own)))
                guard case .form(let fields) = route.sample, !Rightful.isFor(visitor, route) else { continue }
                let filled = Filling(seed: town.seed, visitor: client).form(fields)
                let answer = try await browser.send(browser.form(target, [("csrf", token)] + filled))
                #expect([401, 404].contains(answer.status), "\(target) → \(answer.status)")
            }
            #expect(try town.rows.everything() == before)
        }
    }

    @Test func `16: a client starts nothing that clients may not start`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let place = town.north.place(1)
            let runs = try town.rows.count("run")
            for (status, workflow) in place.workflows {
                let token = Secret(bytes: SystemBytes.random(32)).text
                let answer = try await browser.post("/portal/workflows/\(workflow)/runs", [("token", token)])
                #expect(answer.status == 404, "\(status) → \(answer.status)")
            }
            for run in place.runs.values {
                let path = "/portal/workflows/\(place.startable)/runs/\(run)/cancellation"
                #expect(try await browser.post(path).status >= 400)
            }
            #expect(try town.rows.count("run") == runs)
        }
    }

    @Test func `18: a key ends with the request after its revocation`() async throws {
        try await Town.open { town in
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let path = "/api/v1/workspaces"
            #expect(try await key.get(path, as: .program).status == 200)
            let revocation = "/dashboard/settings/api-keys/\(town.north.key(.bound).id)/revocation"
            #expect(try await Browser(.owner, in: town).post(revocation).status == 303)
            let answer = try await key.get(path, as: .program)
            let unknown = try await Browser(Visitor.foreignKey(town.seed), in: town).get(path, as: .program)
            #expect(answer.status == 401 && answer.comparable == unknown.comparable)
        }
    }

    @Test func `18: a key reaches nothing of a workspace that was put away`() async throws {
        try await Town.open { town in
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let workspace = town.north.place(1).workspace
            let archived = try await Browser(.owner, in: town).post("/dashboard/clients/\(workspace)/archival")
            #expect(archived.status == 303)
            for path in ["/api/v1/runs", "/api/v1/workspaces/\(workspace)/workflows"] {
                #expect(try await key.get(path, as: .program).status == 404)
            }
        }
    }

    @Test func `19: whoever was removed is a stranger at the next request`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let place = town.north.place(1)
            let page = try await browser.get("/portal/workflows/\(place.startable)")
            let hidden = try #require(page.text.form(to: "/portal/workflows/\(place.startable)/runs"))
            try await town.remove(.client, from: 1)

            let before = try town.rows.count("run")
            let home = try await browser.get("/portal/workflows/\(place.startable)")
            #expect(home.status == 303 && home["location"] == "/")
            let posted = try await browser.send(browser.form("/portal/workflows/\(place.startable)/runs", hidden))
            #expect(posted.status == 404)
            let asked = try await browser.get("/portal/runs", as: .program)
            #expect(asked.status == 404)
            #expect(try town.rows.count("run") == before)
        }
    }

    @Test func `20: a remembered workspace is a wish, and opens nothing`() async throws {
        try await Town.open { town in
            let browser = Browser(.both, in: town)
            let (first, second) = (town.north.place(1), town.north.place(2))
            browser.cookies["workspace"] = first.workspace.description
            #expect(try await browser.get("/portal/workflows/\(first.startable)").status == 200)
            try await town.remove(.both, from: 1)
            let gone = try await browser.get("/portal/workflows/\(first.startable)")
            #expect(gone.status == 404)
            // What is left is the other one, whatever the cookie says.
            #expect(try await browser.get("/portal/workflows/\(second.startable)").status == 200)
            browser.cookies["workspace"] = town.south.place(1).workspace.description
            #expect(try await browser.get("/portal/workflows/\(town.south.place(1).startable)").status == 404)
            browser.cookies["workspace"] = town.north.place(Place.archived).workspace.description
            #expect(try await browser.get("/portal").status == 200)
        }
    }

    @Test func `20: a stream ends with the membership it was opened by, whatever other there is`() async throws {
        try await Town.open { town in
            let browser = Browser(.both, in: town)
            let (first, second) = (town.north.place(1), town.north.place(2))
            browser.cookies["workspace"] = first.workspace.description
            let run = try #require(first.runs[.running])
            let stream = try await EventStream(browser, run: run, of: first.startable)
            #expect(try await stream.next(within: 10)?.isEmpty == false)
            try await town.remove(.both, from: 1)
            try await town.report(run, .succeeded, step: "Told to members alone")
            let rest = try await stream.rest(within: 10)
            #expect(!rest.contains("Told to members alone") && !rest.contains("data-final"))
            let events = "/portal/workflows/\(first.startable)/runs/\(run)/events"
            #expect(try await browser.get(events, as: .stream).status == 404)
            // They are a client still, of the other one.
            let other = try await EventStream(
                browser, run: try #require(second.runs[.running]), of: second.startable)
            #expect(try await other.next(within: 10)?.isEmpty == false)
            other.close()
        }
    }

    @Test func `20: switching to a workspace of others is as switching to none`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let nothing = try await browser.post(
                "/portal/switch", [("workspace", "\(Workspace.ID(at: TownClock.morning, random: (7, 7)))")])
            #expect(nothing.status == 404 && nothing.all("set-cookie").isEmpty)
            for place in [town.north.place(2), town.north.place(Place.archived), town.south.place(1)] {
                let answer = try await browser.post("/portal/switch", [("workspace", "\(place.workspace)")])
                #expect(answer.comparable == nothing.comparable)
            }
        }
    }

    @Test func `23: where a redirect leads is never what a request said its host was`() async throws {
        try await Town.open { town in
            for header in ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Forwarded-Server"] {
                let browser = Browser(.nobody, in: town)
                var request = browser.request("GET", "/portal/runs?status=failed")
                request.fields.append((name: header, value: "evil.example"))
                let answer = try await browser.send(request)
                #expect(answer["location"] == "/sign-in?next=/portal/runs%3Fstatus%3Dfailed")
                #expect(!answer.everything.contains("evil"))
            }
            for next in [
                "//evil.example", "https://evil.example", "/\\evil.example", "/%2F/evil.example/..", "\\/evil",
            ] {
                let browser = Browser(.nobody, in: town)
                let page = try await browser.get("/sign-in?next=\(next)")
                #expect(
                    page.text.hiddenValue("next").map { $0.hasPrefix("/") && !$0.hasPrefix("//") } ?? true, "\(next)")
                for (name, value) in page.cookies { browser.cookies[name] = value }
                let client = town.north.person(.client)
                let fields = [
                    ("csrf", page.text.hiddenValue("csrf") ?? ""), ("next", next), ("email", client.email),
                    ("password", client.password),
                ]
                let answer = try await browser.send(browser.form("/sign-in", fields))
                #expect(answer.status == 303)
                let place = try #require(answer["location"])
                #expect(place.hasPrefix("/") && !place.hasPrefix("//") && !place.hasPrefix("/\\"), "\(next) → \(place)")
            }
        }
    }
}
