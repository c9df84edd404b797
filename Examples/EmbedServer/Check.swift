import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import PortalHTTP

/// Asks the running application what an embedder relies on.
struct Check: Sendable {
    private struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    func run() async throws {
        let server = try await EmbedServer(port: 0, logLevel: .critical)
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                try await server.run { started.yield($0) }
                return false
            }
            group.addTask {
                for await port in ports.prefix(1) { try await ask(port) }
                return true
            }
            // Whichever ends first: the questions, or a server that could not start.
            guard try await group.next() == true else { throw Failed(description: "the server ended by itself") }
        }
    }

    private func ask(_ port: Int) async throws {
        let browser = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
        do {
            try await ask(port, with: browser)
        } catch {
            try? await browser.shutdown()
            throw error
        }
        try await browser.shutdown()
    }

    private func ask(_ port: Int, with browser: HTTPClient) async throws {
        let shop = Visitor(browser: browser, port: port, host: "shop.localhost")
        try await shop.expect("/", 200, "The shop's own front page.")
        try await shop.expect("/shop", 200, "for a guest")
        // Nothing of the portal is at a host that is no agency's.
        try await shop.expect("/portal", 404)

        let stranger = Visitor(browser: browser, port: port, host: Rooms.host)
        try await stranger.expect("/shop", 200, "for a guest")
        try await stranger.expect("/portal", 303)
        try await Visitor(browser: browser, port: port, host: Rooms.host, cookie: "shop-session=forged").expect(
            "/portal", 303)

        let cookie = try await shop.signIn("open sesame")
        let client = Visitor(browser: browser, port: port, host: Rooms.host, cookie: cookie)
        try await client.expect("/portal", 200, "Acme Bakery")
        try await client.expect("/portal/runs", 200, "Acme Bakery")
        try await client.expect("/dashboard", 303)
        try await client.expect("/shop", 200, "for a customer")
    }

    /// Somebody with a browser at one host.
    private struct Visitor {
        let browser: HTTPClient
        let port: Int
        let host: String
        var cookie: String?

        func expect(_ path: String, _ status: Int, _ text: String = "") async throws {
            let response = try await browser.execute(request(path), timeout: .seconds(10))
            let body = String(buffer: try await response.body.collect(upTo: 1 << 20))
            guard response.status.code == UInt(status), text.isEmpty || body.contains(text) else {
                throw Failed(
                    description: "\(host)\(path): expected \(status) with \"\(text)\", got \(response.status.code)")
            }
        }

        /// Signs in at the shop; answers its cookie.
        func signIn(_ word: String) async throws -> String {
            var request = request("/shop/sign-in")
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: word))
            let response = try await browser.execute(request, timeout: .seconds(10))
            guard let cookie = response.headers.first(name: "set-cookie") else {
                throw Failed(description: "the shop did not sign in")
            }
            return String(cookie.prefix { $0 != ";" })
        }

        private func request(_ path: String) -> HTTPClientRequest {
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
            request.headers.add(name: "host", value: "\(host):\(port)")
            request.headers.add(name: "accept", value: "text/html")
            if let cookie { request.headers.add(name: "cookie", value: cookie) }
            return request
        }
    }
}
