import PortalCore

@testable import PortalPages

/// Text of anybody's is bounded, harmless and, between tags, never markup.
enum TextFuzz {
    static func take(_ bytes: [UInt8]) {
        let text = text(bytes)
        for limit in [1, 40, 2_000] {
            takeDisplay(DisplayText.line(text, limit: limit), limit: limit) { DisplayText.line($0, limit: limit) }
            takeDisplay(DisplayText.paragraph(text, limit: limit), limit: limit) {
                DisplayText.paragraph($0, limit: limit)
            }
        }
        takeNames(text)
        if let url = SafeURL(https: text) {
            expect(
                url.text.utf8.starts(with: "https://".utf8) && !url.text.utf8.contains { $0 <= 32 || $0 >= 127 },
                "unsafe")
        }
        takeMoment(text)
    }

    private static func takeDisplay(_ shown: String, limit: Int, again: (String) -> String) {
        expect(shown.utf8.count <= limit, "\(shown.utf8.count) bytes where \(limit) are allowed")
        expect(again(shown).utf8.elementsEqual(shown.utf8), "cleaned again, it is another text")
        for scalar in shown.unicodeScalars where scalar != "\n" {
            expect(scalar.value >= 32 && scalar.value != 127, "a control character is shown")
            // What turns the direction of what follows.
            expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value), "turned")
        }
    }

    private static func takeNames(_ text: String) {
        if let email = EmailAddress(text) {
            expect(EmailAddress(email.text) == email && email.text.utf8.count <= 254, "another mailbox")
            let link = SafeURL(mailTo: email).text
            expect(link.utf8.starts(with: "mailto:".utf8) && !link.utf8.contains { $0 <= 32 || $0 >= 127 }, "unsafe")
        }
        if let slug = Slug(text) { expect(Slug(slug.text) == slug, "another slug") }
        if let secret = Secret(text: text) { expect(secret.text.utf8.elementsEqual(text.utf8), "another secret") }
        if let colour = Colour(text) { expect(Colour(colour.hex) == colour, "another colour") }
    }

    private static func takeMoment(_ text: String) {
        guard let instant = Timestamp.instant(text) else { return }
        expect(Timestamp.instant(Timestamp.text(instant)) == instant, "another moment")
    }
}
