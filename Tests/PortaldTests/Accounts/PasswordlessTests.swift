import Foundation
import PortalCore
import PortalServices
import Testing

/// Living without a password: coming in without one, and showing all the same that it is oneself.
@Suite struct PasswordlessTests {
    private static let new = "seven unrelated words"
    private static let account = "/portal/account"
    private static let factor = "/portal/account/second-factor"

    private func setPassword(_ browser: Browser, current: String = "") async throws -> Answer {
        let answer = try await browser.post(
            "\(Self.account)/password",
            [("current-password", current), ("new-password", Self.new), ("repeated-password", Self.new)])
        browser.keep(answer)
        return answer
    }

    @Test func `somebody new may leave the password empty, and comes back with a code by mail`() async throws {
        try await Town.open { town in
            let guest = "gwen.guest@mail.example"
            let workspace = town.north.place(1).workspace
            #expect(
                try await Browser(.admin, in: town).post(
                    "/dashboard/clients/\(workspace)/invitations", [("emails", guest)]
                ).status == 303)
            let mail = try #require(try await town.deliver().first { $0.to.address.text == guest })
            let link = try #require(mail.link(to: "/invitation?token="))
            let token = link.components(separatedBy: "token=").last ?? ""
            let browser = Browser(.nobody, in: town)
            let page = try await browser.get(String(link.trimmingPrefix("https://\(House.host(of: .north))")))
            let field = try #require(page.text.tags("input").first { $0["name"] == "new-password" })
            #expect(field["required"] == nil && page.text.contains("code by mail instead"))
            let derivations = town.passwords.derivations
            let answer = try await browser.post(
                "/invitation", [("token", token), ("name", "Gwen"), ("new-password", "")])
            #expect(answer.status == 303 && answer.cookies["session"] != nil)
            #expect(try town.rows.count("user WHERE email = '\(guest)' AND password IS NULL") == 1)
            #expect(town.passwords.derivations == derivations)

            let again = Browser(.nobody, in: town)
            #expect(try await again.signIn(guest, "").status == 401)
            try await again.askForCode(guest)
            let letter = try #require(try await town.deliver().compactMap(MailedCodeLetter.init).first)
            let signedIn = try await again.typeMailedCode(letter.digits)
            #expect(signedIn.status == 303 && signedIn["location"] == "/portal")
        }
    }

    @Test func `they can set a password within fifteen minutes of signing in, and use it from then on`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.signInByMail(as: .passwordless)
            let page = try await browser.get(Self.account)
            #expect(page.text.contains("You have no password"))
            #expect(!page.text.tags("input").contains { $0["name"] == "current-password" })
            town.clock.advance(by: .seconds(14 * 60 + 59))
            let old = browser.cookies["session"]
            #expect(try await setPassword(browser).status == 303)
            #expect(browser.cookies["session"] != old, "the session is renewed")
            #expect(try await town.deliver().first?.subject.contains("was changed") == true)
            let email = town.north.person(.passwordless).email
            #expect(try await Browser(.nobody, in: town).signIn(email, Self.new).status == 303)
            // From now on the password is what is asked for.
            #expect(try await browser.get(Self.account).text.contains("name=\"current-password\""))
            #expect(try await setPassword(browser).status == 422)
            #expect(try await setPassword(browser, current: Self.new).status == 303)
        }
    }

    @Test func `after fifteen minutes they have to sign in again first`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.signInByMail(as: .passwordless)
            let token = try #require(try await browser.get(Self.account).text.hiddenValue("csrf"))
            let key = ("factor-key", Town.factorKey.text)
            town.clock.advance(by: .minutes(15))
            let without = try town.rows.count("user WHERE password IS NULL")
            let tries: [(String, [(String, String)])] = [
                ("\(Self.account)/password", [("new-password", Self.new), ("repeated-password", Self.new)]),
                (Self.factor, [key, ("code", town.code)]),
            ]
            for (path, fields) in tries {
                let answer = try await browser.send(browser.form(path, [("csrf", token)] + fields))
                #expect(answer.status == 409 && answer.text.contains("Sign in again"), "\(path): \(answer.status)")
            }
            #expect(try town.rows.count("user WHERE password IS NULL") == without)
            #expect(try town.rows.count("second_factor") == 0)
            for path in [Self.account, Self.factor] {
                let page = try await browser.get(path)
                #expect(page.text.form(to: "\(Self.account)/password") == nil && page.text.form(to: Self.factor) == nil)
                #expect(page.text.contains("Sign in again"))
            }
            // Signing in again is enough.
            let fresh = Browser(.nobody, in: town)
            try await fresh.signInByMail(as: .passwordless)
            #expect(try await setPassword(fresh).status == 303)
        }
    }

    @Test func `a second factor is set up, renewed and turned off without a password, by a fresh sign-in`() async throws
    {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.signInByMail(as: .passwordless)
            let page = try await browser.get(Self.factor)
            #expect(page.text.form(to: Self.factor) != nil && !page.text.contains("current-password"))
            let granted = try await browser.setUpSecondFactor(at: Self.factor, password: "")
            #expect(granted.status == 200 && granted.recoveryCodes.count == RecoveryCode.count)
            town.clock.advance(by: .minutes(14))
            let renewed = try await browser.post("\(Self.factor)/recovery-codes", [])
            browser.keep(renewed)
            #expect(renewed.status == 200 && renewed.recoveryCodes.count == RecoveryCode.count)
            // A renewed secret makes no sign-in younger.
            town.clock.advance(by: .minutes(1))
            #expect(try await browser.post("\(Self.factor)/removal", []).status == 409)
            #expect(try await browser.post("\(Self.factor)/recovery-codes", []).status == 409)
            #expect(try town.rows.count("second_factor") == 1)

            let fresh = Browser(.nobody, in: town)
            let letter = try await fresh.codeByMail(for: .passwordless)
            #expect(try await fresh.typeMailedCode(letter.digits)["location"] == "/sign-in/code")
            let code = try #require(renewed.recoveryCodes.first)
            #expect(try await fresh.typeCode(("recovery-code", code)).status == 303)
            #expect(try await fresh.post("\(Self.factor)/removal", []).status == 303)
            #expect(try town.rows.count("second_factor") == 0)
        }
    }

    @Test func `whoever has a password is asked for it, however fresh the sign-in is`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.signInByMail(as: .client)
            #expect(try await browser.get(Self.account).text.contains("name=\"current-password\""))
            #expect(try await setPassword(browser).status == 422)
            #expect(try await browser.setUpSecondFactor(at: Self.factor, password: "").status == 422)
            #expect(try town.rows.count("second_factor") == 0)
        }
    }

    @Test func `where a second factor is due, somebody without a password sets it up freshly signed in`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            try await browser.signInByMail(as: .passwordless)
            try await town.requireSecondFactor(of: "factor-for-clients")
            town.clock.advance(by: .minutes(15))
            let late = try await browser.get("/second-factor")
            #expect(late.status == 200 && late.text.form(to: "/second-factor") == nil)
            #expect(late.text.contains("Sign in again"))
            let fresh = Browser(.nobody, in: town)
            let letter = try await fresh.codeByMail(for: .passwordless)
            #expect(try await fresh.typeMailedCode(letter.digits)["location"] == "/")
            let granted = try await fresh.setUpSecondFactor(at: "/second-factor", password: "")
            #expect(granted.status == 200)
            #expect(try await fresh.get("/portal").status == 200)
        }
    }
}
