import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct RequestOriginTests {
    private let proxies = [AddressRange("127.0.0.1"), AddressRange("10.0.0.0/8")].compactMap(\.self)

    private func request(
        _ authority: String?, peer: String = "203.0.113.9", isTLS: Bool = false, _ fields: [(String, String)] = []
    ) throws -> PortalRequest {
        var head = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")
        for (name, value) in fields {
            head.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        return PortalRequest(head: head, peer: NetworkAddress(peer), isTLS: isTLS)
    }

    @Test func `a stranger's forwarding headers count for nothing`() throws {
        let origin = try RequestOrigin(
            of: request(
                "North.example:8080",
                [("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "1.1.1.1")]),
            trusting: proxies)

        #expect(origin.host.text == "north.example")
        #expect(!origin.isSecure)
        #expect(origin.address == NetworkAddress("203.0.113.9"))
    }

    @Test func `a trusted proxy tells name, scheme and address`() throws {
        let origin = try RequestOrigin(
            of: request(
                "backend:8080", peer: "127.0.0.1",
                [
                    ("X-Forwarded-Host", "North.Example"), ("X-Forwarded-Proto", "https"),
                    ("X-Forwarded-For", "6.6.6.6, 198.51.100.7, 10.1.2.3"),
                ]), trusting: proxies)

        #expect(origin.host.text == "north.example")
        #expect(origin.isSecure)
        // Read from the right, past our own proxies: what a stranger wrote to the left is not believed.
        #expect(origin.address == NetworkAddress("198.51.100.7"))
    }

    @Test func `addresses that cannot be read end the walk`() throws {
        for value in ["unknown", "6.6.6.6, _hidden", "6.6.6.6,", "", "1.2.3.4:80"] {
            let origin = try RequestOrigin(
                of: request("a.example", peer: "127.0.0.1", [("X-Forwarded-For", value)]), trusting: proxies)
            #expect(origin.address == NetworkAddress("127.0.0.1"), "\(value)")
        }
    }

    @Test func `other forwarding headers are never read`() throws {
        let origin = try RequestOrigin(
            of: request(
                "a.example", peer: "127.0.0.1",
                [("Forwarded", "for=6.6.6.6;host=evil.example;proto=https"), ("X-Real-IP", "6.6.6.6")]),
            trusting: proxies)

        #expect(origin.host.text == "a.example")
        #expect(!origin.isSecure)
        #expect(origin.address == NetworkAddress("127.0.0.1"))
    }

    @Test func `without exactly one host there is no origin`() throws {
        #expect(throws: RequestOrigin.Malformed.host) { try RequestOrigin(of: request(nil), trusting: []) }
        #expect(throws: RequestOrigin.Malformed.host) { try RequestOrigin(of: request(""), trusting: []) }
        #expect(throws: RequestOrigin.Malformed.host) {
            // The adapter keeps the first Host out of the list; a second one stays in it.
            try RequestOrigin(of: request("a.example", [("Host", "b.example")]), trusting: [])
        }
        #expect(throws: RequestOrigin.Malformed.host) {
            try RequestOrigin(
                of: request(
                    "a.example", peer: "127.0.0.1",
                    [("X-Forwarded-Host", "a.example"), ("X-Forwarded-Host", "b.example")]), trusting: proxies)
        }
        #expect(throws: RequestOrigin.Malformed.host) {
            try RequestOrigin(
                of: request("a.example", peer: "127.0.0.1", [("X-Forwarded-Host", "a.example, b.example")]),
                trusting: proxies)
        }
    }

    @Test func `no made-up host is more than a name`() throws {
        var dice = SeededDice(6)
        for _ in 0..<3_000 {
            let text = dice.text(
                from: ["north", ".", "example", ":", "8080", "@", "/", " ", "[::1]", "-"], count: 0...8)
            guard let origin = try? RequestOrigin(of: request(text), trusting: []) else { continue }
            #expect(
                origin.host.text.utf8.allSatisfy {
                    $0 == 45 || $0 == 46 || (48...57).contains($0) || (97...122).contains($0)
                })
        }
    }
}
