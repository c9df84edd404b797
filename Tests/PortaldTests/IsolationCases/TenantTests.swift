import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// Which tenant a request is about, when it says so badly or not at all.
@Suite struct TenantTests {
    /// What every access question needs, and what stands where it is taken away.
    @Test(arguments: ["client_membership", "staff_membership", "session", "user", "workspace", "host"])
    func `6: a question of access that fails is a refusal`(_ table: String) async throws {
        try await Town.open { town in
            // As in the case: the query names a table that is not there.
            try await SeedDoor.execute("ALTER TABLE \(table) RENAME TO gone", in: town.storage)
            for (cast, path) in [
                (Cast.client, "/portal"), (.client, "/portal/runs"), (.client, "/portal/billing"),
                (.owner, "/dashboard"),
                (.owner, "/dashboard/clients/\(town.north.place(1).workspace)"), (.member, "/dashboard/team"),
            ] {
                let answer = try await Browser(cast, in: town).get(path)
                #expect(answer.status >= 400, "\(cast) \(path) → \(answer.status)")
                let shown = Marker.all(in: answer.everything).filter { !$0.belonging.reach.contains(.everybody) }
                #expect(shown.isEmpty, "\(cast) \(path) shows \(shown)")
            }
        }
    }

    /// What else says who somebody is or what they hold, and changes that ask it.
    private static let questions: [(table: String, routes: [String])] = [
        ("client_membership", ["/portal/account/name", "/portal/workflows/:workflow/runs", "/portal/switch"]),
        ("staff_membership", ["/dashboard/account/name", "/dashboard/clients", "/dashboard/clients/:workspace/name"]),
        ("session", ["/portal/account/name", "/dashboard/clients/:workspace/archival", "/sign-in", "/sign-in/link"]),
        ("user", ["/portal/account/password", "/dashboard/settings/engines", "/sign-in", "/sign-in/mail"]),
        ("workspace", ["/portal/account/name", "/dashboard/clients", "/api/v1/runs"]),
        ("host", ["/portal/account/name", "/dashboard/clients", "/api/v1/runs", "/sign-in", "/invitation"]),
        ("agency", ["/portal/account/name", "/dashboard/clients", "/api/v1/runs", "/sign-in", "/forgot-password"]),
        ("api_key", ["/api/v1/runs", "/api/v1/workspaces/:workspace/workflows", "/dashboard/settings/api-keys"]),
        (
            "invitation",
            [
                "/invitation", "/invitation/mail", "/dashboard/team/invitations",
                "/dashboard/clients/:workspace/invitations/:invitation/resending",
            ]
        ),
        ("mail_proof", ["/reset-password", "/verify-email", "/forgot-password"]),
        ("mailed_code", ["/sign-in/mail", "/sign-in/mail/code", "/sign-in/link"]),
        (
            "second_factor",
            [
                "/sign-in", "/sign-in/code", "/sign-in/mail/code", "/sign-in/link", "/second-factor",
                "/portal/account/second-factor/removal", "/dashboard/account/second-factor/recovery-codes",
            ]
        ), ("sign_in_challenge", ["/sign-in/code"]),
    ]

    @Test(arguments: questions.map(\.table))
    func `6: a change whose question of access fails changes nothing`(_ table: String) async throws {
        let seed = try await Seed.shared.value
        let paths = Self.questions.filter { $0.table == table }.flatMap(\.routes)
        for path in paths {
            let route = try #require(
                RouteTable.portal.routes.first { $0.method != .get && $0.path.text == path }, "\(path)")
            try await Town.open { town in
                let ready =
                    if let visitor = Rightful.visitors(of: route, seed).first, route.action != nil {
                        try await Ready(route, for: visitor, in: town)
                    } else {
                        try await Ready(publicForm: route, in: town)
                    }
                try await town.settle()
                try await SeedDoor.execute("ALTER TABLE \(table) RENAME TO gone", in: town.storage)
                let before = try town.rows.everything()
                let answer = try await ready.browser.send(ready.request())
                try await town.settle()
                #expect(answer.status >= 400, "\(path) without \(table) → \(answer.status)")
                #expect(answer.cookies["session"] == nil && answer.cookies["challenge"] == nil, "\(path)")
                let after = try town.rows.everything()
                #expect(after == before, "\(path) without \(table)")
                let shown = Marker.all(in: answer.everything).filter { !$0.belonging.reach.contains(.everybody) }
                #expect(shown.isEmpty, "\(path) shows \(shown)")
            }
        }
    }

    @Test func `6: a key whose question of access fails reads nothing`() async throws {
        for table in ["api_key", "agency", "host", "workspace"] {
            try await Town.open { town in
                try await SeedDoor.execute("ALTER TABLE \(table) RENAME TO gone", in: town.storage)
                let place = town.north.place(1)
                let run = try #require(place.runs[.succeeded])
                for path in [
                    "/api/v1/workspaces", "/api/v1/runs", "/api/v1/runs/\(run)",
                    "/api/v1/workspaces/\(place.workspace)/workflows",
                ] {
                    let answer = try await Browser(Visitor(.bound, town.seed), in: town).get(path, as: .program)
                    #expect(answer.status >= 400, "\(path) without \(table) → \(answer.status)")
                    #expect(Marker.all(in: answer.everything).isEmpty && Leaks.ids(in: answer.body).isEmpty)
                }
            }
        }
    }

    @Test func `9: without a session nothing but the doors answers`() async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            let token = try await browser.formToken()
            for route in RouteTable.portal.routes where ![.anyone, .token].contains(route.audience) {
                let ids = IDs(town.seed, Visitor(route.audience == .staff ? .owner : .client, town.seed), for: route)
                let target = route.target(try #require(ids.all(route.slots, from: .own)))
                let request =
                    route.method == .get
                    ? browser.request("GET", target, as: .program)
                    : browser.form(target, [("csrf", token)], as: .program, method: route.method.rawValue)
                let answer = try await browser.send(request)
                #expect(answer.status == 401, "\(route.method) \(target) → \(answer.status)")
            }
        }
    }

    @Test func `10: a client with nothing yet is shown nothing of anybody's`() async throws {
        try await Town.open { town in
            let visitor = Visitor(.newcomer, town.seed)
            let browser = Browser(visitor, in: town)
            for route in RouteTable.portal.routes
            where route.audience == .client && route.method == .get && route.slots.isEmpty {
                let answer = try await browser.get(route.path.text)
                #expect(answer.status == 200, "\(route.path.text)")
                let leaked = Leaks(seed: town.seed).found(in: answer.everything, by: visitor, asking: "")
                #expect(leaked.isEmpty, "\(route.path.text): \(leaked)")
                #expect(!answer.text.contains("Sync orders") && !answer.text.contains("2026-0001"))
            }
        }
    }

    @Test(arguments: [
        "", "Host: \r\n", "Host: north.example\r\nHost: north.example\r\n",
        "Host: north.example\r\nHost: south.example\r\n",
        "Host: north.example, south.example\r\n", "Host: north\r\n", "Host: .example\r\n", "Host: 127.0.0.1\r\n",
        "Host: north.example:99999999\r\n", "Host: north.example/\r\n", "Host: south.example@north.example\r\n",
        "X-Forwarded-Host: north.example\r\n", "Host: example\r\nX-Forwarded-Host: north.example\r\n",
        "Host: example\r\nForwarded: host=north.example\r\n",
    ])
    func `11: a host that is missing, doubled, empty or half is nobody's`(_ lines: String) async throws {
        try await Town.open { town in
            let session = try #require(town.north.person(.client).session)
            let wire = try Wire(port: town.port)
            try await wire.send("GET /portal HTTP/1.1\r\n\(lines)Cookie: session=\(session)\r\n\r\n")
            let answer = try await wire.answer()
            #expect((400...499).contains(answer.status), "\(answer.status)")
            #expect(Marker.all(in: answer.everything).isEmpty)
            wire.close()
        }
    }

    @Test func `11: a key that reaches several workspaces must name one`() async throws {
        try await Town.open { town in
            let key = Browser(Visitor(.wide, town.seed), in: town)
            for query in ["", "?workspace=", "?workspace=&workspace=\(town.north.place(1).workspace)"] {
                let answer = try await key.get("/api/v1/runs\(query)", as: .program)
                #expect([404, 422].contains(answer.status), "\(query) → \(answer.status)")
                #expect(Leaks.ids(in: answer.body).isEmpty)
            }
        }
    }

    @Test func `12: every row belongs to a tenant`() async throws {
        try await Town.open { town in
            let free: Set = ["agency", "setting", "grdb_migrations"]
            for table in try town.rows.tables where !free.contains(table) {
                let owners = try town.rows.texts(
                    "SELECT name FROM pragma_table_info('\(table)') WHERE \"notnull\" = 1 AND name IN ('agency_id', 'workspace_id', 'workspace')"
                )
                #expect(!owners.isEmpty, "\(table) has rows of nobody")
            }
        }
    }

    @Test func `29: what was shown to somebody is kept by nobody`() async throws {
        try await Town.open { town in
            for route in RouteTable.portal.routes where route.method == .get && !route.path.parameters.contains(.file) {
                for visitor in Rightful.visitors(of: route, town.seed) {
                    let ids = IDs(town.seed, visitor, for: route)
                    let target = route.target(try #require(ids.all(route.slots, from: .own)))
                    let answer = try await Browser(visitor, in: town).get(target)
                    #expect(answer["cache-control"] == "no-store", "\(visitor.name) \(target)")
                }
            }
        }
    }

    @Test(arguments: [
        "/portal/x.css", "/portal/runs.js", "/portal/runs/logo.png", "/portal/account/x.css", "/portal.css",
        "/portal/account;x.css", "/portal/account%2Fx.css", "/portal//account", "/portal/", "/portal/account/",
        "/PORTAL", "/portal/account%00.css", "/portal/account?x.css=/x.css", "/assets/../portal", "//portal",
    ])
    func `29: an address that a cache takes for a file shows no page`(_ target: String) async throws {
        try await Town.open { town in
            let answer = try await Browser(.client, in: town).get(target)
            if target.contains("?") {
                // A query is no other address: the page is shown, and may not be kept.
                #expect(answer.status == 200 && answer["cache-control"] == "no-store")
            } else {
                #expect((400...499).contains(answer.status), "\(answer.status)")
                let shown = Marker.all(in: answer.everything).filter { !$0.belonging.reach.contains(.everybody) }
                #expect(shown.isEmpty)
            }
        }
    }
}
