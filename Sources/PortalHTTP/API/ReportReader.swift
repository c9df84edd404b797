import PortalCore

/// Reads reports on runs, one by one: what is not on the list of what is kept is dropped here, before anything else sees it.
struct ReportReader: Sendable {
    /// What became of reading one report: the report, or what is wrong with it.
    typealias Line = Result<RunReport, ReportProblem>

    /// How many reports one request may carry.
    static let limit = 5_000

    /// Reads a body of reports, in order: one JSON object, one JSON array of objects, or an object on each line.
    ///
    /// A report that cannot be read is refused in its place; the others are not touched by it. Throws a ``Problem`` if the
    /// body as a whole is not what it says it is.
    static func read(_ body: [UInt8], as type: BodyType) throws(Problem) -> [Line] {
        let lines: [Line]
        switch type {
        case .json: lines = try document(body)
        case .lines: lines = try separate(body)
        case .form: throw .wrongType
        }
        guard !lines.isEmpty else { throw .malformedJSON }
        return lines
    }

    private static func document(_ body: [UInt8]) throws(Problem) -> [Line] {
        let document: JSONValue
        do { document = try JSONValue.parse(body, maxDepth: 64, maxBytes: body.count) } catch { throw .malformedJSON }
        guard let elements = document.elements else { return [line(document)] }
        guard elements.count <= limit else { throw .tooLarge }
        return elements.map(line)
    }

    private static func separate(_ body: [UInt8]) throws(Problem) -> [Line] {
        var lines: [Line] = []
        for text in body.split(separator: UInt8(ascii: "\n")) where !text.allSatisfy(isBlank) {
            guard lines.count < limit else { throw .tooLarge }
            do {
                lines.append(line(try JSONValue.parse(Array(text), maxDepth: 64, maxBytes: text.count)))
            } catch {
                lines.append(.failure(.malformed))
            }
        }
        return lines
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }

    private static func line(_ value: JSONValue) -> Line {
        do throws(ReportProblem) { return .success(try report(value)) } catch { return .failure(error) }
    }

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
