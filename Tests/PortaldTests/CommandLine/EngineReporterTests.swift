import Testing

@testable import portald

/// What the simulated engine reads in the portal's answers.
struct EngineReporterTests {
    @Test(arguments: [
        (#"{"results":[{"run":"run_1","status":"running","new":false}]}"#, nil),
        (#"{"results":[]}"#, nil),
        (#"{"results":[{"problem":"run-unknown"}]}"#, "run-unknown"),
        (
            #"{"results":[{"run":"run_1","status":"running","new":true},{"problem":"invalid","field":"status"}]}"#,
            "invalid"
        ),
        ("{}", "no results"), ("", "no results"), ("<html>", "no results"),
    ])
    func `a report that was refused is noticed, though the batch was taken`(_ answer: String, _ problem: String?) {
        #expect(EngineReporter.problem(in: Array(answer.utf8)) == problem)
    }
}
