import PortalCore
import Testing

@testable import PortalPages

/// What holds for every page, in every state.
struct EveryPageTests {
    static let pages = World.plain.everyPage
    static let withLogo = {
        var world = World.plain
        world.logo = true
        return world.everyPage
    }()

    @Test(arguments: pages + withLogo)
    func `a page is balanced and well formed`(_ sample: Sample) throws {
        let page = try PageParser(sample.view.html())

        #expect(page.elements.first?.name == "html")
        #expect(page.elements.count { $0.name == "title" && $0.path == ["html", "head"] } == 1)
        #expect(page.elements.count { $0.name == "h1" } == 1)
        #expect(page.elements.count { $0.name == "main" } == 1)
    }

    @Test(arguments: pages)
    func `no id is there twice, and whatever points to one finds it`(_ sample: Sample) throws {
        let page = try PageParser(sample.view.html())
        let ids = page.elements.compactMap { $0["id"] }
        // Two forms of a page may have a field of the same name only if they never share a page.
        #expect(Set(ids).count == ids.count, "\(ids)")

        for element in page.elements {
            let pointers = ["for", "aria-labelledby", "popovertarget"].compactMap { element[$0] }
            let described = element["aria-describedby"]?.split(separator: " ").map(String.init) ?? []
            let fragment = element["href"].flatMap { $0.hasPrefix("#") ? String($0.dropFirst()) : nil }
            for id in pointers + described + [fragment].compactMap(\.self) {
                #expect(ids.contains(id), "\(element.name) points to \(id)")
            }
        }
    }

    @Test(arguments: pages)
    func `every field has a name that is read and a label`(_ sample: Sample) throws {
        let page = try PageParser(sample.view.html())
        let labelled = page.elements.filter { $0.name == "label" }.compactMap { $0["for"] }
        let fields = page.elements.filter { ["input", "select", "textarea"].contains($0.name) }

        for field in fields
        where field["readonly"] == nil && !field.attributes.contains(where: { $0.name == "readonly" }) {
            #expect(FieldName(rawValue: try #require(field["name"])) != nil)
            let isLabelled =
                field["type"] == "hidden" || field.path.contains("label") || labelled.contains(field["id"] ?? "")
            #expect(isLabelled, "\(field)")
        }
    }

    @Test(arguments: pages)
    func `every form that is posted carries the token, and nothing else does`(_ sample: Sample) throws {
        let bytes = sample.view.html()
        let page = try PageParser(bytes)
        let posts = page.elements.count { $0.name == "form" && $0["method"] == "post" }
        let tokens = page.elements.filter { $0["name"] == "csrf" }

        #expect(tokens.count == posts)
        #expect(tokens.allSatisfy { $0["value"] == World.plain.page.csrf && $0["type"] == "hidden" })
        #expect(String(decoding: bytes, as: UTF8.self).components(of: World.plain.page.csrf) == posts)
    }

    @Test(arguments: pages)
    func `a page has no style, no handler and no script but our own file`(_ sample: Sample) throws {
        let page = try PageParser(sample.view.html())

        for element in page.elements {
            #expect(element.name != "style" && element.name != "base" && element.name != "iframe")
            for attribute in element.attributes {
                #expect(attribute.name != "style" && !attribute.name.hasPrefix("on"), "\(element)")
            }
            if element.name == "script" { #expect(element["src"]?.hasPrefix("/assets/") == true) }
        }
        #expect(!page.texts.contains { $0.element == "script" })
    }

    @Test(arguments: pages + withLogo)
    func `a page asks no other site for anything and leads nowhere unchecked`(_ sample: Sample) throws {
        let page = try PageParser(sample.view.html())

        for element in page.elements {
            for name in ["src", "action", "data-stream"] {
                guard let address = element[name] else { continue }
                #expect(address.hasPrefix("/") && !address.hasPrefix("//"), "\(element)")
            }
            guard let address = element["href"] else { continue }
            let isOwn = address.isEmpty || address.hasPrefix("#") || address.hasPrefix("/") && !address.hasPrefix("//")
            let leads = isOwn || address.hasPrefix("mailto:") || address.hasPrefix("https://northwind.example/")
            #expect(isOwn || element.name == "a" && leads, "\(element)")
        }
    }

    @Test(arguments: pages + withLogo)
    func `a page names neither this software nor what it is made with`(_ sample: Sample) throws {
        let text = String(decoding: sample.view.html(), as: UTF8.self)
        expectNameless(text)
    }

    @Test(arguments: Asset.allCases)
    func `an asset names neither this software nor what it is made with`(_ asset: Asset) {
        expectNameless(String(decoding: asset.bytes, as: UTF8.self))
        expectNameless(asset.fileName)
    }

    @Test func `a brand's stylesheet names neither this software nor what it is made with`() {
        expectNameless(String(decoding: BrandStylesheet.of(World.plain.front.brand).bytes, as: UTF8.self))
    }

    private func expectNameless(_ text: String) {
        // The one word that may be there is the address of the client's side.
        let words = text.lowercased().replacing("\"/portal\"", with: "").replacing("/portal/", with: "/")
            .replacing("/portal?", with: "?")
            // A town in Saskatchewan with a time zone of its own.
            .replacing("swift_current", with: "")
        for word in ["portal", "hummingbird", "swift", "taskjuice", "grdb", "sqlite"] {
            #expect(!words.contains(word), "\(word)")
        }
    }
}

extension String {
    func components(of part: String) -> Int { ranges(of: part).count }
}
