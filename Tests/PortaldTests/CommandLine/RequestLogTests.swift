import PortalHTTP
import Testing

@testable import portald

struct RequestLogTests {
    @Test func `a path is told by its pattern, and never itself`() {
        let routes = RoutePatterns([
            "/", "/portal", "/portal/workflows/:workflow", "/portal/workflows/new",
            "/portal/workflows/:workflow/runs/:run",
        ])

        #expect(routes.pattern(of: "/") == "/")
        #expect(routes.pattern(of: "/portal?secret=1") == "/portal")
        #expect(routes.pattern(of: "/portal/workflows/wfl_1") == "/portal/workflows/:workflow")
        #expect(routes.pattern(of: "/portal/workflows/new") == "/portal/workflows/new")
        #expect(routes.pattern(of: "/portal/workflows/wfl_1/runs/run_1?x") == "/portal/workflows/:workflow/runs/:run")
        #expect(routes.pattern(of: "/portal/nowhere/at/all") == nil)
    }

    @Test func `every route is found by its own pattern`() {
        let patterns = RouteTable.portal.patterns.map(\.text)
        let routes = RoutePatterns(patterns)

        for pattern in patterns {
            let path = pattern.split(separator: "/").map { $0.hasPrefix(":") ? "x-1" : $0 }.joined(separator: "/")
            #expect(routes.pattern(of: "/" + path) == pattern)
        }
    }
}
