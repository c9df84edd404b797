import PortalCore
import Testing

@Suite struct NewPasswordTests {
    private let email = EmailAddress("Ada.Lovelace@example.com")

    private func problem(_ text: String) throws -> NewPassword.Problem? {
        let email = try #require(email)
        do {
            let password = try NewPassword(text, for: email)
            #expect(password.text == text)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        "correct horse", "12345679", "Tr0ub4dor&3", "пароль-мой", "        x", "👩‍🔬👨‍🚀🧑‍🎨", "passwords", "qwertyuio",
    ])
    func `length is what counts, not composition`(_ text: String) throws {
        #expect(try problem(text) == nil)
    }

    @Test func `a password has 8 to 256 characters`() throws {
        #expect(try problem("") == .tooShort(minimum: 8))
        #expect(try problem("seven77") == .tooShort(minimum: 8))
        #expect(try problem("äöüäöüä") == .tooShort(minimum: 8))
        #expect(try problem(String(repeating: "ab", count: 128)) == nil)
        #expect(try problem(String(repeating: "ab", count: 128) + "c") == .tooLong(maximum: 256))
        #expect(try problem(String(repeating: "a", count: 1_000_000)) == .tooLong(maximum: 256))
    }

    @Test(arguments: [
        "password", "Password1", "QWERTYUIOP", "12345678", "P@ssw0rd", "aaaaaaaa", "........", "zzzzzzzzzzzzz",
    ])
    func `the commonest are refused, whatever their case`(_ text: String) throws {
        #expect(try problem(text) == .tooCommon)
    }

    @Test(arguments: ["ada.lovelace@example.com", "ADA.LOVELACE@EXAMPLE.COM", "ada.lovelace", "Ada.Lovelace"])
    func `one's own address is no password`(_ text: String) throws {
        #expect(try problem(text) == .isOwnAddress)
    }
}
