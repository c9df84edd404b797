import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct DoorTests {
    private let kiln = Workspace(
        id: Identifier(high: 1, low: 1), name: "Kiln", createdAt: FakeClock.moment, archivedAt: nil)

    @Test func `a host that is no agency's gets a plain answer in nobody's name`() async {
        let visitor = Visitor()
        let unknown = await visitor.send(.get, "/portal", host: "other.example")

        #expect(unknown.code == 404)
        for word in ["North", "Portal", "portal", "stylesheet", "href"] {
            #expect(!unknown.text.contains(word), "\(word)")
        }
        #expect(await visitor.send(.get, "/", host: "other.example", isTLS: true).code == 421)
        for (method, path) in [(HTTPRequest.Method.get, "/api/v1/runs"), (.post, "/sign-in"), (.get, "/assets/x.css")] {
            #expect(await visitor.send(method, path, host: "other.example").bytes == unknown.bytes, "\(path)")
        }
    }

    @Test(arguments: [nil, "", "a b", "[::1]"])
    func `without a good host there is no answer but 400`(_ host: String?) async {
        #expect(await Visitor().send(.get, "/", host: host).code == 400)
    }

    @Test func `an embedder keeps every path and host that is not the portal's`() async {
        let visitor = Visitor()
        func isMine(_ path: String, host: String) async -> Bool {
            let head = HTTPRequest(method: .get, scheme: nil, authority: host, path: path)
            return await visitor.dispatcher.answerIfMine(PortalRequest(head: head)) != nil
        }

        #expect(await isMine("/portal", host: FakeHouse.host))
        #expect(await isMine("/", host: FakeHouse.host))
        #expect(await !isMine("/portal", host: "other.example"))
        #expect(await !isMine("/status", host: FakeHouse.host))
        #expect(await !isMine("/portal/unknown", host: FakeHouse.host))
    }

    @Test func `somebody without a session is shown the way in, and back`() async {
        let visitor = Visitor()

        #expect(
            await visitor.get("/portal/runs?status=failed").location == "/sign-in?next=/portal/runs%3Fstatus%3Dfailed")
        #expect(await visitor.get("/dashboard").location == "/sign-in?next=/dashboard")
        #expect(await visitor.get("/portal/no-such-page").location == "/sign-in?next=/portal/no-such-page")
        #expect(await visitor.send(.head, "/portal").location == "/sign-in?next=/portal")
        #expect(await visitor.post("/portal/switch").code == 401)
        #expect(await visitor.send(.delete, "/portal").code == 401)
        #expect(await visitor.get("/portal", [.accept: "application/json"]).code == 401)
        let path = "/portal/workflows/wfl_00000000000000000000000001/runs/run_00000000000000000000000001/events"
        #expect(await visitor.get(path).code == 401)
    }

    @Test func `staff never land in a portal, and clients never in the agency's rooms`() async {
        let staff = Visitor()
        staff.enter(role: .member)
        #expect(await staff.get("/portal/runs").location == "/dashboard")
        #expect(await staff.get("/portal/no-such-page").location == "/dashboard")
        #expect(await staff.post("/portal/switch", "workspace=x").code == 404)
        #expect(await staff.get("/dashboard").code == 200)

        let client = Visitor()
        client.enter(workspaces: [kiln])
        #expect(await client.get("/dashboard/team").location == "/portal")
        #expect(await client.get("/dashboard/no-such-page").location == "/portal")
        #expect(await client.post("/dashboard/clients", "name=x").code == 404)
        #expect(await client.get("/portal").code == 200)
        #expect(client.house.with { $0.changes } == 0)
    }

    @Test func `a user of nothing is sent home`() async {
        let visitor = Visitor()
        visitor.enter()

        #expect(await visitor.get("/portal").location == "/")
        #expect(await visitor.get("/dashboard").location == "/")
        #expect(await visitor.get("/").code == 200)
        #expect(await visitor.get("/sign-in").location == "/")
    }

    @Test func `what is not there is told alike, whatever was asked for`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        let neverExisted = await client.get("/portal/workflows/wfl_00000000000000000000000001")

        #expect(neverExisted.code == 404)
        for path in [
            "/portal/workflows/not-an-id", "/portal/workflows/wfl_00000000000000000000000001/runs/run_x",
            "/portal/connections/con_00000000000000000000000001", "/portal/forms/%00", "/portal/nothing/at/all",
            "/portal/billing/invoices/inv_0", "/portal/runs/x.css", "/portal/",
        ] {
            let answer = await client.get(path)
            #expect(answer.code == 404, "\(path)")
            #expect(answer.bytes == neverExisted.bytes, "\(path)")
            #expect(answer.tellingFields == neverExisted.tellingFields, "\(path)")
        }
        #expect(await client.send(.put, "/portal/runs").bytes == neverExisted.bytes)
    }

    @Test func `a head tells what a get tells, and every answer has the whole set of headers`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        for path in ["/portal", "/portal/no-such-page", "/sign-in", "/api/v1/runs", "/api/v1/openapi.json", "/nowhere"]
        {
            let get = await client.get(path)
            let head = await client.send(.head, path)
            #expect(head.code == get.code, "\(path)")
            for name in [
                HTTPField.Name.contentSecurityPolicy, .xContentTypeOptions, .referrerPolicy, .coop, .corp,
                .cacheControl,
                .requestID,
            ] { #expect(get.head.headerFields.contains(name), "\(path) \(name)") }
            #expect(!get.head.headerFields.contains(.server))
            #expect(get.head.headerFields[.cacheControl] == "no-store")
        }
    }

    @Test func `a session cookie that came twice is no session`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        client.cookies["session"] = client.cookies["session"].map { "\($0); session=\($0)" }

        #expect(await client.get("/portal").location == "/sign-in?next=/portal")
    }

    @Test func `storage that does not answer refuses everybody`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        client.house.with { $0.failure = .unavailable("disk") }
        for path in ["/portal", "/dashboard", "/", "/api/v1/runs", "/sign-in", "/nowhere"] {
            let answer = await client.get(path)
            #expect(answer.code == 503, "\(path)")
            #expect(answer.head.headerFields.contains(.retryAfter), "\(path)")
            #expect(!answer.text.contains("disk"))
        }
        client.house.with { $0.failure = .damaged("row 7") }
        #expect(await client.get("/portal").code == 500)
    }
}
