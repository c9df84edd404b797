import PortalCore
import Testing

@testable import PortalHTTP

/// Invitations, which nothing proves but the secret that was mailed.
@Suite struct InvitationCaseTests {
    private static let guest = "gwen.guest@mail.example"

    private func accept(_ token: String, _ browser: Browser) async throws -> Answer {
        try await browser.post(
            "/invitation", [("token", token), ("name", "Mallory"), ("new-password", "seven unrelated words")])
    }

    @Test func `21: what names an invitation, or is guessed, accepts none`() async throws {
        try await Town.open { town in
            _ = try await town.invitationToken(for: Self.guest)
            let id = try #require(try town.invitation(of: Self.guest))
            let parsed = try #require(Invitation.ID(id))
            let pending = [town.north.place(1).invitation, town.north.staffInvitation, town.south.staffInvitation]
            let digests = try town.rows.texts("SELECT hex(digest) FROM invitation WHERE digest IS NOT NULL")
            #expect(!digests.isEmpty)
            var guesses = [id, String(id.dropFirst(4)), id.uppercased(), Self.guest, "0", "", "null", "*", "%"]
            guesses += pending.map(\.description) + digests + digests.map { $0.lowercased() }
            // As many bytes as a secret has, of what can be known.
            guesses += [
                Secret(bytes: parsed.bytes + parsed.bytes).text,
                Secret(bytes: parsed.bytes + [UInt8](repeating: 0, count: 16)).text,
                Secret(bytes: [UInt8](repeating: 0, count: 32)).text,
            ]
            guesses += digests.map { hex in
                Secret(
                    bytes: stride(from: 0, to: 64, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
                )
                .text
            }
            let browser = Browser(.nobody, in: town)
            _ = try await browser.formToken()
            let never = Secret(bytes: [UInt8](repeating: 3, count: 32)).text
            let nothing = try await accept(never, browser)
            #expect(nothing.status == 404)
            let before = try town.rows.everything()
            for guess in guesses {
                #expect(try await accept(guess, browser).comparable == nothing.comparable, "\(guess)")
                for visitor in [Cast.client, .removed, .invited] {
                    #expect(try await accept(guess, Browser(visitor, in: town)).status == 404, "\(visitor): \(guess)")
                }
            }
            #expect(try town.rows.everything() == before)
        }
    }

    @Test func `21: who was invited joins, and not who is signed in where the link is opened`() async throws {
        for cast in [Cast.neighbour, .stranger, .removed] {
            try await Town.open { town in
                let token = try await town.invitationToken(for: Self.guest)
                let user = town.north.person(cast).user
                func rows(of user: User.ID) throws -> [[String]] {
                    try [
                        town.rows.texts("SELECT quote(name) || quote(email) FROM user WHERE id = \(user.sql)"),
                        town.rows.texts(
                            "SELECT hex(workspace_id) || areas || status FROM client_membership "
                                + "WHERE user_id = \(user.sql)"),
                        town.rows.texts("SELECT role || status FROM staff_membership WHERE user_id = \(user.sql)"),
                    ]
                }
                let before = try rows(of: user)
                let browser = Browser(cast, in: town)
                let answer = try await accept(token, browser)
                #expect(answer.status == 303)
                #expect(try rows(of: user) == before, "\(cast)")
                let guests = "client_membership WHERE user_id = (SELECT id FROM user WHERE email = '\(Self.guest)')"
                #expect(try town.rows.count(guests) == 1)
                let workflow = "/portal/workflows/\(town.north.place(1).startable)"
                let asked = try await Browser(cast, in: town).get(workflow, as: .program)
                #expect([401, 404].contains(asked.status), "\(cast): \(asked.status)")
            }
        }
    }

    @Test func `21: one that was used, withdrawn, has expired, or is another agency's takes nobody in`() async throws {
        let ends: [@Sendable (Town, String) async throws -> Void] = [
            { town, token in
                let fields = [("token", token), ("name", "Gwen"), ("new-password", "seven unrelated words")]
                let answer = try await Browser(.nobody, in: town).post("/invitation", fields)
                #expect(answer.status == 303)
            },
            { town, _ in
                let id = try #require(try town.invitation(of: Self.guest))
                let path = "/dashboard/clients/\(town.north.place(1).workspace)/invitations/\(id)/withdrawal"
                let answer = try await Browser(.admin, in: town).post(path)
                #expect(answer.status == 303)
            },
            { town, _ in town.clock.advance(by: Invitation.lifetime) },
        ]
        for end in ends {
            try await Town.open { town in
                let token = try await town.invitationToken(for: Self.guest)
                try await end(town, token)
                let before = try town.rows.everything()
                let browser = Browser(.nobody, in: town)
                let never = Secret(bytes: [UInt8](repeating: 3, count: 32)).text
                let nothing = try await accept(never, browser)
                #expect(try await accept(token, browser).comparable == nothing.comparable && nothing.status == 404)
                #expect(try town.rows.everything() == before)
            }
        }
        try await Town.open { town in
            let token = try await town.invitationToken(for: Self.guest)
            let before = try town.rows.everything()
            #expect(try await accept(token, Browser(.nobody, in: town, at: town.south.host)).status == 404)
            #expect(try town.rows.everything() == before)
        }
    }
}
