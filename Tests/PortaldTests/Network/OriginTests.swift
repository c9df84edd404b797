import PortalCore
import PortalHTTP
import Testing

/// Which host a request came to, over what, and who is believed about it.
@Suite struct OriginTests {
    private func behindProxy() throws -> Town.Settings {
        var settings = Town.Settings()
        settings.http.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
        return settings
    }

    private func get(
        _ path: String, _ fields: [(String, String)], in town: Town, from address: UInt32 = 0x7F00_0001
    ) async throws -> Answer {
        let wire = try Wire(port: town.port, from: address)
        defer { wire.close() }
        return try await wire.exchange(
            WireRequest(target: path, fields: [("Accept", "text/html")] + fields.map { (name: $0.0, value: $0.1) }))
    }

    @Test func `behind a trusted proxy, https is https: cookies are bound to the host, and browsers remember`()
        async throws
    {
        try await Town.open(try behindProxy()) { town in
            let https = [
                ("Host", "internal:8080"), ("X-Forwarded-Host", "north.example"), ("X-Forwarded-Proto", "https"),
            ]
            let page = try await get("/sign-in", https, in: town)
            #expect(page.status == 200 && page["strict-transport-security"] == "max-age=31536000")
            let nonce: String = try #require(page.cookies["__Host-nonce"])
            let client = town.north.person(.client)
            let browser = Browser(.nobody, in: town)
            var request = browser.form(
                "/sign-in",
                [("csrf", page.text.hiddenValue("csrf") ?? ""), ("email", client.email), ("password", client.password)])
            request.fields =
                https.map { (name: $0.0, value: $0.1) } + [
                    ("Cookie", "__Host-nonce=\(nonce)"), ("Content-Type", "application/x-www-form-urlencoded"),
                    ("Origin", "https://north.example"),
                ]
            let answer = try await browser.send(request)
            #expect(answer.status == 303, "\(answer.status)")
            let cookie = try #require(answer.all("set-cookie").first { $0.hasPrefix("__Host-session=") })
            for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age="] { #expect(cookie.contains(part)) }
            #expect(!cookie.contains("Domain"))
            let session: String = try #require(answer.cookies["__Host-session"])
            let inside = try await get("/portal", https + [("Cookie", "__Host-session=\(session)")], in: town)
            #expect(inside.status == 200)
            // Under its plain name the same secret opens nothing here: another host of the domain could have set it.
            let plain = try await get("/portal", https + [("Cookie", "session=\(session)")], in: town)
            #expect(plain.status == 303)
        }
    }

    @Test func `over http cookies are host-only, out of scripts' reach and not sent along from other sites`()
        async throws
    {
        try await Town.open { town in
            let client = town.north.person(.client)
            let browser = Browser(.nobody, in: town)
            let page = try await browser.get("/sign-in")
            let answer = try await browser.signIn(client.email, client.password)
            for field in page.all("set-cookie") + answer.all("set-cookie") {
                for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] { #expect(field.contains(part), "\(field)") }
                #expect(!field.contains("Domain") && !field.contains("Secure"), "\(field)")
            }
            #expect(answer["strict-transport-security"] == nil)
        }
    }

    @Test func `what somebody who is not a trusted proxy says of the origin counts for nothing`() async throws {
        // The proxy is trusted; who asks is at another address.
        try await Town.open(try behindProxy()) { town in
            let stranger: UInt32 = 0x7F00_0002
            let plain = try await get("/sign-in", [("Host", "north.example")], in: town, from: stranger)
            #expect(plain.status == 200)
            for forged in [
                ("X-Forwarded-Host", "south.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "127.0.0.1"),
                ("Forwarded", "host=south.example;proto=https"), ("X-Forwarded-Port", "443"),
                ("X-Real-IP", "127.0.0.1"),
            ] {
                let answer = try await get("/sign-in", [("Host", "north.example"), forged], in: town, from: stranger)
                #expect(answer.status == 200 && answer["strict-transport-security"] == nil, "\(forged)")
                #expect(answer.cookies["nonce"] != nil && answer.cookies["__Host-nonce"] == nil, "\(forged)")
                #expect(answer.text.withoutTokens == plain.text.withoutTokens, "\(forged)")
            }
            let unknown = try await get(
                "/sign-in", [("Host", "elsewhere.example"), ("X-Forwarded-Host", "north.example")], in: town,
                from: stranger)
            #expect(unknown.status == 404)
        }
    }

    @Test func `tries to sign in are counted by the browser's own network, which only the proxy can tell`() async throws
    {
        var settings = try behindProxy()
        settings.http.signInLimits.network = RateLimit(burst: 2, oneEvery: .seconds(60))
        try await Town.open(settings) { town in
            let page = try await get("/sign-in", [("Host", "north.example")], in: town)
            let nonce: String = try #require(page.cookies["nonce"])
            let token = try #require(page.text.hiddenValue("csrf"))
            func statuses(_ peer: UInt32, _ networks: [String]) async throws -> [Int] {
                var statuses: [Int] = []
                for (number, network) in networks.enumerated() {
                    let wire = try Wire(port: town.port, from: peer)
                    defer { wire.close() }
                    let body = "csrf=\(token)&email=somebody\(number)%40mail.example&password=wrong+horse+here"
                    let fields = [
                        ("Host", "north.example"), ("Cookie", "nonce=\(nonce)"), ("Origin", "http://north.example"),
                        ("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", network),
                    ]
                    let request = WireRequest(
                        method: "POST", target: "/sign-in", fields: fields.map { (name: $0.0, value: $0.1) },
                        body: Array(body.utf8))
                    statuses.append(try await wire.exchange(request).status)
                }
                return statuses
            }
            // Told by the proxy: each network has its own tries, and what a browser claims before it counts for nothing.
            #expect(
                try await statuses(0x7F00_0001, ["192.0.2.1", "198.51.100.1", "203.0.113.1", "8.8.8.8"]) == [
                    401, 401, 401, 401,
                ])
            let claimed = (1...3).map { "10.0.\($0).1, 100.64.7.7" }
            #expect(try await statuses(0x7F00_0001, claimed) == [401, 401, 429])
            // Told by anybody else: all their tries are of one network.
            #expect(
                try await statuses(0x7F00_0203, ["192.0.2.77", "198.51.100.77", "203.0.113.77"]) == [401, 401, 429])
        }
    }

    @Test func `a trusted proxy that contradicts itself is not understood`() async throws {
        try await Town.open(try behindProxy()) { town in
            for hosts in [
                ["north.example", "south.example"], ["north.example, south.example"], [""], ["north example"],
            ] {
                let fields = [("Host", "north.example")] + hosts.map { ("X-Forwarded-Host", $0) }
                let answer = try await get("/sign-in", fields, in: town)
                #expect(answer.status == 400, "\(hosts) → \(answer.status)")
            }
        }
    }

    @Test func `a host that is no agency's is answered in nobody's name, always the same`() async throws {
        try await Town.open { town in
            let session = try #require(town.north.person(.client).session)
            let first = try await get("/", [("Host", "elsewhere.example")], in: town)
            #expect(first.status == 404 && first.all("set-cookie").isEmpty && Marker.all(in: first.everything).isEmpty)
            for host in [
                "evil.north.example", "south.north.example", "north.example.elsewhere", "xnorth.example", "example",
                "localhost", "127.0.0.1",
                "north.example.example",
            ] {
                for path in ["/", "/portal", "/sign-in", "/api/v1/runs", "/assets/x", "/dashboard"] {
                    let answer = try await get(path, [("Host", host), ("Cookie", "session=\(session)")], in: town)
                    #expect(answer.comparable == first.comparable, "\(host)\(path)")
                }
            }
        }
    }

    @Test func `a host is the same in capitals, with its port, and with the dot at its end`() async throws {
        try await Town.open { town in
            for host in ["NORTH.example", "north.example:8080", "north.example.", "North.Example.:80"] {
                let answer = try await get("/sign-in", [("Host", host)], in: town)
                #expect(answer.status == 200, "\(host)")
            }
        }
    }

    @Test func `an address in the request's target is not the host's`() async throws {
        try await Town.open { town in
            let session = try #require(town.south.person(.client).session)
            // The absolute form names another host than the header: whichever counts, sessions stay where they belong.
            let answer = try await get(
                "http://south.example/portal", [("Host", "north.example"), ("Cookie", "session=\(session)")], in: town)
            #expect(answer.status >= 300)
            #expect(Marker.all(in: answer.everything).allSatisfy { $0.belonging.reach.contains(.everybody) })
        }
    }
}
