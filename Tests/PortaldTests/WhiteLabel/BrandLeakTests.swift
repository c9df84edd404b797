import Foundation
import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// Nothing that a client can receive names this software, or another agency.
@Suite struct BrandLeakTests {
    /// What names us or what we are made of.
    static let names = ["portald", "hummingbird", "swift", "sqlite", "grdb", "nio/"]

    static func leaks(in answer: Answer) -> [String] {
        let text = String(decoding: answer.everything, as: UTF8.self)
        // A town in Saskatchewan has a time zone of its own.
        let lowered = text.lowercased().replacing("swift_current", with: "")
        var found = names.filter(lowered.contains)
        // As a name: with a capital. What lies under /portal is an address.
        if text.contains("Portal") { found.append("Portal") }
        for name in ["server", "x-powered-by", "via"] where !answer.all(name).isEmpty { found.append("\(name) field") }
        return found
    }

    @Test(arguments: ["nobody", "client", "removed", "foreign client"])
    func `no route names this software, whether it answers or refuses`(_ name: String) async throws {
        try await Town.open { town in
            let visitor = try Visitor.named(name, town.seed)
            let browser = Browser(visitor, in: town)
            let token = try await browser.formToken()
            for pattern in RouteTable.portal.patterns {
                let route = try #require(RouteTable.portal.routes.first { $0.path == pattern })
                let ids = IDs(town.seed, visitor, for: route)
                for source in [Source.own, .nobodys, .malformed] {
                    guard let values = ids.all(route.slots, from: source) else { continue }
                    for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
                        // A post without what the route wants: whatever it says of that is looked at too.
                        let request =
                            method == "POST" && pattern.text != "/sign-out"
                            ? browser.form(route.target(values), [("csrf", token)])
                            : browser.request(method, route.target(values))
                        let answer = try await browser.send(request)
                        #expect(answer.status < 500 || answer.status == 501, "\(method) \(pattern.text)")
                        expectUnnamed(answer, "\(method) \(pattern.text)", to: visitor, in: town)
                    }
                }
            }
        }
    }

    @Test func `no file that a page asks for names this software`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            var files: Set<String> = []
            for page in ["/portal", "/portal/account", "/portal/runs", "/sign-in"] {
                let text = try await browser.get(page).text
                let found =
                    text.tags("link").compactMap { $0["href"] } + text.tags("script").compactMap { $0["src"] }
                    + text.tags("img").compactMap { $0["src"] }
                files.formUnion(found)
            }
            #expect(files.count > 2, "\(files)")
            for file in files {
                let answer = try await Browser(.nobody, in: town).get(file)
                #expect(answer.status == 200, "\(file)")
                #expect(answer["cache-control"] == "public, max-age=31536000, immutable", "\(file)")
                expectUnnamed(answer, file, to: .nobody, in: town)
            }
        }
    }

    @Test func `what cannot be read at all is refused in nobody's name`() async throws {
        try await Town.open { town in
            var answered = 0
            for text in [
                "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: north.example\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: north.example\r\nContent-Length: -1\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: north.example\r\nTransfer-Encoding: nothing\r\n\r\n",
            ] {
                let wire = try Wire(port: town.port)
                try await wire.sendUnlessClosed(text)
                // It may also just close the connection.
                if let answer = try await wire.answerUnlessClosed(within: 10) {
                    answered += 1
                    #expect((400...599).contains(answer.status))
                    expectUnnamed(answer, String(text.prefix(40)), to: .nobody, in: town)
                }
                wire.close()
            }
            #expect(answered > 0, "some of them are told")
        }
    }

    @Test func `refusals of every kind are in nobody's name, and guarded`() async throws {
        var settings = Town.Settings()
        settings.http.bodyDeadline = .milliseconds(200)
        settings.http.signInLimits.address = RateLimit(burst: 1, oneEvery: .seconds(60))
        try await Town.open(settings) { town in
            let client = Browser(.client, in: town)
            let name = "/portal/account/name"
            let token = try await client.formToken()
            let place = town.north.place(1)
            let run = try #require(place.runs[.succeeded])
            let cancellation = "/portal/workflows/\(place.startable)/runs/\(run)/cancellation"
            var wrongType = client.form(name, [("csrf", token)])
            wrongType.fields.removeAll { $0.name == "Content-Type" }
            var unreadable = client.form(name, [])
            unreadable.body = Array("csrf=%zz".utf8)
            let nobody = Browser(.nobody, in: town)
            _ = try await nobody.signIn("somebody@mail.example", "wrong horse of nobody")
            let answers: [(Int, Answer)] = [
                (400, try await client.send(client.form(name, [("csrf", "forged")]))),
                (400, try await client.send(unreadable)),
                (401, try await nobody.signIn("other@mail.example", "wrong horse of nobody")),
                (404, try await client.get("/portal/nothing")),
                (409, try await client.post(cancellation)),
                (413, try await client.send(client.form(name, [("name", String(repeating: "x", count: 70_000))]))),
                (415, try await client.send(wrongType)),
                (422, try await client.post(name, [("name", "")])),
                (429, try await nobody.signIn("somebody@mail.example", "wrong horse of nobody")),
                (404, try await Browser(.nobody, in: town, at: "elsewhere.example").get("/")),
                (400, try await Browser(.nobody, in: town, at: "no host").get("/")),
            ]
            for (status, answer) in answers {
                #expect(answer.status == status)
                expectUnnamed(answer, "\(status)", to: .nobody, in: town)
                HeaderTests.expectGuarded(answer, "\(status)")
            }
        }
    }

    @Test func `what fails on our side is told in nobody's name`() async throws {
        try await Town.open { town in
            try await SeedDoor.execute("ALTER TABLE run RENAME TO gone", in: town.storage)
            for path in ["/portal", "/portal/runs"] {
                let answer = try await Browser(.client, in: town).get(path)
                #expect([500, 503].contains(answer.status))
                expectUnnamed(answer, path, to: .nobody, in: town)
                #expect(!answer.text.contains("no such") && !answer.text.contains("table"))
            }
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let answer = try await key.get("/api/v1/runs", as: .program)
            #expect([500, 503].contains(answer.status))
            expectUnnamed(answer, "/api/v1/runs", to: .nobody, in: town)
        }
    }

    private func expectUnnamed(_ answer: Answer, _ what: String, to visitor: Visitor, in town: Town) {
        #expect(Self.leaks(in: answer) == [], "\(what) → \(answer.status)")
        let south = Marker.all(in: answer.everything).filter { $0.belonging.side == .south }
        #expect(south.isEmpty, "\(what) → \(answer.status) names the other agency")
        #expect(!answer.everything.contains("south"), "\(what)")
        for cookie in answer.cookies.keys {
            #expect(["session", "nonce", "challenge", "workspace"].contains(cookie), "\(what) sets \(cookie)")
        }
    }
}
