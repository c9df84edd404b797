import PortalCore

/// Reads reports on runs, one by one: what is not on the list of what is kept is dropped here, before anything else sees it.
struct ReportReader: Sendable {
    /// What became of reading one report: the report, or what is wrong with it.
    typealias Line = Result<RunReport, ReportProblem>

    /// How many reports one request may carry.
    static let limit = 5_000
    /// How many steps they may have together: twenty each for as many as there may be.
    static let stepLimit = 100_000

    /// Reads a body of reports, in order: one JSON object, one JSON array of objects, or an object on each line.
    ///
    /// A report that cannot be read is refused in its place; the others are not touched by it. Throws a ``Problem`` if the
    /// body as a whole is not what it says it is.
    ///
    /// Whatever is sent, it takes hardly more memory than what is kept of it: reports are read one at a time, and of each nothing is built
    /// that is not on the list.
    static func read(_ body: [UInt8], as type: BodyType) throws(Problem) -> [Line] {
        var reader = ReportReader()
        switch type {
        case .json: try reader.document(body)
        case .lines: try reader.separate(body)
        case .form: throw .wrongType
        }
        guard !reader.lines.isEmpty else { throw .malformedJSON }
        return reader.lines
    }

    private var lines: [Line] = []
    private var steps = 0

    private mutating func document(_ body: [UInt8]) throws(Problem) {
        var elements = JSONElements(body, keeping: Self.shape, maxDepth: 64)
        while let element = try Self.next(&elements) { try take(Self.line(element)) }
    }

    private static func next(_ elements: inout JSONElements) throws(Problem) -> JSONValue? {
        do { return try elements.next() } catch { throw .malformedJSON }
    }

    private mutating func separate(_ body: [UInt8]) throws(Problem) {
        var rest = body[...]
        while !rest.isEmpty {
            let text = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[text.endIndex...].dropFirst()
            guard !text.allSatisfy(Self.isBlank) else { continue }
            try take(Self.line(text))
        }
    }

    private mutating func take(_ line: Line) throws(Problem) {
        if case .success(let report) = line { steps += report.steps.count }
        guard lines.count < Self.limit, steps <= Self.stepLimit else { throw .tooLarge }
        lines.append(line)
    }

    private static func line(_ text: ArraySlice<UInt8>) -> Line {
        do {
            return line(try JSONValue.parse(text.span, keeping: shape, maxDepth: 64, maxBytes: text.count))
        } catch {
            return .failure(.malformed)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

    private static func line(_ value: JSONValue) -> Line {
        do throws(ReportProblem) { return .success(try report(value)) } catch { return .failure(error) }
    }

    /// What is kept of a report.
    static let shape = JSONShape.members(
        JSONShape.scalars(
            "run", "engine", "externalId", "workflow", "workflowExternalId", "attempt", "status", "at", "createdAt",
            "startedAt", "endedAt", "error")
            // One more than may be there, so that it shows.
            + [.init("steps", .elements(step, atMost: RunReport.stepLimit + 1))])

    private static let step = JSONShape.members(
        JSONShape.scalars("position", "name", "kind", "status", "startedAt", "endedAt", "summary"))

    private static func report(_ value: JSONValue) throws(ReportProblem) -> RunReport {
        let members = Members(value)
        guard members.isObject else { throw .malformed }
        let engine: Engine.ID? = try members.id("engine")
        guard let status = try members.status("status") else { throw .field("status", .missing) }
        let run = try run(members, engine: engine)
        var externalID: String?
        if case .id = run { externalID = try members.externalID("externalId") }
        return RunReport(
            run: run, externalID: externalID, workflow: try workflow(members, engine: engine),
            attempt: try members.int("attempt", in: 1...1_000_000) ?? 1, status: status, at: try members.instant("at"),
            createdAt: try members.instant("createdAt"), startedAt: try members.instant("startedAt"),
            endedAt: try members.instant("endedAt"), steps: try steps(members), errorDetail: try members.text("error"))
    }

    private static func run(_ members: Members, engine: Engine.ID?) throws(ReportProblem) -> RunReference {
        if let id: Run.ID = try members.id("run") { return .id(id) }
        guard let externalID = try members.externalID("externalId") else { throw .field("externalId", .missing) }
        guard let engine else { throw .field("engine", .missing) }
        return .external(engine: engine, id: externalID)
    }

    private static func workflow(_ members: Members, engine: Engine.ID?) throws(ReportProblem) -> WorkflowReference? {
        if let id: Workflow.ID = try members.id("workflow") { return .id(id) }
        guard let externalID = try members.externalID("workflowExternalId") else { return nil }
        guard let engine else { throw .field("engine", .missing) }
        return .external(engine: engine, id: externalID)
    }

    private static func steps(_ members: Members) throws(ReportProblem) -> [StepReport] {
        guard let elements = try members.elements("steps") else { return [] }
        guard elements.count <= RunReport.stepLimit else { throw .field("steps", .tooLong(limit: RunReport.stepLimit)) }
        var steps: [StepReport] = []
        steps.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            let members = Members(element, path: "steps[\(index)].")
            guard members.isObject else { throw .field("steps[\(index)]", .malformed) }
            guard let status = try members.status("status") else { throw members.problem("status", .missing) }
            steps.append(
                StepReport(
                    position: try members.int("position", in: 0...(RunReport.stepLimit - 1)) ?? index,
                    name: try members.text("name") ?? "", kind: try members.text("kind") ?? "", status: status,
                    startedAt: try members.instant("startedAt"), endedAt: try members.instant("endedAt"),
                    summary: try members.text("summary") ?? ""))
        }
        return steps
    }
}

/// What is wrong with one report.
enum ReportProblem: Error, Hashable, Sendable {
    /// Not a JSON object.
    case malformed
    case field(String, FieldProblem.Problem)
}
