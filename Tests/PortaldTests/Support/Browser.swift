import Foundation
import PortalCore
import Testing

/// A visitor at the north's host with a connection, as a browser or a program would be: it shows what the visitor has, follows
/// nothing, and keeps no cookie that it was not told to keep.
final class Browser {
    let town: Town
    let visitor: Visitor
    /// What the visitor shows beside the session.
    var cookies: [String: String] = [:]
    var host: String
    /// What a proxy, or somebody who plays one, adds to every request.
    var added: [(name: String, value: String)] = []
    private var wire: Wire?

    init(_ visitor: Visitor, in town: Town, at host: String? = nil) {
        self.visitor = visitor
        self.town = town
        self.host = host ?? House.host(of: .north)
        if let session = visitor.session { cookies["session"] = session }
    }

    convenience init(_ cast: Cast, in town: Town) { self.init(Visitor(cast, town.seed), in: town) }

    /// Writes a request and reads its answer, over the same connection as long as it lasts.
    func send(_ request: WireRequest) async throws -> Answer {
        for isLast in [false, true] {
            let wire = try self.wire ?? Wire(port: town.port)
            let isNew = self.wire == nil
            self.wire = wire
            do {
                let answer = try await wire.exchange(request)
                if answer["connection"]?.lowercased() == "close" { drop() }
                return answer
            } catch Wire.Failure.closed where !isNew && !isLast {
                // The server may close what was idle; on a new connection it may not.
                drop()
            }
        }
        throw Wire.Failure.closed
    }

    private func drop() {
        wire?.close()
        wire = nil
    }

    /// How a request presents itself.
    enum Manner: CaseIterable, Sendable {
        /// Somebody going to a page.
        case navigation
        /// A script or program that wants an answer to itself.
        case program
        /// A page that wants to be told what is new.
        case stream

        var accept: String {
            switch self {
            case .navigation: "text/html"
            case .program: "application/json"
            case .stream: "text/event-stream"
            }
        }
    }

    /// A request of this visitor, without a body.
    func request(_ method: String, _ target: String, as manner: Manner = .navigation) -> WireRequest {
        var fields = [("Host", host), ("Accept", manner.accept)]
        if !cookies.isEmpty {
            fields.append(
                ("Cookie", cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if let key = visitor.key { fields.append(("Authorization", "Bearer \(key)")) }
        return WireRequest(method: method, target: target, fields: fields.map { (name: $0.0, value: $0.1) } + added)
    }

    func get(_ target: String, as manner: Manner = .navigation) async throws -> Answer {
        try await send(request("GET", target, as: manner))
    }

    // MARK: Forms

    /// A form as a browser sends it from a page of this very site.
    func form(
        _ target: String, _ fields: [(String, String)], as manner: Manner = .navigation, method: String = "POST"
    ) -> WireRequest {
        var request = request(method, target, as: manner)
        request.fields += [
            ("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "http://\(host)"),
            ("Sec-Fetch-Site", "same-origin"),
        ]
        request.body = Array(fields.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&").utf8)
        return request
    }

    /// Posts a form with this visitor's own token.
    func post(_ target: String, _ fields: [(String, String)] = []) async throws -> Answer {
        let token = try await formToken()
        return try await send(form(target, [("csrf", token)] + fields))
    }

    func json(_ method: String, _ target: String, _ body: String) async throws -> Answer {
        var request = request(method, target, as: .program)
        request.fields.append((name: "Content-Type", value: "application/json"))
        request.body = Array(body.utf8)
        return try await send(request)
    }

    private var knownToken: String?

    /// The token of this visitor's forms, read from a page of theirs; whoever is nobody gets the cookie that goes with it.
    func formToken() async throws -> String {
        if let knownToken { return knownToken }
        let landing =
            switch visitor.seat {
            case .nobody, .key: "/sign-in"
            case .home: "/"
            case .client: "/portal/account"
            case .staff: "/dashboard/account"
            }
        var page = try await get(landing)
        // Whoever came in meanwhile finds a form where people sign out.
        if visitor.seat == .nobody, page.status == 303 { page = try await get("/sign-out") }
        for (name, value) in page.cookies { cookies[name] = value }
        let token = try #require(
            page.text.hiddenValue("csrf"), "\(visitor.name) finds no form at \(landing): \(page.status)")
        knownToken = token
        return token
    }

    /// Keeps the cookies of an answer as a browser does; tokens are read anew.
    func keep(_ answer: Answer) {
        for (name, value) in answer.cookies { cookies[name] = value.isEmpty ? nil : value }
        knownToken = nil
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

extension String {
    /// The value of the first hidden field of that name in a page.
    func hiddenValue(_ name: String) -> String? {
        for tag in tags("input") where tag["name"] == name { return tag["value"] ?? "" }
        return nil
    }

    /// The attributes of every tag of a name, in the order of the page.
    func tags(_ name: String) -> [[String: String]] {
        components(separatedBy: "<\(name) ").dropFirst().map { rest in
            var attributes: [String: String] = [:]
            for part in rest.prefix(while: { $0 != ">" }).components(separatedBy: "\" ") {
                let pair = part.components(separatedBy: "=\"")
                guard pair.count == 2 else { continue }
                let value = pair[1].hasSuffix("\"") ? String(pair[1].dropLast()) : pair[1]
                attributes[pair[0].trimmingCharacters(in: .whitespaces)] = value.unescaped
            }
            return attributes
        }
    }

    /// The hidden fields of the form that posts to an address.
    func form(to action: String) -> [(String, String)]? {
        for form in components(separatedBy: "<form").dropFirst() {
            let whole = "<form" + (form.components(separatedBy: "</form>").first ?? "")
            guard whole.tags("form").first?["action"] == action else { continue }
            return whole.tags("input").filter { $0["type"] == "hidden" }.map { ($0["name"] ?? "", $0["value"] ?? "") }
        }
        return nil
    }

    fileprivate var unescaped: String {
        replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&amp;", with: "&")
    }
}
