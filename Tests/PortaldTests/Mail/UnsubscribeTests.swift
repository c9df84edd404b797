import Foundation
import PortalCore
import PortalPages
import Testing

@testable import PortalStore

/// A notice can be left with one click: without a session, by whoever it was sent to, and nothing else can be done by that link.
@Suite struct UnsubscribeTests {
    /// Makes a run fail and reads the link at the end of somebody's mail.
    private static func target(of cast: Cast, in town: Town, run: String = "a") async throws -> String {
        try await town.report([run])
        let email = town.north.person(cast).email
        let mail = try #require(try await town.deliver().first { $0.to.address.text == email })
        let link = try #require(mail.link(to: "/unsubscribe?token="))
        #expect(mail.stopAddress == link && link.hasPrefix("https://north.example/unsubscribe?token="))
        #expect(String(decoding: mail.html, as: UTF8.self).contains("Stop these mails"))
        return String(link.dropFirst("https://north.example".count))
    }

    /// The POST of a mail program: from nowhere, with nothing.
    private static func click(_ target: String, in town: Town, at host: String? = nil) async throws -> Answer {
        let program = Browser(.nobody, in: town, at: host)
        var request = program.request("POST", target, as: .program)
        request.fields.append((name: "Content-Type", value: "application/x-www-form-urlencoded"))
        request.body = Array("List-Unsubscribe=One-Click".utf8)
        return try await program.send(request)
    }

    private static func choices(_ town: Town) throws -> [String] {
        try town.rows.texts("SELECT quote(user_id) || notice || is_on FROM notice_choice ORDER BY 1")
    }

    @Test func `looking turns nothing off, one click does, for that person and that notice alone`() async throws {
        try await Town.open { town in
            let target = try await Self.target(of: .owner, in: town)
            for _ in 0..<3 {
                let page = try await Browser(.nobody, in: town).get(target)
                #expect(page.status == 200 && page.text.contains("Stop these mails?"))
                #expect(page["referrer-policy"] != nil)
            }
            #expect(try Self.choices(town) == [])
            for _ in 0..<2 {
                let answer = try await Self.click(target, in: town)
                #expect(answer.status == 200 && answer["location"] == nil)
            }
            let owner = town.north.person(.owner).user
            #expect(try Self.choices(town) == ["\(owner.sql.uppercased())run-failed0"])
            #expect(try town.rows.count("audit_detail WHERE detail = 'notices by mail'") == 1, "again changes nothing")
            town.clock.advance(by: .hours(2))
            try await town.report(["b"])
            #expect(town.readers(of: try await town.deliver()) == [.admin, .member])
        }
    }

    @Test func `a button of a page of ours does the same, whoever is signed in there`() async throws {
        try await Town.open { town in
            let target = try await Self.target(of: .admin, in: town)
            let browser = Browser(.client, in: town)
            let page = try await browser.get(target)
            #expect(page.text.contains("action=\"\(target)\""))
            let answer = try await browser.post(target)
            #expect(answer.status == 200 && answer.text.contains("You will get no more of these"))
            #expect(answer.text.contains("/dashboard/account"), "where it is turned on again")
            let admin = town.north.person(.admin).user
            #expect(try Self.choices(town) == ["\(admin.sql.uppercased())run-failed0"])
        }
    }

    @Test(arguments: ["multipart/form-data; boundary=x", "text/plain", nil])
    func `what a mail program sends is not read`(_ type: String?) async throws {
        try await Town.open { town in
            let target = try await Self.target(of: .owner, in: town)
            let program = Browser(.nobody, in: town)
            var request = program.request("POST", target, as: .program)
            request.fields += [
                (name: "Sec-Fetch-Site", value: "cross-site"), (name: "Origin", value: "https://mail.example"),
            ]
            if let type { request.fields.append((name: "Content-Type", value: type)) }
            request.body = Array(
                "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n".utf8)
            #expect(try await program.send(request).status == 200)
            #expect(try Self.choices(town).count == 1)
        }
    }

    @Test func `no link but the one that was sent stops anything, and all others are told the same`() async throws {
        try await Town.open { town in
            let target = try await Self.target(of: .owner, in: town)
            let token = String(target.dropFirst("/unsubscribe?token=".count))
            let bytes = try #require(Base64URL.decode(token))
            let before = try town.rows.everything()
            func with(_ user: User.ID, proof: some Sequence<UInt8> = [], notice: String = "run-failed") -> String {
                let kept = Array(proof)
                return "/unsubscribe?token="
                    + Base64URL.encode(user.bytes + (kept.isEmpty ? Array(bytes[16..<48]) : kept) + Array(notice.utf8))
            }
            let (owner, admin) = (town.north.person(.owner).user, town.north.person(.admin).user)
            let forged = [
                with(admin), with(town.south.person(.owner).user), with(owner, notice: "weekly-summary"),
                with(owner, proof: [UInt8](repeating: 0, count: 32)),
                with(owner, proof: Array(bytes[16..<47]) + [bytes[47] ^ 1]), with(.neverIssued),
                with(owner, notice: "password-changed"), with(owner, notice: ""), "/unsubscribe?token=x",
                "/unsubscribe?token=", "/unsubscribe", "\(target)&token=\(token)",
            ]
            let baseline = try await Self.click("/unsubscribe?token=never", in: town)
            #expect(baseline.status == 404)
            var statements: Set<[String]> = []
            for forgery in forged {
                town.notebook.watch()
                let answer = try await Self.click(forgery, in: town)
                statements.insert(town.notebook.read().statements.map(\.sql))
                #expect(answer.status == 404 && answer.body == baseline.body, "\(forgery)")
                let page = try await Browser(.nobody, in: town).get(forgery)
                #expect(page.status == (forgery.contains("token") ? 404 : 303), "\(forgery)")
            }
            #expect(statements.count == 1, "every one of them costs the same")
            // Another agency's own host does not know it either.
            #expect(try await Self.click(target, in: town, at: House.host(of: .south)).status == 404)
            #expect(try town.rows.everything() == before)
            #expect(try await Self.click(target, in: town).status == 200)
        }
    }

    @Test func `a link of somebody who is suspended does nothing, and one of somebody who left still does`()
        async throws
    {
        try await Town.open { town in
            try await town.choose(.runFailed, isOn: true, by: [.client, .both])
            let client = try await Self.target(of: .client, in: town)
            town.clock.advance(by: .hours(2))
            let both = try await Self.target(of: .both, in: town, run: "b")
            try await town.suspend(.client)
            try await town.remove(.both, from: 1)
            #expect(try await Self.click(client, in: town).status == 404)
            #expect(try await Self.click(both, in: town).status == 200)
            town.clock.advance(by: .days(900))
            #expect(try await Self.click(both, in: town).status == 200, "mails are kept for years")
        }
    }

    @Test func `what has to be told carries no such link`() async throws {
        try await Town.open { town in
            let email = town.north.person(.client).email
            _ = try await Browser(.nobody, in: town).post("/forgot-password", [("email", email)])
            let mails = try await town.deliver()
            #expect(!mails.isEmpty)
            #expect(mails.allSatisfy { $0.stopAddress == nil && !$0.text.contains("unsubscribe") })
        }
    }
}
