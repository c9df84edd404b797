import Foundation
import PortalCore
import PortalHTTP
import PortalStore
import Testing

/// The way back in for whoever forgot a password, and for nobody else.
@Suite struct PasswordResetTests {
    private static let new = "seven quite unrelated words"

    private func ask(_ email: String, _ browser: Browser) async throws -> Answer {
        try await browser.post("/forgot-password", [("email", email)])
    }

    /// Asks for a link and reads it from the mail.
    private func link(for cast: Cast, in town: Town) async throws -> String {
        let answer = try await ask(town.north.person(cast).email, Browser(.nobody, in: town))
        #expect(answer.status == 200)
        let mails = try await town.deliver().filter { $0.text.contains("/reset-password?") }
        return try #require(mails.first?.link(to: "/reset-password"))
    }

    private func set(
        _ link: String, _ password: String = new, in town: Town, at host: String? = nil
    ) async throws -> Answer {
        let token = try #require(link.components(separatedBy: "token=").last)
        return try await Browser(.nobody, in: town, at: host).post(
            "/reset-password", [("token", token), ("new-password", password), ("repeated-password", password)])
    }

    private func signIn(_ cast: Cast, _ password: String, in town: Town) async throws -> Int {
        let email = town.north.person(cast).email
        return try await Browser(.nobody, in: town).post("/sign-in", [("email", email), ("password", password)]).status
    }

    @Test func `a mailed link sets a password once, ends every session, and tells its reader`() async throws {
        try await Town.open { town in
            let link = try await link(for: .client, in: town)
            #expect(link.hasPrefix("https://\(House.host(of: .north))/reset-password?token="))
            let target = try #require(link.components(separatedBy: House.host(of: .north)).last)
            // Programs that look through mail open links, as often as they like.
            for _ in 0..<3 { #expect(try await Browser(.nobody, in: town).get(target).status == 200) }
            #expect(try await Browser(.client, in: town).get("/portal").status == 200)

            let answer = try await set(link, in: town)
            #expect(answer.status == 303 && answer["location"] == "/sign-in?done=password-set")
            #expect(try await Browser(.client, in: town).get("/portal").status == 303, "the sessions have ended")
            #expect(try await signIn(.client, town.north.person(.client).password, in: town) == 401)
            #expect(try await signIn(.client, Self.new, in: town) == 303)
            #expect(try await town.deliver().first?.subject.contains("was changed") == true)

            let again = try await set(link, "seven other unrelated words", in: town)
            #expect(again.status == 404)
            #expect(try await Browser(.nobody, in: town).get(target).status == 404)
        }
    }

    @Test func `a link is good for half an hour after it was mailed, and only until there is a newer one`() async throws
    {
        try await Town.open { town in
            let first = try await link(for: .client, in: town)
            let second = try await link(for: .client, in: town)
            #expect(try await set(first, in: town).status == 404)
            town.clock.advance(by: .minutes(29))
            #expect(
                try await Browser(.nobody, in: town).get(String(second.trimmingPrefix("https://north.example"))).status
                    == 200)
            town.clock.advance(by: .minutes(1))
            #expect(try await set(second, in: town).status == 404)
        }
    }

    @Test func `a link is its own agency's, and no other secret is one`() async throws {
        try await Town.open { town in
            let link = try await link(for: .client, in: town)
            let foreign = try await set(link, in: town, at: House.host(of: .south))
            let never = try await set(
                "token=\(Secret(bytes: [UInt8](repeating: 3, count: 32)).text)", in: town, at: House.host(of: .south))
            #expect(foreign.status == 404 && foreign.comparable == never.comparable)
            #expect(try await set(link, in: town).status == 303)
        }
    }

    @Test func `the answer and the work are the same, whether anybody has the address or not`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            var answers: [String] = []
            var statements: [[String]] = []
            for email in [town.north.person(.client).email, town.north.person(.suspended).email, "nobody@mail.example"]
            {
                _ = try await browser.formToken()
                town.notebook.watch()
                let answer = try await ask(email, browser)
                statements.append(town.notebook.read().statements.map(\.sql))
                answers.append(answer.text.replacingOccurrences(of: email, with: "…"))
            }
            #expect(Set(answers).count == 1)
            #expect(Set(statements).count == 1)
            let mails = try await town.deliver().filter { $0.text.contains("/reset-password?") }
            #expect(mails.map(\.to.address.text) == [town.north.person(.client).email])
        }
    }

    @Test func `nobody's mailbox is filled by strangers`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            var statuses: [Int] = []
            var last: Answer?
            for _ in 0..<7 {
                last = try await ask("nobody@mail.example", browser)
                statuses.append(last?.status ?? 0)
            }
            #expect(statuses == [200, 200, 200, 200, 200, 429, 429])
            #expect(last?["retry-after"] != nil)
            #expect(try await ask(town.north.person(.client).email, browser).status == 200)
        }
    }

    @Test func `a secret is in no row: not before the mail is made, and after that only sealed or as a digest`()
        async throws
    {
        try await Town.open { town in
            let answer = try await ask(town.north.person(.client).email, Browser(.nobody, in: town))
            #expect(answer.status == 200)
            #expect(try town.rows.count("mail WHERE secret IS NOT NULL") == 0)
            #expect(try town.rows.count("mail_proof WHERE digest IS NOT NULL") == 0)
            let mails = try await town.deliver(.deferred(reason: "later"))
            let link = try #require(mails.compactMap { $0.link(to: "/reset-password") }.first)
            let text = try #require(link.components(separatedBy: "token=").last)
            let secret = try #require(Secret(text: text))
            for (name, bytes) in try town.directory.files() {
                #expect(!bytes.contains(text), "\(name)")
                #expect(Data(bytes).range(of: Data(secret.bytes)) == nil, "\(name)")
            }
            // The next try carries the same link: whichever arrives is good.
            town.clock.advance(by: .minutes(1))
            let again = try await town.deliver()
            #expect(again.compactMap { $0.link(to: "/reset-password") }.contains(link))
            #expect(try town.rows.count("mail WHERE secret IS NOT NULL AND kind = 'password-reset'") == 0)
        }
    }
}

extension MailMessage {
    /// The first address in the mail that leads to a page.
    func link(to path: String) -> String? {
        text.components(separatedBy: "\n").first { $0.hasPrefix("https://") && $0.contains(path) }
    }
}
