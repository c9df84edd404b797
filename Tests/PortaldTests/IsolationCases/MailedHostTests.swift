import Foundation
import PortalCore
import PortalHTTP
import Testing

/// Every link that is mailed leads to the agency's own first host, whichever host was asked for it, and whatever a
/// request says.
@Suite struct MailedHostTests {
    private static let other = "portal.studio.example"

    /// What asks for a mail with a link, and by whom.
    private static func askings(_ town: Town) throws -> [(cast: Cast?, path: String, fields: [(String, String)])] {
        let place = town.north.place(1)
        let client = town.north.person(.client)
        let (clients, team) = ("/dashboard/clients/\(place.workspace)/invitations", "/dashboard/team/invitations")
        return [
            (nil, "/forgot-password", [("email", client.email)]),
            (nil, "/sign-in/mail", [("email", client.email)]),
            (nil, "/invitation/mail", [("invitation", "\(place.invitation)")]),
            (
                .client, "/portal/account/email",
                [("email", "moved@mail.example"), ("current-password", client.password)]
            ),
            (.admin, clients, [("emails", "gwen.guest@mail.example")]),
            (.admin, "\(clients)/\(place.invitation)/resending", []),
            (.admin, team, [("emails", "new.colleague@mail.example"), ("role", "member")]),
            (.admin, "\(team)/\(town.north.staffInvitation)/resending", []),
        ]
    }

    private static let claims =
        [
            "X-Forwarded-Host", "X-Host", "X-Original-Host", "X-Forwarded-Server", "X-HTTP-Host-Override",
        ].map { (name: $0, value: "evil.example") } + [(name: "Forwarded", value: "host=evil.example;proto=http")]

    /// Asks for every mail, and holds each to lead to where the agency is at home.
    private func expectHome(in town: Town, _ prepare: (Browser) -> Void) async throws {
        for (cast, path, fields) in try Self.askings(town) {
            let browser = if let cast { Browser(cast, in: town) } else { Browser(.nobody, in: town) }
            prepare(browser)
            let answer = try await browser.post(path, fields)
            #expect([200, 303].contains(answer.status), "\(path) → \(answer.status)")
            let mails = try await town.deliver()
            #expect(mails.count == 1, "\(path) mailed \(mails.count)")
            for mail in mails {
                let html = String(decoding: mail.html, as: UTF8.self)
                let links = (mail.text + " " + html).matches(of: #/https?://[^\s"<>)]+/#).map { String($0.0) }
                #expect(links.contains { $0.contains("token=") }, "\(path) mails a link")
                for link in links { #expect(link.hasPrefix("https://north.example/"), "\(path) → \(link)") }
                for foreign in ["evil", Self.other, "8443"] {
                    #expect(!mail.text.contains(foreign) && !html.contains(foreign), "\(path) mails \(foreign)")
                }
            }
        }
    }

    private func add(_ host: String, to town: Town) async throws {
        let name = try #require(HostName(host))
        try await Operator(town.portal).provision(town.north.agency) { try $0.add(host: name) }
    }

    @Test func `23: a mail that was asked for at another host of the agency's leads to its first`() async throws {
        try await Town.open { town in
            try await add(Self.other, to: town)
            try await expectHome(in: town) { browser in
                browser.host = "\(Self.other):8443"
                browser.added = Self.claims
            }
        }
    }

    @Test func `23: a mail that was asked for through a trusted proxy leads there too`() async throws {
        var settings = Town.Settings()
        settings.http.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
        try await Town.open(settings) { town in
            try await add(Self.other, to: town)
            try await expectHome(in: town) { browser in
                browser.host = "\(Self.other):8443"
                browser.added =
                    Self.claims.filter { $0.name != "X-Forwarded-Host" } + [
                        (name: "X-Forwarded-Host", value: "\(Self.other):8443")
                    ]
            }
        }
    }

    @Test func `23: at a host that is no agency's nothing is mailed, whoever says so`() async throws {
        var proxied = Town.Settings()
        proxied.http.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
        for settings in [Town.Settings(), proxied] {
            try await Town.open(settings) { town in
                let isProxied = !settings.http.trustedProxies.isEmpty
                let mails = try town.rows.everything()["mail"]
                for (cast, path, fields) in try Self.askings(town) {
                    let browser = if let cast { Browser(cast, in: town) } else { Browser(.nobody, in: town) }
                    // The right token: it is for the host alone that nothing comes of it.
                    let token = try await browser.formToken()
                    if isProxied {
                        browser.added = [(name: "X-Forwarded-Host", value: "evil.example")]
                    } else {
                        browser.host = "evil.example"
                    }
                    let answer = try await browser.send(browser.form(path, [("csrf", token)] + fields))
                    #expect(answer.status == 404, "\(path) → \(answer.status)")
                }
                #expect(try town.rows.everything()["mail"] == mails)
                #expect(try await town.deliver().isEmpty)
            }
        }
    }
}
