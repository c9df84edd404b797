import PortalCore

/// The members of a JSON object, each read as what it must be. `null` is the same as not being there.
struct Members: Sendable {
    private let value: JSONValue
    private let path: String

    /// `path` is put before the names of members in what is said of them.
    init(_ value: JSONValue, path: String = "") {
        self.value = value
        self.path = path
    }

    var isObject: Bool { value.kind == .object }

    func problem(_ name: String, _ problem: FieldProblem.Problem) -> ReportProblem { .field(path + name, problem) }

    func text(_ name: String) throws(ReportProblem) -> String? {
        guard let member = member(name) else { return nil }
        guard let text = member.string else { throw problem(name, .malformed) }
        return text
    }

    func bool(_ name: String) throws(ReportProblem) -> Bool? {
        guard let member = member(name) else { return nil }
        guard let flag = member.bool else { throw problem(name, .malformed) }
        return flag
    }

    func int(_ name: String, in range: ClosedRange<Int>) throws(ReportProblem) -> Int? {
        guard let member = member(name) else { return nil }
        guard let number = member.int, let int = Int(exactly: number), range.contains(int) else {
            throw problem(name, .malformed)
        }
        return int
    }

    func id<Entity>(_ name: String) throws(ReportProblem) -> Identifier<Entity>? {
        guard let text = try text(name) else { return nil }
        guard let id = Identifier<Entity>(text) else { throw problem(name, .malformed) }
        return id
    }

    /// The engine's own id of something: 1 to 200 bytes, as it is or as a whole number.
    func externalID(_ name: String) throws(ReportProblem) -> String? {
        guard let member = member(name) else { return nil }
        let id = if let number = member.int { String(number) } else { try text(name) ?? "" }
        let isPlain = id.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        guard !id.isEmpty, isPlain else { throw problem(name, .malformed) }
        guard id.utf8.count <= 200 else { throw problem(name, .tooLong(limit: 200)) }
        return id
    }

    /// A moment: RFC 3339, or whole milliseconds since 1970.
    func instant(_ name: String) throws(ReportProblem) -> Instant? {
        guard let member = member(name) else { return nil }
        if let milliseconds = member.int, (0...253_402_300_799_999).contains(milliseconds) {
            return Instant(milliseconds: milliseconds)
        }
        guard let text = member.string, let instant = Timestamp.instant(text), instant.milliseconds >= 0 else {
            throw problem(name, .malformed)
        }
        return instant
    }

    func status(_ name: String) throws(ReportProblem) -> RunStatus? {
        guard let text = try text(name) else { return nil }
        guard let status = RunStatus(rawValue: text) else { throw problem(name, .notAnOption) }
        return status
    }

    func elements(_ name: String) throws(ReportProblem) -> [JSONValue]? {
        guard let member = member(name) else { return nil }
        guard let elements = member.elements else { throw problem(name, .malformed) }
        return elements
    }

    private func member(_ name: String) -> JSONValue? {
        guard let member = value[name], !member.isNull else { return nil }
        return member
    }
}
