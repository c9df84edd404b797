import PortalCore
import PortalHTTP
import Testing

/// What no browser sends: it is refused with a status of its own fault, and the server goes on.
@Suite struct HostileInputTests {
    /// The server still answers others.
    private func expectAlive(_ town: Town) async throws {
        let page = try await Browser(.client, in: town).get("/portal")
        #expect(page.status == 200)
    }

    @Test func `bodies are read as far as they may go, and no further`() async throws {
        try await Town.open { town in
            let client = Browser(.client, in: town)
            let token = try await client.formToken()
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let form = client.form(
                "/portal/account/name", [("csrf", token), ("name", String(repeating: "n", count: 70 << 10))])
            #expect(try await client.send(form).status == 413)
            let workflows = "/api/v1/workspaces/\(town.north.place(1).workspace)/workflows"
            #expect(
                try await key.json("PUT", workflows, "\"\(String(repeating: "x", count: (1 << 20) + 10))\"").status
                    == 413)
            #expect(
                try await key.json("POST", "/api/v1/runs", "\"\(String(repeating: "x", count: (8 << 20) + 10))\"")
                    .status == 413)
            try await expectAlive(town)
        }
    }

    @Test func `a stranger's body is not waited for`() async throws {
        try await Town.open { town in
            for (target, type) in [
                ("/api/v1/runs", "application/json"), ("/portal/account/name", "application/x-www-form-urlencoded"),
            ] {
                let wire = try Wire(port: town.port)
                try await wire.send(
                    "POST \(target) HTTP/1.1\r\nHost: north.example\r\nContent-Type: \(type)\r\nContent-Length: 5000000\r\n\r\nabc"
                )
                // Refused for who it is from, before the rest of the body came.
                let answer = try await wire.answer(within: 10)
                #expect(answer.status == 401, "\(target) → \(answer.status)")
                wire.close()
            }
            try await expectAlive(town)
        }
    }

    @Test func `a body that dawdles is given up`() async throws {
        var settings = Town.Settings()
        settings.http.bodyDeadline = .milliseconds(300)
        try await Town.open(settings) { town in
            let session = try #require(town.north.person(.client).session)
            let key = town.north.key(.bound).text
            for (target, fields) in [
                (
                    "/portal/account/name",
                    "Cookie: session=\(session)\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                ),
                ("/api/v1/runs", "Authorization: Bearer \(key)\r\nContent-Type: application/json\r\n"),
            ] {
                let wire = try Wire(port: town.port)
                try await wire.send(
                    "POST \(target) HTTP/1.1\r\nHost: north.example\r\n\(fields)Content-Length: 100\r\n\r\n{\"")
                let answer = try await wire.answer(within: 10)
                #expect(answer.status == 408, "\(target) → \(answer.status)")
                wire.close()
            }
            try await expectAlive(town)
        }
    }

    @Test func `a connection that asks for nothing is closed`() async throws {
        var settings = Town.Settings()
        settings.http.idleSeconds = 1
        try await Town.open(settings) { town in
            let silent = try Wire(port: town.port)
            #expect(try await silent.isClosed(within: 20))
            let halfway = try Wire(port: town.port)
            try await halfway.send("GET /portal HTTP/1.1\r\nHost: north.exa")
            #expect(try await halfway.isClosed(within: 20))
            try await expectAlive(town)
        }
    }

    @Test(arguments: [
        "name=%FF%FE", "name=%C3%28", "name=%ED%A0%80", "name=%", "name=%2", "name=%zz", "name=a%00b", "name=a&name=b",
        "csrf=a&csrf=b", "name=\u{FF}", "%6e%61%6d%65=x&name=y", "=&=&=", "&&&&",
    ])
    func `a form that cannot be read is refused`(_ body: String) async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let token = try await browser.formToken()
            let before = try town.rows.everything()
            var request = browser.form("/portal/account/name", [])
            let isLatin = body.contains("\u{FF}")
            request.body = Array("csrf=\(token)&".utf8) + (isLatin ? Array("name=".utf8) + [0xFF] : Array(body.utf8))
            let answer = try await browser.send(request)
            #expect([400, 422].contains(answer.status), "\(answer.status)")
            #expect(try town.rows.everything() == before)
        }
    }

    @Test func `a form of thousands of fields is refused`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let token = try await browser.formToken()
            let fields = (0..<5_000).map { ("f\($0)", "") } + [("csrf", token), ("name", "Nora")]
            #expect(try await browser.send(browser.form("/portal/account/name", fields)).status == 400)
            try await expectAlive(town)
        }
    }

    @Test(arguments: [
        "multipart/form-data; boundary=x", "text/plain", "application/json",
        "application/x-www-form-urlencoded; charset=utf-16", "",
    ])
    func `a form of another type is refused`(_ type: String) async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            var request = browser.form(
                "/portal/account/name", [("csrf", try await browser.formToken()), ("name", "Nora")])
            request.fields.removeAll { $0.name == "Content-Type" }
            if !type.isEmpty { request.fields.append((name: "Content-Type", value: type)) }
            #expect(try await browser.send(request).status == 415)
        }
    }

    @Test func `JSON that is deep, broken or no JSON is refused`() async throws {
        try await Town.open { town in
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let before = try town.rows.everything()
            let workflows = "/api/v1/workspaces/\(town.north.place(1).workspace)/workflows"
            let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
            for body in [
                deep, String(repeating: #"{"a":"#, count: 50_000), "", "{", "nul", "\u{FEFF}{}", #"{"a":1,"a":2}"#,
                "{} {}", "NaN", "{'a':1}",
                #"{"name":"\ud800"}"#, #"{"engine":"\#(town.north.engine)","externalId":1e99999,"name":"x"}"#,
            ] {
                for (method, target) in [("PUT", workflows), ("POST", "/api/v1/runs")] {
                    let answer = try await key.json(method, target, body)
                    let isRefused = (400...499).contains(answer.status) || answer.text.contains("problem")
                    #expect(isRefused, "\(body.prefix(20)) → \(answer.status) \(answer.text.prefix(100))")
                }
            }
            try await town.settle()
            #expect(try town.rows.everything().without(["api_key"]) == before.without(["api_key"]))
            try await expectAlive(town)
        }
    }

    @Test func `headers and addresses have an end`() async throws {
        try await Town.open { town in
            let long = String(repeating: "x", count: 20_000)
            var answered = 0
            let many = (0..<500).map { "X-Field-\($0): y\r\n" }.joined()
            for text in [
                "GET /portal?\(long) HTTP/1.1\r\nHost: north.example\r\n\r\n",
                "GET /\(long) HTTP/1.1\r\nHost: north.example\r\n\r\n",
                "GET /portal HTTP/1.1\r\nHost: north.example\r\nX-Long: \(long)\r\n\r\n",
                "GET /portal HTTP/1.1\r\nHost: north.example\r\n\(many)\r\n",
                "GET /portal HTTP/1.1\r\nHost: north.example\r\nCookie: \(String(repeating: "a=b; ", count: 4_000))\r\n\r\n",
                "\(long) / HTTP/1.1\r\nHost: north.example\r\n\r\n",
            ] {
                let wire = try Wire(port: town.port)
                try await wire.sendUnlessClosed(text)
                if let answer = try await wire.answerUnlessClosed(within: 10) {
                    #expect((300...499).contains(answer.status), "\(text.prefix(30)) → \(answer.status)")
                    answered += 1
                }
                wire.close()
            }
            #expect(answered > 0, "some of them are told")
            try await expectAlive(town)
        }
    }

    @Test func `two requests cannot be hidden in one`() async throws {
        try await Town.open { town in
            let session = try #require(town.north.person(.client).session)
            let head = "POST /portal/account/name HTTP/1.1\r\nHost: north.example\r\nCookie: session=\(session)\r\n"
            var answered = 0
            let hidden = "GET /portal/account HTTP/1.1\r\nHost: north.example\r\nCookie: session=\(session)\r\n\r\n"
            for fields in [
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 40\r\n\r\nabcd",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "Content-Length: +4\r\n\r\nabcd",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            ] {
                let wire = try Wire(port: town.port)
                try await wire.send(head + fields + hidden)
                if let first = try await wire.answerUnlessClosed(within: 10) {
                    #expect((400...499).contains(first.status), "\(fields.prefix(40)) → \(first.status)")
                    answered += 1
                }
                // What lay behind is not answered as a request of its own.
                let second = try await wire.answerUnlessClosed(within: 10)
                #expect(second == nil || second?.status == 400, "\(fields.prefix(40)) → \(second?.status ?? 0)")
                wire.close()
            }
            #expect(answered > 0, "some of them are told")
            try await expectAlive(town)
        }
    }

    @Test(arguments: [
        "session=a; session=b", "session=", "session=\"x\"", "session=%00", "SESSION=x", "session", "; ; =; session",
        "session=x y",
    ])
    func `a session cookie that came twice, or is none, is nobody's`(_ cookies: String) async throws {
        try await Town.open { town in
            let session = try #require(town.north.person(.client).session)
            let browser = Browser(.nobody, in: town)
            var request = browser.request("GET", "/portal")
            let doubled = cookies == "session=a; session=b" ? "session=\(session); session=\(session)" : cookies
            request.fields.append((name: "Cookie", value: doubled))
            let answer = try await browser.send(request)
            #expect(answer.status == 303 && answer["location"] == "/sign-in?next=/portal")
        }
    }

    @Test(arguments: [
        "Basic x", "Bearer", "Bearer ", "Bearer a b", "bearer\t", "Token x", "Bearer ../../etc", "Bearer \u{E9}",
    ])
    func `a key that is none is nobody's`(_ header: String) async throws {
        try await Town.open { town in
            let browser = Browser(.nobody, in: town)
            var request = browser.request("GET", "/api/v1/workspaces", as: .program)
            request.fields.append((name: "Authorization", value: header))
            let answer = try await browser.send(request)
            #expect(answer.status == 401)
            // The right key twice is no key.
            var doubled = browser.request("GET", "/api/v1/workspaces", as: .program)
            for _ in 0..<2 {
                doubled.fields.append((name: "Authorization", value: "Bearer \(town.north.key(.bound).text)"))
            }
            #expect(try await browser.send(doubled).status == 401)
        }
    }
}
