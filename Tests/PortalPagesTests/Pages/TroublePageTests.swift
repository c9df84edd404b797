import Testing

@testable import PortalCore
@testable import PortalPages

struct TroublePageTests {
    private let world = World.plain

    @Test func `what is not there is the same page for everybody of one side`() {
        let one = TroublePage(.notFound, front: world.front, landing: .portal(.dashboard)).html()
        let other = TroublePage(.notFound, front: world.front, landing: .portal(.dashboard)).html()
        #expect(one == other)

        let text = String(decoding: one, as: UTF8.self)
        #expect(!text.contains("csrf") && !text.contains("<form") && !text.contains("_01"))
        #expect(!text.contains("<script"))
    }

    @Test func `a page in nobody's name needs nothing and names nobody`() throws {
        let html = NamelessPage(.notFound).html()
        let page = try PageParser(html)
        #expect(!page.elements.contains { ["link", "script", "img", "a", "form"].contains($0.name) })
        #expect(!String(decoding: html, as: UTF8.self).contains("Northwind"))
    }

    @Test func `signing in says the same whatever was wrong`() throws {
        let one = SignInPage(world.page, email: "a@b.example", isRefused: true).html()
        let page = try PageParser(one)
        #expect(page.texts.contains { $0.text == English().say(.arrival(.refused)) })
        #expect(!page.elements.contains { $0.attributes.contains { $0.name == "aria-invalid" } })
    }
}
