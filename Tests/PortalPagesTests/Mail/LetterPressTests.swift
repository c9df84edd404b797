import PortalCore
import Testing

@testable import PortalPages

/// What holds for every mail, whatever it says.
struct LetterPressTests {
    static func letters(_ world: World) -> [Letter] {
        [
            .passwordChanged, .passwordReset(token: world.secret()), .emailChanged,
            .emailChange(token: world.secret(), expiresAt: world.now), .mailedCode(digits, token: world.secret()),
            .invitation(
                token: world.secret(), inviter: world.text("Olivia"), workspace: world.text("Acme"),
                expiresAt: world.now),
            .invitation(token: world.secret(), inviter: world.text("Olivia"), workspace: nil, expiresAt: world.now),
            .factorReset(by: world.text("Olivia")), .factorReset(by: nil), .factorOff,
            .ownershipReceived(from: world.text("Olivia")), .ownershipGiven(to: world.text("Amir")),
        ] + notices(world).map { .notice($0, stop: world.stopToken) }
    }

    /// Every notice, with and without what it may lack.
    static func notices(_ world: World) -> [NoticeLetter] {
        let place = NoticeLetter.Place(workspace: world.id(3), name: world.text("Acme"))
        let only = NoticeLetter.Place(workspace: world.id(3), name: nil)
        func failed(_ count: Int, note: String?, _ place: NoticeLetter.Place, isForStaff: Bool) -> NoticeLetter {
            .runFailed(
                FailedRuns(
                    workflow: world.id(4), workflowName: world.text("Orders"), run: world.id(5), count: count,
                    since: world.now, note: note, place: place, isForStaff: isForStaff))
        }
        let euros = Currency("eur").map { [Money(minorUnits: 12_300, currency: $0)] } ?? []
        let names = (1...7).map { world.text("Flow \($0)") }
        let full = ClientWeek(
            workspace: world.id(3), name: world.text("Acme"),
            runs: WeekOfRuns(succeeded: 40, failed: 2, canceled: 1, failedWorkflows: names),
            connections: [world.text("Shop mailbox")], forms: [world.text("Opening hours")], owed: euros, overdue: euros
        )
        let quiet = ClientWeek(
            workspace: world.id(6), name: world.text("Bakery"),
            runs: WeekOfRuns(succeeded: 0, failed: 0, canceled: 0, failedWorkflows: []), connections: [], forms: [],
            owed: euros, overdue: [])
        let broken = ConnectionHealth.allCases.filter(\.isBroken).map { health in
            NoticeLetter.connectionNeedsMe(world.id(7), name: world.text("Shop mailbox"), health, in: place)
        }
        let due = euros.flatMap { amount in
            [world.now, nil].map { day in
                NoticeLetter.invoiceDue(
                    world.id(8), number: world.text("2026-0001"), amountDue: amount, dueAt: day, in: only)
            }
        }
        return [
            failed(1, note: world.text("We are on it."), only, isForStaff: false),
            failed(12, note: nil, place, isForStaff: false), failed(1, note: nil, place, isForStaff: true),
            failed(1_200, note: nil, place, isForStaff: true),
            .formWaits(world.id(9), name: world.text("Opening hours"), workflow: world.text("Orders"), in: place),
            .clientWeek([full, quiet]),
            .staffWeek([
                WeekOfFailures(workspace: world.id(3), name: world.text("Acme"), succeeded: 40, failed: 2),
                WeekOfFailures(workspace: world.id(6), name: world.text("Bakery"), succeeded: 0, failed: 1),
            ]),
        ] + broken + due
    }

    private static var digits: MailedDigits {
        guard let digits = MailedDigits("0123 4567") else { preconditionFailure("these are eight digits") }
        return digits
    }

    static let numbers = letters(.plain).indices

    func mail(
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
        for (element, text) in page.texts where ["p", "h1", "h2", "li"].contains(element) && text != extra {
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

    @Test func `a mailed code is in both bodies, and not in the subject`() throws {
        let mail = try mail(.mailedCode(Self.digits, token: World.plain.secret()))
        #expect(mail.text.contains("\n    01234567\n"))
        #expect(String(decoding: mail.html, as: UTF8.self).contains(">01234567<"))
        #expect(!mail.subject.contains("01234567"))
    }

    @Test(arguments: numbers)
    func `a notice ends with what stops it, and nothing else does`(_ number: Int) throws {
        let letter = Self.letters(.plain)[number]
        let mail = try mail(letter)
        guard case .notice(_, let token) = letter else {
            #expect(mail.stopAddress == nil && !mail.text.contains("unsubscribe"))
            return
        }
        let address = "https://northwind.example/unsubscribe?token=\(token.text)"
        #expect(mail.stopAddress == address && mail.text.hasSuffix(":\n\(address)\n"))
        let page = try PageParser(mail.html)
        #expect(page.elements.last { $0.name == "a" }?["href"] == address)
    }

    @Test func `times are told in the reader's own zone`() throws {
        #expect(try mail(.passwordChanged).text.contains("16 Nov 2026, 10:05"))
    }
}
