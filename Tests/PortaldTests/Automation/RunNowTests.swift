import Foundation
import PortalCore
import PortalServices
import Testing

/// Pressing Run now, from the button to the engine and back.
@Suite struct RunNowTests {
    /// Connects an engine and points the client's workflow at it, as the owner does; answers the engine's signing secret.
    private func connect(_ engine: EngineDouble, to town: Town) async throws -> String {
        let draft = EngineDraft(
            name: "Ours", kind: .webhook, apiURL: "http://127.0.0.1:\(engine.port)",
            credential: .header(name: "x-engine-key", value: Self.credential))
        let made = try await Operator(town.portal).provision(town.north.agency) { try $0.addEngine(draft) }
        let place = town.north.place(1)
        let path = "/dashboard/clients/\(place.workspace)/workflows/\(place.startable)/trigger"
        let fields = [
            ("engine", "\(made.id)"), ("external-id", "twin-1"),
            ("trigger-url", "http://127.0.0.1:\(engine.port)/hooks/sync"),
        ]
        let answer = try await Browser(.owner, in: town).post(path, fields)
        #expect(answer.status == 303, "\(answer.status)")
        return made.secret
    }

    private static let credential = "what the engine knows us by"

    /// The worker that sends what was asked for, for as long as the body runs.
    private func working<Answer: Sendable>(
        _ town: Town, _ body: () async throws -> Answer
    ) async throws -> Answer {
        let worker = TriggerWorker(
            queue: Operator(town.portal),
            sender: EngineClient(
                gate: AddressGate(allowing: [try #require(AllowedTarget("127.0.0.1"))]),
                sealing: town.portal.services.sealing,
                clock: town.clock, logger: town.logger()), signal: WorkSignal(), logger: town.logger())
        let task = Task { try await worker.run() }
        defer { task.cancel() }
        return try await body()
    }

    @Test func `the same form posted twenty times at once is one run`() async throws {
        try await Town.open { town in
            let path = "/portal/workflows/\(town.north.place(1).startable)"
            let page = try await Browser(.client, in: town).get(path)
            let fields = try #require(page.text.form(to: "\(path)/runs"))
            let runs = try town.rows.count("run")
            let waiting = try town.rows.count("outbox")
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let browser = Browser(.client, in: town)
                        return try await browser.send(browser.form("\(path)/runs", fields))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 303 })
            #expect(Set(answers.compactMap { $0["location"]?.prefix { $0 != "?" } }).count == 1)
            #expect(try town.rows.count("run") == runs + 1)
            #expect(try town.rows.count("outbox") == waiting + 1)
            // A page that is loaded again has another token, and that is another run.
            let again = try await Browser(.client, in: town).get(path)
            let fresh = try #require(again.text.form(to: "\(path)/runs"))
            let browser = Browser(.client, in: town)
            #expect(try await browser.send(browser.form("\(path)/runs", fresh)).status == 303)
            #expect(try town.rows.count("run") == runs + 2)
        }
    }

    @Test func `a run flows from the button through the engine to the client's page`() async throws {
        try await Town.open { town in
            let engine = try EngineDouble()
            let secret = try await connect(engine, to: town)
            let place = town.north.place(1)
            let path = "/portal/workflows/\(place.startable)"
            let browser = Browser(.client, in: town)
            let page = try await browser.get(path)
            let fields = try #require(page.text.form(to: "\(path)/runs"))
            let posted = try await browser.send(browser.form("\(path)/runs", fields))
            let location = try #require(posted["location"])
            let run = try #require(Leaks.ids(in: Array(location.utf8)).first { $0.hasPrefix("run_") })

            let requests = try await working(town) {
                try await eventually("the engine is asked for the run") {
                    engine.asked.contains { $0.json?["data"]?["runId"]?.string == run }
                }
                return engine.asked
            }
            let request = try #require(requests.first { $0.json?["data"]?["runId"]?.string == run })
            #expect(requests.count { $0.json?["data"]?["runId"]?.string == run } == 1)
            try verify(request, by: secret, at: town.clock.now)
            #expect(request.fields.contains { $0.name == "x-engine-key" && $0.value == Self.credential })
            #expect(throws: StandardWebhook.Rejection.noMatchingSignature) {
                try verify(request, by: town.south.engineSecret, at: town.clock.now)
            }
            let json = try #require(request.json)
            #expect(json["type"]?.string == "run.requested")
            #expect(json["data"]?["workflowId"]?.string == "\(place.startable)")
            #expect(json["data"]?["workspaceId"]?.string == "\(place.workspace)")

            let reported = try await town.report(try #require(Run.ID(run)), .succeeded, step: "Booked it")
            #expect(reported.text.contains(#""status":"succeeded""#), "\(reported.text)")
            let shown = try await browser.get("\(path)/runs/\(run)")
            #expect(shown.text.shows(.succeeded) && shown.text.contains("Booked it"))
        }
    }

    @Test func `a run that is taken back in time never reaches the engine`() async throws {
        try await Town.open { town in
            let engine = try EngineDouble()
            _ = try await connect(engine, to: town)
            let place = town.north.place(1)
            let path = "/portal/workflows/\(place.startable)"
            let browser = Browser(.client, in: town)
            let canceled = try await browser.post("\(path)/runs/\(place.pendingRun)/cancellation")
            #expect(canceled.status == 303, "\(canceled.status)")
            let page = try await browser.get("\(path)/runs/\(place.pendingRun)")
            #expect(page.text.shows(.canceled))
            let fields = try #require(try await browser.get(path).text.form(to: "\(path)/runs"))
            let posted = try await browser.send(browser.form("\(path)/runs", fields))
            #expect(posted.status == 303)
            try await working(town) { _ = try await engine.asked(times: 1) }
            #expect(engine.asked.allSatisfy { $0.json?["data"]?["runId"]?.string != "\(place.pendingRun)" })
        }
    }

    @Test func `an engine that says no shows as a run that did not start`() async throws {
        try await Town.open { town in
            let engine = try EngineDouble(answering: 410)
            _ = try await connect(engine, to: town)
            let place = town.north.place(1)
            try await working(town) {
                try await eventually("the outcome is written down") {
                    try town.rows.count("outbox WHERE status = 'dead' AND run_id = x'\(place.pendingRun.hex)'") == 1
                }
            }
            let page = try await Browser(.client, in: town).get(
                "/portal/workflows/\(place.startable)/runs/\(place.pendingRun)")
            #expect(page.status == 200 && !page.text.contains("410"))
            #expect(Leaks(seed: town.seed).found(in: page.body, by: Visitor(.client, town.seed), asking: "").isEmpty)
            let staff = try await Browser(.member, in: town).get("/dashboard/settings/undelivered")
            #expect(staff.text.contains("410"))
        }
    }

    // MARK: Signatures

    private func verify(_ request: EngineDouble.Request, by secret: String, at now: Instant) throws {
        let fields = request.fields.map { (name: $0.name, value: $0.value) }
        let headers = try #require(StandardWebhook.Headers(fields: fields))
        try StandardWebhook(try #require(WebhookSecret(text: secret))).verify(request.body, headers, at: now)
    }
}

extension Identifier {
    /// As SQLite writes it in a blob literal.
    var hex: String { bytes.map { String(256 + Int($0), radix: 16).dropFirst() }.joined() }
}
