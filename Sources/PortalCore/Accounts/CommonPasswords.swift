/// The commonest passwords of eight characters or more, in lower case.
///
/// Patterns that head every public survey of leaked passwords: keyboard walks, digit runs, and the word "password" with
/// its decorations. Written by hand for this project; a longer list can be given by the operator's own policy.
enum CommonPasswords {
    static func contains(_ lowered: String) -> Bool { list.contains(lowered) || isOneCharacterRepeated(lowered) }

    private static func isOneCharacterRepeated(_ text: String) -> Bool {
        guard let first = text.first else { return false }
        return text.allSatisfy { $0 == first }
    }

    private static let list: Set<String> = [
        "12345678", "123456789", "1234567890", "0123456789", "987654321", "9876543210", "87654321", "12341234",
        "11223344", "123123123", "123456123", "123454321", "147258369", "123321123", "password", "password1",
        "password12", "password123", "password1234", "password!", "passw0rd", "p@ssword", "p@ssw0rd", "pa55word",
        "passwort", "motdepasse", "contraseña", "qwertyui", "qwertyuiop", "qwerty12", "qwerty123", "qwerty1234",
        "qwertz123", "qwertzui", "azertyui", "azertyuiop", "asdfasdf", "asdfghjk", "asdfghjkl", "zxcvbnm1", "1q2w3e4r",
        "1q2w3e4r5t", "1qaz2wsx", "qazwsxedc", "zaq12wsx", "q1w2e3r4", "abcd1234", "abcdefgh", "abc12345", "a1b2c3d4",
        "aa123456", "iloveyou", "iloveyou1", "sunshine", "princess", "football", "baseball", "superman", "batman123",
        "welcome1", "welcome123", "letmein1", "letmein123", "admin123", "admin1234", "administrator", "changeme",
        "changeme1", "changeme123", "default1", "trustno1", "starwars", "whatever", "computer", "internet", "michelle",
        "jennifer", "dragon12", "monkey12", "monkey123", "master12", "shadow12", "test1234", "testtest", "guest123",
        "secret12", "secret123", "love1234", "liverpool", "chocolate", "samsung1", "pokemon1", "summer2024",
        "summer2025", "summer2026", "winter2024", "winter2025", "winter2026", "spring2025", "spring2026",
    ]
}
