import PortalPages
import Testing

@testable import PortalHTTP

struct FieldsTests {
    private func fields(_ text: String) throws -> Fields { try Fields(urlEncoded: text.utf8) }

    @Test func `fields are decoded strictly`() throws {
        let fields = try fields("name=Caf%C3%A9+Nord&empty=&archived&a%3Db=%26")

        #expect(try fields.text(.name) == "Café Nord")
        #expect(try fields.value("empty") == "")
        #expect(try fields.isTicked(.archived))
        #expect(try fields.value("a=b") == "&")
        #expect(try fields.value("other") == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "%=a"])
    func `a broken escape makes the whole form malformed`(_ text: String) {
        #expect(throws: Fields.Malformed.badEscape) { try fields(text) }
    }

    @Test func `bytes that are no UTF-8 make the whole form malformed`() {
        #expect(throws: Fields.Malformed.badUTF8) { try fields("a=%ff") }
        #expect(throws: Fields.Malformed.badUTF8) { try fields("a=%C0%80") }
        #expect(throws: Fields.Malformed.nullCharacter) { try fields("a=%00") }
    }

    @Test func `a field with one value may not come twice, one with several may`() throws {
        let fields = try fields("name=a&name=b&permissions=x&permissions=y")

        #expect(throws: Fields.Malformed.duplicate("name")) { try fields.value("name") }
        #expect(fields.all("permissions") == ["x", "y"])
        #expect(fields.hint("name") == nil)
    }

    @Test func `a form has at most two hundred fields`() throws {
        let text = Array(repeating: "a=b", count: 200).joined(separator: "&")

        #expect(try fields(text).all("a").count == 200)
        #expect(throws: Fields.Malformed.tooMany) { try fields(text + "&a=b") }
    }

    @Test func `names that only look alike are different fields`() throws {
        // The composed and the decomposed é.
        let fields = try fields("caf%C3%A9=1&cafe%CC%81=2")

        #expect(try fields.value("caf\u{E9}") == "1")
        #expect(try fields.value("cafe\u{301}") == "2")
    }

    @Test func `no input crashes the reader, and what it reads is text`() {
        var dice = SeededDice(2)
        for _ in 0..<3_000 {
            let bytes = dice.bytes(from: ["a=", "&", "%41", "%C3%A9", "%", "+", "csrf=", "=="], count: 0...16)
            guard let fields = try? Fields(urlEncoded: bytes) else { continue }
            #expect(fields.all("a").allSatisfy { !$0.utf8.contains(0) })
        }
    }
}
