import Foundation
import PortalCore
import PortalHTTP
import PortalStore
import Testing

/// Whoever knew what a person signs in with has nothing left of it once the person has defended themselves.
@Suite struct TakeoverTests {
    private static let address = "mallory@evil.example"
    private static let password = "an entirely new password"

    /// What a person, or somebody for them, does about it.
    private enum Defence: CaseIterable {
        case newPasswordByMail, newPassword, linkOfTheOperator, factorTakenByStaff, factorTakenByTheOperator
        case sessionEnded, otherSessionsEnded

        var isOfTheFactor: Bool { [.factorTakenByStaff, .factorTakenByTheOperator].contains(self) }
    }

    @Test(arguments: Defence.allCases)
    private func `an address that somebody else asked for is given up`(_ defence: Defence) async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            if defence.isOfTheFactor { try await town.giveSecondFactor(to: .client) }
            let intruder = Browser(.client, in: town)
            let asked = try await intruder.post(
                "/portal/account/email", [("email", Self.address), ("current-password", person.password)])
            #expect(asked.status == 303)
            let mails = try await town.deliver()
            let link = try #require(mails.compactMap { $0.link(to: "/verify-email?") }.first)
            let token = try #require(link.components(separatedBy: "token=").last)

            try await defend(by: defence, in: town)

            let answer = try await Browser(.nobody, in: town).post("/verify-email", [("token", token)])
            #expect(answer.status == 404, "\(defence)")
            #expect(try town.rows.count("user WHERE email = '\(Self.address)'") == 0)
        }
    }

    private func defend(by defence: Defence, in town: Town) async throws {
        let person = town.north.person(.client)
        let (hand, agency) = (Operator(town.portal), town.north.agency)
        switch defence {
        case .newPasswordByMail:
            let nobody = Browser(.nobody, in: town)
            _ = try await nobody.post("/forgot-password", [("email", person.email)])
            let mails = try await town.deliver()
            let link = try #require(mails.compactMap { $0.link(to: "/reset-password?") }.first)
            let token = try #require(link.components(separatedBy: "token=").last)
            let fields = [("token", token), ("new-password", Self.password), ("repeated-password", Self.password)]
            #expect(try await nobody.post("/reset-password", fields).status == 303)
        case .newPassword:
            let fields = [
                ("current-password", person.password), ("new-password", Self.password),
                ("repeated-password", Self.password),
            ]
            #expect(try await town.otherDevice().post("/portal/account/password", fields).status == 303)
        case .linkOfTheOperator:
            _ = try await hand.passwordLink(for: person.user, at: agency)
        case .factorTakenByStaff:
            let path = "/dashboard/people/\(person.user)/second-factor/removal"
            #expect(try await Browser(.owner, in: town).post(path).status == 303)
        case .factorTakenByTheOperator:
            #expect(try await hand.resetSecondFactor(of: person.user, at: agency))
        case .sessionEnded:
            let sessions = try town.rows.texts("SELECT hex(session_id) FROM mail_proof WHERE email = '\(Self.address)'")
            let hex = try #require(sessions.first)
            let bytes = stride(from: 0, to: 32, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
            let session = try #require(Session.ID(bytes: bytes))
            #expect(try await town.otherDevice().post("/portal/account/sessions/\(session)/end").status == 303)
        case .otherSessionsEnded:
            #expect(try await town.otherDevice().post("/portal/account/sessions/end-others").status == 303)
        }
    }

    @Test func `an address that one asked for oneself still waits when other sessions are ended`() async throws {
        try await Town.open { town in
            let person = town.north.person(.client)
            let own = Browser(.client, in: town)
            let asked = try await own.post(
                "/portal/account/email",
                [("email", "nora.new@mail.example"), ("current-password", person.password)])
            #expect(asked.status == 303)
            let link = try #require(try await town.deliver().compactMap { $0.link(to: "/verify-email?") }.first)
            let token = try #require(link.components(separatedBy: "token=").last)
            #expect(try await own.post("/portal/account/sessions/end-others").status == 303)
            #expect(try await own.post("/verify-email", [("token", token)]).status == 303)
        }
    }
}
