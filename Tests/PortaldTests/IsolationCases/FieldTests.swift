import Foundation
import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// What is sent beside what is asked for.
@Suite struct FieldTests {
    static let rows = [13, 14, 15, 26, 28]

    @Test func `13: a field that nobody asked for changes nothing`() async throws {
        for route in RouteTable.portal.routes where route.method != .get && route.action != nil {
            guard let visitor = Rightful.visitors(of: route, try await Seed.shared.value).first else { continue }
            let plain = try await outcome(of: route, by: visitor, with: false)
            let stuffed = try await outcome(of: route, by: visitor, with: true)
            #expect(plain.status == stuffed.status, "\(route.path.text)")
            for (table, rows) in plain.rows {
                #expect(stuffed.rows[table] == rows, "\(route.method) \(route.path.text) changed \(table) otherwise")
            }
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

    private struct Outcome: Sendable {
        let status: Int
        /// Every row, but for what is sealed with chance.
        let rows: [String: [String]]
    }

    /// What a change leaves, sent plainly or with every column of the database as one more field.
    private func outcome(of route: Route, by visitor: Visitor, with stuffing: Bool) async throws -> Outcome {
        // The same chance for both: what they make new is the same to the last bit.
        try await Town.open(Town.Settings(chance: "stuffing")) { town in
            let browser = Browser(visitor, in: town)
            let ids = IDs(town.seed, visitor, for: route)
            let target = route.target(try #require(ids.all(route.slots, from: .own)))
            let filling = Filling(seed: town.seed, visitor: visitor)
            let extra = stuffing ? try town.stuffing(besides: route) : []
            let request: WireRequest
            switch route.sample {
            case .json(let text):
                var json = browser.request(route.method.rawValue, target, as: .program)
                json.fields.append((name: "Content-Type", value: "application/json"))
                let members = extra.map { ",\($0.0.jsonQuoted):\($0.1.jsonQuoted)" }.joined()
                json.body = Array((filling.fill(text).dropLast() + members + "}").utf8)
                request = json
            case .form(let fields):
                let token = try await browser.formToken()
                request = browser.form(target, [("csrf", token)] + filling.form(fields) + extra)
            case nil:
                request = browser.request(route.method.rawValue, target)
            }
            let answer = try await browser.send(request)
            try await town.settle()
            // What is sealed there is sealed anew each time.
            let rows = try town.rows.everything().without(["engine", "second_factor"])
            return Outcome(status: answer.status, rows: rows)
        }
    }
}

extension Town {
    /// Every column of every table with a value that would do harm, but for fields that the route knows.
    fileprivate func stuffing(besides route: Route) throws -> [(String, String)] {
        var known: Set<String> = ["csrf"]
        switch route.sample {
        case .form(let fields): known.formUnion(fields.map(\.name))
        case .json(let text):
            known.formUnion(
                text.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
        case nil: break
        }
        var columns: Set<String> = []
        for table in try rows.tables { columns.formUnion(try rows.columns(of: table).map(\.name)) }
        let harm = [
            "agency_id": south.agency.description, "workspace_id": south.place(1).workspace.description,
            "role": "owner",
            "status": "active", "user_id": south.person(.owner).user.description, "areas": "15",
        ]
        // A handler may know more fields than its sample has; those change what they are meant to change.
        let meant = FormFieldNames.all.union([
            "workspace", "workflow", "engine", "run", "attempt", "at", "steps", "error", "publish",
        ])
        return columns.subtracting(known).subtracting(meant).sorted().map { ($0, harm[$0] ?? "1") }
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
