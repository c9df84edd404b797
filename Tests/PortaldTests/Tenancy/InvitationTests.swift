import Foundation
import PortalCore
import Testing

/// How clients come in: by a link that was mailed to them, for as long as somebody stands behind it.
@Suite struct InvitationTests {
    private let guest = "gwen.guest@mail.example"

    private func invite(
        _ emails: String, to number: Int = 1, as cast: Cast = .admin, in town: Town
    ) async throws -> Answer {
        let workspace = town.north.place(number).workspace
        return try await Browser(cast, in: town).post(
            "/dashboard/clients/\(workspace)/invitations", [("emails", emails)])
    }

    /// Invites somebody and reads the link from the mail.
    private func link(to email: String, number: Int = 1, in town: Town) async throws -> String {
        let answer = try await invite(email, to: number, in: town)
        #expect(answer.status == 303, "\(answer.text.suffix(500))")
        return try await mailed(to: email, in: town)
    }

    private func mailed(to email: String, in town: Town) async throws -> String {
        let mail = try #require(try await town.deliver().first { $0.to.address.text == email })
        let link = try #require(mail.link(to: "/invitation?token="))
        return String(link.trimmingPrefix("https://north.example"))
    }

    private func token(_ link: String) -> String { link.components(separatedBy: "token=").last ?? "" }

    private func accept(
        _ link: String, name: String = "Gwen", password: String = "seven unrelated words", _ browser: Browser
    ) async throws -> Answer {
        try await browser.post(
            "/invitation", [("token", token(link)), ("name", name), ("new-password", password)])
    }

    @Test func `somebody new accepts, is signed in, and sees that workspace and no other`() async throws {
        try await Town.open { town in
            let link = try await link(to: guest, in: town)
            let browser = Browser(.nobody, in: town)
            let page = try await browser.get(link)
            #expect(page.status == 200 && page.text.contains(guest) && page.text.hiddenValue("token") == token(link))
            let answer = try await accept(link, browser)
            #expect(answer.status == 303 && answer["location"] == "/welcome")
            let session = try #require(answer.cookies.first { $0.0 == "session" }?.1)
            browser.cookies["session"] = session
            let portal = try await browser.get("/portal")
            let switcher = try await browser.get("/portal/workflows")
            #expect(portal.status == 200 && switcher.status == 200)
            #expect(
                try town.rows.count("client_membership WHERE user_id = (SELECT id FROM user WHERE email = '\(guest)')")
                    == 1)
            #expect(try await accept(link, Browser(.nobody, in: town)).status == 404, "it is good once")
            #expect(try await Browser(.nobody, in: town).get(link).status == 404)
        }
    }

    @Test func `somebody new whom the agency asks for a second factor sets it up, and is welcomed then`() async throws {
        try await Town.open { town in
            let link = try await link(to: guest, in: town)
            try await town.requireSecondFactor(of: "factor-for-clients")
            let browser = Browser(.nobody, in: town)
            let answer = try await accept(link, browser)
            #expect(answer.status == 303 && answer["location"] == "/second-factor?next=/welcome")
            browser.keep(answer)
            let page = try await browser.get("/second-factor?next=/welcome")
            let hidden = try #require(page.text.form(to: "/second-factor"))
            let key = try #require(hidden.first { $0.0 == "factor-key" }.flatMap { FactorKey(text: $0.1) })
            let step = TimeCode.step(at: town.clock.now)
            let code = TimeCode(key, digests: town.portal.services.digests).text(at: step)
            let fields = [("code", code), ("current-password", "seven unrelated words")]
            let done = try await browser.send(browser.form("/second-factor", hidden + fields))
            browser.keep(done)
            #expect(done.text.contains("href=\"/welcome\""))
            #expect(try await browser.get("/welcome").status == 200)
            // Elsewhere than to a welcome nobody is led.
            let other = try await Browser(.client, in: town).get("/second-factor?next=//evil.example")
            #expect(!other.text.contains("evil"))
        }
    }

    @Test func `an address that has an account here joins with it and signs in as always`() async throws {
        try await Town.open { town in
            let email = town.north.person(.neighbour).email
            let link = try await link(to: email, in: town)
            let nobody = Browser(.nobody, in: town)
            #expect(try await nobody.get(link).text.contains("name=\"new-password\"") == false)
            let answer = try await accept(link, name: "Mallory", password: "not asked for here", nobody)
            #expect(answer.status == 303 && answer["location"] == "/sign-in?done=invitation-accepted")
            #expect(!answer.cookies.contains { $0.0 == "session" })
            #expect(try town.rows.count("user WHERE name = 'Mallory'") == 0)
            let workspace = town.north.place(1).workspace
            let switched = try await Browser(.neighbour, in: town).post(
                "/portal/switch", [("workspace", workspace.description)])
            #expect(switched.status == 303)
        }
    }

    @Test func `whoever is signed in as somebody else is told whose invitation it is, and can switch`() async throws {
        try await Town.open { town in
            let link = try await link(to: guest, in: town)
            let other = Browser(.client, in: town)
            let page = try await other.get(link)
            #expect(page.text.contains(guest) && page.text.contains(town.north.person(.client).email))
            let answer = try await other.post("/invitation/sign-out", [("token", token(link))])
            #expect(answer.status == 303 && answer["location"] == link)
            #expect(try await Browser(.client, in: town).get("/portal").status == 303, "the session has ended")
        }
    }

    @Test func `a link is good for seven days, until it is sent again or withdrawn`() async throws {
        try await Town.open { town in
            let first = try await link(to: guest, in: town)
            let id = try #require(try town.invitation(of: guest))
            let path = "/dashboard/clients/\(town.north.place(1).workspace)/invitations/\(id)"
            #expect(try await Browser(.admin, in: town).post("\(path)/resending").status == 303)
            let second = try await mailed(to: guest, in: town)
            #expect(try await Browser(.nobody, in: town).get(first).status == 404)
            #expect(try await Browser(.nobody, in: town).get(second).status == 200)
            town.clock.advance(by: .days(7))
            #expect(try await Browser(.nobody, in: town).get(second).status == 404)
            #expect(try await accept(second, Browser(.nobody, in: town)).status == 404)
        }
        try await Town.open { town in
            let link = try await link(to: guest, in: town)
            let id = try #require(try town.invitation(of: guest))
            let path = "/dashboard/clients/\(town.north.place(1).workspace)/invitations/\(id)"
            #expect(try await Browser(.admin, in: town).post("\(path)/withdrawal").status == 303)
            #expect(try await accept(link, Browser(.nobody, in: town)).status == 404)
        }
    }

    @Test func `a link is dead when nobody stands behind it any more`() async throws {
        let ways: [@Sendable (Town) async throws -> Void] = [
            { try await $0.suspend(.admin) }, { try await $0.setRole(.member, of: .admin) },
            { town in
                let path = "/dashboard/clients/\(town.north.place(1).workspace)/archival"
                _ = try await Browser(.owner, in: town).post(path)
            },
        ]
        for way in ways {
            try await Town.open { town in
                let link = try await link(to: guest, in: town)
                try await way(town)
                #expect(try await Browser(.nobody, in: town).get(link).status == 404)
                #expect(try await accept(link, Browser(.nobody, in: town)).status == 404)
                #expect(try town.rows.count("user WHERE email = '\(guest)'") == 0)
            }
            try await Town.open { town in
                #expect(try await invite(guest, in: town).status == 303)
                try await way(town)
                let mailed = try await town.deliver().map(\.to.address.text)
                #expect(!mailed.contains(guest), "nor is it mailed")
            }
        }
    }

    @Test func `a link is its own agency's, and another kind of link is none`() async throws {
        try await Town.open { town in
            let link = try await link(to: guest, in: town)
            let foreign = Browser(.nobody, in: town, at: House.host(of: .south))
            // One nonce for both, or each answer would give a new one.
            foreign.cookies["nonce"] = Secret(bytes: [UInt8](repeating: 4, count: 32)).text
            let never = "/invitation?token=\(Secret(bytes: [UInt8](repeating: 3, count: 32)).text)"
            let (shown, nothing) = (try await foreign.get(link), try await foreign.get(never))
            #expect(shown.comparable == nothing.comparable && shown.status == 404)
            #expect(try await accept(link, foreign).status == 404)
            let reset = try await Browser(.nobody, in: town).get("/reset-password?token=\(token(link))")
            #expect(reset.status == 404)
        }
    }

    @Test func `inviting who is here, was asked, or works here says so and sends nothing`() async throws {
        try await Town.open { town in
            _ = try await town.deliver()
            #expect(try await invite("\(guest)\nanother.guest@mail.example", in: town).status == 303)
            #expect(try await town.deliver().count == 2)
            let cases = [
                town.north.person(.client).email, guest.uppercased(), town.north.person(.member).email,
                "not an address", "", town.north.person(.suspended).email,
            ]
            for typed in cases {
                let answer = try await invite("fresh.guest@mail.example, \(typed)", in: town)
                let isAlone = typed.isEmpty
                #expect(answer.status == (isAlone ? 303 : 422), "\(typed)")
                #expect(try await town.deliver().count == (isAlone ? 1 : 0), "\(typed)")
                if !isAlone { #expect(answer.text.contains("aria-invalid")) }
            }
            #expect(try await invite(guest, as: .member, in: town).status == 403)
        }
    }

    @Test func `what staff hand on mails the invitation to whom it is for, and to nobody else`() async throws {
        try await Town.open { town in
            let first = try await link(to: guest, in: town)
            let id = try #require(try town.invitation(of: guest))
            let browser = Browser(.nobody, in: town)
            browser.cookies["nonce"] = Secret(bytes: [UInt8](repeating: 4, count: 32)).text
            let page = try await browser.get("/invitation?invitation=\(id)")
            #expect(page.status == 200 && !page.text.contains(guest), "it says nothing of who is invited")
            let never = Invitation.ID(at: town.clock.now, random: (1, 1))
            let other = try await browser.get("/invitation?invitation=\(never)")
            #expect(
                page.text.replacingOccurrences(of: id, with: "…")
                    == other.text.replacingOccurrences(of: never.description, with: "…"))
            let sent = try await browser.post("/invitation/mail", [("invitation", id)])
            let none = try await browser.post("/invitation/mail", [("invitation", never.description)])
            #expect(sent.comparable == none.comparable && sent.status == 200)
            let mails = try await town.deliver()
            #expect(mails.map(\.to.address.text) == [guest])
            #expect(try await Browser(.nobody, in: town).get(first).status == 404, "the newer link is the one")
        }
    }

    @Test func `a removed client gets nothing that was still waiting, and is led home`() async throws {
        try await Town.open { town in
            let answer = try await Browser(.nobody, in: town).post(
                "/forgot-password", [("email", town.north.person(.client).email)])
            #expect(answer.status == 200)
            try await town.remove(.client, from: 1)
            let mailed = try await town.deliver().map(\.to.address.text)
            #expect(!mailed.contains(town.north.person(.client).email))
            let next = try await Browser(.client, in: town).get("/portal")
            #expect(next.status == 303 && next["location"] == "/")
        }
    }
}

extension Town {
    /// The id of the pending invitation of an address.
    func invitation(of email: String) throws -> String? {
        try rows.texts("SELECT hex(id) FROM invitation WHERE email = '\(email)'").first.flatMap { hex in
            let bytes = stride(from: 0, to: hex.count, by: 2).compactMap { index -> UInt8? in
                let start = hex.index(hex.startIndex, offsetBy: index)
                return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
            }
            return Invitation.ID(bytes: bytes)?.description
        }
    }
}
