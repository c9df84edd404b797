import PortalServices
import Testing

@testable import PortalCore

@Suite struct MailedDigitsTests {
    private func digits(_ byte: UInt8) -> MailedDigits {
        MailedDigits(of: Secret(bytes: [UInt8](repeating: byte, count: 32)), CryptoDigests())
    }

    @Test func `a secret has six digits, and always the same`() {
        var seen: Set<String> = []
        for byte in UInt8.min...UInt8.max {
            let text = digits(byte).text
            #expect(text.wholeMatch(of: /[0-9]{6}/) != nil)
            #expect(MailedDigits(text) == digits(byte))
            seen.insert(text)
        }
        #expect(seen.count > 250 && seen.contains { $0.hasPrefix("0") })
    }

    @Test(arguments: ["012345", "012 345", " 012-345 ", "0 1 2 3 4 5"])
    func `spaces and hyphens do not matter to what is typed`(_ typed: String) {
        #expect(MailedDigits(typed)?.text == "012345")
    }

    @Test(arguments: ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "1e5000", "+12345"])
    func `what is not six digits is none`(_ typed: String) {
        #expect(MailedDigits(typed) == nil)
    }

    @Test func `digits are never printed by accident`() {
        #expect("\(digits(1))\(String(reflecting: digits(1)))".contains(digits(1).text) == false)
    }
}
