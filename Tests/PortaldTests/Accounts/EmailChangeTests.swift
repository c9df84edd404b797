import Foundation
import PortalCore
import PortalHTTP
import PortalStore
import Testing

/// Another address of one's own: the new one confirms, the old one is told, and nothing changes before.
@Suite struct EmailChangeTests {
    private static let new = "nora.new@mail.example"

    private func ask(
        _ email: String = new, as cast: Cast = .client, password: String? = nil, _ browser: Browser? = nil,
        in town: Town
    ) async throws -> Answer {
        let side = cast.role == nil ? "/portal" : "/dashboard"
        let fields = [("email", email), ("current-password", password ?? town.north.person(cast).password)]
        return try await (browser ?? Browser(cast, in: town)).post("\(side)/account/email", fields)
    }

    /// Asks for an address and reads the link from the mail, without its host.
    private func link(to email: String = new, as cast: Cast = .client, in town: Town) async throws -> String {
        #expect(try await ask(email, as: cast, in: town).status == 303)
        let mail = try #require(try await town.deliver().first { $0.link(to: "/verify-email?") != nil })
        #expect(mail.to.address.text == email)
        return String(try #require(mail.link(to: "/verify-email?")).trimmingPrefix("https://north.example"))
    }

    private func confirm(_ link: String, _ browser: Browser) async throws -> Answer {
        let token = try #require(link.components(separatedBy: "token=").last)
        return try await browser.post("/verify-email", [("token", token)])
    }

    private func signIn(_ email: String, _ cast: Cast = .client, in town: Town) async throws -> Int {
        let fields = [("email", email), ("password", town.north.person(cast).password)]
        return try await Browser(.nobody, in: town).post("/sign-in", fields).status
    }

    @Test(arguments: [Cast.client, .member])
    func `the new address confirms, and the old one is told; nothing changes before`(_ cast: Cast) async throws {
        try await Town.open { town in
            let old = town.north.person(cast).email
            let link = try await link(as: cast, in: town)
            let nobody = Browser(.nobody, in: town)
            let users = try town.rows.everything()["user"]
            // Programs that look through mail open links, as often as they like.
            for _ in 0..<3 {
                let page = try await nobody.get(link)
                #expect(page.status == 200 && page.text.contains(Self.new) && !page.text.contains(old))
            }
            #expect(try town.rows.everything()["user"] == users)
            #expect(try await signIn(Self.new, cast, in: town) == 401)
            #expect(try await signIn(old, cast, in: town) == 303)

            let answer = try await confirm(link, nobody)
            #expect(answer.status == 303 && answer["location"] == "/sign-in?done=email-changed")
            #expect(try await signIn(Self.new, cast, in: town) == 303)
            #expect(try await signIn(old, cast, in: town) == 401)
            let mail = try #require(try await town.deliver().first)
            #expect(mail.to.address.text == old && mail.subject.contains("was changed"))
            #expect(!mail.text.contains(Self.new), "an old mailbox may be somebody else's by now")
            #expect(try town.rows.count("mail WHERE email IS NOT NULL AND status <> 'waiting'") == 0)
            #expect(try town.rows.count("mail WHERE email IN ('\(old)', '\(Self.new)')") == 0)
            #expect(try await confirm(link, nobody).status == 404, "it is good once")
            #expect(try await nobody.get(link).status == 404)
        }
    }

    @Test func `the session that asked stays, and every other way in that was open ends`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let elsewhere = Browser(.nobody, in: town)
            let entered = try await elsewhere.post(
                "/sign-in", [("email", person.email), ("password", person.password)])
            elsewhere.cookies["session"] = entered.cookies["session"]
            #expect(try await elsewhere.get("/portal").status == 200)
            let link = try await link(in: town)
            _ = try await Browser(.nobody, in: town).post("/forgot-password", [("email", person.email)])
            let reset = try #require(try await town.deliver().compactMap { $0.link(to: "/reset-password") }.first)

            #expect(try await confirm(link, Browser(.nobody, in: town)).status == 303)
            #expect(try await Browser(.client, in: town).get("/portal").status == 200)
            #expect(try await elsewhere.get("/portal").status == 303)
            let target = String(reset.trimmingPrefix("https://north.example"))
            #expect(try await Browser(.nobody, in: town).get(target).status == 404)
        }
    }

    @Test func `whoever confirms where they are signed in stays there, and goes to their account`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let phone = Browser(.nobody, in: town)
            let entered = try await phone.post("/sign-in", [("email", person.email), ("password", person.password)])
            phone.keep(entered)
            let link = try await link(in: town)
            let page = try await phone.get(link)
            let token = try #require(page.text.hiddenValue("csrf"))
            let secret = try #require(page.text.hiddenValue("token"))
            let answer = try await phone.send(phone.form("/verify-email", [("csrf", token), ("token", secret)]))
            #expect(answer["location"] == "/portal/account?done=email-changed")
            #expect(try await phone.get("/portal/account").text.contains(Self.new))
            #expect(try await Browser(.client, in: town).get("/portal").status == 200)
            // Somebody else's browser learns nothing of whose it was.
            let second = try await self.link(to: "nora.third@mail.example", in: town)
            let other = try await confirm(second, Browser(.neighbour, in: town))
            #expect(other["location"] == "/portal?done=email-changed")
            #expect(try await Browser(.neighbour, in: town).get("/portal").status == 200)
        }
    }

    @Test func `the answer and the work are the same, whether the address is free, taken or invited`() async throws {
        try await Town.open { town in
            let workspace = town.north.place(1).workspace
            let invited = "gwen.guest@mail.example"
            let path = "/dashboard/clients/\(workspace)/invitations"
            #expect(try await Browser(.admin, in: town).post(path, [("emails", invited)]).status == 303)
            _ = try await town.deliver()
            let browser = Browser(.client, in: town)
            _ = try await browser.formToken()
            var answers: [Answer] = []
            var pages: [String] = []
            var statements: [[String]] = []
            let taken = [town.north.person(.neighbour).email, town.north.person(.suspended).email]
            for email in ["free@mail.example", invited] + taken {
                town.notebook.watch()
                answers.append(try await ask(email, browser, in: town).comparable)
                statements.append(town.notebook.read().statements.map(\.sql))
                let page = try await browser.get("/portal/account").text
                #expect(page.contains(email), "what waits is shown")
                pages.append(page.replacingOccurrences(of: email, with: "…"))
            }
            #expect(Set(answers).count == 1 && answers[0].status == 303)
            #expect(Set(statements).count == 1)
            #expect(Set(pages).count == 1)
            // Each was taken back for the next one, and the last is nobody's to confirm.
            #expect(try await town.deliver().isEmpty)
            #expect(try town.rows.count("mail_proof WHERE digest IS NOT NULL") == 0)
            // It waits for as long as one that somebody could confirm.
            town.clock.advance(by: .hours(23))
            #expect(try await browser.get("/portal/account").text.contains(taken[1]))
            town.clock.advance(by: .hours(1))
            #expect(try await browser.get("/portal/account").text.contains(taken[1]) == false)
        }
    }

    @Test func `what is taken meanwhile is not given, and the link says no more than any dead one`() async throws {
        try await Town.open { town in
            let link = try await link(in: town)
            let second = try await self.link(as: .neighbour, in: town)
            #expect(try await confirm(second, Browser(.nobody, in: town)).status == 303)
            let late = Browser(.nobody, in: town)
            late.cookies["nonce"] = Secret(bytes: [UInt8](repeating: 4, count: 32)).text
            let never = "/verify-email?token=\(Secret(bytes: [UInt8](repeating: 3, count: 32)).text)"
            #expect(try await late.get(link).comparable == late.get(never).comparable)
            #expect(try await confirm(link, late).status == 404)
            #expect(try await signIn(town.north.person(.client).email, in: town) == 303)
        }
    }

    @Test func `a link that was replaced, called off, has expired or is another agency's is one answer`() async throws {
        try await Town.open { town in
            let first = try await link(in: town)
            let second = try await link(to: "nora.second@mail.example", in: town)
            let foreign = Browser(.nobody, in: town, at: House.host(of: .south))
            let nobody = Browser(.nobody, in: town)
            for browser in [foreign, nobody] {
                browser.cookies["nonce"] = Secret(bytes: [UInt8](repeating: 4, count: 32)).text
            }
            let never = "/verify-email?token=\(Secret(bytes: [UInt8](repeating: 3, count: 32)).text)"
            #expect(try await foreign.get(second).comparable == foreign.get(never).comparable)
            #expect(try await confirm(second, foreign).status == 404)
            let dead = try await nobody.get(never).comparable
            #expect(try await nobody.get(first).comparable == dead && dead.status == 404)
            #expect(try await confirm(first, nobody).status == 404)

            let cancellation = "/portal/account/email/cancellation"
            let kept = try await Browser(.client, in: town).post(cancellation)
            #expect(kept.status == 303 && kept["location"] == "/portal/account?done=email-kept")
            #expect(try await nobody.get(second).comparable == dead)
            #expect(try await confirm(second, nobody).status == 404)

            let third = try await link(in: town)
            town.clock.advance(by: .hours(24))
            #expect(try await nobody.get(third).comparable == dead)
            #expect(try await confirm(third, nobody).status == 404)
            #expect(try await signIn(town.north.person(.client).email, in: town) == 303)
        }
    }

    @Test func `a change that was called off before its mail left mails nobody`() async throws {
        try await Town.open { town in
            let asked = try await ask(in: town)
            #expect(asked.status == 303)
            #expect(try await Browser(.client, in: town).post("/portal/account/email/cancellation").status == 303)
            #expect(try await town.deliver().isEmpty)
        }
    }

    @Test func `it takes the password, and an address that is another one`() async throws {
        try await Town.open { town in
            let own = town.north.person(.client).email
            let proofs = try town.rows.count("mail_proof")
            for (email, password, field) in [
                (Self.new, "not it", "current-password"), ("", nil, "email"), ("no address", nil, "email"),
                (own.uppercased(), nil, "email"),
            ] {
                let answer = try await ask(email, password: password, in: town)
                #expect(answer.status == 422 && answer.text.contains("e-\(field)"), "\(email)")
            }
            #expect(try await town.deliver().isEmpty)
            #expect(try town.rows.count("mail_proof") == proofs)
        }
    }

    @Test func `whoever reads a mistyped address is told nobody's name`() async throws {
        try await Town.open { town in
            #expect(try await ask(in: town).status == 303)
            let mail = try #require(try await town.deliver().first)
            #expect(mail.to.address.text == Self.new && mail.to.name.isEmpty)
            #expect(!mail.text.contains("Person") && !String(decoding: mail.html, as: UTF8.self).contains("Person"))
        }
    }

    @Test func `nobody's mailbox is filled by somebody who is signed in`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            var statuses: [Int] = []
            for number in 0..<7 { statuses.append(try await ask("a\(number)@mail.example", browser, in: town).status) }
            #expect(statuses == [303, 303, 303, 303, 303, 429, 429])
            // Wrong passwords mail nobody, and do not count as mails.
            for _ in 0..<6 { #expect(try await ask(as: .neighbour, password: "not it", in: town).status == 422) }
            #expect(try await ask(as: .neighbour, in: town).status == 303)
        }
    }

    @Test func `a link of another kind confirms nothing, and this one sets no password`() async throws {
        try await Town.open { town in
            let link = try await link(in: town)
            let token = try #require(link.components(separatedBy: "token=").last)
            let nobody = Browser(.nobody, in: town)
            #expect(try await nobody.get("/reset-password?token=\(token)").status == 404)
            _ = try await nobody.post("/forgot-password", [("email", town.north.person(.client).email)])
            let reset = try #require(try await town.deliver().compactMap { $0.link(to: "/reset-password") }.first)
            let other = try #require(reset.components(separatedBy: "token=").last)
            #expect(try await nobody.post("/verify-email", [("token", other)]).status == 404)
            #expect(try await confirm(link, nobody).status == 303)
        }
    }

    @Test func `what is sent beside the token changes nothing else, and nobody else`() async throws {
        try await Town.open { town in
            let link = try await link(in: town)
            let token = try #require(link.components(separatedBy: "token=").last)
            let before = try town.rows.everything()
            let answer = try await Browser(.neighbour, in: town).post(
                "/verify-email",
                [
                    ("token", token), ("email", "mallory@mail.example"), ("email_key", "mallory@mail.example"),
                    ("user_id", "\(town.north.person(.owner).user)"), ("agency_id", "\(town.south.agency)"),
                    ("role", "owner"), ("status", "active"),
                ])
            #expect(answer.status == 303)
            let after = try town.rows.everything()
            for table in ["staff_membership", "client_membership", "workspace", "host", "second_factor"] {
                #expect(after[table] == before[table], "\(table)")
            }
            #expect(Set(after["user"] ?? []).symmetricDifference(before["user"] ?? []).count == 2)
            #expect(try town.rows.count("user WHERE email_key LIKE 'mallory%'") == 0)
            #expect(try await signIn(Self.new, in: town) == 303)
        }
    }

    @Test func `staff see where such a mail goes while it waits, and then that it went`() async throws {
        try await Town.open { town in
            #expect(try await ask(in: town).status == 303)
            let owner = Browser(.owner, in: town)
            #expect(try await owner.get("/dashboard/outbox").text.contains(Self.new))
            _ = try await town.deliver()
            let page = try await owner.get("/dashboard/outbox").text
            #expect(!page.contains(Self.new) && page.contains("Link for a new email address"))
        }
    }

    @Test func `one's data names the address that waits, and the agency's log the change`() async throws {
        try await Town.open { town in
            let link = try await link(in: town)
            let data = try await Browser(.client, in: town).get("/portal/account/data").text
            #expect(data.contains("\"newEmail\":\"\(Self.new)\""))
            #expect(try await confirm(link, Browser(.nobody, in: town)).status == 303)
            let after = try await Browser(.client, in: town).get("/portal/account/data").text
            #expect(after.contains("\"email\":\"\(Self.new)\"") && !after.contains("\"newEmail\":\""))
            let old = town.north.person(.client).email
            #expect(try town.rows.count("audit_detail WHERE detail = 'email: \(old) to \(Self.new)'") == 1)
        }
    }
}
