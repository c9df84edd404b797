import FoundationEssentials
import Logging
import PortalCore
import Testing

@testable import PortalServices

/// Requests to a real server on loopback.
struct EngineClientTests {
    private let fixture: Fixture
    private let clock = TestClock()

    init() throws {
        fixture = try Fixture()
    }

    private func client(
        allowing allowed: [String] = ["127.0.0.1"], names: [String: [String]] = ["engine.test": ["127.0.0.1"]],
        connect: Duration = .milliseconds(700), whole: Duration = .seconds(2)
    ) throws -> EngineClient {
        EngineClient(
            gate: AddressGate(
                allowing: try allowed.map { try #require(AllowedTarget($0)) }, resolver: TestResolver(names)),
            sealing: fixture.sealer, clock: clock, limits: OutboundLimits(connect: connect, whole: whole),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func ask(
        _ kind: EngineKind = .webhook, credential: EngineCredential = .none,
        of reply: @escaping @Sendable (ScriptedServer.Received) -> ScriptedServer.Reply
    ) async throws -> (outcome: TriggerOutcome, requests: [ScriptedServer.Received]) {
        try await ScriptedServer.run(reply) { server in
            let dispatch = try fixture.dispatch(
                kind, to: "http://engine.test:\(server.port)/webhook/orders?x=1", credential: credential)
            let outcome = try await client().send(dispatch)
            return (outcome, server.requests)
        }
    }

    // MARK: What is sent

    @Test(arguments: [EngineKind.webhook, .n8n])
    func `an event is posted, signed with the job's id, to the name through the checked address`(
        _ kind: EngineKind
    ) async throws {
        let (outcome, requests) = try await ask(kind) { _ in .answer(200, "{\"message\":\"Workflow was started\"}") }
        let request = try #require(requests.first)

        #expect(outcome == .accepted(externalID: nil))
        #expect(requests.count == 1)
        #expect(request.line == "POST /webhook/orders?x=1 HTTP/1.1")
        #expect(request["host"]?.hasPrefix("engine.test:") == true)
        #expect(request["content-type"] == "application/json")
        #expect(request["authorization"] == nil)
        #expect(
            request.text == """
                {"type":"run.requested","timestamp":"2027-01-15T08:00:00.000Z","data":{"runId":"\(Run.ID(high: 2, low: 1))",\
                "workflowId":"\(Workflow.ID(high: 4, low: 1))","workflowExternalId":"wf-9",\
                "workspaceId":"\(Fixture.workspace)","attempt":1}}
                """)
        let signature = try #require(StandardWebhook.Headers(fields: request.fields))
        #expect(signature.id == Outbox.ID(high: 3, low: 1).description)
        try StandardWebhook(fixture.secret).verify(request.body, signature, at: clock.now)
    }

    @Test func `every try has the same id and body, and a signature of its own time`() async throws {
        let requests = try await ScriptedServer.run({ _ in .answer(503) }) { server in
            let dispatch = try fixture.dispatch(.webhook, to: "http://engine.test:\(server.port)/")
            for _ in 0..<2 {
                #expect(try await client().send(dispatch) == .deferred(seconds: nil))
                clock.advance(by: .minutes(10))
            }
            return server.requests
        }

        #expect(Set(requests.map(\.text)).count == 1)
        #expect(Set(requests.map { $0["webhook-id"] }).count == 1)
        #expect(requests.map { $0["webhook-timestamp"] } == ["1800000000", "1800000600"])
    }

    @Test func `a credential goes into its header`() async throws {
        let basic = try await ask(credential: .basic(user: "ada", password: "p:ä")) { _ in .answer(200) }
        #expect(basic.requests.first?["authorization"] == "Basic " + Base64.encode(Array("ada:p:ä".utf8)))

        let header = try await ask(.n8n, credential: .header(name: "X-Portal-Key", value: "s3cret")) { _ in .answer(204)
        }
        #expect(header.requests.first?["x-portal-key"] == "s3cret")
    }

    @Test(arguments: ["Host", "Content-Length", "transfer-encoding", "Webhook-Signature", "a b", "", "x\r\ny"])
    func `a credential cannot set what frames, routes or signs a request`(_ name: String) async throws {
        let (outcome, requests) = try await ask(credential: .header(name: name, value: "x")) { _ in .answer(200) }

        #expect(outcome == .notDelivered(reason: "the engine's credential names a header that cannot be set"))
        #expect(requests.isEmpty)
    }

    @Test func `a credential's value cannot smuggle a line`() async throws {
        let (outcome, requests) = try await ask(
            credential: .header(name: "x-key", value: "a\r\nx-other: b")
        ) { _ in .answer(200) }

        #expect(outcome == .notDelivered(reason: "the engine's credential names a header that cannot be set"))
        #expect(requests.isEmpty)
    }

    @Test func `secrets that do not open send nothing`() async throws {
        let (outcome, requests) = try await ScriptedServer.run({ _ in .answer(200) }) { server in
            let dispatch = try fixture.dispatch(.webhook, to: "http://engine.test:\(server.port)/")
            let contact = dispatch.engine
            let foreign = EngineContact(
                engine: contact.engine, agency: Agency.ID(high: 1, low: 2), dataKey: contact.dataKey,
                signingSecret: contact.signingSecret, credential: contact.credential)
            let outcome = try await client().send(
                TriggerDispatch(job: dispatch.job, workflow: dispatch.workflow, engine: foreign))
            return (outcome, server.requests)
        }

        #expect(outcome == .notDelivered(reason: "the engine's secrets cannot be opened"))
        #expect(requests.isEmpty)
    }

    // MARK: Prefect

    @Test func `Prefect is asked for a flow run with our id as key and tag, and tells its own`() async throws {
        let id = "0B5A3C1E-9F4D-4B7A-8A53-1D2E3F405162"
        let (outcome, requests) = try await ask(.prefect, credential: .basic(user: "admin", password: "pass")) { _ in
            .answer(201, "{\"name\":\"x\",\"id\":\"\(id)\",\"parameters\":{\"a\":1}}")
        }
        let run = Run.ID(high: 2, low: 1)

        #expect(outcome == .accepted(externalID: id.lowercased()))
        #expect(
            requests.first?.text
                == "{\"idempotency_key\":\"\(run)\",\"tags\":[\"portal\",\"\(run)\"],\"parameters\":{}}")
        #expect(requests.first?["authorization"] == "Basic YWRtaW46cGFzcw==")
        #expect(requests.first?["webhook-signature"] == nil)
    }

    @Test(arguments: ["", "[]", "{}", "{\"id\":7}", "{\"id\":\"run-7\"}", "not JSON"])
    func `an answer without a flow run's id is still an acceptance`(_ body: String) async throws {
        #expect(try await ask(.prefect) { _ in .answer(201, body) }.outcome == .accepted(externalID: nil))
    }

    @Test func `where the engine's own address is known, its credential goes nowhere else`() async throws {
        let (outcome, requests) = try await ScriptedServer.run({ _ in .answer(201) }) { server in
            let dispatch = try fixture.dispatch(
                .prefect, to: "http://engine.test:\(server.port)/api/deployments/x/create_flow_run",
                apiURL: "http://prefect.test:4200/api", credential: .basic(user: "admin", password: "pass"))
            return (try await client().send(dispatch), server.requests)
        }

        #expect(outcome == .notDelivered(reason: "the workflow's address is not at its engine"))
        #expect(requests.isEmpty)
    }

    // MARK: What an answer means

    @Test(arguments: [
        (200, TriggerOutcome.accepted(externalID: nil)), (202, .accepted(externalID: nil)),
        (204, .accepted(externalID: nil)), (301, .rejected(status: 301)), (304, .rejected(status: 304)),
        (400, .rejected(status: 400)), (401, .rejected(status: 401)), (404, .rejected(status: 404)),
        (410, .rejected(status: 410)), (500, .rejected(status: 500)), (429, .deferred(seconds: nil)),
        (503, .deferred(seconds: nil)), (502, .unconfirmed(reason: "a proxy answered with status 502")),
        (504, .unconfirmed(reason: "a proxy answered with status 504")),
    ])
    func `a status is an outcome`(_ status: Int, _ outcome: TriggerOutcome) async throws {
        #expect(try await ask { _ in .answer(status) }.outcome == outcome)
    }

    @Test(arguments: [
        ("120", 120), ("0", 0), ("99999999999", 999_999_999), ("Fri, 15 Jan 2027 08:01:30 GMT", 90),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0), ("soon", nil), ("-5", nil), ("1.5", nil),
    ])
    func `a wish to be asked later is heard`(_ header: String, _ seconds: Int?) async throws {
        for status in [429, 503] {
            let (outcome, _) = try await ask { _ in .answer(status, headers: ["retry-after: \(header)"]) }
            #expect(outcome == .deferred(seconds: seconds))
        }
    }

    @Test func `a redirect is not followed`() async throws {
        try await ScriptedServer.run({ _ in .answer(200) }) { elsewhere in
            let port = elsewhere.port
            for status in [301, 302, 303, 307, 308] {
                let (outcome, _) = try await ask { _ in
                    .answer(status, headers: ["location: http://engine.test:\(port)/stolen"])
                }
                #expect(outcome == .rejected(status: status))
            }
            #expect(elsewhere.connections == 0)
        }
    }

    // MARK: What goes wrong

    @Test func `a refused connection is not delivered`() async throws {
        let port = try await ScriptedServer.freePort()
        let outcome = try await client().send(try fixture.dispatch(.n8n, to: "http://engine.test:\(port)/"))

        #expect(outcome == .notDelivered(reason: "connection refused"))
    }

    @Test func `the next address of a name is tried where one refuses`() async throws {
        let requests = try await ScriptedServer.run({ _ in .answer(200) }) { server in
            let client = try client(
                allowing: ["127.0.0.0/8"], names: ["engine.test": ["127.0.0.9", "127.0.0.1"]])
            let outcome = await client.send(
                try fixture.dispatch(.n8n, to: "http://engine.test:\(server.port)/"))
            #expect(outcome == .accepted(externalID: nil))
            return server.requests
        }

        #expect(requests.count == 1)
    }

    @Test func `a request that was read and not answered is unconfirmed`() async throws {
        let start = ContinuousClock.now
        let (outcome, requests) = try await ask { _ in .hold }

        #expect(outcome == .unconfirmed(reason: "no answer in time"))
        #expect(requests.count == 1)
        #expect(start.duration(to: .now) < .seconds(8))
    }

    @Test func `a connection that breaks after the request is unconfirmed`() async throws {
        for reply in [
            ScriptedServer.Reply.close, .reset, .bytes("HTTP/1.1 200 OK\r\ncontent-le"), .bytes("garbage\r\n\r\n"),
        ] {
            let (outcome, requests) = try await ask { _ in reply }
            guard case .unconfirmed = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(requests.count == 1, "it is not sent again")
        }
    }

    @Test func `an answer that is too large, endless or breaks off is judged by its status`() async throws {
        let head = "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n"
        let replies: [ScriptedServer.Reply] = [
            .answer(201, "{\"id\":\"0b5a3c1e-9f4d-4b7a-8a53-1d2e3f405162\"}" + String(repeating: " ", count: 65 << 10)),
            .endless(head: head), .bytes("HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\nhalf"),
        ]
        for reply in replies {
            let start = ContinuousClock.now
            #expect(try await ask(.prefect) { _ in reply }.outcome == .accepted(externalID: nil))
            #expect(start.duration(to: .now) < .seconds(8))
        }
    }

    @Test func `an answer of exactly the limit is read`() async throws {
        let id = "0b5a3c1e-9f4d-4b7a-8a53-1d2e3f405162"
        let text = "{\"id\":\"\(id)\"}"
        let body = text + String(repeating: " ", count: (64 << 10) - text.utf8.count)

        #expect(try await ask(.prefect) { _ in .answer(201, body) }.outcome == .accepted(externalID: id))
    }

    @Test func `TLS that fails is not delivered, and asks for the original name`() async throws {
        try await ScriptedServer.run({ _ in .close }) { server in
            let dispatch = try fixture.dispatch(.webhook, to: "https://engine.test:\(server.port)/secret-path")
            let outcome = try await client().send(dispatch)

            #expect(outcome == .notDelivered(reason: "no connection in time"), "nobody answers the handshake")
            #expect(server.connections == 1)
            let hello = String(decoding: server.firstBytes, as: Unicode.ASCII.self)
            #expect(hello.contains("engine.test"))
            #expect(!hello.contains("secret-path"))
        }
    }

    @Test func `an engine whose certificate nobody vouches for is sent nothing`() async throws {
        try await ScriptedServer.run({ _ in .answer(200) }, showing: .engine) { server in
            let dispatch = try fixture.dispatch(.webhook, to: "https://engine.test:\(server.port)/")
            let outcome = try await client(connect: .seconds(10), whole: .seconds(20)).send(dispatch)

            #expect(outcome == .notDelivered(reason: "no trusted TLS connection could be made"))
            #expect(server.connections > 0)
            #expect(server.firstBytes.isEmpty)
        }
    }

    // MARK: The gate

    @Test(arguments: ["http://127.0.0.1", "http://engine.test", "http://localhost.test", "http://[::ffff:127.0.0.1]"])
    func `without the operator's leave nothing connects to loopback`(_ base: String) async throws {
        try await ScriptedServer.run({ _ in .answer(200) }) { server in
            let client = try client(
                allowing: ["10.0.0.0/8"],
                names: ["engine.test": ["127.0.0.1"], "localhost.test": ["::ffff:127.0.0.1"]])
            let outcome = await client.send(try fixture.dispatch(.webhook, to: "\(base):\(server.port)/"))

            #expect(outcome == .notDelivered(reason: "the address is not allowed"))
            #expect(server.connections == 0)
        }
    }

    @Test func `the system's own names for loopback are refused too`() async throws {
        try await ScriptedServer.run({ _ in .answer(200) }) { server in
            let client = EngineClient(
                gate: AddressGate(), sealing: fixture.sealer,
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            for host in ["localhost", "127.1", "2130706433", "0.0.0.0", "[::1]"] {
                let outcome = await client.send(
                    try fixture.dispatch(.webhook, to: "http://\(host):\(server.port)/"))
                #expect(outcome == .notDelivered(reason: "the address is not allowed"))
            }
            #expect(server.connections == 0)
        }
    }

    @Test func `a number in other clothes is reached once it is listed`() async throws {
        try await ScriptedServer.run({ _ in .answer(200) }) { server in
            for host in ["127.0.0.1", "[::ffff:127.0.0.1]"] {
                let dispatch = try fixture.dispatch(.webhook, to: "http://\(host):\(server.port)/")
                #expect(try await client().send(dispatch) == .accepted(externalID: nil))
            }
        }
    }

    @Test func `unknown names, unusable addresses and none at all are not delivered`() async throws {
        let reasons: [(String?, String)] = [
            ("http://unknown.test/", "the name does not resolve"),
            ("http://a@engine.test/", "the address is not a usable http or https address"),
            ("file:///etc/passwd", "the address is not a usable http or https address"),
            (nil, "the workflow has no address"),
        ]
        for (address, reason) in reasons {
            let outcome = try await client().send(try fixture.dispatch(.webhook, to: address))
            #expect(outcome == .notDelivered(reason: reason))
        }
    }
}
