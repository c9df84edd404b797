import Foundation
import PortalCore
import Testing

@testable import PortalHTTP

/// Staff and their own agency, and no other.
@Suite struct WholeAgencyTests {
    @Test func `3: an owner can neither see nor change another agency's people`() async throws {
        try await Town.open { town in
            let browser = Browser(.owner, in: town)
            let before = try town.rows.everything()
            let (own, foreign) = (town.north.place(1), town.south.place(1))
            let nobody = User.ID(at: TownClock.morning, random: (7, 7))
            let victims = [town.south.person(.client).user, town.south.person(.owner).user]
            for workspace in [own.workspace, foreign.workspace] {
                let path = { (user: User.ID) in "/dashboard/clients/\(workspace)/members/\(user)/removal" }
                let nothing = try await browser.post(path(nobody))
                #expect(nothing.status == 404)
                for victim in victims {
                    #expect(try await browser.post(path(victim)).comparable == nothing.comparable)
                }
            }
            let session = try #require(town.south.person(.client).spareSession)
            _ = try await browser.post("/dashboard/account/sessions/\(session)/end")
            #expect(try town.rows.everything() == before)
            let team = try await browser.get("/dashboard/team")
            #expect(team.status == 200)
            for person in town.south.people.values {
                #expect(!team.text.contains(person.user.description), "\(person.email)")
            }
        }
    }

    @Test func `8: nothing that one agency's people do changes another's looks`() async throws {
        try await Town.open { town in
            let there = Browser(.nobody, in: town, at: town.south.host)
            let before = try await there.get("/sign-in")
            let owner = Browser(.owner, in: town)
            let workspace = town.south.place(1).workspace
            for (path, fields) in [
                ("/dashboard/clients/\(workspace)/name", [("name", "Taken over")]),
                ("/dashboard/account/name", [("name", "Taken over"), ("agency", "\(town.south.agency)")]),
            ] {
                _ = try await owner.post(path, fields)
            }
            for table in ["agency", "brand", "brand_asset", "host", "workspace"] {
                #expect(try !town.rows.everything()[table, default: []].contains { $0.contains("Taken over") })
            }
            let after = try await Browser(.nobody, in: town, at: town.south.host).get("/sign-in")
            #expect(after.text.withoutTokens == before.text.withoutTokens)
        }
    }

    @Test func `22: a session of another agency is nobody's here`() async throws {
        try await Town.open { town in
            for cast in [Cast.client, .owner] {
                let foreigner = Browser(Visitor.foreign(cast, town.seed), in: town)
                let nobody = Browser(.nobody, in: town)
                for path in ["/portal", "/dashboard", "/portal/account", "/dashboard/team"] {
                    let answer = try await foreigner.get(path)
                    #expect(try await answer.comparable == nobody.get(path).comparable)
                }
            }
            // And it is still good where it belongs.
            var visitor = Visitor.foreign(.client, town.seed)
            visitor.session = town.south.person(.client).session
            let answer = try await Browser(visitor, in: town, at: town.south.host).get("/portal")
            #expect(answer.status == 200)
        }
    }

    @Test func `22: somebody of another agency signs in here as somebody unknown`() async throws {
        try await Town.open { town in
            let unknown = try await Browser(.nobody, in: town).signIn("unknown@mail.example", "wrong horse of all")
            for person in [town.south.person(.owner), town.south.person(.neighbour)] {
                let answer = try await Browser(.nobody, in: town).signIn(person.email, person.password)
                #expect(answer.comparable.status == unknown.status)
                #expect(answer.text.withoutTokens(person.email) == unknown.text.withoutTokens("unknown@mail.example"))
            }
            // The twin with the same address has another password here.
            let twin = town.south.person(.client)
            let answer = try await Browser(.nobody, in: town).signIn(twin.email, twin.password)
            #expect(answer.status == unknown.status)
        }
    }
}

extension Browser {
    /// Fills the sign-in form in as it stands on the page.
    func signIn(_ email: String, _ password: String) async throws -> Answer {
        let page = try await get("/sign-in")
        for (name, value) in page.cookies { cookies[name] = value }
        let hidden = page.text.form(to: "/sign-in") ?? []
        return try await send(form("/sign-in", hidden + [("email", email), ("password", password)]))
    }
}

extension String {
    /// A page without what is different in every copy of it: tokens, and what was typed.
    func withoutTokens(_ typed: String) -> String {
        withoutTokens.components(separatedBy: typed).joined(separator: "…")
    }

    var withoutTokens: String {
        components(separatedBy: "<input ").map { part in
            part.hasPrefix("type=\"hidden\"") || part.contains("name=\"csrf\"")
                ? String(part.drop { $0 != ">" }) : part
        }.joined(separator: "<input ")
    }
}
