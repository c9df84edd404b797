import Foundation
import HTTPTypes
import PortalCore
import PortalPages
import Testing

@testable import PortalHTTP

/// What is sent beside what is asked for.
@Suite struct FieldTests {
    @Test func `13: a field that nobody asked for changes nothing`() async throws {
        let seed = try await Seed.shared.value
        let columns = try await Town.open { try $0.columns }
        for route in RouteTable.portal.routes where route.method != .get {
            for visitor in try senders(of: route, seed) {
                let plain = try await outcome(of: route, by: visitor)
                let name = "\(route.method) \(route.path.text) by \(visitor?.name ?? "whoever")"
                #expect([200, 201, 303].contains(plain.status), "\(name) → \(plain.status)")
                for extra in Stuffing(seed, columns: columns).fields(besides: route) {
                    let stuffed = try await outcome(of: route, by: visitor, adding: extra)
                    #expect(stuffed.status == plain.status && stuffed.header == plain.header, "\(name)")
                    for (table, rows) in plain.rows {
                        #expect(stuffed.rows[table] == rows, "\(name) changed \(table) otherwise")
                    }
                }
            }
        }
    }

    @Test func `13: an invitation takes its guest in as what it says, whatever the guest says`() async throws {
        @Sendable func joined(_ extra: [(String, String)]) async throws -> [String: [String]] {
            try await Town.open(Town.Settings(chance: "guest")) { town in
                let token = try await town.invitationToken()
                let fields = [("token", token), ("name", "Gwen"), ("new-password", "seven unrelated words")]
                let answer = try await Browser(.nobody, in: town).post("/invitation", fields + extra)
                #expect(answer.status == 303 && answer["location"] == "/welcome")
                return try town.rows.everything().filter {
                    ["user", "client_membership", "staff_membership"].contains($0.key)
                }
            }
        }
        let seed = try await Seed.shared.value
        let (sibling, south) = (seed.house(.north).place(2).workspace, seed.house(.south).agency)
        let plain = try await joined([])
        #expect(plain["user"]?.contains { $0.contains("gwen.guest") } == true)
        for member in [
            [("role", "owner")], [("areas", "0")], [("area", "billing")], [("status", "invited")],
            [("workspace_id", "\(sibling)"), ("workspace", "\(sibling)")], [("agency_id", "\(south)")],
            [("email", "mallory@mail.example"), ("email_key", "mallory@mail.example")],
            [("user_id", "\(seed.house(.north).person(.owner).user)")], [("goal", "staff")],
            [("role", "owner"), ("areas", "15"), ("workspace_id", "\(sibling)"), ("agency_id", "\(south)")],
        ] {
            #expect(try await joined(member) == plain, "\(member)")
        }
    }

    @Test func `14: nobody makes more of themselves on the account page`() async throws {
        try await Town.open { town in
            let roles = try town.rows.everything()
            for cast in [Cast.client, .bare, .member, .removed] {
                let side = cast == .member ? "/dashboard" : "/portal"
                let fields = [
                    ("name", "Plain Name"), ("role", "owner"), ("status", "active"), ("areas", "15"), ("is_admin", "1"),
                    ("email", "other@mail.example"), ("agency_id", "\(town.south.agency)"),
                ]
                _ = try await Browser(cast, in: town).post("\(side)/account/name", fields)
            }
            let after = try town.rows.everything()
            for table in ["staff_membership", "client_membership", "workspace", "brand", "host"] {
                #expect(after[table] == roles[table], "\(table)")
            }
            #expect(try town.rows.count("user WHERE email_key = 'other@mail.example'") == 0)
        }
    }

    @Test func `15: changing one's own record opens nobody else's`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let sibling = town.north.place(2)
            _ = try await browser.post(
                "/portal/account/name",
                [
                    ("name", "Plain Name"), ("workspace", "\(sibling.workspace)"),
                    ("workspace_id", "\(sibling.workspace)"),
                ])
            let before = try await browser.get("/portal/workflows/\(Workflow.ID.neverIssued)")
            for cookie in [nil, sibling.workspace.description, town.south.place(1).workspace.description] {
                browser.cookies["workspace"] = cookie
                let answer = try await browser.get("/portal/workflows/\(sibling.startable)")
                #expect(answer.comparable == before.comparable)
            }
        }
    }

    @Test func `26: what opens an engine is in no answer, no log and no file`() async throws {
        try await Town.open { town in
            for route in RouteTable.portal.routes where route.method == .get && !route.path.parameters.contains(.file) {
                for visitor in Rightful.visitors(of: route, town.seed) {
                    let asked = try await Rightful(visitor, in: town).send(route)
                    #expect(!town.isSecret(asked.answer.everything), "\(visitor.name) \(asked)")
                }
            }
            for (name, bytes) in try town.directory.files() { #expect(!town.isSecret(bytes), "\(name)") }
            #expect(!town.isSecret(Array(town.notebook.lines.joined().utf8)))
        }
    }

    @Test func `26: what opens a session, an account or the API is in no file and no log`() async throws {
        try await Town.open { town in
            let client = town.north.person(.client)
            #expect(try await Browser(.nobody, in: town).signIn(client.email, client.password).status == 303)
            _ = try await Browser(.client, in: town).get("/portal")
            _ = try await Browser(Visitor(.bound, town.seed), in: town).get("/api/v1/runs", as: .program)
            try await town.settle()
            var secrets = [client.password, town.north.key(.bound).text]
            for person in town.north.people.values { if let session = person.session { secrets.append(session) } }
            let log = town.notebook.lines.joined(separator: "\n")
            for secret in secrets { #expect(!log.contains(secret)) }
            for (name, bytes) in try town.directory.files() {
                let text = String(decoding: bytes, as: UTF8.self)
                for secret in secrets { #expect(!text.contains(secret), "\(name)") }
            }
        }
    }

    @Test func `28: a hostile text is only ever text, whichever way it came`() async throws {
        try await Town.open { town in
            let hostile =
                #"</title></textarea><script src=//evil.example></script>"><img src=x onerror=alert(1)>'&{{7*7}}"#
            let place = town.north.place(1)
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let owner = Browser(.owner, in: town)
            let quoted = hostile.jsonQuoted
            let upserted = try await key.json(
                "PUT", "/api/v1/workspaces/\(place.workspace)/workflows",
                #"{"engine":"\#(town.north.engine)","externalId":"hostile","name":\#(quoted),"purpose":\#(quoted),"publish":true}"#
            )
            #expect(upserted.status == 201, "\(upserted.text)")
            let workflow = try #require(Leaks.ids(in: upserted.body).first)
            let reported = try await key.json(
                "POST", "/api/v1/runs",
                #"""
                {"engine":"\#(town.north.engine)","externalId":"hostile","workflow":"\#(workflow)","status":"failed",
                 "error":\#(quoted),"steps":[{"name":\#(quoted),"kind":\#(quoted),"status":"failed","summary":\#(quoted)}]}
                """#)
            let run = try #require(Leaks.ids(in: reported.body).first, "\(reported.text)")
            let base = "/dashboard/clients/\(place.workspace)"
            for (path, fields) in [
                ("\(base)/name", [("name", hostile)]),
                (
                    "\(base)/workflows/\(workflow)/settings",
                    [
                        ("name", hostile), ("purpose", hostile), ("failure-note", hostile), ("time-limit", "60"),
                        ("shows-summaries", "on"),
                    ]
                ), ("/dashboard/account/name", [("name", hostile)]),
            ] {
                let answer = try await owner.post(path, fields)
                #expect(answer.status == 303, "\(path) → \(answer.status)")
            }
            _ = try await Browser(.client, in: town).post("/portal/account/name", [("name", hostile)])
            let pages: [(Cast, String)] = [
                (.client, "/portal"), (.client, "/portal/workflows"), (.client, "/portal/workflows/\(workflow)"),
                (.client, "/portal/workflows/\(workflow)/runs/\(run)"), (.client, "/portal/runs"),
                (.client, "/portal/account"),
                (.owner, "/dashboard"), (.owner, base), (.owner, "\(base)/workflows/\(workflow)"),
                (.owner, "\(base)/runs"),
                (.owner, "\(base)/workflows/\(workflow)/runs/\(run)"), (.owner, "/dashboard/team"),
            ]
            var shown = 0
            for (cast, path) in pages {
                let page = try await Browser(cast, in: town).get(path)
                #expect(page.status == 200, "\(path)")
                shown += page.text.contains("evil.example") ? 1 : 0
                for made in ["<script src=//evil", "<img src=x", "</textarea><script", "\"><img src=x"] {
                    #expect(!page.text.contains(made), "\(cast) \(path) holds \(made)")
                }
            }
            #expect(shown > 6, "the text was shown")
        }
    }

    // MARK: Stuffing

    /// Who sends a form: of those whom it is for, the first and the last, who may least; `nil` where it is for
    /// whoever comes.
    private func senders(of route: Route, _ seed: Seed) throws -> [Visitor?] {
        guard route.action != nil else { return [nil] }
        let visitors = Rightful.visitors(of: route, seed)
        let first = try #require(visitors.first, "\(route.method) \(route.path.text) is for nobody")
        return [first] + visitors.dropFirst().suffix(1)
    }

    private struct Outcome: Sendable {
        let status: Int
        /// Where it leads, and the cookies that it gives.
        let header: [String]
        let rows: [String: [String]]
    }

    /// What a change leaves, sent with nothing but what it takes, or with more.
    private func outcome(
        of route: Route, by visitor: Visitor?, adding extra: [(String, String)] = []
    ) async throws -> Outcome {
        // The same chance for all: what they make new is the same to the last bit.
        try await Town.open(Town.Settings(chance: "stuffing")) { town in
            let ready =
                if let visitor {
                    try await Ready(route, for: visitor, in: town)
                } else {
                    try await Ready(publicForm: route, in: town)
                }
            let answer = try await ready.browser.send(ready.request(adding: extra))
            try await town.settle()
            return Outcome(
                status: answer.status, header: answer.all("location") + answer.all("set-cookie"),
                rows: try town.rows.everything(but: Rows.sealed))
        }
    }
}

/// Every name that a form or a column has, with a value that would do harm.
private struct Stuffing {
    private let names: Set<String>
    private let harm: [String: String]

    init(_ seed: Seed, columns: Set<String>) {
        names = columns.union(FieldName.allCases.map(\.rawValue)).union(["goal", "is_admin"])
        let (north, south) = (seed.house(.north), seed.house(.south))
        let (sibling, owner) = ("\(north.place(2).workspace)", "\(north.person(.owner).user)")
        harm = [
            "agency_id": "\(south.agency)", "workspace_id": sibling, "workspace": sibling, "user_id": owner,
            "new-owner": "\(north.person(.member).user)", "role": "owner", "status": "active", "areas": "15",
            "area": "billing", "email": "mallory@mail.example", "email_key": "mallory@mail.example",
            "emails": "mallory@mail.example", "name": "Mallory", "engine": "\(south.engine)",
            "engine_id": "\(south.engine)", "invitation": "\(north.staffInvitation)",
            "password": "wrong horse of mallory",
            "new-password": "wrong horse of mallory", "repeated-password": "wrong horse of mallory",
            "current-password": north.person(.client).password, "permissions": "runs.write", "language": "en-US",
            "time_zone": "Asia/Tokyo", "time-zone": "Asia/Tokyo", "notice": "weekly-summary", "next": "/portal/billing",
            "token": Secret(bytes: [UInt8](repeating: 8, count: 32)).text,
        ]
    }

    /// All of them that the route does not take by itself, no more at once than a form may have.
    func fields(besides route: Route) -> [[(String, String)]] {
        var unasked = names.subtracting(route.taken).subtracting(["csrf"])
        if case .json = route.sample { unasked.formUnion(unasked.map(\.camelCased)) }
        let all = unasked.subtracting(route.taken).sorted().map { ($0, harm[$0.snakeCased] ?? harm[$0] ?? "1") }
        return stride(from: 0, to: all.count, by: 150).map { Array(all[$0..<min($0 + 150, all.count)]) }
    }
}

extension Route {
    /// The fields that the route itself takes: those of its sample, and those that may also be there.
    fileprivate var taken: Set<String> {
        let known: Set<String> =
            switch sample {
            case .form(let fields): Set(fields.map(\.name))
            case .json(let text):
                Set(text.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
            case nil: []
            }
        return known.union(Self.optional[path.text] ?? [])
    }

    private static let optional: [String: Set<String>] = [
        "/second-factor": ["next"], "/dashboard/settings/sign-in": ["factor-for-staff"],
        "/portal/account/region": ["time-zone"], "/dashboard/account/region": ["time-zone"],
        "/dashboard/welcome": ["time-zone"],
        "/dashboard/clients/:workspace/workflows/:workflow/settings": ["client-triggerable", "idempotent"],
        "/api/v1/workspaces/:workspace/workflows": ["purpose", "triggerUrl", "publish"],
        "/api/v1/runs": [
            "run", "attempt", "at", "createdAt", "startedAt", "endedAt", "steps", "error", "workflowExternalId",
        ],
    ]
}

extension String {
    fileprivate var camelCased: String {
        let words = split { $0 == "_" || $0 == "-" }
        return words.dropFirst().reduce(words.first.map(String.init) ?? "") { $0 + $1.capitalized }
    }

    /// The name of the column that a member of JSON would be of.
    fileprivate var snakeCased: String { map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined() }
}

extension Town {
    /// The name of every column of every table.
    fileprivate var columns: Set<String> {
        get throws {
            try rows.tables.reduce(into: []) { names, table in
                names.formUnion(try rows.columns(of: table).map(\.name))
            }
        }
    }

    /// Whether some bytes hold what opens an engine: its signing secret, or its credential.
    fileprivate func isSecret(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let opens = [north, south].map { String($0.engineSecret.dropFirst("whsec_".count)) }
        return opens.contains { text.contains($0) } || Marker.all(in: bytes).contains { $0.belonging.reach == .nobody }
    }
}

extension String {
    /// The text as a JSON string.
    var jsonQuoted: String {
        var json = JSONWriter()
        json.string(self)
        return json.text
    }
}
