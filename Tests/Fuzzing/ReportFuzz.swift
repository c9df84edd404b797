import PortalCore

@testable import PortalHTTP

/// Whatever an engine reports, what is kept of it is bounded and fit to be shown. The first line says of what type the body is.
enum ReportFuzz {
    static func take(_ bytes: [UInt8]) {
        let (type, body) = cut(bytes)
        guard let type = BodyType(text(type)), let lines = try? ReportReader.read(body, as: type) else { return }
        expect((1...ReportReader.limit).contains(lines.count), "\(lines.count) reports")
        for case .success(let report) in lines {
            let clean = report.cleaned()
            expect(clean == clean.cleaned(), "cleaned again, it is another report")
            expect((1...1_000_000).contains(clean.attempt), "attempt \(clean.attempt)")
            expect(clean.steps.count <= RunReport.stepLimit, "\(clean.steps.count) steps")
            if case .external(_, let id) = clean.run {
                expect((1...200).contains(id.utf8.count), "an id of \(id.utf8.count)")
            }
            for step in clean.steps {
                expect(
                    step.name.utf8.count <= 120 && step.kind.utf8.count <= 40 && step.summary.utf8.count <= 200,
                    "too long")
                for text in [step.name, step.kind, step.summary] {
                    expect(
                        !text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 },
                        "a control character is kept")
                }
            }
            merge(clean)
        }
    }

    /// Every order of the same reports ends in the same state.
    private static func merge(_ report: RunReport) {
        var once = RunState.queued
        guard (try? once.merge(report)) != nil else { return }
        var twice = once
        expect((try? twice.merge(report)) != nil && twice == once, "told twice, it is another state")
    }
}
