import Testing

@testable import PortalServices

struct AddressGateTests {
    private let resolver = TestResolver([
        "example.com": ["93.184.215.14", "2606:2800:21f:cb07::1"], "inside.example.com": ["10.0.0.5"],
        "loop.example.com": ["127.0.0.1"], "mapped.example.com": ["::ffff:127.0.0.1"],
        "mixed.example.com": ["10.0.0.5", "93.184.215.14"], "metadata.example.com": ["169.254.169.254"],
        "n8n.internal": ["172.18.0.4"], "nothing.example.com": [],
    ])

    private func gate(_ allowed: [String] = []) throws -> AddressGate {
        AddressGate(allowing: try allowed.map { try #require(AllowedTarget($0)) }, resolver: resolver)
    }

    @Test func `what is out in the internet passes, with the addresses to connect to`() async throws {
        let target = try await gate().check("https://example.com:8443/hook")

        #expect(target.url.text == "https://example.com:8443/hook")
        #expect(target.addresses.map(\.description) == ["93.184.215.14", "2606:2800:21f:cb07:0:0:0:1"])
        #expect(resolver.questions == 1)
    }

    @Test(arguments: [
        ("http://inside.example.com/", AddressKind.privateUse), ("http://loop.example.com/", .loopback),
        ("http://mapped.example.com/", .loopback), ("http://metadata.example.com/", .linkLocal),
        ("http://n8n.internal/", .privateUse), ("http://127.0.0.1/", .loopback), ("http://[::1]/", .loopback),
        ("http://[::ffff:127.0.0.1]/", .loopback), ("http://0.0.0.0/", .unspecified), ("http://[::]/", .unspecified),
        ("http://169.254.169.254/latest/meta-data/", .linkLocal), ("http://[64:ff9b::7f00:1]/", .loopback),
        ("http://nothing.example.com/", .reserved),
    ])
    func `what leads inside is refused`(_ address: String, _ kind: AddressKind) async throws {
        await #expect(throws: GateRefusal.forbidden(kind)) { try await gate().check(address) }
    }

    @Test func `of several addresses only those that may be connected to are left`() async throws {
        #expect(try await gate().check("http://mixed.example.com/").addresses.map(\.description) == ["93.184.215.14"])
    }

    @Test func `unknown names and unusable addresses are told apart, without naming the operator's network`()
        async throws
    {
        await #expect(throws: GateRefusal.unresolved(.unknownName)) { try await gate().check("http://no.example.com/") }
        await #expect(throws: GateRefusal.malformed(.userInfo)) { try await gate().check("http://a@example.com/") }
        await #expect(throws: GateRefusal.malformed(.scheme)) { try await gate().check("file:///etc/passwd") }

        #expect(AddressKind.allCases.allSatisfy { GateRefusal.forbidden($0).reason == "the address is not allowed" })
    }

    @Test(arguments: [
        ("10.0.0.0/8", "http://inside.example.com/", true), ("10.0.0.0/8", "http://n8n.internal/", false),
        ("10.0.0.5", "http://inside.example.com:8080/", true),
        ("10.0.0.5:8080", "http://inside.example.com:8080/", true),
        ("10.0.0.5:8080", "http://inside.example.com:8081/", false), ("10.0.0.0/8:8080", "http://10.1.2.3:8080/", true),
        ("n8n.internal", "http://n8n.internal:5678/", true), ("N8N.internal", "http://n8n.INTERNAL:5678/", true),
        ("n8n.internal:5678", "http://n8n.internal:5678/", true), ("n8n.internal:5678", "http://n8n.internal/", false),
        ("n8n.internal", "http://172.18.0.4/", false), ("internal", "http://n8n.internal/", false),
        ("127.0.0.1", "http://[::ffff:127.0.0.1]/", true), ("::1", "http://[::1]:9/", true),
        ("[::1]:9", "http://[::1]:9/", true), ("[::1]:9", "http://[::1]:10/", false),
        ("::1", "http://127.0.0.1/", false),
    ])
    func `what the operator lists passes, and no more`(_ allowed: String, _ address: String, _ passes: Bool)
        async throws
    {
        let gate = try gate([allowed])
        if passes {
            _ = try await gate.check(address)
        } else {
            await #expect(throws: GateRefusal.self) { try await gate.check(address) }
        }
    }

    @Test(arguments: [
        "", " ", "http://n8n.internal", "n8n.internal/x", "n8n.internal:", "n8n.internal:0", "n8n.internal:99999",
        "a b",
        "user@host", "10.0.0.5/8", "[::1", "[n8n.internal]", "[n8n.internal]:80", "*.internal", "::1:", "10.0.0.0/8:x",
    ])
    func `a line that means nothing is no permission`(_ text: String) {
        #expect(AllowedTarget(text) == nil)
    }
}

struct SystemResolverTests {
    @Test func `localhost leads to loopback, so the gate refuses it`() async throws {
        let addresses = try await SystemResolver().addresses(of: "localhost")
        #expect(!addresses.isEmpty && addresses.allSatisfy { $0.kind == .loopback })

        for address in [
            "http://localhost/", "http://LOCALHOST:9/", "http://127.1/", "http://2130706433/", "http://0x7f.1/",
        ] {
            await #expect(throws: GateRefusal.forbidden(.loopback)) { try await AddressGate().check(address) }
        }
    }

    @Test func `a number is itself, and an impossible name is unknown`() async throws {
        #expect(try await SystemResolver().addresses(of: "192.0.2.1") == [IPAddress("192.0.2.1")])
        await #expect(throws: ResolvingFailure.unknownName) {
            try await SystemResolver().addresses(of: "no-such-name.invalid")
        }
    }

    @Test func `a look-up that takes too long is given up`() async throws {
        let slow = SystemResolver(timeLimit: 0)
        await #expect(throws: ResolvingFailure.self) {
            for _ in 0..<20 { _ = try await slow.addresses(of: "no-such-name.invalid") }
        }
    }
}
