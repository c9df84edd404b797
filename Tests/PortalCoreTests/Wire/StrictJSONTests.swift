import PortalCore
import Testing

@Suite struct StrictJSONTests {
    private func rewritten(_ text: String) throws -> String {
        var json = JSONWriter()
        json.value(try JSONValue.parse(Array(text.utf8)))
        return json.text
    }

    @Test(arguments: [
        ("null", "null"), ("true", "true"), ("false", "false"), (" \t\r\n 0 \n", "0"), ("-0", "-0"),
        ("-1.5e+10", "-1.5e+10"), ("1E400", "1E400"), ("0.10", "0.10"), ("[]", "[]"), ("[ ]", "[]"), ("{}", "{}"),
        ("{ }", "{}"),
        ("[1 , [2],{\"a\" : null}]", "[1,[2],{\"a\":null}]"), (#"{"b":1,"a":2,"":3}"#, #"{"b":1,"a":2,"":3}"#),
        (#""""#, #""""#), (#""\"\\\/\b\f\n\r\t""#, #""\"\\/\u0008\u000c\n\r\t""#), (#""\u00e9é""#, #""éé""#),
        (#""\ud83d\uDD11""#, "\"\u{1F511}\""), (#""\u0000""#, #""\u0000""#),
        ("\"\u{7F}\u{2028}\"", "\"\u{7F}\u{2028}\""),
        (#"{"\u0061":1,"b":2}"#, #"{"a":1,"b":2}"#), (#""\uFFFD\ufb01""#, "\"\u{FFFD}\u{FB01}\""),
        (#""a\nb""#, #""a\nb""#), ("123456789012345678901234567890", "123456789012345678901234567890"),
    ])
    func `what is JSON is read as it was written`(_ text: String, canonical: String) throws {
        #expect(try rewritten(text) == canonical)
        #expect(try rewritten(canonical) == canonical)
    }

    /// Texts that are no JSON, each with the byte at which it shows.
    private static let refused: [(JSONError.Reason, [(String, Int)])] = [
        (
            .unexpectedEnd,
            [
                ("", 0), ("  ", 2), ("[", 1), ("[1", 2), ("[1,", 3), ("{", 1), (#"{"a""#, 4), (#"{"a":"#, 5),
                (#"{"a":1"#, 6), (#"{"a":1,"#, 7), (#""a"#, 2), (#""\"#, 2), (#""\u00"#, 5), ("tru", 3), ("-", 1),
                ("1.", 2), ("1e", 2), ("1e+", 3), (#""\ud800"#, 7),
            ]
        ),
        (
            .unexpectedByte,
            [
                ("nul1", 0), ("truex", 0), ("True", 0), ("NaN", 0), ("'a'", 0), ("+1", 0), (".5", 0),
                ("\u{FEFF}1", 0), ("\u{A0}1", 0), ("\u{0B}1", 0), ("[,]", 1), ("[1,]", 3), ("[1 2]", 3), ("[1}", 2),
                ("]", 0), ("{,}", 1), (#"{"a":1,}"#, 7), (#"{"a" 1}"#, 5), ("{a:1}", 1), ("{1:1}", 1),
                (#"{"a":1]"#, 6), (#"{"a":}"#, 5), ("// c", 0), ("[1/**/]", 2), ("\\", 0), ("\u{0}", 0),
            ]
        ),
        (
            .trailingBytes,
            [
                ("1 2", 2), ("{}{}", 2), ("1\u{0}", 1), ("\"a\"b", 3),
            ]
        ),
        (
            .badNumber,
            [
                ("01", 0), ("-01", 0), ("1x", 0), ("1.e1", 2), ("-x", 1), ("1e1.5", 0), ("0x10", 0), ("1.5.5", 0),
                ("--1", 1), ("1+1", 0), ("-Infinity", 1), ("[1e]", 3),
            ]
        ),
        (
            .badEscape,
            [
                (#""\x""#, 1), (#""\'""#, 1), (#""\U0041""#, 1), (#""\u00g0""#, 5), (#""\u+123""#, 3),
            ]
        ),
        (
            .loneSurrogate,
            [
                (#""\ud800""#, 1), (#""\udc00""#, 1), (#""\ud800\n""#, 1), (#""\ud800\ud800""#, 1),
                (#""\ud800x""#, 1), (#""ab\udc00\ud800""#, 3),
            ]
        ),
        (
            .controlCharacter,
            [
                ("\"a\nb\"", 2), ("\"\u{0}\"", 1), ("\"\t\"", 1), ("\"\u{1F}\"", 1),
            ]
        ),
    ]

    @Test func `what is not JSON is refused at its byte`() {
        for (reason, texts) in Self.refused {
            for (text, offset) in texts {
                let error = refusal(of: text)
                #expect(error?.reason == reason, "\(text)")
                #expect(error?.offset == offset, "\(text)")
            }
        }
    }

    private func refusal(of text: String) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue.parse(Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            [0xFF], [0x80], [0xC3], [0xC3, 0x28], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF4, 0x90, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82],
            [0xFE, 0xFE],
        ] as [[UInt8]])
    func `text that is not UTF-8 is refused, in keys too`(_ bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let text = [quote] + bytes + [quote]
        #expect(throws: JSONError(.badUTF8, at: 1)) { try JSONValue.parse(text) }
        let escaped = [quote] + bytes + Array(#"\n"#.utf8) + [quote]
        #expect(throws: JSONError(.badUTF8, at: 1)) { try JSONValue.parse(escaped) }
        let key = [UInt8(ascii: "{")] + text + Array(":1}".utf8)
        #expect(throws: JSONError(.badUTF8, at: 2)) { try JSONValue.parse(key) }
        // Two halves of a character do not meet across an escape.
        let split = [quote, 0xC3] + Array(#"\n"#.utf8) + [0xA9, quote]
        #expect(throws: JSONError(.badUTF8, at: 1)) { try JSONValue.parse(split) }
    }

    @Test(arguments: [
        (#"{"a":1,"a":1}"#, "a", 7), (#"{"a":1,"\u0061":2}"#, "a", 7),
        (#"{"x":[0,{"b":1,"c":2,"b":3}]}"#, "x[1].b", 21),
        (#"{"":1,"":2}"#, #"[""]"#, 6), ("{\"\u{E9}\":1,\"\u{E9}\":2}", #"["\u{00E9}"]"#, 8),
    ])
    func `a key that is there twice is named by its path`(_ text: String, path: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8)) }
        #expect(error?.reason == .duplicateKey)
        #expect(error?.path.description == path)
        #expect(error?.offset == offset)
    }

    @Test func `keys that only look equal are two keys`() throws {
        let document = try JSONValue.parse(Array("{\"\u{E9}\":1,\"e\u{301}\":2,\"K\":3,\"\u{212A}\":4}".utf8))
        #expect(document.members?.count == 4)
        #expect(document["\u{E9}"]?.int == 1)
        #expect(document["e\u{301}"]?.int == 2)
        #expect(document["\u{212A}"]?.int == 4)
        #expect(try document != JSONValue.parse(Array("{\"e\u{301}\":1,\"\u{E9}\":2,\"\u{212A}\":3,\"K\":4}".utf8)))
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test func `many keys are read in linear time, and a duplicate among them is found`() throws {
        let keys = (0..<50_000).map { #""key\#($0)":0"# }
        let large = Array("{\(keys.joined(separator: ","))}".utf8)
        #expect(try JSONValue.parse(large).members?.count == 50_000)

        for (first, second) in [(0, 49_999), (3, 15), (15, 16), (16, 17), (3, 40)] {
            var doubled = keys
            doubled[second] = keys[first]
            let error = #expect(throws: JSONError.self) {
                try JSONValue.parse(Array("{\(doubled.joined(separator: ","))}".utf8))
            }
            #expect(error?.path == JSONPath([.key("key\(first)")]))
        }
    }

    @Test func `nesting is bounded, whatever the caller admits`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(try JSONValue.parse(nested(32)).kind == .array)
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(33)) }
        #expect(try JSONValue.parse(nested(1), maxDepth: 1).kind == .array)
        #expect(throws: JSONError(.tooDeep(limit: 0), at: 0)) { try JSONValue.parse(nested(1), maxDepth: 0) }
        #expect(try JSONValue.parse(nested(JSONValue.deepest), maxDepth: .max).kind == .array)
        let error = #expect(throws: JSONError.self) {
            try JSONValue.parse(Array(repeating: UInt8(ascii: "["), count: 1_000_000), maxDepth: .max)
        }
        #expect(error?.reason == .tooDeep(limit: JSONValue.deepest))
        let objects = Array(String(repeating: #"{"a":"#, count: 100_000).utf8)
        #expect(throws: JSONError.self) { try JSONValue.parse(objects) }
    }

    @Test func `more bytes than admitted are not read`() throws {
        #expect(throws: JSONError(.tooLarge(limit: 3), at: 3)) { try JSONValue.parse(Array("null".utf8), maxBytes: 3) }
        #expect(try JSONValue.parse(Array("null".utf8), maxBytes: 4) == .null)
    }

    private static let shape = JSONShape.members(
        JSONShape.scalars("a", "b") + [.init("list", .elements(.members(JSONShape.scalars("n")), atMost: 2))])

    @Test func `what nobody asked for is not built, and what has another shape shows as that`() throws {
        func kept(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8), keeping: Self.shape) }

        #expect(try kept(#"{"x":[{"a":1}],"a":"\u00e9","y":-1.5e3,"z":"\"\u00e9"}"#) == kept(#"{"a":"\u00e9"}"#))
        #expect(
            try kept(#"{"list":[{"n":1,"m":[[]]},7,{"n":3},[4]]}"#)
                == .object([
                    JSONMember(
                        "list", .array([.object([JSONMember("n", .number(JSONNumber(1)))]), .number(JSONNumber(7))]))
                ]))
        let other = try kept(#"{"a":[[1],[2]],"b":{"c":1},"list":{"n":1}}"#)
        #expect(other == .object([JSONMember("a", .array([])), .init("b", .object([])), .init("list", .object([]))]))
        #expect(try kept("[1,2,[3]]") == .array([]))
        #expect(try kept("7") == .number(JSONNumber(7)))
    }

    @Test func `what is not kept is read as strictly as what is`() {
        for text in Self.refused.flatMap(\.1).map(\.0) {
            let whole = refusal(of: #"{"a":\#(text)}"#)
            guard whole?.reason != .duplicateKey else { continue }
            do throws(JSONError) {
                _ = try JSONValue.parse(Array(#"{"x":\#(text)}"#.utf8), keeping: Self.shape)
                #expect(whole == nil, "\(text)")
            } catch {
                #expect(error.reason == whole?.reason && error.offset == whole?.offset, "\(text)")
            }
        }
        let deep = Array(#"{"x":\#(String(repeating: "[", count: 100_000))"#.utf8)
        #expect(throws: JSONError.self) { try JSONValue.parse(deep, keeping: Self.shape) }
        for bytes in [[0xC3], [0xFF], [0xC3, 0x5C, 0x6E, 0xA9]] as [[UInt8]] {
            let text = Array(#"{"x":""#.utf8) + bytes + Array(#""}"#.utf8)
            #expect(throws: JSONError.self) { try JSONValue.parse(text, keeping: Self.shape) }
        }
        #expect(throws: JSONError.self) { try JSONValue.parse(Array(#"{"a":1,"a":2}"#.utf8), keeping: Self.shape) }
    }

    @Test func `the elements of an array are read one by one`() throws {
        func elements(_ text: String) throws -> [JSONValue] {
            var reader = JSONElements(Array(text.utf8))
            var elements: [JSONValue] = []
            while let element = try reader.next() { elements.append(element) }
            #expect(try reader.next() == nil)
            return elements
        }

        for text in [" [1, [2,3] ,{\"a\":null}]\n", "[]", "[ ]", "[[]]"] {
            #expect(try elements(text) == JSONValue.parse(Array(text.utf8)).elements)
        }
        #expect(try elements(#"{"a":[1]}"#) == [JSONValue.parse(Array(#"{"a":[1]}"#.utf8))])
        for text in ["", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "[1]x", "[1}", "{}{}", "[01]"] {
            let error = #expect(throws: JSONError.self) { try elements(text) }
            #expect(error == refusal(of: text), "\(text)")
        }
        #expect(throws: JSONError.self) {
            var reader = JSONElements(Array("[[]]".utf8), maxDepth: 1)
            _ = try reader.next()
        }
    }

    @Test func `numbers are exact until a machine number is asked for`() throws {
        func number(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }
        #expect(try number("9223372036854775807").int == .max)
        #expect(try number("-9223372036854775808").int == .min)
        #expect(try number("9223372036854775808").int == nil)
        #expect(try number("-0").int == 0)
        #expect(try number("1.0").int == nil)
        #expect(try number("1e2").int == nil)
        #expect(try number("1e2").double == 100)
        #expect(try number("0.1").double == 0.1)
        #expect(try number("1e999").double == nil)
        #expect(try number("\"1\"").int == nil)
    }

    @Test func `accessors answer only for their own kind`() throws {
        let document = try JSONValue.parse(Array(#"{"s":"x","n":1,"b":true,"z":null,"a":[],"o":{}}"#.utf8))
        #expect(document.members?.map(\.value.kind) == [.string, .number, .bool, .null, .array, .object])
        #expect(document["s"]?.string == "x" && document["n"]?.string == nil)
        #expect(document["b"]?.bool == true && document["s"]?.bool == nil)
        #expect(document["z"]?.isNull == true && document["missing"] == nil)
        #expect(document["a"]?.elements == [] && document["o"]?.elements == nil)
        #expect(document["a"]?["x"] == nil)
    }

    @Test func `random bytes never crash, and what is read is written and read the same`() throws {
        var dice = SeededDice(seed: 7)
        let alphabet = Array("{}[]\",:\\/ue0dt-+.19nfalstru \n\u{E9}\u{1F511}".utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xFF]
        var accepted = 0
        for _ in 0..<50_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &dice)).map { _ in dice.pick(alphabet) }
            do {
                let value = try JSONValue.parse(bytes)
                var json = JSONWriter()
                json.value(value)
                #expect(try JSONValue.parse(json.bytes) == value)
                accepted += 1
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
        #expect(accepted > 100)
    }
}
