import PortalCore
import Testing

/// Mails leave with their cause, in the agency's name, and for those only who may get them.
@Suite struct OutboxTests {
    private static func changePassword(_ cast: Cast, in town: Town) async throws {
        let person = town.north.person(cast)
        let browser = Browser(cast, in: town)
        let answer = try await browser.post(
            "/portal/account/password",
            [
                ("current-password", person.password), ("new-password", "seven unrelated words"),
                ("repeated-password", "seven unrelated words"),
            ])
        #expect(answer.status == 303)
    }

    @Test func `a changed password is told to its owner, with links to the stored host alone`() async throws {
        try await Town.open { town in
            try await Self.changePassword(.client, in: town)
            let mail = try #require(try await town.deliver().first)
            #expect(mail.to.address.text == town.north.person(.client).email)
            #expect(mail.text.contains("https://\(House.host(of: .north))/sign-in"))
            #expect(!mail.text.contains("south") && mail.host.text == House.host(of: .north))
            #expect(try await town.deliver().isEmpty, "it is sent once")
            #expect(try town.rows.count("mail WHERE status = 'sent' AND kind = 'password-changed'") == 1)
        }
    }

    @Test func `a suspended person gets nothing that was still waiting`() async throws {
        try await Town.open { town in
            try await Self.changePassword(.client, in: town)
            try await town.suspend(.client)
            #expect(try await town.deliver().isEmpty)
            #expect(try town.rows.count("mail WHERE kind = 'password-changed'") == 0)
        }
    }

    @Test func `a refused change mails nobody`() async throws {
        try await Town.open { town in
            let answer = try await Browser(.client, in: town).post(
                "/portal/account/password",
                [
                    ("current-password", "wrong"), ("new-password", "seven unrelated words"),
                    ("repeated-password", "seven unrelated words"),
                ])
            #expect(answer.status == 422)
            #expect(try town.rows.count("mail WHERE kind = 'password-changed'") == 0)
        }
    }

    @Test func `staff see where mails went and what became of them, not what they said`() async throws {
        try await Town.open { town in
            try await Self.changePassword(.client, in: town)
            _ = try await town.deliver(.refused(reason: "550 5.1.1 no such user"))
            let page = try await Browser(.member, in: town).get("/dashboard/outbox")
            #expect(page.status == 200)
            #expect(page.text.contains(town.north.person(.client).email))
            #expect(page.text.contains("550 5.1.1 no such user") && page.text.contains("Not delivered"))
            #expect(!page.text.contains("was changed on"))
        }
    }
}
