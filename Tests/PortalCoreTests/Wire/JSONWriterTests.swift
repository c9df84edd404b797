import PortalCore
import Testing

@Suite struct JSONWriterTests {
    @Test func `values stand where they were told to, with commas between`() {
        var json = JSONWriter()
        json.object { json in
            json.member("id", "run_1")
            json.member("note", nil as String?)
            json.member("count", 3)
            json.member("none", nil as Int?)
            json.member("ok", true)
            json.member("names", ["a", "b"])
            json.key("steps")
            json.array { json in
                json.int(UInt8.max)
                json.object { _ in }
                json.array { _ in }
                json.object { $0.member("x", .array([.null, .bool(false)])) }
                json.null()
                json.double(0.1)
                json.double(.infinity)
            }
            json.key("last")
            json.string("")
        }
        #expect(
            json.text == #"{"id":"run_1","note":null,"count":3,"none":null,"ok":true,"names":["a","b"],"#
                + #""steps":[255,{},[],{"x":[null,false]},null,0.1,null],"last":""}"#)
    }

    @Test func `every text comes back as it was`() throws {
        var dice = SeededDice(seed: 11)
        let scalars =
            (0..<0x100).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{FFFD}", "\u{1F511}", "\u{301}", "<", "&"]
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &dice) { text.unicodeScalars.append(dice.pick(scalars)) }
            var json = JSONWriter()
            json.object { $0.member(text, text) }
            #expect(!json.bytes.contains { $0 < 0x20 })
            #expect(try JSONValue.parse(json.bytes) == .object([JSONMember(text, .string(text))]))
        }
    }

    @Test func `a body that fails hands its error on`() {
        struct Stop: Error, Equatable {}
        var json = JSONWriter()
        #expect(throws: Stop()) {
            try json.array { _ throws(Stop) in throw Stop() }
        }
    }

    @Test func `doubles read back as the same number`() throws {
        for value in [0, -0.0, 0.1, 1e21, .leastNonzeroMagnitude, Double.greatestFiniteMagnitude, -123.456] {
            var json = JSONWriter()
            json.double(value)
            #expect(try JSONValue.parse(json.bytes).double == value)
        }
    }
}
