import HTTPTypes
import Logging
import PortalCore
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

    @Test func `what somebody asked for is in no line, whether it is there or not`() async throws {
        try await Town.open { town in
            let dispatcher = Dispatcher(town.portal, logger: Logger(label: "unheard") { _ in SwiftLogNoOpLogHandler() })
            let log = RequestLog(of: dispatcher, logger: town.logger())
            let before = town.notebook.lines.count
            let workflow = town.north.place(1).startable
            for path in [
                "/portal/workflows/\(workflow)?token=whisper", "/reset/whisper", "/sign-in?email=nora@mail.example",
            ] {
                let head = HTTPRequest(
                    method: .get, scheme: "http", authority: House.host(of: .north), path: path,
                    headerFields: [.cookie: "session=whisper", .userAgent: "whisper"])
                _ = await log.answer(PortalRequest(head: head))
            }
            let lines = town.notebook.lines.dropFirst(before)
            #expect(lines.count == 3)
            #expect(lines.first?.contains("/portal/workflows/:workflow") == true)
            for line in lines {
                #expect(!line.contains(workflow.description) && !line.contains("whisper") && !line.contains("nora"))
            }
        }
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
