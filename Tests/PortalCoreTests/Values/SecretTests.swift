import PortalCore
import Testing

@Suite struct SecretTests {
    private let secret = Secret(bytes: (0..<32).map { $0 &* 37 })

    @Test func `a secret is handed out as 43 characters and read back`() throws {
        #expect(secret.text.utf8.count == 43)
        let read = try #require(Secret(text: secret.text))
        #expect(read.bytes == secret.bytes)
    }

    @Test func `only exactly 256 bits are a secret`() {
        for count in 0..<64 where count != 32 {
            #expect(Secret(text: Base64URL.encode([UInt8](repeating: 7, count: count))) == nil)
        }
        #expect(Secret(text: secret.text + "=") == nil)
        #expect(Secret(text: secret.text + "\n") == nil)
        #expect(Secret(text: " " + secret.text) == nil)
        #expect(Secret(text: String(repeating: "-", count: 42) + "B") == nil)
    }

    @Test func `no way of printing shows what is secret`() throws {
        let email = try #require(EmailAddress("ada@example.com"))
        let password = try NewPassword("kept-from-everybody", for: email)
        let credential = EngineCredential.header(name: "X-Key", value: "kept-from-everybody")
        let basic = EngineCredential.basic(user: "ada", password: "kept-from-everybody")
        let whole = Secret(bytes: Array("kept-from-everybody-kept-from-ev".utf8))

        try expectSilence(of: whole, about: [whole.text, "kept", "107, 101, 112", "bytes"])
        try expectSilence(of: password, about: ["kept"])
        try expectSilence(of: credential, about: ["kept"])
        try expectSilence(of: basic, about: ["kept"])
        try expectSilence(of: PasswordHash(text: "kept"), about: ["kept"], reflected: false)
        try expectSilence(of: EngineDraft(name: "n", kind: .n8n, apiURL: nil, credential: credential), about: ["kept"])
    }

    /// Alone, in a collection, in an enum, in an error, and dumped.
    private func expectSilence<Value: Sendable>(
        of value: Value, about words: [String], reflected: Bool = true
    ) throws {
        var dumped = ""
        dump([value], to: &dumped)
        let error: any Error = Carrier(value: value)
        var prints = ["\(value)", String(reflecting: value), "\([value])", "\(Optional(value) as Any)", "\(error)"]
        if reflected { prints.append(dumped) }
        for print in prints {
            for word in words { #expect(!print.contains(word), "\(type(of: value)) tells") }
        }
    }

    private struct Carrier<Value: Sendable>: Error { let value: Value }
}

@Suite struct Base64Tests {
    // RFC 4648, section 10, and one for each of the two characters that differ.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg", "Zg=="), ("fo", "Zm8", "Zm8="), ("foo", "Zm9v", "Zm9v"),
        ("foob", "Zm9vYg", "Zm9vYg=="),
        ("fooba", "Zm9vYmE", "Zm9vYmE="), ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("<<???>>", "PDw_Pz8-Pg", "PDw/Pz8+Pg=="),
    ])
    func `known texts`(_ plain: String, _ url: String, _ standard: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64URL.encode(bytes) == url)
        #expect(Base64.encode(bytes) == standard)
        #expect(Base64URL.decode(url) == bytes)
        #expect(Base64.decode(standard) == bytes)
    }

    @Test func `bytes of every length come back`() {
        var dice = SeededDice(seed: 30)
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &dice) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AAAAA", "AB", "AAB", "Zg==", "Zm9v\n", " Zm9v", "Zm9+", "Zm9/", "Zm 9v", "Zm9v\u{0}", "Ｚm9v", "Zg\u{301}",
    ])
    func `what is not exactly URL-safe base 64 stands for nothing`(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: [
        "A", "AA", "AAA", "A===", "====", "=", "Zg=", "Zg", "Zg===", "Z=g=", "=Zg=", "Zm9v=", "Zm8=Zm8=", "Zm9-",
        "Zm9_",
        "AB==", "AAB=", "Zm9v\n", "Zg==\n", "Zm\u{301}9",
    ])
    func `what is not exactly padded base 64 stands for nothing`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `every text has one meaning and every meaning one text`() {
        var dice = SeededDice(seed: 31)
        for _ in 0..<4_000 {
            let text = String(decoding: HostileText.bytes(length: 12, using: &dice), as: UTF8.self)
            if let bytes = Base64URL.decode(text) { #expect(Base64URL.encode(bytes) == text) }
            if let bytes = Base64.decode(text) { #expect(Base64.encode(bytes) == text) }
            let damaged = HostileText.damaged(Base64.encode(Array(text.utf8)), using: &dice)
            if let bytes = Base64.decode(damaged) { #expect(Base64.encode(bytes) == damaged) }
        }
    }
}
