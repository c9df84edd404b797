import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct SubmittingTests {
    private let kiln = Workspace(
        id: Identifier(high: 1, low: 1), name: "Kiln", createdAt: FakeClock.moment, archivedAt: nil)
    private let forge = Workspace(
        id: Identifier(high: 1, low: 2), name: "Forge", createdAt: FakeClock.moment, archivedAt: nil)

    @Test func `a form is taken with its token from our own page`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln, forge])
        let answer = await client.post("/portal/switch", "workspace=\(forge.id)")

        #expect(answer.code == 303)
        #expect(answer.location == "/portal")
        #expect(client.cookies["workspace"] == forge.id.description)
    }

    @Test func `without its token, or from elsewhere, a form changes nothing`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        func send(_ fields: HTTPFields, _ body: String) async -> Int {
            await client.send(.post, "/portal/account/name", form.merging(fields), body: body).code
        }
        let good = "csrf=\(client.token())&name=Eve"

        #expect(await send([.fetchSite: "same-origin"], "name=Eve") == 400)
        #expect(await send([.fetchSite: "same-origin"], "csrf=wrong&name=Eve") == 400)
        #expect(await send([.fetchSite: "same-origin"], "csrf=\(client.token())&csrf=x&name=Eve") == 400)
        #expect(await send([.fetchSite: "cross-site"], good) == 400)
        #expect(await send([.origin: "https://evil.example"], good) == 400)
        #expect(await send([:], good) == 400)
        #expect(client.house.with { $0.changes } == 0)
        #expect(await send([.origin: "http://north.example"], good) == 303)
        #expect(client.house.with { $0.changes } == 1)
    }

    @Test func `the token of another session is worth nothing`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        let token = client.token()
        client.enter(workspaces: [kiln])

        #expect(await client.post("/portal/account/name", "name=Eve", csrf: token).code == 400)
    }

    @Test func `only forms of a sensible size are read`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        let large = "csrf=\(client.token())&name=" + String(repeating: "a", count: 64 << 10)
        func send(_ type: String, _ body: String) async -> Int {
            await client.send(
                .post, "/portal/account/name", [.contentType: type, .fetchSite: "same-origin"], body: body
            ).code
        }

        #expect(await send("application/x-www-form-urlencoded", large) == 413)
        #expect(await send("multipart/form-data; boundary=x", "x") == 415)
        #expect(await send("application/json", "{}") == 415)
        #expect(await send("application/x-www-form-urlencoded", "name=%ff") == 400)
        #expect(client.house.with { $0.changes } == 0)
    }

    @Test func `a form with something wrong in it is shown again`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])
        let answer = await client.post("/portal/account/name", "name=++")

        #expect(answer.code == 422)
        #expect(answer.head.headerFields[.contentType] == "text/html; charset=utf-8")
        #expect(answer.text.contains("<form"))
    }

    @Test func `another's workspace cannot be switched to`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln])

        #expect(await client.post("/portal/switch", "workspace=\(forge.id)").code == 404)
        #expect(await client.post("/portal/switch", "workspace=x").code == 404)
        #expect(client.cookies["workspace"] == nil)
    }

    @Test func `whoever has several workspaces comes back to the one visited last`() async {
        let client = Visitor()
        client.enter(workspaces: [kiln, forge])
        client.cookies["workspace"] = kiln.id.description
        let stayed = await client.get("/portal")
        client.cookies["workspace"] = Workspace.ID(high: 9, low: 9).description
        let strange = await client.get("/portal")

        #expect(!stayed.head.headerFields.contains(.setCookie))
        #expect(strange.head.headerFields[values: .setCookie].count == 1)
        #expect(client.cookies["workspace"] == forge.id.description)
    }
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var merged = self
        for field in other { merged.append(field) }
        return merged
    }
}
