import PortalCore
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: [
        "a@b.c", "ada@example.com", "Ada.Lovelace+portal@mail.example.co.uk", "o'brien@example.com",
        "x@xn--bcher-kva.ch",
        "müller@bücher.example", "1@2.3", "a!#$%&'*/=?^_`{|}~-@example.com",
    ])
    func `addresses that mail goes to`(_ text: String) throws {
        let address = try #require(EmailAddress(text))
        #expect(address.text == text)
    }

    @Test func `spaces around an address are not part of it`() throws {
        let address = try #require(EmailAddress(" \t ada@example.com\r\n"))
        #expect(address.text == "ada@example.com")
    }

    @Test func `addresses are compared in lower case and kept as they were typed`() throws {
        let typed = try #require(EmailAddress("Ada@Example.COM"))
        let stored = try #require(EmailAddress("ada@example.com"))
        #expect(typed == stored)
        #expect(typed.hashValue == stored.hashValue)
        #expect(typed.text == "Ada@Example.COM")
        #expect(typed.key == "ada@example.com")
    }

    @Test(arguments: [
        ("kim@example.com", "\u{212A}im@example.com"), ("ina@example.com", "\u{130}na@example.com"),
        ("e\u{301}@example.com", "é@example.com"), ("ß@example.com", "SS@example.com"),
    ])
    func `letters that merely look or fold alike are other mailboxes`(_ one: String, _ other: String) throws {
        let first = try #require(EmailAddress(one))
        let second = try #require(EmailAddress(other))
        #expect(first != second)
        #expect(Array(first.key.utf8) != Array(second.key.utf8))
    }

    @Test(arguments: [
        "", " ", "@", "a@", "@b.c", "a", "a@b", "a@@b.c", "a@b@c.d", "a@.b", "a@b.", "a@b..c", "a@-b.c", "a@b-.c",
        "a b@c.d",
        "a@b c.d", "a@b.c\u{0}", "a\u{202E}@b.c", "a\u{200B}@b.c", "a\nb@c.d", "<a@b.c>", "a@b.c,d@e.f", "a@b.c;d",
        "\"a\"@b.c",
        "a\\@b.c", "a@b.c\u{A0}", "victim@evil.example@\u{301}bank.example", "a@\u{301}b.c", "a@b.\u{301}",
        "a@\u{E000}.c", "Ada <ada@example.com>", "a@b.c\r\nBcc: d@e.f",
    ])
    func `texts that are no address`(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test func `an address has its limits`() {
        let local = String(repeating: "a", count: 64)
        #expect(EmailAddress("\(local)@example.com") != nil)
        #expect(EmailAddress("a\(local)@example.com") == nil)
        let domain = String(repeating: "b.", count: 94) + "c"
        #expect(EmailAddress("\(local)@\(domain)")?.text.utf8.count == 254)
        #expect(EmailAddress("\(local)@b\(domain)") == nil)
    }

    @Test func `whatever is read as an address cannot break a header or have two readings`() {
        var dice = SeededDice(seed: 40)
        var read = 0
        for round in 0..<6_000 {
            let text =
                round.isMultiple(of: 2)
                ? HostileText.damaged("Ada.K@mail.example.com", using: &dice)
                : HostileText.text(length: 12, using: &dice)
            guard let address = EmailAddress(text) else { continue }
            read += 1
            #expect(address.text.unicodeScalars.count { $0 == "@" } == 1)
            #expect(!address.text.unicodeScalars.contains { $0.value < 33 || $0.properties.isWhitespace })
            #expect(address.text.utf8.count <= 254)
            #expect(EmailAddress(address.text) == address)
            #expect(EmailAddress(address.key) == address)
        }
        #expect(read > 100)
    }
}
