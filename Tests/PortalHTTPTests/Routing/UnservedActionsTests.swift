import Foundation
import PortalCore
import Testing

@testable import PortalHTTP

/// The auditors' page says which permissions nothing asks for.
@Suite struct UnservedActionsTests {
    /// What routes of another action ask for beside their own.
    private static let askedWithin: Set<Action> = [
        .workflowSetTriggerable, .runViewPayload, .formViewSubmissions, .workflowsPublish,
    ]

    @Test func `the permissions without a route in Docs are those of no route`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Docs/access-rules.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- without a route: begin -->")).upperBound
        let stop = try #require(text.range(of: "<!-- without a route: end -->")).lowerBound
        let told = text[start..<stop].matches(of: /`([A-Za-z.]+)`/).map { String($0.1) }
        let served = Set(RouteTable.portal.routes.compactMap(\.action)).union(Self.askedWithin)
        #expect(told.sorted() == Action.allCases.filter { !served.contains($0) }.map(\.rawValue).sorted())
        #expect(told.isEmpty == false)
    }
}
