import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct BodiesUnderWayTests {
    /// Something that waits until it is let go.
    private struct Gate: Sendable {
        private let begun = AsyncStream<Void>.makeStream()
        private let ended = AsyncStream<Void>.makeStream()

        func hold() async {
            begun.continuation.yield()
            for await _ in ended.stream { break }
        }

        func waitUntilHeld() async { for await _ in begun.stream { break } }
        func letGo() { ended.continuation.finish() }
    }

    private func request(_ client: String, through proxy: String? = nil, _ body: PortalRequestBody) -> PortalRequest {
        var head = HTTPRequest(method: .post, scheme: nil, authority: FakeHouse.host, path: "/sign-in")
        head.headerFields[.contentType] = "application/x-www-form-urlencoded"
        if proxy != nil { head.headerFields[.forwardedFor] = client }
        return PortalRequest(head: head, body: body, peer: NetworkAddress(proxy ?? client))
    }

    private static let unread = PortalRequestBody { _ in
        Issue.record("the body was read")
        return []
    }

    @Test(arguments: [nil, "10.1.1.1"])
    func `a network that holds its bodies back sends no more of them, and others do`(_ proxy: String?) async throws {
        let configuration = HTTPConfiguration(
            trustedProxies: ["10.0.0.0/8"].compactMap { AddressRange($0) }, bodiesPerNetwork: 2)
        let dispatcher = Visitor(configuration: configuration).dispatcher
        let gates = [Gate(), Gate()]
        let held = gates.map { gate in
            let slow = PortalRequestBody { _ in
                await gate.hold()
                return Array("email=".utf8)
            }
            let request = request("192.0.2.1", through: proxy, slow)
            return Task { await dispatcher.answer(request) }
        }
        for gate in gates { await gate.waitUntilHeld() }

        let refused = await dispatcher.answer(request("192.0.2.200", through: proxy, Self.unread))
        #expect(refused.code == 503)
        #expect(refused.head.headerFields[.retryAfter] == "2")
        let other = await dispatcher.answer(request("198.51.100.1", through: proxy, .bytes(Array("email=".utf8))))
        #expect(other.code == 400, "it was read, and is not our own form")
        for gate in gates { gate.letGo() }
        for task in held { #expect(await task.value.code == 400) }
        let again = await dispatcher.answer(request("192.0.2.1", through: proxy, .bytes(Array("email=".utf8))))
        #expect(again.code == 400)
    }

    @Test func `who is on this machine, or cannot be told apart, is not counted`() async throws {
        let bodies = BodiesUnderWay(limit: 1)
        for client in [nil, NetworkAddress("127.0.0.1"), NetworkAddress("::1")] {
            let answer = try await bodies.counting(from: client) {
                try await bodies.counting(from: client) { "read" }
            }
            #expect(answer == "read")
        }
        let client = NetworkAddress("192.0.2.1")
        await #expect(throws: BodiesUnderWay.TooMany.self) {
            try await bodies.counting(from: client) { try await bodies.counting(from: client) {} }
        }
    }
}
