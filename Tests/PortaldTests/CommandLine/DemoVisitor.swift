import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Somebody with a browser at one host of a served demonstration: keeps cookies, and posts forms with what the page gave them.
final class DemoVisitor: Sendable {
    private let host: String
    private let port: Int
    private let cookies = Mutex<[String: String]>([:])

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Signs in through the page; answers the path of landing, or `nil` for a refusal.
    func signIn(_ email: String, _ password: String) async throws -> String? {
        let page = try await get("/sign-in").body
        let answer = try await post(
            "/sign-in", Self.hiddenFields(of: page) + [("email", email), ("password", password)])
        guard answer.status == 303, var path = answer.location else { return nil }
        for _ in 0..<4 {
            let landing = try await get(path)
            guard landing.status == 303, let next = landing.location else { return landing.status == 200 ? path : nil }
            path = next
        }
        return nil
    }

    /// Presses Run now on the workflow of that name; answers the path of the run's page.
    func startRun(of name: String) async throws -> String {
        let list = try await page("/portal/workflows")
        for path in Self.matches(of: #"href="(/portal/workflows/wfl_[0-9a-z]+)""#, in: list) {
            let page = try await page(path)
            guard
                page.contains("<h1>\(name)</h1>")
                    || Self.matches(of: "<h1[^>]*>\\s*(\(name))\\s*</h1>", in: page).count == 1
            else { continue }
            for form in Self.matches(
                of: #"(?s)(<form[^>]*action="/portal/workflows/wfl_[^"]*"[^>]*>.*?</form>)"#, in: page)
            {
                guard let action = Self.matches(of: #"action="([^"]*)""#, in: form).first else { continue }
                let answer = try await post(action, Self.hiddenFields(of: form))
                guard answer.status == 303, let location = answer.location else {
                    throw Unexpected(what: "\(action) answered \(answer.status)")
                }
                return location
            }
        }
        throw Unexpected(what: "no button for \(name)")
    }

    /// Looks at a page until one of the texts stands in it.
    func waits(for texts: String..., at path: String, seconds: Int = 20) async throws -> Bool {
        for _ in 0..<(seconds * 4) {
            let page = try await page(path)
            if texts.contains(where: page.contains) { return true }
            try await Task.sleep(for: .milliseconds(250))
        }
        return false
    }

    func page(_ path: String) async throws -> String {
        let answer = try await get(path)
        guard answer.status == 200 else { throw Unexpected(what: "\(path) answered \(answer.status)") }
        return answer.body
    }

    struct Unexpected: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }

    // MARK: Requests

    private struct Answer {
        let status: UInt
        let location: String?
        let body: String
    }

    private func get(_ path: String) async throws -> Answer { try await send(request(path)) }

    private func post(_ path: String, _ fields: [(String, String)]) async throws -> Answer {
        var request = request(path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "origin", value: "http://\(host)")
        request.headers.add(name: "sec-fetch-site", value: "same-origin")
        let text = fields.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: text))
        return try await send(request)
    }

    private func request(_ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.headers.add(name: "host", value: host)
        request.headers.add(name: "accept", value: "text/html")
        let cookies = cookies.withLock { $0.map { "\($0.key)=\($0.value)" } }
        if !cookies.isEmpty { request.headers.add(name: "cookie", value: cookies.joined(separator: "; ")) }
        return request
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        for cookie in response.headers["set-cookie"] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies.withLock { $0[String(pair[0])] = String(pair[1]) }
        }
        let body = String(buffer: try await response.body.collect(upTo: 4 << 20))
        return Answer(status: response.status.code, location: response.headers.first(name: "location"), body: body)
    }

    /// Never shut down: it lives as long as the tests.
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

    // MARK: Pages

    /// What a form carries without being filled in.
    private static func hiddenFields(of page: String) -> [(String, String)] {
        matches(of: #"(<input[^>]*type="hidden"[^>]*>)"#, in: page).compactMap { field in
            guard let name = matches(of: #"name="([^"]*)""#, in: field).first else { return nil }
            return (name, matches(of: #"value="([^"]*)""#, in: field).first ?? "")
        }
    }

    /// What the first group of a pattern matches, each time.
    static func matches(of pattern: String, in text: String) -> [String] {
        guard let regex = try? NSRegularExpression(pattern: pattern) else { return [] }
        return regex.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap { match in
            Range(match.range(at: 1), in: text).map { String(text[$0]) }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// A loopback port that nobody had a moment ago.
enum FreePort {
    static func find() throws -> Int { try Occupant(of: 0).port }

    /// Holds a loopback port for as long as it lives.
    final class Occupant: Sendable {
        let port: Int
        private let descriptor: Int32

        /// - Parameter port: The port to take; 0 takes any free one.
        init(of port: Int) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var yes: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = descriptor
            let isBound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                        && getsockname(descriptor, pointer, &length) == 0
                }
            }
            self.port = Int(UInt16(bigEndian: address.sin_port))
            guard isBound else { throw DemoVisitor.Unexpected(what: "port \(port) cannot be taken") }
        }

        deinit { close(descriptor) }
    }
}
