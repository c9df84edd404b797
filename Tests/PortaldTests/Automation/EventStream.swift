import Foundation
import PortalCore
import Testing

/// A run's live stream as a browser holds it open.
struct EventStream: Sendable {
    private let wire: Wire

    init(_ browser: Browser, run: Run.ID, of workflow: Workflow.ID) async throws {
        wire = try Wire(port: browser.town.port)
        var request = browser.request("GET", "/portal/workflows/\(workflow)/runs/\(run)/events")
        request.fields.removeAll { $0.name == "Accept" }
        request.fields.append((name: "Accept", value: "text/event-stream"))
        try await wire.send(request.bytes)
        let head = try await wire.head()
        #expect(head.status == 200 && head["content-type"]?.hasPrefix("text/event-stream") == true, "\(head.status)")
    }

    /// What comes next; `nil` when the stream has ended.
    func next(within seconds: Double) async throws -> [UInt8]? { try await wire.part(within: seconds) }

    /// Everything that still comes, if the stream ends within so many seconds; throws if it does not.
    func rest(within seconds: Double) async throws -> [UInt8] {
        let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
        var told: [UInt8] = []
        while ContinuousClock.now < deadline {
            guard let part = try await next(within: seconds) else { return told }
            told += part
        }
        throw NeverHappened(what: "the stream ends")
    }

    /// Reads until some text has come; throws if the stream ends before.
    func read(until text: String, within seconds: Double = 15) async throws -> String {
        var told: [UInt8] = []
        while let part = try await next(within: seconds) {
            told += part
            if told.contains(text) { return String(decoding: told, as: UTF8.self) }
        }
        throw NeverHappened(what: "the stream tells \(text); it told \(String(decoding: told, as: UTF8.self))")
    }

    func close() { wire.close() }
}

extension String {
    /// Whether a run's page, or a part of its stream, says that the run is in this status.
    func shows(_ status: RunStatus) -> Bool { contains("data-word>\(status.rawValue.capitalized)<") }
}

extension Town {
    /// Reports a run as the engine of workspace 1 does.
    @discardableResult
    func report(_ run: Run.ID, _ status: RunStatus, step: String = "Read orders") async throws -> Answer {
        let body = """
            {"run":"\(run)","status":"\(status.rawValue)","endedAt":"2026-11-02T09:00:03Z",
             "steps":[{"position":0,"name":"\(step)","kind":"http","status":"succeeded","endedAt":"2026-11-02T09:00:02Z"}]}
            """
        return try await Browser(Visitor(.bound, seed), in: self).json("POST", "/api/v1/runs", body)
    }
}
