import FoundationEssentials
import PortalCore

/// What is read of a flow run. Parameters, results and whatever else Prefect tells are not decoded, so that they are nowhere.
struct PrefectFlowRun: Decodable, Hashable {
    let id: String
    let deploymentID: String?
    let tags: [String]?
    let idempotencyKey: String?
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

/// The elements of a list that can be read; one that cannot does not take the others with it.
struct PrefectList<Element: Decodable>: Decodable {
    let elements: [Element]
    /// How many the list had, readable or not: a full page may have another behind it.
    let count: Int

    init(from decoder: any Decoder) throws {
        let attempts = try [Attempt](from: decoder)
        elements = attempts.compactMap(\.element)
        count = attempts.count
    }

    private struct Attempt: Decodable {
        let element: Element?

        init(from decoder: any Decoder) throws {
            element = try? Element(from: decoder)
        }
    }
}
