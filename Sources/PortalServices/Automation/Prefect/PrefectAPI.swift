import FoundationEssentials
import PortalCore

/// Asks a Prefect server, through the gate. Only lists are asked for; nothing is changed.
struct PrefectAPI: Sendable {
    /// Why there is no list. No bodies, no addresses.
    enum Failure: Error, Hashable, Sendable {
        case address(GateRefusal)
        case unreachable(reason: String)
        case status(Int)
        case unreadable
        case secrets
    }

    /// As many elements as one page is asked to have.
    static let pageSize = 100

    private let base: CheckedTarget
    private let headers: [(name: String, value: String)]
    private let http: OutboundHTTP
    private let pauses: [Duration]

    /// Checks where the server is, and opens what it is asked with.
    init(
        _ contact: EngineContact, gate: AddressGate, sealing: any Sealing, http: OutboundHTTP,
        pauses: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2)]
    ) async throws(Failure) {
        do {
            let credential = try contact.credential.map {
                try sealing.open(
                    $0, under: contact.dataKey, as: .engineCredential(contact.engine.id, agency: contact.agency))
            }
            guard let credential = credential.map(EngineCredential.init(encoded:)) ?? EngineCredential.none else {
                throw Failure.secrets
            }
            headers =
                [("content-type", "application/json"), ("accept", "application/json")] + (try credential.headers())
        } catch {
            throw .secrets
        }
        do {
            base = try await gate.check(contact.engine.apiURL ?? "")
        } catch {
            throw .address(error)
        }
        self.http = http
        self.pauses = pauses
    }

    /// Flow runs of these deployments that were to begin between two moments, the latest first.
    func flowRuns(
        of deployments: [String], from: Instant, until: Instant, offset: Int
    ) async throws(Failure) -> PrefectList<PrefectFlowRun> {
        try await list("flow_runs/filter", offset: offset, sort: "EXPECTED_START_TIME_DESC") { json in
            json.key("flow_runs")
            json.object { json in
                json.any(of: deployments, as: "deployment_id")
                json.key("expected_start_time")
                json.object { json in
                    json.member("after_", Timestamp.text(from))
                    json.member("before_", Timestamp.text(until))
                }
            }
        }
    }

    /// Flow runs by their ids: at most a page.
    func flowRuns(_ ids: [String]) async throws(Failure) -> PrefectList<PrefectFlowRun> {
        try await list("flow_runs/filter", offset: 0, sort: "EXPECTED_START_TIME_DESC") { json in
            json.key("flow_runs")
            json.object { $0.any(of: ids, as: "id") }
        }
    }

    /// The task runs of these flow runs.
    func taskRuns(of flowRuns: [String], offset: Int) async throws(Failure) -> PrefectList<PrefectTaskRun> {
        try await list("task_runs/filter", offset: offset, sort: "EXPECTED_START_TIME_ASC") { json in
            json.key("flow_runs")
            json.object { $0.any(of: flowRuns, as: "id") }
        }
    }

    private func list<Element: Decodable>(
        _ path: String, offset: Int, sort: String, _ filter: (inout JSONWriter) -> Void
    ) async throws(Failure) -> PrefectList<Element> {
        var json = JSONWriter()
        json.object { json in
            filter(&json)
            json.member("sort", sort)
            json.member("limit", Self.pageSize)
            json.member("offset", offset)
        }
        let body = try await post(json.bytes, path)
        do {
            return try JSONDecoder().decode(PrefectList<Element>.self, from: Data(body))
        } catch {
            throw .unreadable
        }
    }

    /// With SQLite below it, Prefect now and then answers 503 because its database is busy: it is asked again.
    private func post(_ body: [UInt8], _ path: String) async throws(Failure) -> [UInt8] {
        let target: CheckedTarget
        do {
            target = CheckedTarget(url: try base.url.appending(path: path), addresses: base.addresses)
        } catch {
            throw .address(.malformed(error))
        }
        var pauses = pauses[...]
        while true {
            let answer: OutboundAnswer
            do {
                answer = try await http.post(OutboundRequest(headers: headers, body: body), to: target)
            } catch {
                switch error {
                case .notSent(let reason), .maybeSent(let reason): throw .unreachable(reason: reason)
                }
            }
            if answer.status == 503, let pause = pauses.popFirst(), (try? await Task.sleep(for: pause)) != nil {
                continue
            }
            guard answer.status == 200 else { throw .status(answer.status) }
            guard let body = answer.body else { throw .unreadable }
            return body
        }
    }
}

extension JSONWriter {
    fileprivate mutating func any(of values: [String], as key: String) {
        self.key(key)
        object { json in
            json.key("any_")
            json.array { json in
                for value in values { json.string(value) }
            }
        }
    }
}
