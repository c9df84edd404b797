import PortalServices
import Testing

@testable import PortalCore

@Suite struct MailedDigitsTests {
    private func digits(_ byte: UInt8) -> MailedDigits {
        MailedDigits(of: Secret(bytes: [UInt8](repeating: byte, count: 32)), CryptoDigests())
    }

    @Test func `a secret has eight digits, and always the same`() {
        var seen: Set<String> = []
        for byte in UInt8.min...UInt8.max {
            let text = digits(byte).text
            #expect(text.wholeMatch(of: /[0-9]{8}/) != nil)
            #expect(MailedDigits(text) == digits(byte))
            seen.insert(text)
        }
        #expect(seen.count > 250 && seen.contains { $0.hasPrefix("0") })
    }

    @Test(arguments: ["01234567", "0123 4567", " 0123-4567 ", "0 1 2 3 4 5 6 7"])
    func `spaces and hyphens do not matter to what is typed`(_ typed: String) {
        #expect(MailedDigits(typed)?.text == "01234567")
    }

    @Test(arguments: ["", "1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨", "1e500000", "+1234567"])
    func `what is not eight digits is none`(_ typed: String) {
        #expect(MailedDigits(typed) == nil)
    }

    @Test func `digits are never printed by accident`() {
        #expect("\(digits(1))\(String(reflecting: digits(1)))".contains(digits(1).text) == false)
    }
}
