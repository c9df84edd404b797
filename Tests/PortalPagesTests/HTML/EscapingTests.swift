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
