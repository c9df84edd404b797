import Foundation
import PortalCore
import Testing

@testable import PortalServices

struct MIMEMessageTests {
    private func bytes(_ fixture: MailFixture, allows8Bit: Bool = false) throws -> [UInt8] {
        MIMEMessage(message: try fixture.message(), allows8Bit: allows8Bit).bytes()
    }

    @Test func `a mail says who, to whom, when and that a machine wrote it`() throws {
        #expect(
            try bytes(MailFixture()).mailHeader == [
                "From: Northwind <notify@mail.example>",
                "Reply-To: Northwind <help@northwind.example>",
                "To: Clara <clara@acme-bakery.example>",
                "Subject: Your password was changed",
                "Date: Mon, 16 Nov 2026 15:05:09 +0000",
                "Message-ID: <\(MailFixture().id)@northwind.example>",
                "Auto-Submitted: auto-generated",
                "Content-Language: en",
                "MIME-Version: 1.0",
                "Content-Type: multipart/alternative; boundary=\"a-\(MailFixture().id)\"",
            ])
    }

    @Test func `a mail that can be stopped says where, at one click and over TLS alone`() throws {
        var fixture = MailFixture()
        #expect(try !bytes(fixture).mailHeader.contains { $0.hasPrefix("List-") })
        fixture.stopAddress = "https://northwind.example/unsubscribe?token=abc"
        let fields = try bytes(fixture).mailHeader.filter { $0.hasPrefix("List-") }
        #expect(
            fields == [
                "List-Unsubscribe: <https://northwind.example/unsubscribe?token=abc>",
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            ])
        // What anybody in between can read is for a reader to press, not for a program.
        fixture.stopAddress = "http://localhost:8080/unsubscribe?token=abc"
        #expect(
            try bytes(fixture).mailHeader.filter { $0.hasPrefix("List-") }
                == ["List-Unsubscribe: <http://localhost:8080/unsubscribe?token=abc>"])
        for hostile in ["https://a.example/\r\nBcc: x@evil.example", "https://a.example/>, <mailto:x", ""] {
            fixture.stopAddress = hostile
            let header = try bytes(fixture).mailHeader
            #expect(!header.contains { $0.hasPrefix("Bcc") || $0.contains("mailto") })
        }
    }

    @Test func `the same mail is the same bytes at every try`() throws {
        let first = try bytes(MailFixture())
        #expect(try bytes(MailFixture()) == first)
    }

    static let hostile = [
        "Eve\r\nBcc: all@victims.example", "Eve\nX: y", "Eve\rSubject: z", "Eve\u{0}", "Eve\u{85}Bcc: a@b.example",
        "Eve\u{2028}Bcc: a@b.example", "\"Eve\" <boss@bank.example>", "boss@bank.example", "boss＠bank.example",
        "=?utf-8?B?Qm9zcw==?=", "Eve\\", "Eve\\\"", "\u{202E}evE", String(repeating: "long ", count: 500),
        String(repeating: "Ö", count: 3_000), "", "   ", "(comment)", "a, b; c:",
    ]

    @Test(arguments: hostile)
    func `whatever a name, a brand or a subject holds, it stays in its own field`(_ text: String) throws {
        let fixture = MailFixture(name: text, brand: text, subject: text)
        let mail = try bytes(fixture)
        let names = mail.mailHeader.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
                "MIME-Version", "Content-Type",
            ])
        #expect(mail.mailLines.allSatisfy { $0.utf8.count <= 998 })
        let strayLineEnds = mail.mailLines.filter { $0.contains { $0.isNewline } }
        #expect(strayLineEnds.isEmpty)
        let to = try #require(mail.mailHeader.first { $0.hasPrefix("To: ") })
        #expect(to.hasSuffix("<clara@acme-bakery.example>") && to.count { $0 == "@" } == 1, "\(to)")
        #expect(mail.mailHeader.allSatisfy { $0.utf8.allSatisfy { (32...126).contains($0) } })
    }

    @Test func `a name beyond ASCII comes out as it went in, in words of bounded length`() throws {
        let name = "Ödön Łukasiewicz-Nguyễn 田中さくら of the Bakery"
        let mail = try bytes(MailFixture(name: name, subject: name))
        let subject = try #require(mail.mailHeader.first { $0.hasPrefix("Subject: ") })
        let words = subject.dropFirst(9).split(separator: " ")
        #expect(words.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?B?") && $0.hasSuffix("?=") })
        let decoded = words.compactMap { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) }
            .compactMap { String(data: $0, encoding: .utf8) }
        #expect(decoded.count == words.count, "no word splits a character")
        #expect(decoded.joined() == name)
    }

    @Test func `an address with odd characters is written so that it stays one`() throws {
        for (address, written) in [
            ("o'neill+x@acme.example", "o'neill+x@acme.example"), ("a(b)@acme.example", "\"a(b)\"@acme.example"),
            ("a..b@acme.example", "\"a..b\"@acme.example"), ("ü@acme.example", "ü@acme.example"),
        ] {
            let email = try #require(EmailAddress(address))
            #expect(MailAddress.written(email) == written)
        }
        #expect(!MailAddress.isUsable(try #require(EmailAddress("a@b(c).example"))))
        #expect(MailAddress.needsUTF8(try #require(EmailAddress("a@bücher.example"))))
    }

    @Test func `a text is found again, and no line of it is too long`() throws {
        let text =
            "Grüße,\n\n.\n..\nFrom here on = 100 %\ntrailing space \n" + String(repeating: "wörter ", count: 400) + "\n"
        let mail = try bytes(MailFixture(text: text, html: "<p>" + String(repeating: "x", count: 5_000)))
        #expect(mail.mailLines.drop { !$0.isEmpty }.allSatisfy { $0.utf8.count <= 76 })
        #expect(mail.mailLines.allSatisfy { $0.utf8.count <= 998 })
        #expect(mail.allSatisfy { $0 < 128 })
        #expect(decodedFirstPart(mail) == text)
    }

    @Test func `where eight bits may travel, a file of it can be read as it is`() throws {
        let text = "Grüße,\n\nhttps://northwind.example/reset-password?token=abc\n"
        let mail = try bytes(MailFixture(text: text), allows8Bit: true)
        #expect(mail.mailLines.contains("https://northwind.example/reset-password?token=abc"))
        #expect(mail.mailLines.contains("Grüße,"))
    }

    @Test func `the logo goes along, and nothing is loaded from elsewhere`() throws {
        let picture = MailPicture(mediaType: "image/png", bytes: Array(0...255))
        let mail = try bytes(MailFixture(logo: picture))
        let lines = mail.mailLines
        #expect(lines.contains("Content-ID: <logo>") && lines.contains("Content-Disposition: inline"))
        let encoded = lines.drop { $0 != "Content-Disposition: inline" }.dropFirst(2).prefix { !$0.hasPrefix("--") }
        #expect(Data(base64Encoded: encoded.joined()).map(Array.init) == picture.bytes)
    }

    /// What stands in the first part, which is quoted-printable.
    private func decodedFirstPart(_ mail: [UInt8]) -> String {
        let lines = mail.mailLines.drop { !$0.hasPrefix("--a-") }.dropFirst()
        let body = lines.drop { !$0.isEmpty }.dropFirst().prefix { !$0.hasPrefix("--a-") }
        var bytes: [UInt8] = []
        for line in body {
            var rest = Array(line.utf8)[...]
            let isSoft = rest.last == UInt8(ascii: "=")
            if isSoft { rest.removeLast() }
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "=") else {
                    bytes.append(byte)
                    continue
                }
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            }
            if !isSoft { bytes.append(10) }
        }
        return String(decoding: bytes.dropLast(), as: UTF8.self)
    }
}
