import Testing

@testable import PortalCore

@Suite struct EngineCredentialTests {
    private static let examples: [EngineCredential] = [
        .none, .header(name: "X-Api-Key", value: "0123"), .header(name: "Authorization", value: "Bearer é漢👩‍🔬"),
        .basic(user: "ada", password: "pa:ss:word"), .basic(user: "", password: ""), .header(name: "", value: ""),
        .header(name: String(repeating: "n", count: 300), value: String(repeating: "v", count: 70_000)),
    ]

    @Test(arguments: examples.indices)
    func `what was sealed is read back`(_ index: Int) {
        let credential = Self.examples[index]
        #expect(EngineCredential(encoded: credential.encoded) == credential)
    }

    @Test(arguments: examples.indices.dropLast())
    func `nothing shorter and nothing longer is read`(_ index: Int) {
        let bytes = Self.examples[index].encoded
        for count in 0..<bytes.count { #expect(EngineCredential(encoded: Array(bytes.prefix(count))) == nil) }
        #expect(EngineCredential(encoded: bytes + [0]) == nil)
        #expect(EngineCredential(encoded: bytes + bytes) == nil)
    }

    @Test func `kinds, lengths and texts that are none are refused`() {
        #expect(EngineCredential(encoded: []) == nil)
        for kind in UInt8(3) ... .max { #expect(EngineCredential(encoded: [kind]) == nil) }
        #expect(EngineCredential(encoded: [1, 0xFF, 0xFF, 0xFF, 0xFF, 65]) == nil)
        #expect(EngineCredential(encoded: [1, 0x80, 0, 0, 0]) == nil)
        #expect(EngineCredential(encoded: [2, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0]) == nil)
        #expect(EngineCredential(encoded: [2, 0, 0, 0, 3, 0xED, 0xA0, 0x80, 0, 0, 0, 0]) == nil)
    }

    @Test func `any bytes are refused or read exactly`() {
        var dice = SeededDice(seed: 80)
        for _ in 0..<20_000 {
            var bytes = HostileText.bytes(length: 16, using: &dice).map { dice.once(in: 2) ? $0 % 4 : $0 }
            if !bytes.isEmpty { bytes[0] %= 4 }
            if let credential = EngineCredential(encoded: bytes) { #expect(credential.encoded == bytes) }
        }
    }

    @Test func `a credential can be put into a request as it is`() {
        #expect(EngineCredential.none.isAcceptable)
        #expect(EngineCredential.header(name: "X-Api_Key-2", value: "a b~é").isAcceptable)
        #expect(EngineCredential.basic(user: "ada", password: "pass:word").isAcceptable)

        for name in ["", "X Key", "X:Key", "X\r\nKey", "X\u{301}", "Ключ", "X;", String(repeating: "x", count: 101)] {
            #expect(!EngineCredential.header(name: name, value: "v").isAcceptable, "header \(name)")
        }
        for text in ["", "a\r\nb", "a\nb", "a\u{0}b", "a\tb", "\u{7F}", String(repeating: "x", count: 4_001)] {
            #expect(!EngineCredential.header(name: "X", value: text).isAcceptable)
            #expect(!EngineCredential.basic(user: text, password: "p").isAcceptable)
            #expect(!EngineCredential.basic(user: "u", password: text).isAcceptable)
        }
        #expect(!EngineCredential.basic(user: "a:b", password: "p").isAcceptable)
        #expect(!EngineCredential.basic(user: "a:\u{301}b", password: "p").isAcceptable)
    }
}

@Suite struct WebAddressTests {
    @Test(arguments: [
        "https://engine.example", "http://engine.example:5678/webhook/abc?x=1#y", "HTTPS://ENGINE.example/",
        "http://[::1]:80/",
        "https://127.0.0.1/a@b", "https://engine.example?to=a@b", "https://engine.example#@",
    ])
    func `addresses that a request may be sent to`(_ text: String) {
        #expect(WebAddress.isAcceptable(text))
    }

    @Test(arguments: [
        "", "https://", "https:///path", "http://?x", "http://#", "https://:80/", "engine.example", "//engine.example",
        "/path",
        "ftp://engine.example", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "https:engine.example",
        "https://user@engine.example", "https://user:secret@engine.example/", "https://engine.example /",
        "https://engine\t.example",
        " https://engine.example", "https://engine.example\n", "https://bücher.example",
        "https://engine.example/\u{202E}",
        "https://engine.example/\u{7F}", "https//engine.example", "https:/\u{301}/engine.example",
    ])
    func `texts that are no address of ours`(_ text: String) {
        #expect(!WebAddress.isAcceptable(text))
    }

    @Test(arguments: [
        ("https://engine.example/a", "https://engine.example:443"),
        ("HTTP://Engine.Example", "http://engine.example:80"),
        ("https://engine.example:8443?x", "https://engine.example:8443"), ("http://[::1]/", "http://[::1]:80"),
        ("http://[::1]:81/", "http://[::1]:81"), ("https://a.example#@b.example", "https://a.example:443"),
        ("https://a.example\\.b.example/", "https://a.example\\.b.example:443"),
    ])
    func `an origin is scheme, host and port`(_ address: String, _ origin: String) {
        #expect(WebAddress.isAcceptable(address))
        #expect(WebAddress.origin(of: address) == origin)
    }

    @Test func `an engine with an address of its own is asked there and nowhere else`() {
        let engine = Engine(
            id: Sample.engine, name: "Engine", kind: .n8n, apiURL: "https://engine.example/api", createdAt: Sample.noon)
        for url in ["", "https://engine.example/x", "https://ENGINE.example:443/x"] {
            #expect(engine.problem(withTriggerURL: url) == nil, "\(url)")
        }
        for url in [
            "http://engine.example/x", "https://engine.example:444/x", "https://engine.example.evil.example/x",
            "https://evil.example/engine.example", "https://engine.example./x", "https://engine.example:/x",
        ] { #expect(engine.problem(withTriggerURL: url) == .notAnOption, "\(url)") }
        for url in ["engine.example", "https://user@engine.example/", "ftp://engine.example"] {
            #expect(engine.problem(withTriggerURL: url) == .malformed, "\(url)")
        }
        let open = Engine(id: Sample.engine, name: "Open", kind: .webhook, apiURL: nil, createdAt: Sample.noon)
        #expect(open.problem(withTriggerURL: "https://anywhere.example/x") == nil)
    }

    @Test func `an address has its limit`() {
        let address = "https://engine.example/"
        #expect(WebAddress.isAcceptable(address + String(repeating: "x", count: 2_000 - address.utf8.count)))
        #expect(!WebAddress.isAcceptable(address + String(repeating: "x", count: 2_001 - address.utf8.count)))
    }
}
