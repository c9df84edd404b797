import Foundation
import PortalCore
import Testing

/// The auditors' page says what the policy decides. `PORTAL_WRITE_DOCS=1` writes its table anew.
@Suite struct AccessRulesPageTests {
    private static let begin = "<!-- the matrix: begin -->\n"
    private static let end = "<!-- the matrix: end -->\n"

    private static var page: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/access-rules.md")
    }

    @Test func `the table in Docs is the one that the policy prints`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(text.range(of: Self.begin)).upperBound
        let stop = try #require(text.range(of: Self.end)).lowerBound
        if ProcessInfo.processInfo.environment["PORTAL_WRITE_DOCS"] != nil {
            let written = text[..<start] + AccessMatrix.markdown + text[stop...]
            try String(written).write(to: Self.page, atomically: true, encoding: .utf8)
            return
        }
        #expect(String(text[start..<stop]) == AccessMatrix.markdown)
    }
}
