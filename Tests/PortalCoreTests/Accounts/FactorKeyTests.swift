import Testing

@testable import PortalCore

@Suite struct FactorKeyTests {
    @Test func `a key is 160 bits, and its text is base 32`() throws {
        let key = try #require(FactorKey(bytes: Array("12345678901234567890".utf8)))
        #expect(key.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(FactorKey(text: "gezd gnbv GY3T qojq GEZD GNBV GY3T QOJQ")?.bytes == key.bytes)
        for count in [0, 10, 19, 21, 32] { #expect(FactorKey(bytes: [UInt8](repeating: 1, count: count)) == nil) }
    }

    @Test(arguments: ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQAA", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "ÄÖ"])
    func `another text is no key`(_ text: String) { #expect(FactorKey(text: text) == nil) }

    @Test func `neither keys nor recovery codes can be printed by accident`() throws {
        let key = try #require(FactorKey(bytes: [UInt8](repeating: 7, count: 20)))
        let code = RecoveryCode(.seeded("a"))
        var dumped = ""
        dump(key, to: &dumped)
        dump(code, to: &dumped)
        for text in ["\(key)", "\(code)", String(reflecting: key), String(reflecting: code), dumped] {
            #expect(!text.contains(key.text) && !text.contains(code.text) && !text.contains("7, 7"))
        }
    }

    @Test func `a recovery code is found however it is typed`() throws {
        let code = RecoveryCode(.seeded("b"))
        #expect(code.text.utf8.count == 19 && code.text.split(separator: "-").map(\.count) == [4, 4, 4, 4])
        let loose = code.text.replacing("0", with: "O").replacing("1", with: "l").uppercased()
        for typed in [code.text, code.text.uppercased(), code.text.replacing("-", with: " "), loose] {
            #expect(RecoveryCode(typed) == code, "\(typed)")
        }
        for typed in ["", "abcd", code.text + "0", String(code.text.dropLast()), code.text.dropLast() + "u"] {
            #expect(RecoveryCode(typed) == nil, "\(typed)")
        }
    }
}

extension Mint {
    fileprivate static func seeded(_ seed: String) -> Mint {
        struct Bytes: Entropy {
            let seed: String
            func bytes(_ count: Int) -> [UInt8] {
                (0..<count).map {
                    UInt8(truncatingIfNeeded: $0 * 37 + seed.utf8.count * 91 + Int(seed.utf8.first ?? 0))
                }
            }
        }
        return Mint(now: Instant(milliseconds: 0), entropy: Bytes(seed: seed))
    }
}
