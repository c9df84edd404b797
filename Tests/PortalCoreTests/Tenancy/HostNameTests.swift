import PortalCore
import Testing

@Suite struct HostNameTests {
    @Test(arguments: [
        ("example.com", "example.com"), ("EXAMPLE.Com", "example.com"), ("example.com:8080", "example.com"),
        ("example.com.", "example.com"), ("example.com.:443", "example.com"), ("localhost", "localhost"),
        ("a-b.c--d.example", "a-b.c--d.example"), ("127.0.0.1:1", "127.0.0.1"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("example.com:", "example.com"),
    ])
    func `one name in lower case, without port and last dot`(_ header: String, _ name: String) {
        #expect(HostName(header)?.text == name)
    }

    @Test(arguments: [
        "", ".", "..", ":", ":80", "example..com", ".example.com", "example.com..", "-a.example", "a-.example",
        "a_b.example",
        "[::1]", "[::1]:80", "::1", "example.com:80:80", "example.com:http", "example.com:-1", "example.com:123456",
        "exa mple.com", "example.com ", " example.com", "example.com\r\n", "example.com\u{0}", "user@example.com",
        "example.com/path", "example.com#", "bücher.example", "example。com", "ｅxample.com", "\u{212A}im.example",
        "example.com,evil.example", "*.example.com", "e\u{301}xample.com", "example\u{200B}.com",
    ])
    func `texts that are no host`(_ header: String) {
        #expect(HostName(header) == nil)
    }

    @Test func `names and labels have their limits`() {
        let label = String(repeating: "a", count: 63)
        #expect(HostName("\(label).example") != nil)
        #expect(HostName("a\(label).example") == nil)
        let long = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        #expect(HostName(long)?.text.utf8.count == 253)
        #expect(HostName(long + ".")?.text.utf8.count == 253)
        #expect(HostName(long + "b") == nil)
    }

    @Test func `whatever is read is already normal`() {
        var dice = SeededDice(seed: 50)
        for _ in 0..<4_000 {
            let text = HostileText.damaged("Portal.Example.com:443", using: &dice)
            guard let host = HostName(text) else { continue }
            #expect(HostName(host.text)?.text == host.text)
            #expect(
                host.text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 })
        }
    }
}

@Suite struct SlugTests {
    @Test(arguments: ["ab", "a1", "42", "acme-bakery", "a-b-c", String(repeating: "x", count: 40)])
    func `names in an address`(_ text: String) {
        #expect(Slug(text)?.text == text)
    }

    @Test(arguments: [
        "", "a", "-", "--", "-a", "a-", "a--b", "Ab", "a b", "a_b", "a.b", "ä1", "a\u{301}b", "ab\n", " ab", "ａｂ",
        "a\u{0}",
        String(repeating: "x", count: 41), "ab/..", "аb",
    ])
    func `texts that are no slug`(_ text: String) {
        #expect(Slug(text) == nil)
    }

    @Test func `a slug is always a label of a host`() {
        var dice = SeededDice(seed: 51)
        for _ in 0..<2_000 {
            guard let slug = Slug(HostileText.damaged("acme-bakery-42", using: &dice)) else { continue }
            #expect(HostName("\(slug.text).example.com")?.text == "\(slug.text).example.com")
        }
    }
}

@Suite struct ColourTests {
    @Test(
        arguments: [
            ("#000000", 0, 0, 0), ("#ffffff", 255, 255, 255), ("#FFFFFF", 255, 255, 255), ("#0a1B2c", 10, 27, 44),
        ] as [(String, UInt8, UInt8, UInt8)])
    func `six hexadecimal digits`(_ text: String, _ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        #expect(Colour(text) == Colour(red: red, green: green, blue: blue))
    }

    @Test(arguments: [
        "", "#", "000000", "#fff", "#00000", "#0000000", "#00000g", "#+00000", "#-00000", "# 00000", "#00000 ", "red",
        "#\u{301}1234", "#00\u{301}00", "#٠٠٠", "#ffffff;", "url(x)", "#１１", "#0x123",
    ])
    func `texts that are no colour`(_ text: String) {
        #expect(Colour(text) == nil)
    }

    @Test func `a colour is written as it is read`() {
        var dice = SeededDice(seed: 52)
        for _ in 0..<500 {
            let colour = Colour(
                red: .random(in: 0...255, using: &dice), green: .random(in: 0...255, using: &dice),
                blue: .random(in: 0...255, using: &dice))
            #expect(Colour(colour.hex) == colour)
            #expect(colour.hex.utf8.count == 7 && colour.hex == colour.hex.lowercased())
        }
    }
}
