import HTTPTypes
import PortalCore

/// What a handler of the API answers.
struct APIReply: Sendable {
    let status: HTTPResponse.Status
    let json: [UInt8]

    /// An answer whose members the body writes.
    static func object(
        _ status: HTTPResponse.Status = .ok, reserving size: Int = 512, _ members: (inout JSONWriter) -> Void
    ) -> APIReply {
        var json = JSONWriter(reserving: size)
        json.object(members)
        return APIReply(status: status, json: json.bytes)
    }
}

/// What was sent to the API with a change.
struct APIBody: Sendable {
    let type: BodyType?
    let bytes: [UInt8]

    /// Whether reading it would keep the other connections of an event loop waiting.
    var isLong: Bool { bytes.count > BodyRoom.short }

    /// The one JSON object that most changes take: what is kept of it, and nothing else.
    func object(_ kept: [JSONShape.Member]) throws(Problem) -> Members {
        guard type == .json else { throw .wrongType }
        let value: JSONValue
        do {
            value = try JSONValue.parse(bytes, keeping: .members(kept), maxDepth: 64, maxBytes: bytes.count)
        } catch {
            throw .malformedJSON
        }
        let members = Members(value)
        guard members.isObject else { throw .malformedJSON }
        return members
    }
}

extension Problem {
    /// A body of one thing with a member that cannot be accepted.
    init(_ problem: ReportProblem) {
        switch problem {
        case .malformed: self = .malformedJSON
        case .field(let name, let problem): self.init(.invalid([FieldProblem(name, problem)]))
        }
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ instant: Instant?) {
        key(name)
        if let instant { string(Timestamp.text(instant)) } else { null() }
    }

    mutating func member<Entity>(_ name: String, _ id: Identifier<Entity>?) {
        key(name)
        if let id { string(id.description) } else { null() }
    }
}
