import PortalCore
import Testing

@testable import PortalHTTP

struct ReportReaderTests {
    private static let engine: Engine.ID = Identifier(high: 1, low: 2)

    private func read(_ text: String, as type: BodyType = .json) throws -> [ReportReader.Line] {
        try ReportReader.read(Array(text.replacing("ENGINE", with: Self.engine.description).utf8), as: type)
    }

    private func report(_ line: ReportReader.Line?) throws -> RunReport { try #require(line).get() }

    @Test func `one report, an array of them, and lines of them are the same`() throws {
        let one = #"{"engine":"ENGINE","externalId":"7","status":"running"}"#

        let alone = try read(one)
        #expect(try read("[\(one)]") == alone)
        #expect(try read(one + "\n", as: .lines) == alone)
        #expect(try read("\r\n \(one)\r\n\n", as: .lines) == alone)
        #expect(try report(alone.first).run == .external(engine: Self.engine, id: "7"))
    }

    @Test func `what is not on the list is dropped`() throws {
        let body = """
            {"engine":"ENGINE","externalId":7,"workflowExternalId":"w","status":"failed","attempt":2,
             "startedAt":"2026-11-23T22:10:05.123Z","endedAt":1795471806000,"error":"boom","workspace":"wsp_other",
             "agency":"x","payload":{"card":"4242"},"input":[1],"output":"secret",
             "steps":[{"name":"Fetch","kind":"http","status":"failed","summary":"nothing came","output":{"token":"t"}}]}
            """
        let report = try report(read(body).first)

        #expect(
            report
                == RunReport(
                    run: .external(engine: Self.engine, id: "7"), workflow: .external(engine: Self.engine, id: "w"),
                    attempt: 2, status: .failed, at: nil, createdAt: nil,
                    startedAt: Instant(milliseconds: 1_795_471_805_123),
                    endedAt: Instant(milliseconds: 1_795_471_806_000),
                    steps: [
                        StepReport(
                            position: 0, name: "Fetch", kind: "http", status: .failed, startedAt: nil, endedAt: nil,
                            summary: "nothing came")
                    ], errorDetail: "boom"))
    }

    @Test func `a run that is named by our id may be told the engine's name for it`() throws {
        let id = Run.ID.neverIssued
        let both = try report(read(#"{"run":"\#(id)","externalId":"7","status":"running"}"#).first)
        let alone = try report(read(#"{"run":"\#(id)","status":"running"}"#).first)

        #expect(both.run == .id(id) && both.externalID == "7")
        #expect(alone.run == .id(id) && alone.externalID == nil)
    }

    @Test func `a report that cannot be read is refused in its place`() throws {
        let lines = try read(
            """
            {"engine":"ENGINE","externalId":"1","status":"running"}
            {"engine":"ENGINE","externalId":"2","status":"exploded"}
            not json
            {"engine":"ENGINE","status":"running"}
            {"externalId":"5","status":"running"}
            [1]
            {"engine":"ENGINE","externalId":"7","status":"running","steps":[{"name":"x"}]}
            {"engine":"ENGINE","externalId":"8","status":"running","startedAt":"yesterday"}
            {"engine":"ENGINE","externalId":"9","status":"succeeded"}
            """, as: .lines)

        #expect(lines.count == 9)
        #expect(try report(lines[0]).run == .external(engine: Self.engine, id: "1"))
        #expect(try report(lines[8]).run == .external(engine: Self.engine, id: "9"))
        let problems = lines[1...7].map { line -> ReportProblem? in
            if case .failure(let problem) = line { problem } else { nil }
        }
        #expect(
            problems == [
                .field("status", .notAnOption), .malformed, .field("externalId", .missing), .field("engine", .missing),
                .malformed, .field("steps[0].status", .missing), .field("startedAt", .malformed),
            ])
    }

    @Test func `a body that is no list of reports is refused as a whole`() {
        #expect(throws: Problem.malformedJSON) { try read("") }
        #expect(throws: Problem.malformedJSON) { try read("[]") }
        #expect(throws: Problem.malformedJSON) { try read("{") }
        #expect(throws: Problem.malformedJSON) { try read("\n \n", as: .lines) }
        #expect(throws: Problem.wrongType) { try read("a=b", as: .form) }
        let many = Array(repeating: "{}", count: ReportReader.limit + 1)
        #expect(throws: Problem.tooLarge) { try read("[" + many.joined(separator: ",") + "]") }
        #expect(throws: Problem.tooLarge) { try read(many.joined(separator: "\n"), as: .lines) }
    }

    @Test func `as many steps as all reports may have together are read, and no more`() throws {
        let steps = Array(repeating: #"{"status":"failed"}"#, count: RunReport.stepLimit).joined(separator: ",")
        let one = #"{"engine":"ENGINE","externalId":"1","status":"failed","steps":[\#(steps)]}"#
        let many = Array(repeating: one, count: ReportReader.stepLimit / RunReport.stepLimit)

        #expect(try read("[\(many.joined(separator: ","))]").count == many.count)
        #expect(try read(many.joined(separator: "\n"), as: .lines).count == many.count)
        #expect(throws: Problem.tooLarge) { try read("[\((many + [one]).joined(separator: ","))]") }
        #expect(throws: Problem.tooLarge) { try read((many + [one]).joined(separator: "\n"), as: .lines) }
        let long = one.replacing("]}", with: #",{"status":"failed"}]}"#)
        #expect(try read(long) == [.failure(.field("steps", .tooLong(limit: RunReport.stepLimit)))])
    }

    @Test func `the reports of a body that is not JSON further on are not taken`() {
        #expect(throws: Problem.malformedJSON) {
            try read(#"[{"engine":"ENGINE","externalId":"1","status":"running"},]"#)
        }
        #expect(throws: Problem.malformedJSON) {
            try read(#"{"engine":"ENGINE","externalId":"1","status":"running"}x"#)
        }
    }

    @Test func `what is too much is not read to its end`() throws {
        let many = "[" + String(repeating: "[1],", count: ReportReader.limit + 1)
        #expect(throws: Problem.tooLarge) { try read(many) }
        let steps = Array(repeating: #"{"status":"failed"}"#, count: RunReport.stepLimit).joined(separator: ",")
        let one = #"{"engine":"ENGINE","externalId":"1","status":"failed","steps":[\#(steps)]},"#
        #expect(throws: Problem.tooLarge) {
            try read("[" + String(repeating: one, count: ReportReader.stepLimit / RunReport.stepLimit + 1))
        }
    }

    @Test func `of a report nothing is built that is not kept, however large it is`() throws {
        let ones = String(repeating: "[1],", count: 5_000) + "[1]"
        let body =
            #"{"status":"running","payload":[\#(ones)],"error":[\#(ones)],"steps":[{"kind":{"a":[\#(ones)]}},\#(ones)]}"#
        let built = try JSONValue.parse(Array(body.utf8), keeping: ReportReader.shape)

        #expect(built.members?.map(\.key) == ["status", "error", "steps"])
        #expect(built["error"] == .array([]))
        let steps = try #require(built["steps"]?.elements)
        #expect(steps.count == RunReport.stepLimit + 1)
        #expect(steps.first == .object([JSONMember("kind", .object([]))]))
        #expect(steps.dropFirst().allSatisfy { $0 == .array([]) })
        #expect(try read("[[\(ones)]]") == [.failure(.malformed)])
    }

    @Test func `duplicate keys, depth and number tricks do not get through`() throws {
        #expect(throws: Problem.malformedJSON) {
            try read(#"{"engine":"ENGINE","externalId":"1","status":"running","status":"failed"}"#)
        }
        #expect(throws: Problem.malformedJSON) {
            try read(String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000))
        }
        let line = try read(#"{"engine":"ENGINE","externalId":"1","status":"running","attempt":1e3}"#).first
        #expect(line == .failure(.field("attempt", .malformed)))
    }

    @Test func `no body crashes the reader, and order is kept`() throws {
        var dice = SeededDice(9)
        for _ in 0..<1_500 {
            let bytes = dice.bytes(
                from: [
                    "{", "}", "\"status\":\"running\"", "\"engine\":", ",", "[", "]", "\n", "null", "\"steps\":[{}]",
                    "1e9",
                ],
                count: 0...20)
            _ = try? ReportReader.read(bytes, as: .json)
            _ = try? ReportReader.read(bytes, as: .lines)
        }
        let numbers = (0..<50).map { #"{"engine":"ENGINE","externalId":"\#($0)","status":"queued"}"# }
        let runs = try read(numbers.joined(separator: "\n"), as: .lines).map { try report($0).run }
        #expect(runs == (0..<50).map { .external(engine: Self.engine, id: "\($0)") })
    }
}
