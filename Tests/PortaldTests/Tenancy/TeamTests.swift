import Foundation
import PortalCore
import PortalHTTP
import Testing

/// The agency's own people: how they come, what they may do, and how they go.
@Suite struct TeamTests {
    private static let team = "/dashboard/team"
    private static let password = "seven unrelated words"

    private func invite(
        _ emails: String, as role: String? = nil, by cast: Cast = .admin, in town: Town
    ) async throws -> Answer {
        let role = role.map { [("role", $0)] } ?? []
        return try await Browser(cast, in: town).post("\(Self.team)/invitations", [("emails", emails)] + role)
    }

    /// The token of the link that was mailed to an address.
    private func mailedToken(to email: String, in town: Town) async throws -> String {
        let mail = try #require(try await town.deliver().first { $0.to.address.text == email })
        let link = try #require(mail.link(to: "/invitation?token="))
        return try #require(link.components(separatedBy: "token=").last)
    }

    private func accept(_ token: String, _ browser: Browser) async throws -> Answer {
        try await browser.post(
            "/invitation", [("token", token), ("name", "Gwen"), ("new-password", Self.password)])
    }

    private func path(_ cast: Cast, _ deed: String, in town: Town) -> String {
        "\(Self.team)/members/\(town.north.person(cast).user)/\(deed)"
    }

    private func remove(_ removed: Cast, by cast: Cast, in town: Town) async throws -> Int {
        try await Browser(cast, in: town).post(path(removed, "removal", in: town)).status
    }

    private func setRole(_ role: String, of changed: Cast, by cast: Cast, in town: Town) async throws -> Int {
        try await Browser(cast, in: town).post(path(changed, "role", in: town), [("role", role)]).status
    }

    // MARK: Coming

    @Test func `staff are invited many at once, as members unless said otherwise, and come in`() async throws {
        try await Town.open { town in
            let guests = ["gwen@mail.example", "gil@mail.example"]
            #expect(try await invite(guests.joined(separator: "\n"), in: town).status == 303)
            let mails = try await town.deliver()
            #expect(mails.map(\.to.address.text).sorted() == guests.sorted())
            #expect(try await invite("gus@mail.example", as: "admin", in: town).status == 303)
            let page = try await Browser(.member, in: town).get(Self.team).text
            for guest in guests + ["gus@mail.example"] { #expect(page.contains(guest)) }

            let links = try (mails + (try await town.deliver())).map { mail in
                (mail.to.address.text, try #require(mail.link(to: "/invitation?token=")))
            }
            for (email, link) in links {
                let browser = Browser(.nobody, in: town)
                let token = try #require(link.components(separatedBy: "token=").last)
                let answer = try await accept(token, browser)
                #expect(answer.status == 303)
                browser.cookies["session"] = answer.cookies["session"]
                #expect(try await browser.get("/")["location"] == "/dashboard")
                #expect(try await browser.get("/dashboard").status == 200)
                let isAdmin = email == "gus@mail.example"
                #expect(
                    try await browser.get("/dashboard/settings/api-keys").status == (isAdmin ? 200 : 403), "\(email)")
                #expect(try await accept(token, Browser(.nobody, in: town)).status == 404, "it is good once")
            }
            #expect(try town.rows.count("invitation WHERE email LIKE 'g%@mail.example'") == 0)
        }
    }

    @Test func `somebody who has an account here and belongs to nothing joins with it`() async throws {
        try await Town.open { town in
            let email = town.north.person(.stranger).email
            #expect(try await invite(email, in: town).status == 303)
            let token = try await mailedToken(to: email, in: town)
            let answer = try await accept(token, Browser(.nobody, in: town))
            #expect(answer.status == 303 && answer.cookies["session"] == nil)
            #expect(try await Browser(.stranger, in: town).get("/")["location"] == "/dashboard")
        }
    }

    @Test func `an address is staff or client, never both, and is refused with words`() async throws {
        try await Town.open { town in
            _ = try await town.deliver()
            let client = try await invite("fresh@mail.example, \(town.north.person(.client).email)", in: town)
            #expect(client.status == 422 && client.text.contains("is a client, and cannot be on your team as well."))
            let known = try await invite(town.north.person(.member).email, in: town)
            #expect(known.status == 422 && known.text.contains("is here already."))
            let clients = "/dashboard/clients/\(town.north.place(1).workspace)/invitations"
            let staff = try await Browser(.admin, in: town).post(
                clients, [("emails", town.north.person(.member).email)])
            #expect(staff.status == 422 && staff.text.contains("is on your team, and cannot be a client as well."))
            #expect(try await town.deliver().isEmpty)
        }
    }

    @Test func `who became a client meanwhile no longer gets onto the team`() async throws {
        try await Town.open { town in
            let guest = "gwen@mail.example"
            #expect(try await invite(guest, in: town).status == 303)
            let token = try await mailedToken(to: guest, in: town)
            let clients = "/dashboard/clients/\(town.north.place(1).workspace)/invitations"
            #expect(try await Browser(.admin, in: town).post(clients, [("emails", guest)]).status == 303)
            let other = try await mailedToken(to: guest, in: town)
            #expect(try await accept(other, Browser(.nobody, in: town)).status == 303)
            #expect(try await accept(token, Browser(.nobody, in: town)).status == 404)
            #expect(
                try town.rows.count(
                    "staff_membership WHERE user_id = (SELECT id FROM user WHERE email = '\(guest)')") == 0)
        }
    }

    @Test func `an owner is not invited, and a role that there is not is none`() async throws {
        try await Town.open { town in
            for role in ["owner", "Admin", "", "workspace-client"] {
                let answer = try await invite("gwen@mail.example", as: role, by: .owner, in: town)
                #expect(answer.status == 422 && answer.text.contains("e-role"), "\(role)")
            }
            #expect(try town.rows.count("invitation WHERE email = 'gwen@mail.example'") == 0)
        }
    }

    @Test func `an invitation to the team is sent again and withdrawn, and leads nowhere without its inviter`()
        async throws
    {
        try await Town.open { town in
            let guest = "gwen@mail.example"
            func open(_ token: String) async throws -> Int {
                try await Browser(.nobody, in: town).get("/invitation?token=\(token)").status
            }
            #expect(try await invite(guest, in: town).status == 303)
            let first = try await mailedToken(to: guest, in: town)
            let id = try #require(try town.invitation(of: guest))
            let again = try await Browser(.owner, in: town).post("\(Self.team)/invitations/\(id)/resending")
            #expect(again.status == 303)
            let second = try await mailedToken(to: guest, in: town)
            #expect(try await open(first) == 404)
            #expect(try await open(second) == 200)
            let page = try await Browser(.owner, in: town).get(Self.team).text
            #expect(page.contains("/invitation?invitation=\(id)"), "the link to hand on")
            let withdrawn = try await Browser(.admin, in: town).post("\(Self.team)/invitations/\(id)/withdrawal")
            #expect(withdrawn.status == 303)
            #expect(try await open(second) == 404)

            #expect(try await invite(guest, in: town).status == 303)
            let third = try await mailedToken(to: guest, in: town)
            #expect(try await open(third) == 200)
            #expect(try await setRole("member", of: .admin, by: .owner, in: town) == 303)
            #expect(try await open(third) == 404, "a member may not invite")
            #expect(try await accept(third, Browser(.nobody, in: town)).status == 404)
            #expect(try town.rows.count("user WHERE email = '\(guest)'") == 0)
        }
    }

    // MARK: Looking

    @Test func `a member sees the list, and no button`() async throws {
        try await Town.open { town in
            let page = try await Browser(.member, in: town).get(Self.team)
            #expect(page.status == 200)
            for cast in [Cast.owner, .admin, .member] { #expect(page.text.contains(town.north.person(cast).email)) }
            let posts = page.text.tags("form").filter { $0["method"] == "post" }.compactMap { $0["action"] }
            #expect(posts == ["/sign-out"])
            #expect(!page.text.contains("\(Self.team)/ownership"))
        }
    }

    // MARK: What they may do

    @Test func `owner and admin make members admins and admins members, from the next request on`() async throws {
        try await Town.open { town in
            let keys = "/dashboard/settings/api-keys"
            let member = Browser(.member, in: town)
            #expect(try await member.get(keys).status == 403)
            #expect(try await setRole("admin", of: .member, by: .admin, in: town) == 303)
            #expect(try await member.get(keys).status == 200)
            let entry = try town.rows.texts("SELECT action FROM audit ORDER BY number DESC LIMIT 1")
            #expect(entry == ["agency.changeRole"])
            #expect(try await setRole("member", of: .admin, by: .member, in: town) == 303, "an admin is an admin")
            #expect(try await Browser(.admin, in: town).get(keys).status == 403)
            #expect(try await setRole("admin", of: .admin, by: .owner, in: town) == 303)
            #expect(try await Browser(.admin, in: town).get(keys).status == 200)
        }
    }

    @Test func `nobody changes the owner's role, their own, or that of somebody elsewhere`() async throws {
        try await Town.open { town in
            let before = try town.rows.everything()["staff_membership"]
            #expect(try await setRole("member", of: .owner, by: .admin, in: town) == 409)
            #expect(try await setRole("admin", of: .owner, by: .owner, in: town) == 409)
            #expect(try await setRole("member", of: .admin, by: .admin, in: town) == 409)
            #expect(try await setRole("owner", of: .member, by: .owner, in: town) == 422)
            #expect(try await setRole("", of: .member, by: .owner, in: town) == 422)
            #expect(try await setRole("admin", of: .member, by: .member, in: town) == 403)
            #expect(try await setRole("admin", of: .client, by: .owner, in: town) == 404)
            let foreign = "\(Self.team)/members/\(town.south.person(.member).user)/role"
            #expect(try await Browser(.owner, in: town).post(foreign, [("role", "admin")]).status == 404)
            #expect(try town.rows.everything()["staff_membership"] == before)
        }
    }

    // MARK: Going

    @Test func `who is removed is out at the next request, gets nothing that waited, and leaves their history`()
        async throws
    {
        for (removed, by) in [(Cast.member, Cast.admin), (.admin, .owner)] {
            try await Town.open { town in
                let person = town.north.person(removed)
                let browser = Browser(removed, in: town)
                #expect(try await browser.get("/dashboard").status == 200)
                let created = try await browser.post("/dashboard/account/name", [("name", "Somebody Known")])
                #expect(created.status == 303)
                _ = try await Browser(.nobody, in: town).post("/forgot-password", [("email", person.email)])
                let entries = try town.rows.count("audit")
                let submissions = try town.rows.count("submission")

                #expect(try await remove(removed, by: by, in: town) == 303)
                let page = try await browser.get("/dashboard")
                #expect(page.status == 303 && page["location"] == "/sign-in?next=/dashboard")
                #expect(try await browser.get("/dashboard", as: .program).status == 401)
                #expect(try await browser.send(browser.form("/dashboard/clients", [("name", "Mine")])).status == 401)
                #expect(try town.rows.count("session WHERE user_id = x'\(person.user.hex)'") == 0)
                #expect(try await !town.deliver().contains { $0.to.address.text == person.email })

                #expect(try town.rows.count("audit") == entries + 1)
                #expect(try town.rows.count("submission") == submissions)
                let name = try town.rows.texts("SELECT name FROM user WHERE id = x'\(person.user.hex)'")
                #expect(name == ["Somebody Known"])
                let list = try await Browser(.owner, in: town).get(Self.team).text
                #expect(!list.contains(person.email))

                // They are a person of nothing here, and can be asked back.
                let back = Browser(.nobody, in: town)
                back.keep(try await back.signIn(person.email, person.password))
                #expect(try await back.get("/dashboard")["location"] == "/")
                #expect(try await back.get("/").status == 200)
                #expect(try await invite(person.email, by: .owner, in: town).status == 303)
                let token = try await mailedToken(to: person.email, in: town)
                #expect(try await accept(token, Browser(.nobody, in: town)).status == 303)
                #expect(try await back.get("/dashboard").status == 200)
            }
        }
    }

    @Test func `a sign-in that waits for its code ends with the membership`() async throws {
        try await Town.open { town in
            try await town.giveSecondFactor(to: .member)
            let waiting = Browser(.nobody, in: town)
            try await waiting.givePassword(of: .member)
            #expect(try await remove(.member, by: .admin, in: town) == 303)
            #expect(try town.rows.count("sign_in_challenge") == 0)
            #expect(try await waiting.get("/sign-in/code").status == 303)
        }
    }

    @Test func `the owner cannot be removed, nor anybody by themselves, by a member, or from elsewhere`() async throws {
        try await Town.open { town in
            let before = try town.rows.everything()
            let owner = try await Browser(.admin, in: town).post(path(.owner, "removal", in: town))
            #expect(owner.status == 409 && owner.text.contains("The owner cannot be removed"))
            #expect(try await remove(.owner, by: .owner, in: town) == 409)
            let oneself = try await Browser(.admin, in: town).post(path(.admin, "removal", in: town))
            #expect(oneself.status == 409 && oneself.text.contains("Nobody removes themselves"))
            #expect(try await remove(.admin, by: .member, in: town) == 403)
            #expect(try await remove(.client, by: .owner, in: town) == 404)
            let foreign = "\(Self.team)/members/\(town.south.person(.member).user)/removal"
            #expect(try await Browser(.owner, in: town).post(foreign).status == 404)
            #expect(try town.rows.everything() == before)
        }
    }
}
