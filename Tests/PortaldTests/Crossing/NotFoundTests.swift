import PortalCore
import Testing

/// "Not found" says nothing: it is one page for everybody of an audience.
@Suite struct NotFoundTests {
    @Test func `all clients of an agency are told the same, and so are all staff`() async throws {
        try await Town.open { town in
            for (people, path) in [
                ([Cast.client, .neighbour, .both, .billing, .bare, .newcomer], "/portal/workflows/x"),
                ([.owner, .admin, .member], "/dashboard/clients/x"),
            ] {
                var pages: Set<Answer> = []
                for cast in people { pages.insert(try await Browser(cast, in: town).get(path).comparable) }
                #expect(pages.count == 1, "\(path): \(pages.count) pages")
                let page = try #require(pages.first)
                #expect(page.status == 404 && page.all("set-cookie").isEmpty)
                #expect(page.text.hiddenValue("csrf") == nil && !page.text.contains("/x"))
            }
        }
    }

    @Test func `what only the operator may ask is not at an agency's host`() async throws {
        try await Town.open { town in
            let nothing = try await Browser(.nobody, in: town).get("/nothing-here")
            #expect(nothing.status == 404)
            for path in ["/healthz", "/readyz", "/metrics", "/domain-check?domain=north.example", "/metrics/"] {
                for visitor in [Visitor.nobody, Visitor(.wide, town.seed)] {
                    let answer = try await Browser(visitor, in: town).get(path)
                    #expect(answer.comparable == nothing.comparable, "\(path)")
                }
            }
        }
    }
}
