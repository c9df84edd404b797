import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct EngineDispatchTests {
    private let kiln = Workspace(
        id: Identifier(high: 1, low: 1), name: "Kiln", createdAt: FakeClock.moment, archivedAt: nil)

    private func visitor(_ permissions: Set<Action>, revokedAt: Instant? = nil) -> (Visitor, HTTPFields) {
        let visitor = Visitor()
        let secret = Secret(bytes: FakeEntropy.fresh(32))
        let key = APIKey(
            id: Identifier(high: 3, low: 3), name: "key", workspace: kiln.id, permissions: permissions,
            createdAt: FakeClock.moment, lastUsedAt: nil, revokedAt: revokedAt)
        visitor.house.with { rows in
            rows.keys[FakeDigests().digest(of: secret)] = key
            rows.workspaces = [kiln]
        }
        return (visitor, [.authorization: "Bearer \(secret.text)"])
    }

    @Test func `without a good key there is nothing, and no body is read`() async {
        let (visitor, _) = visitor([.runsRead])
        let (_, stranger) = self.visitor([.runsRead])
        let (closed, revoked) = self.visitor([.runsRead], revokedAt: FakeClock.moment)

        for path in ["/api/v1/runs", "/api/v1/workspaces", "/api/v1/nothing", "/api"] {
            for fields in [[:], stranger] {
                let answer = await visitor.send(.get, path, fields)
                #expect(answer.code == 401, "\(path)")
                #expect(answer.head.headerFields[.contentType] == "application/problem+json")
                #expect(answer.head.headerFields[.wwwAuthenticate] == "Bearer")
            }
        }
        #expect(await closed.send(.get, "/api/v1/runs", revoked).code == 401)
        let unread = PortalRequestBody { _ in
            Issue.record("the body was read")
            return []
        }
        let head = HTTPRequest(
            method: .post, scheme: nil, authority: FakeHouse.host, path: "/api/v1/runs", headerFields: stranger)
        #expect(await visitor.dispatcher.answer(PortalRequest(head: head, body: unread)).code == 401)
    }

    @Test func `a key does what it lists, where it reaches`() async {
        let (visitor, key) = visitor([.runsRead])

        #expect(await visitor.send(.get, "/api/v1/runs", key).code == 200)
        #expect(await visitor.send(.get, "/api/v1/runs", key).text == #"{"runs":[],"next":null}"#)
        #expect(await visitor.send(.get, "/api/v1/runs?workspace=wsp_00000000000000000000000009", key).code == 404)
        #expect(await visitor.send(.get, "/api/v1/runs?workspace=x", key).code == 404)
        #expect(await visitor.send(.get, "/api/v1/runs?workspace=", key).code == 404)
        #expect(await visitor.send(.get, "/api/v1/runs?workspace=\(kiln.id)&workspace=\(kiln.id)", key).code == 404)
        #expect(await visitor.send(.get, "/api/v1/runs?workspace=%ff", key).code == 400)
        #expect(await visitor.send(.get, "/api/v1/runs?workspace=\(kiln.id)", key).code == 200)
        #expect(await visitor.send(.get, "/api/v1/runs?status=x", key).code == 400)
        #expect(await visitor.send(.get, "/api/v1/workspaces/\(kiln.id)/workflows", key).code == 403)
        #expect(await visitor.send(.get, "/api/v1/runs/run_x", key).code == 404)
        #expect(await visitor.send(.get, "/api/v1/nothing", key).code == 404)
        #expect(await visitor.send(.delete, "/api/v1/runs", key).code == 404)
    }

    @Test func `a batch is answered report by report`() async throws {
        let (visitor, key) = visitor([.runsIngest])
        var fields = key
        fields[.contentType] = "application/x-ndjson"
        let engine = Engine.ID(high: 4, low: 4)
        let body = """
            {"engine":"\(engine)","externalId":"1","status":"running"}
            nonsense
            {"run":"\(Run.ID(high: 8, low: 8))","status":"failed"}
            """
        let answer = await visitor.send(.post, "/api/v1/runs", fields, body: body)

        #expect(answer.code == 200)
        #expect(
            answer.text
                == #"{"results":[{"problem":"engine-unknown"},{"problem":"malformed"},{"problem":"run-unknown"}]}"#)
        fields[.contentType] = "text/plain"
        #expect(await visitor.send(.post, "/api/v1/runs", fields, body: body).code == 415)
        fields[.contentType] = "application/json"
        let broken = await visitor.send(.post, "/api/v1/runs", fields, body: "{")
        #expect(broken.code == 400)
        #expect(try JSONValue.parse(broken.bytes)["code"]?.string == "malformed-json")
    }

    @Test func `what is sent beside a workflow's own members is not looked at`() async throws {
        let (visitor, key) = visitor([.workflowsUpsert])
        var fields = key
        fields[.contentType] = "application/json"
        let body =
            #"{"engine":"eng_00000000000000000000000001","externalId":"1","name":"W","workspace":"wsp_x","status":"published"}"#
        let answer = await visitor.send(.put, "/api/v1/workspaces/\(kiln.id)/workflows", fields, body: body)

        // The engine is not there; nothing else of what was sent was found fault with.
        #expect(answer.code == 422)
        #expect(answer.text.contains(#""fields":[{"field":"engine","code":"not-an-option"}]"#))
        #expect(await visitor.send(.put, "/api/v1/workspaces/x/workflows", fields, body: body).code == 404)
        let publish = body.replacing(#""name""#, with: #""publish":true,"name""#)
        #expect(await visitor.send(.put, "/api/v1/workspaces/\(kiln.id)/workflows", fields, body: publish).code == 403)
    }

    @Test func `a batch finds no room while others hold theirs back, and is not read; a short report finds some`() async
    {
        let (visitor, key) = visitor([.runsIngest])
        var fields = key
        fields[.contentType] = "application/json"
        let limit = visitor.dispatcher.configuration.batchLimit
        let report = #"{"run":"\#(Run.ID(high: 8, low: 8))","status":"failed"}"#
        func post(_ length: Int, _ body: PortalRequestBody) async -> PortalResponse {
            var fields = fields
            fields[.contentLength] = "\(length)"
            let head = HTTPRequest(
                method: .post, scheme: nil, authority: FakeHouse.host, path: "/api/v1/runs", headerFields: fields)
            return await visitor.dispatcher.answer(PortalRequest(head: head, body: body))
        }
        let unread = PortalRequestBody { _ in
            Issue.record("the body was read")
            return []
        }

        let (held, hold) = AsyncStream<Void>.makeStream()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let dispatcher = visitor.dispatcher
        var slowFields = fields
        slowFields[.contentLength] = "\(limit)"
        let slow = HTTPRequest(
            method: .post, scheme: nil, authority: FakeHouse.host, path: "/api/v1/runs", headerFields: slowFields)
        async let first = dispatcher.answer(
            PortalRequest(
                head: slow,
                body: PortalRequestBody { _ in
                    begin.yield()
                    for await _ in held { break }
                    return Array(report.utf8)
                }))
        for await _ in begun { break }

        let refused = await post(limit, unread)
        #expect(refused.code == 503)
        #expect(refused.head.headerFields[.retryAfter] == "2")
        #expect(refused.text.contains(#""code":"busy""#))
        #expect(await post(limit + 1, unread).code == 413)
        #expect(await post(report.utf8.count, .bytes(Array(report.utf8))).code == 200)
        hold.yield()
        #expect(await first.code == 200)
        #expect(await post(limit, .bytes(Array(report.utf8))).code == 200)
    }

    @Test func `a session is no key`() async {
        let visitor = Visitor()
        visitor.enter(role: .owner)

        #expect(await visitor.get("/api/v1/runs").code == 401)
    }
}
