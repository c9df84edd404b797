import Foundation
import PortalCore
import PortalHTTP
import Testing

/// The account page: whatever it changes is one's own, and nothing else is.
@Suite struct OwnAccountTests {
    @Test func `a client chooses language and zone, and reads every page in them`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let path = "/portal/account/region"
            #expect(try await browser.get(path).text.contains(">Asia/Kathmandu<"))
            let answer = try await browser.post(path, [("language", "en-US"), ("time-zone", "Asia/Kathmandu")])
            #expect(answer.status == 303)
            let page = try await browser.get("/portal/account").text
            #expect(page.contains("<html lang=\"en-US\"") && page.contains("Asia/Kathmandu"))
            for (fields, field) in [
                ([("language", "tlh"), ("time-zone", "")], "language"),
                ([("language", ""), ("time-zone", "Europe/Atlantis")], "time-zone"),
                ([("language", ""), ("time-zone", "../etc/passwd")], "time-zone"),
            ] {
                let refused = try await browser.post(path, fields)
                #expect(refused.status == 422 && refused.text.contains("e-\(field)"), "\(fields)")
            }
            #expect(try await browser.post(path, [("language", ""), ("time-zone", "")]).status == 303)
            #expect(try await browser.get("/portal/account").text.contains("<html lang=\"en\""))
        }
    }

    @Test func `staff choose a language, and read times in the agency's zone`() async throws {
        try await Town.open { town in
            let browser = Browser(.member, in: town)
            let path = "/dashboard/account/region"
            let page = try await browser.get(path)
            #expect(page.status == 200 && !page.text.contains("name=\"time-zone\""))
            #expect(try await browser.post(path, [("language", "en-US")]).status == 303)
            #expect(try await browser.get("/dashboard").text.contains("<html lang=\"en-US\""))
        }
    }

    @Test func `changing the password renews the session that asked and ends the others`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let old = try #require(browser.cookies["session"])
            let password = town.north.person(.client).password
            let answer = try await browser.post(
                "/portal/account/password",
                [
                    ("current-password", password), ("new-password", "another horse of mine"),
                    ("repeated-password", "another horse of mine"),
                ])
            #expect(answer.status == 303)
            browser.keep(answer)
            #expect(browser.cookies["session"] != old)
            #expect(try await browser.get("/portal").status == 200)
            browser.cookies["session"] = old
            #expect(try await browser.get("/portal").status == 303, "the old secret is worth nothing")
        }
    }

    @Test func `sessions say browser and network, and which is this one`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let browser = Browser(.nobody, in: town)
            let page = try await browser.get("/sign-in")
            browser.keep(page)
            let hidden = page.text.form(to: "/sign-in") ?? []
            var request = browser.form("/sign-in", hidden + [("email", person.email), ("password", person.password)])
            request.fields.append(
                (name: "User-Agent", value: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"))
            browser.keep(try await browser.send(request))
            let account = try await browser.get("/portal/account").text
            #expect(account.contains("Firefox · Linux") && account.contains("This device"))
            #expect(account.contains("from a private network"))
            #expect(try town.rows.texts("SELECT network FROM session WHERE network IS NOT NULL") == ["127.0.0.0/24"])
        }
    }

    @Test func `notices are one's own, and only those of areas that are open`() async throws {
        try await Town.open { town in
            func ticked(_ browser: Browser, _ path: String = "/portal/account") async throws -> [String: Bool] {
                let boxes = try await browser.get(path).text.components(separatedBy: "<input ").dropFirst()
                    .filter { $0.contains("name=\"notice\"") }
                return Dictionary(
                    uniqueKeysWithValues: boxes.map { box in
                        let tag = box.prefix { $0 != ">" }
                        let value = tag.components(separatedBy: "value=\"")[1].prefix { $0 != "\"" }
                        return (String(value), tag.hasSuffix(" checked"))
                    })
            }
            let client = Browser(.client, in: town)
            #expect(
                try await ticked(client) == [
                    "run-failed": false, "connection-needs-me": true, "invoice-due": true, "form-waits": true,
                    "weekly-summary": true,
                ])
            let billing = try await ticked(Browser(.billing, in: town))
            #expect(Set(billing.keys) == ["invoice-due", "weekly-summary"])
            let bare = try await ticked(Browser(.bare, in: town))
            #expect(Set(bare.keys) == ["weekly-summary"])
            let staff = try await ticked(Browser(.member, in: town), "/dashboard/account")
            #expect(staff == ["run-failed": true, "weekly-summary": true])

            let path = "/portal/account/notices"
            #expect(try await client.post(path, [("notice", "run-failed"), ("notice", "form-waits")]).status == 303)
            #expect(
                try await ticked(client) == [
                    "run-failed": true, "connection-needs-me": false, "invoice-due": false, "form-waits": true,
                    "weekly-summary": false,
                ])
            #expect(try await ticked(Browser(.both, in: town))["run-failed"] == false)
            #expect(try await client.post(path, [("notice", "everything")]).status == 422)
            // What is not offered is not written down.
            #expect(try await Browser(.bare, in: town).post(path, [("notice", "run-failed")]).status == 303)
            let user = town.north.person(.bare).user.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(
                try town.rows.texts("SELECT notice FROM notice_choice WHERE user_id = x'\(user)'") == ["weekly-summary"]
            )
        }
    }

    @Test(arguments: [Cast.client, .billing, .both, .member])
    func `one's data is a file of one's own, and of nobody else's`(_ cast: Cast) async throws {
        try await Town.open { town in
            let visitor = Visitor(cast, town.seed)
            let browser = Browser(visitor, in: town)
            let path = cast.role == nil ? "/portal/account/data" : "/dashboard/account/data"
            let answer = try await browser.get(path)
            #expect(answer.status == 200 && answer["content-type"] == "application/json")
            #expect(answer["content-disposition"] == "attachment; filename=\"my-data.json\"")
            #expect(answer["cache-control"]?.contains("no-store") == true)
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
            let person = town.north.person(cast)
            #expect(json["email"] as? String == person.email)
            #expect((json["workspaces"] as? [Any])?.count == cast.memberships.count)
            #expect((json["sessions"] as? [Any])?.count == 2)
            let submissions = json["submissions"] as? [[String: Any]] ?? []
            #expect(submissions.isEmpty == (cast != .client), "\(cast): \(submissions.count)")
            #expect(Leaks(seed: town.seed).found(in: answer.everything, by: visitor, asking: "").isEmpty)
        }
    }
}
