import Testing

@testable import PortalCore
@testable import PortalPages

/// Whatever comes from outside stays text.
struct EscapingTests {
    private static let attacks = [
        #"</textarea></title></script><script>alert(1)</script>"#,
        #""><img src=x onerror=alert(1)>"#,
        #"' onmouseover='alert(1)"#,
        #"<!--"#,
        #"&lt;b&gt; &amp &#x3c;svg/onload=alert(1)&#62;"#,
        "javascript:alert(1)",
        #"{{7*7}} ${7*7} <%= 7*7 %>"#,
        "\u{0}\u{1}\u{7F}\r\n]]>",
        "]]><svg><a xlink:href=\"javascript:alert(1)\">",
    ]

    @Test(arguments: attacks)
    func `a hostile text changes no page's elements and attributes`(_ attack: String) throws {
        let hostile = World { attack + $0 + attack }
        for (attacked, plain) in zip(hostile.everyPage, World.plain.everyPage) {
            let skeleton = try PageParser(plain.view.html()).elements.map(Skeleton.init)
            let found = try PageParser(attacked.view.html()).elements.map(Skeleton.init)
            #expect(found == skeleton, "\(attacked.name)")
        }
    }

    @Test(arguments: attacks)
    func `a hostile text is read as it was written`(_ attack: String) throws {
        let shown = String(
            attack.unicodeScalars.map { ($0.value < 32 && $0 != "\n") || $0.value == 127 ? "\u{FFFD}" : Character($0) })
        let page = try PageParser(
            DashboardPage(World { $0 + attack }.dashboard, World { $0 + attack }.client()) {
                World.plain.secret()
            }.html())

        #expect(page.texts.contains { $0.element == "h1" && $0.text == "Acme Bakery" + shown })
    }

    /// Texts are looked at several bytes at a time, so what is escaped must not depend on where it stands.
    @Test func `every character is escaped wherever it stands in texts of every length`() {
        let replacements: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"]
        for filling in ["x", "é"] {
            for length in 1...19 {
                for place in 0..<length {
                    let (head, tail) = (
                        String(repeating: filling, count: place), String(repeating: filling, count: length - place - 1)
                    )
                    for code in UInt8(0)...0x7F {
                        let character = Character(Unicode.Scalar(code))
                        let isControl = (code < 0x20 && code != 0x09 && code != 0x0A) || code == 0x7F
                        let shown = isControl ? "\u{FFFD}" : replacements[character] ?? String(character)
                        #expect(written { $0.text(head + String(character) + tail) } == head + shown + tail)
                    }
                }
            }
        }
    }

    @Test(arguments: [
        0, 1, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 123_456_789, .max, .min, -1, -10,
    ])
    func `a whole number is written as it is`(_ value: Int64) {
        #expect(written { $0.integer(value) } == String(value))
        if value >= 0 {
            #expect(written { $0.digits(UInt64(value), atLeast: 4) }.suffix(String(value).count) == String(value))
        }
    }

    @Test func `a number is padded to its width and never cut to it`() {
        #expect(written { $0.digits(7, atLeast: 2) } == "07")
        #expect(written { $0.digits(0, atLeast: 4) } == "0000")
        #expect(written { $0.digits(12_345, atLeast: 4) } == "12345")
        #expect(written { $0.digits(.max, atLeast: 1) } == "18446744073709551615")
    }

    private func written(_ write: (inout HTML) -> Void) -> String {
        var html = HTML(.plain, reserving: 1)
        write(&html)
        return String(decoding: html.finish(), as: UTF8.self)
    }

    /// What of an element does not come from outside.
    private struct Skeleton: Equatable {
        let name: String
        let path: [String]
        let attributes: [String]

        init(_ element: PageParser.Element) {
            name = element.name
            path = element.path
            attributes = element.attributes.map(\.name)
        }
    }

    @Test func `only https and mailboxes become addresses of elsewhere`() {
        #expect(SafeURL(https: "https://example.com/a?b=c#d") != nil)
        for text in [
            "http://example.com", "javascript:alert(1)", "https://", "https:///x", "https://user@example.com",
            "//example.com",
            "https://exa mple.com", " https://example.com", "https://example.com/\n", "HTTPS://example.com",
            "https://a\\@b",
        ] {
            #expect(SafeURL(https: text) == nil, "\(text)")
        }
    }
}
