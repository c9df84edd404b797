import PortalCore
import Testing

@Suite struct CleanedReportTests {
    private func report(attempt: Int = 1, steps: [StepReport] = [], error: String? = nil) -> RunReport {
        RunReport(
            run: .external(engine: Sample.engine, id: "17"), workflow: .id(Sample.workflow), attempt: attempt,
            status: .failed, at: Sample.second(1), createdAt: Sample.second(2), startedAt: Sample.second(3),
            endedAt: Sample.second(4), steps: steps, errorDetail: error)
    }

    @Test func `what is in order stays as it is`() {
        let clean = report(
            attempt: 3,
            steps: [Sample.stepReport(0, .succeeded, start: 1, end: 2, name: "Fetch", kind: "http", summary: "3 rows")],
            error: "line one\nline two")
        #expect(clean.cleaned() == clean)
    }

    @Test(arguments: [
        (Int.min, 1), (0, 1), (1, 1), (1_000_000, 1_000_000), (1_000_001, 1_000_000), (Int.max, 1_000_000),
    ])
    func `an attempt is between one and a million`(_ attempt: Int, _ kept: Int) {
        #expect(report(attempt: attempt).cleaned().attempt == kept)
    }

    @Test(arguments: [(Int.min, 0), (-1, 0), (0, 0), (999, 999), (1_000, 999), (Int.max, 999)])
    func `a step has one of a thousand places`(_ position: Int, _ kept: Int) {
        let cleaned = report(steps: [Sample.stepReport(position, .running)]).cleaned()
        #expect(cleaned.steps.map(\.position) == [kept])
    }

    @Test func `a report has at most a thousand steps`() {
        let cleaned = report(steps: (0..<5_000).map { Sample.stepReport($0, .running) }).cleaned()
        #expect(cleaned.steps.map(\.position) == Array(0..<1_000))
    }

    @Test func `every text is bounded and cannot deceive`() throws {
        let long = String(repeating: "é\u{202E}\r\n", count: 5_000)
        let cleaned = report(
            steps: [Sample.stepReport(0, .failed, name: long, kind: long, summary: long)], error: long
        ).cleaned()
        let step = try #require(cleaned.steps.first)
        #expect(step.name.utf8.count <= 120 && step.kind.utf8.count <= 40 && step.summary.utf8.count <= 200)
        for text in [step.name, step.kind, step.summary] { #expect(!text.contains("\n")) }
        let error = try #require(cleaned.errorDetail)
        #expect(error.utf8.count <= 4_000)
        for text in [step.name, step.kind, step.summary, error] { #expect(!text.unicodeScalars.contains("\u{202E}")) }
    }

    @Test func `cleaning twice is cleaning once`() {
        var dice = SeededDice(seed: 90)
        for _ in 0..<400 {
            func text() -> String { HostileText.text(length: 60, using: &dice) }
            let steps = (0..<3).map { position in
                Sample.stepReport(position, dice.pick(RunStatus.allCases), name: text(), kind: text(), summary: text())
            }
            let once = report(steps: steps, error: text()).cleaned()
            #expect(once.cleaned() == once)
        }
    }
}
