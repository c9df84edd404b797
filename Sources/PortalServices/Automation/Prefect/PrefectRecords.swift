import FoundationEssentials
import PortalCore

/// What is read of a flow run. Parameters, results and whatever else Prefect tells are not decoded, so that they are nowhere; texts are
/// cut where nobody would read on.
struct PrefectFlowRun: Decodable, Hashable {
    let id: String
    let deploymentID: String?
    let idempotencyKey: String?
    /// Whether the key it was made with is among its tags.
    let isTaggedWithKey: Bool
    let runCount: Int?
    let created: String?
    let expectedStartTime: String?
    let startTime: String?
    let endTime: String?
    let state: PrefectState?

    enum CodingKeys: String, CodingKey {
        case id, tags, created, state
        case deploymentID = "deployment_id"
        case idempotencyKey = "idempotency_key"
        case runCount = "run_count"
        case expectedStartTime = "expected_start_time"
        case startTime = "start_time"
        case endTime = "end_time"
    }
}

/// What is read of a task run.
struct PrefectTaskRun: Decodable, Hashable {
    let id: String
    let flowRunID: String?
    let name: String?
    let dynamicKey: String?
    let expectedStartTime: String?
    let startTime: String?
    let endTime: String?
    let state: PrefectState?

    enum CodingKeys: String, CodingKey {
        case id, name, state
        case flowRunID = "flow_run_id"
        case dynamicKey = "dynamic_key"
        case expectedStartTime = "expected_start_time"
        case startTime = "start_time"
        case endTime = "end_time"
    }
}

/// Where a flow run or a task run stands.
struct PrefectState: Decodable, Hashable {
    /// Its type; the names beside it vary.
    let type: String?
    let timestamp: String?
    /// Read for what went wrong, and for nothing else.
    let message: String?

    enum CodingKeys: String, CodingKey {
        case type, timestamp, message
    }

    /// What the type means for a client.
    var status: RunStatus {
        switch type {
        case "SCHEDULED", "PENDING": .queued
        case "RUNNING", "CANCELLING": .running
        case "PAUSED": .waiting
        case "COMPLETED": .succeeded
        case "FAILED", "CRASHED": .failed
        case "CANCELLED": .canceled
        default: .unknown
        }
    }
}

extension PrefectFlowRun {
    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decode(String.self, forKey: .id).cut(to: 200)
        deploymentID = try members.text(.deploymentID)
        idempotencyKey = try members.text(.idempotencyKey)
        let tags = try members.decodeIfPresent([String].self, forKey: .tags)
        isTaggedWithKey = idempotencyKey.map { tags?.contains($0) == true } ?? false
        runCount = try members.decodeIfPresent(Int.self, forKey: .runCount)
        created = try members.text(.created)
        expectedStartTime = try members.text(.expectedStartTime)
        startTime = try members.text(.startTime)
        endTime = try members.text(.endTime)
        state = try members.decodeIfPresent(PrefectState.self, forKey: .state)
    }
}

extension PrefectTaskRun {
    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decode(String.self, forKey: .id).cut(to: 200)
        flowRunID = try members.text(.flowRunID)
        name = try members.text(.name)
        dynamicKey = try members.text(.dynamicKey)
        expectedStartTime = try members.text(.expectedStartTime)
        startTime = try members.text(.startTime)
        endTime = try members.text(.endTime)
        state = try members.decodeIfPresent(PrefectState.self, forKey: .state)
    }
}

extension PrefectState {
    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        type = try members.text(.type)
        timestamp = try members.text(.timestamp)
        message = try members.text(.message, limit: 2_000)
    }
}

extension KeyedDecodingContainer {
    fileprivate func text(_ key: Key, limit: Int = 200) throws -> String? {
        try decodeIfPresent(String.self, forKey: key)?.cut(to: limit)
    }
}

extension String {
    /// Its beginning, in memory of its own.
    fileprivate func cut(to scalars: Int) -> String {
        utf8.count <= scalars ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(scalars)))
    }
}

/// The elements of a list that can be read, at most the page that was asked for; one that cannot does not take the others with it.
struct PrefectList<Element: Decodable>: Decodable {
    let elements: [Element]
    /// Whether the page was full, readable or not: it may have another behind it.
    let isFull: Bool

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        var elements: [Element] = []
        while !list.isAtEnd, list.currentIndex < PrefectAPI.pageSize {
            if let element = try list.decode(Attempt.self).element { elements.append(element) }
        }
        self.elements = elements
        isFull = list.currentIndex >= PrefectAPI.pageSize
    }

    private struct Attempt: Decodable {
        let element: Element?

        init(from decoder: any Decoder) throws {
            element = try? Element(from: decoder)
        }
    }
}
