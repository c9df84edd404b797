import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct RouteTableTests {
    private let routes = RouteTable.portal.routes + RouteTable.operatorPort.routes

    @Test func `every route lies on its audience's ground`() {
        for route in routes {
            let path = route.path.text
            let first = path.split(separator: "/").first
            switch route.audience {
            case .client: #expect(first == "portal" || first == "welcome", "\(path)")
            case .staff: #expect(first == "dashboard", "\(path)")
            case .engine: #expect(path.hasPrefix("/api/v1/"), "\(path)")
            case .anyone, .token: #expect(!["portal", "welcome", "dashboard"].contains(first), "\(path)")
            case .operator: #expect(RouteTable.operatorPort.routes.contains { $0.path == route.path }, "\(path)")
            }
        }
    }

    @Test func `whatever changes something has an action and a sample, and is posted or put`() {
        for route in routes where route.method != .get {
            #expect(route.method == .post || route.method == .put)
            if route.audience == .token { #expect(route.sample != nil, "\(route.path.text)") }
            if ![.anyone, .token].contains(route.audience) {
                #expect(route.action != nil, "\(route.path.text)")
                #expect(route.sample != nil, "\(route.path.text)")
            }
        }
    }

    @Test func `every route for people asks for something`() {
        for route in routes where route.audience == .client || route.audience == .staff {
            #expect(route.action != nil, "\(route.path.text)")
        }
    }

    @Test func `a route is found by its own path, and a head by its get`() {
        for route in RouteTable.portal.routes {
            let path = route.path.path(route.path.parameters.map { _ in "x" })
            guard case .route(let found, let values) = RouteTable.portal.find(path[...].utf8, method: route.method)
            else {
                Issue.record("\(path) leads nowhere")
                continue
            }
            #expect(found.path == route.path && found.method == route.method)
            #expect(values.count == route.path.parameters.count)
            guard route.method == .get else { continue }
            guard case .route = RouteTable.portal.find(path[...].utf8, method: .head) else {
                Issue.record("\(path) has no head")
                continue
            }
        }
    }

    @Test func `the design's pages are all there`() {
        let paths = Set(RouteTable.portal.routes.map { "\($0.method.rawValue) \($0.path.text)" })
        for expected in [
            "GET /", "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /portal", "GET /portal/workflows",
            "GET /portal/workflows/:workflow", "GET /portal/workflows/:workflow/runs/:run", "GET /portal/runs",
            "POST /portal/workflows/:workflow/runs", "GET /portal/workflows/:workflow/runs/:run/events",
            "GET /portal/connections", "GET /portal/connections/:connection", "GET /portal/forms",
            "GET /portal/forms/:form", "GET /portal/billing", "GET /portal/billing/invoices",
            "GET /portal/billing/invoices/:invoice", "GET /portal/billing/payment-methods", "GET /portal/account",
            "POST /portal/switch", "GET /forgot-password", "POST /reset-password", "GET /invitation",
            "POST /invitation", "GET /dashboard/outbox", "GET /dashboard/clients/:workspace/members", "GET /dashboard",
            "GET /dashboard/clients/:workspace", "GET /dashboard/team", "GET /dashboard/team/ownership",
            "GET /dashboard/settings/api-keys", "GET /dashboard/settings/engines", "POST /api/v1/runs",
            "PUT /api/v1/workspaces/:workspace/workflows", "GET /api/v1/openapi.json",
        ] { #expect(paths.contains(expected), "\(expected)") }
    }

    @Test func `a description is one line of JSON`() throws {
        for description in RouteTable.portal.descriptions {
            let json = try JSONValue.parse(Array(description.json.utf8))
            #expect(json["path"]?.string == description.path)
            #expect(json["audience"]?.string == description.audience.rawValue)
            #expect(!description.json.contains("\n"))
        }
    }

    @Test func `no path names the software, but for the clients' own ground`() {
        for route in RouteTable.portal.routes where route.audience != .client {
            #expect(!route.path.text.contains("portal"), "\(route.path.text)")
        }
    }
}
