import PortalCore
import Testing

@testable import PortalPages

/// What holds for every mail, whatever it says.
struct LetterPressTests {
    static func letters(_ world: World) -> [Letter] {
        [
            .passwordChanged, .passwordReset(token: world.secret()), .emailChanged,
            .emailChange(token: world.secret(), expiresAt: world.now),
            .invitation(
                token: world.secret(), inviter: world.text("Olivia"), workspace: world.text("Acme"),
                expiresAt: world.now),
            .invitation(token: world.secret(), inviter: world.text("Olivia"), workspace: nil, expiresAt: world.now),
        ]
    }

    static let numbers = letters(.plain).indices

    private func mail(
        _ letter: Letter, in world: World = .plain, logo: MailPicture? = nil, address: PublicAddress = PublicAddress()
    ) throws -> MailMessage {
        let job = MailJob(
            id: world.id(1), agency: world.front.agency.id, kind: .passwordChanged, user: world.user.id, tries: 0,
            createdAt: world.now)
        let dispatch = MailDispatch(
            job: job, letter: letter,
            recipient: Recipient(
                name: world.user.name, email: world.user.email, language: nil, timeZone: "America/New_York"),
            front: world.front, logo: logo, account: nil)
        let sender = try #require(EmailAddress("notify@mail.example"))
        return LetterPress(sender: sender, address: address).write(dispatch)
    }

    @Test(arguments: numbers)
    func `a mail is well formed, says the same in both bodies, and loads nothing`(_ number: Int) throws {
        let logo = MailPicture(mediaType: "image/png", bytes: [1])
        let mail = try mail(Self.letters(.plain)[number], logo: logo)
        let page = try PageParser(mail.html)
        for element in page.elements {
            #expect(!["script", "link", "iframe", "form", "input"].contains(element.name))
            #expect(!element.attributes.contains { $0.name == "style" || $0.name.hasPrefix("on") })
            if let source = element["src"] { #expect(source == "cid:logo") }
            if let address = element["href"] { #expect(address.hasPrefix("https://northwind.example/")) }
        }
        let html = String(decoding: mail.html, as: UTF8.self)
        #expect(!html.contains("url(") && !html.contains("@import") && html.contains("prefers-color-scheme:dark"))
        for link in page.elements.compactMap({ $0["href"] }) { #expect(mail.text.contains(link)) }
        // What stands above an address is there for the button's sake.
        let extra = English().say(.mail(.addressInstead))
        for (element, text) in page.texts where ["p", "h1"].contains(element) && text != extra {
            #expect(mail.text.contains(text))
        }
        #expect(!mail.subject.isEmpty && !mail.text.contains("\r"))
    }

    @Test(arguments: numbers)
    func `a mail names nobody but the agency`(_ number: Int) throws {
        let mail = try mail(Self.letters(.plain)[number])
        let everything = (mail.subject + mail.text + String(decoding: mail.html, as: UTF8.self)).lowercased()
        for word in ["portal", "hummingbird", "swift", "grdb", "sqlite"] {
            #expect(!everything.replacing("/portal", with: "").contains(word), "\(word)")
        }
        #expect(mail.from.name == "Northwind" && mail.from.address.text == "notify@mail.example")
        #expect(mail.replyTo?.address.text == "help&hand@northwind.example")
    }

    @Test(arguments: numbers)
    func `what comes from outside is escaped in the HTML`(_ number: Int) throws {
        let hostile = World { "<img src=x onerror=alert(1)>\($0)\"'&" }
        let mail = try mail(Self.letters(hostile)[number], in: hostile)
        let page = try PageParser(mail.html)
        #expect(!page.elements.contains { $0["onerror"] != nil || $0["src"] == "x" })
        #expect(!mail.subject.contains("\n") && mail.subject.utf8.count <= 200)
    }

    @Test(arguments: numbers)
    func `every word of a mail comes from the catalogue`(_ number: Int) throws {
        let page = try PageParser(
            LetterPage(
                LetterText(
                    MailDispatch(
                        job: MailJob(
                            id: World.marked.id(1), agency: World.marked.front.agency.id, kind: .passwordChanged,
                            user: World.marked.user.id, tries: 0, createdAt: World.marked.now),
                        letter: Self.letters(.marked)[number],
                        recipient: Recipient(
                            name: World.marked.user.name, email: World.marked.user.email, language: nil, timeZone: nil),
                        front: World.marked.front, logo: nil, account: nil), formats: World.marked.page.formats,
                    address: PublicAddress()), brand: World.marked.front.brand, hasLogo: false,
                formats: World.marked.page.formats
            ).html())
        for (element, text) in page.texts where element != "style" && !text.hasPrefix("https://") {
            #expect(!text.unmarked.contains { $0.isLetter }, "<\(element)> \(text)")
        }
        #expect(page.elements.first?["dir"] == "rtl")
    }

    @Test func `links lead to the agency's own host, at the port where it is reached`() throws {
        let front = World.plain.front
        #expect(PublicAddress().url(.signIn, at: front).text == "https://northwind.example/sign-in")
        let local = PublicAddress(.http)
        local.listens(on: 8_080)
        #expect(local.url(.signIn, at: front).text == "http://northwind.example:8080/sign-in")
        local.listens(on: 80)
        #expect(local.url(.signIn, at: front).text == "http://northwind.example/sign-in")
        for text in ["https://evil.example/", "https://northwind.example.evil/", "https://northwind.example/a b", ""] {
            #expect(PublicAddress().url(reading: text, at: front) == nil)
        }
    }

    @Test func `times are told in the reader's own zone`() throws {
        #expect(try mail(.passwordChanged).text.contains("16 Nov 2026, 10:05"))
    }
}
