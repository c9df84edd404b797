import Foundation
import PortalCore
import PortalHTTP
import PortalStore
import Testing

/// Signing in with a code by mail: in the browser that asked for it, once, and for nobody but its reader.
@Suite struct MailedCodeTests {
    @Test func `the digits sign in where they were asked for, and land people where they belong`() async throws {
        try await Town.open { town in
            let landings: [(Cast, String)] = [
                (.client, "/portal"), (.passwordless, "/portal"), (.member, "/dashboard"), (.owner, "/dashboard"),
                (.stranger, "/"), (.removed, "/"),
            ]
            let sessions = try town.rows.count("session")
            for (cast, landing) in landings {
                let browser = Browser(.nobody, in: town)
                let letter = try await browser.codeByMail(for: cast)
                #expect(try await browser.get("/sign-in/mail/code").status == 200)
                let answer = try await browser.typeMailedCode(letter.digits)
                #expect(answer.status == 303 && answer["location"] == landing, "\(cast): \(answer.status)")
                #expect(answer.cookies["session"] != nil && answer.cookies["mailed-code"] == "", "\(cast)")
                #expect(try await browser.get(landing).status == 200)
            }
            #expect(try town.rows.count("session") == sessions + landings.count)
            #expect(try town.rows.count("mailed_code") == 0)
        }
    }

    @Test func `the sign-in page offers it, and takes along what was typed and where people wanted to go`() async throws
    {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let page = try await browser.get("/sign-in?next=/portal/runs")
            browser.keep(page)
            #expect(page.text.tags("button").contains { $0["formaction"] == "/sign-in/mail" })
            let hidden = try #require(page.text.form(to: "/sign-in"))
            let email = town.north.person(.client).email
            let asked = try await browser.send(
                browser.form("/sign-in/mail", hidden + [("email", email), ("password", "")]))
            #expect(asked.status == 303 && asked["location"] == "/sign-in/mail/code?next=/portal/runs")
            browser.keep(asked)
            let letter = try #require(try await town.deliver().compactMap(MailedCodeLetter.init).first)
            let form = try #require(
                try await browser.get("/sign-in/mail/code?next=/portal/runs").text.form(to: "/sign-in/mail/code"))
            // People type digits as they read them.
            let typed = "\(letter.digits.prefix(4)) \(letter.digits.suffix(4))"
            let answer = try await browser.send(browser.form("/sign-in/mail/code", form + [("code", typed)]))
            #expect(answer.status == 303 && answer["location"] == "/portal/runs")
            let unread = try await Browser(.nobody, in: town).post("/sign-in/mail", [("email", "no address")])
            #expect(unread.status == 422 && unread.text.contains("aria-invalid"))
        }
    }

    @Test func `looking at the link signs nobody in; pressing its button does, once`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let sessions = try town.rows.count("session")
            for _ in 0..<3 {
                let page = try await browser.get(letter.link)
                #expect(page.status == 200 && page.cookies["session"] == nil)
                #expect(page.text.form(to: "/sign-in/link")?.contains { $0 == ("token", letter.token) } == true)
            }
            #expect(try town.rows.count("session") == sessions)
            let cookie = try #require(browser.cookies["mailed-code"])
            let answer = try await browser.pressLink(letter)
            #expect(answer.status == 303 && answer["location"] == "/portal" && answer.cookies["session"] != nil)

            let again = Browser(.nobody, in: town)
            again.cookies["mailed-code"] = cookie
            #expect(try await again.get(letter.link).status == 404)
            #expect(try await again.pressLink(letter).status == 404)
            #expect(try await again.typeMailedCode(letter.digits).status == 401, "nor are the digits good any more")
            #expect(again.cookies["session"] == nil)
        }
    }

    @Test func `in another browser neither works, and the page says to ask for a new one there`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let other = Browser(.nobody, in: town)
            // Another browser that has asked for a code of its own, for somebody else.
            let third = Browser(.nobody, in: town)
            _ = try await third.codeByMail(for: .member)
            for foreign in [other, third] {
                let looked = try await foreign.get(letter.link)
                let pressed = try await foreign.pressLink(letter)
                #expect(looked.status == 404 && pressed.status == 404)
                for page in [looked, pressed] {
                    #expect(page.text.contains("ask for a new one in this browser"))
                    #expect(page.text.form(to: "/sign-in/mail") != nil && page.cookies["session"] == nil)
                }
                #expect(try await foreign.typeMailedCode(letter.digits).status == 401)
            }
            let asked = try await other.get("/sign-in/mail/code")
            #expect(asked.text.contains("ask for a new one in this browser"))
            #expect(try await browser.pressLink(letter).status == 303, "where it was asked for, it is as good as ever")
        }
    }

    @Test func `five wrong tries end the code, and not the account`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let cookie = try #require(browser.cookies["mailed-code"])
            var words: [Bool] = []
            for typed in [letter.wrongDigits, "", "12345", "letters", letter.wrongDigits] {
                let answer = try await browser.typeMailedCode(typed)
                #expect(answer.status == 401 && answer.cookies["session"] == nil)
                words.append(answer.text.contains("You can try"))
            }
            #expect(words == [true, true, true, true, false])
            browser.cookies["mailed-code"] = cookie
            #expect(try await browser.typeMailedCode(letter.digits).status == 401)
            #expect(try await browser.pressLink(letter).status == 404)
            #expect(browser.cookies["session"] == nil)

            let client = town.north.person(.client)
            #expect(try await Browser(.client, in: town).get("/portal").status == 200)
            #expect(try await Browser(.nobody, in: town).signIn(client.email, client.password).status == 303)
            let fresh = try await browser.codeByMail(for: .client)
            #expect(try await browser.typeMailedCode(fresh.digits).status == 303)
        }
    }

    @Test func `each browser's code is good in it, whoever asked since`() async throws {
        try await Town.open { town in
            let first = Browser(.nobody, in: town)
            let second = Browser(.nobody, in: town)
            let older = try await first.codeByMail(for: .client)
            let newer = try await second.codeByMail(for: .client)
            #expect(try await second.pressLink(older).status == 404)
            #expect(try await second.typeMailedCode(newer.digits).status == 303)
            #expect(try await first.get(older.link).status == 200)
            #expect(try await first.typeMailedCode(older.digits).status == 303)
        }
    }

    @Test func `what others do with an address tells a browser that asked in vain nothing`() async throws {
        let people: [Cast] = [.client, .suspended]
        for person in people.map(Optional.some) + [nil] {
            try await Town.open { town in
                let email = person.map { town.north.person($0).email } ?? "nobody@unknown.example"
                let stranger = Browser(.nobody, in: town)
                try await stranger.askForCode(email)
                // Somebody else asks for the same address, and whoever has it signs in.
                try await Browser(.nobody, in: town).askForCode(email)
                _ = try await town.deliver()
                if person == .client {
                    let own = Browser(.nobody, in: town)
                    #expect(try await own.typeMailedCode(own.codeByMail(for: .client).digits).status == 303)
                }
                let page = try await stranger.get("/sign-in/mail/code")
                #expect(page.status == 200 && page.text.contains("on its way"), "\(email)")
                let tried = try await stranger.typeMailedCode("00000000")
                #expect(tried.status == 401 && tried.text.contains("4 more times"), "\(email)")
            }
        }
    }

    @Test func `a code is good for fifteen minutes after it was asked for, however late its mail is`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.askForCode(town.north.person(.client).email)
            town.clock.advance(by: .minutes(10))
            let letter = try #require(try await town.deliver().compactMap(MailedCodeLetter.init).first)
            town.clock.advance(by: .seconds(299))
            #expect(try await browser.get(letter.link).status == 200)
            town.clock.advance(by: .seconds(1))
            #expect(try await browser.get(letter.link).status == 404)
            #expect(try await browser.pressLink(letter).status == 404)
            #expect(try await browser.typeMailedCode(letter.digits).status == 401)

            try await browser.askForCode(town.north.person(.client).email)
            town.clock.advance(by: .minutes(15))
            #expect(try await town.deliver().isEmpty, "nobody gets a code that is over")
            _ = try await Operator(town.portal).sweep()
            #expect(try town.rows.count("mailed_code") == 0)
        }
    }

    @Test func `a code is its own agency's`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let foreign = Browser(.nobody, in: town, at: House.host(of: .south))
            _ = try await foreign.formToken()
            let never = Secret(bytes: [UInt8](repeating: 3, count: 32)).text
            var answers: [[Answer]] = []
            for cookie in [try #require(browser.cookies["mailed-code"]), never] {
                foreign.cookies["mailed-code"] = cookie
                answers.append([
                    try await foreign.post("/sign-in/mail/code", [("code", letter.digits), ("next", "")]).comparable,
                    try await foreign.post("/sign-in/link", [("token", letter.token)]).comparable,
                ])
            }
            #expect(answers[0] == answers[1] && answers[0].map(\.status) == [401, 404])
            #expect(try await browser.typeMailedCode(letter.digits).status == 303)
        }
    }

    @Test func `a mail that is tried again carries the same digits and link, and its subject carries neither`()
        async throws
    {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.askForCode(town.north.person(.client).email)
            let first = try #require(try await town.deliver(.deferred(reason: "later")).first)
            town.clock.advance(by: .minutes(1))
            let second = try #require(try await town.deliver().first)
            #expect(first == second)
            let letter = try #require(MailedCodeLetter(second))
            #expect(!second.subject.contains(letter.digits))
            #expect(try await browser.typeMailedCode(letter.digits).status == 303)
        }
    }

    @Test func `what the mail carries and what the browser shows are in no file`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            let texts = [letter.token, try #require(browser.cookies["mailed-code"])]
            for text in texts {
                let secret = try #require(Secret(text: text))
                for (name, bytes) in try town.directory.files() {
                    #expect(!bytes.contains(text), "\(name)")
                    #expect(Data(bytes).range(of: Data(secret.bytes)) == nil, "\(name)")
                }
            }
            #expect(try town.rows.everything().values.joined().contains { $0.contains(letter.digits) } == false)
        }
    }

    @Test(arguments: [Cast.client, .owner])
    func `whoever has a second factor is asked for it after the code, by digits or link`(_ cast: Cast) async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: cast)
            for isLink in [false, true] {
                let browser = Browser(.nobody, in: town)
                let letter = try await browser.codeByMail(for: cast)
                let answer =
                    isLink ? try await browser.pressLink(letter) : try await browser.typeMailedCode(letter.digits)
                #expect(answer.status == 303 && answer["location"] == "/sign-in/code")
                #expect(answer.cookies["session"] == nil && answer.cookies["challenge"] != nil)
                #expect(try await browser.typeMailedCode(letter.digits).status == 401, "the code is used up")
                #expect(try await browser.typeCode(("code", town.code)).status == 303)
                #expect(try await browser.get(cast.role == nil ? "/portal" : "/dashboard").status == 200)
                town.clock.advance(by: .seconds(30))
            }
        }
    }

    @Test func `signing in ends the session that the browser had`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let letter = try await browser.codeByMail(for: .client)
            // Meanwhile somebody signs in with a password in the same browser.
            let member = town.north.person(.member)
            browser.keep(try await browser.signIn(member.email, member.password))
            let old = try #require(browser.cookies["session"])
            browser.keep(try await browser.get("/sign-out"))
            let token = try #require(try await browser.get("/dashboard/account").text.hiddenValue("csrf"))
            let answer = try await browser.send(
                browser.form("/sign-in/link", [("csrf", token), ("token", letter.token)]))
            #expect(answer.status == 303 && answer["location"] == "/portal")
            #expect(try #require(answer.cookies["session"]) != old)
            #expect(try await browser.get("/dashboard").status == 303, "the old session is no session any more")
        }
    }
}
