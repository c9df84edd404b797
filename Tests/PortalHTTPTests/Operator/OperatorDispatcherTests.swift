import HTTPTypes
import Logging
import PortalCore
import Testing

@testable import PortalHTTP

struct OperatorDispatcherTests {
    private let visitor = Visitor()

    private func get(_ path: String, isServing: Bool = true) async -> PortalResponse {
        let dispatcher = OperatorDispatcher(
            visitor.portal, metrics: visitor.dispatcher.metrics, isServing: { isServing }, logger: Logger(label: "test")
        )
        return await dispatcher.answer(
            PortalRequest(head: HTTPRequest(method: .get, scheme: nil, authority: "127.0.0.1", path: path)))
    }

    @Test func `the process lives, and is ready while storage answers and it is not ending`() async {
        #expect(await get("/healthz").code == 200)
        #expect(await get("/readyz").code == 200)
        #expect(await get("/readyz", isServing: false).code == 503)
        visitor.house.with { $0.failure = .unavailable("disk") }
        #expect(await get("/readyz").code == 503)
        #expect(await get("/healthz").code == 200)
    }

    @Test func `a proxy learns which names are an agency's`() async {
        #expect(await get("/domain-check?domain=north.example").code == 200)
        #expect(await get("/domain-check?domain=NORTH.example").code == 200)
        for path in [
            "/domain-check?domain=other.example", "/domain-check", "/domain-check?domain=",
            "/domain-check?domain=a%20b",
        ] {
            #expect(await get(path).code == 404, "\(path)")
        }
    }

    @Test func `what was answered is counted`() async {
        _ = await visitor.get("/sign-in")
        _ = await visitor.get("/portal")
        let text = await get("/metrics").text

        #expect(text.contains("http_requests_total{audience=\"anyone\",status=\"2xx\"} 1\n"))
        #expect(text.contains("http_requests_total{audience=\"client\",status=\"3xx\"} 1\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.split(separator: " ").count == 2 })
    }

    @Test func `the portal's own routes are not on this port, nor these on its`() async {
        #expect(await get("/portal").code == 404)
        #expect(await visitor.get("/metrics").code == 404)
        #expect(await visitor.get("/healthz").code == 404)
    }
}
