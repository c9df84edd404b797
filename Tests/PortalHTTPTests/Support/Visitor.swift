import HTTPTypes
import Logging
import PortalCore

@testable import PortalHTTP

/// A browser or program before the fake house: it keeps its cookies.
final class Visitor {
    let house: FakeHouse
    let dispatcher: Dispatcher
    var cookies: [String: String] = [:]
    var peer = "203.0.113.5"

    /// Somebody else before the same house.
    init(_ other: Visitor) {
        house = other.house
        dispatcher = other.dispatcher
    }

    init(
        _ house: FakeHouse = FakeHouse(), configuration: HTTPConfiguration = HTTPConfiguration(),
        identities: (any IdentitySource)? = nil
    ) {
        self.house = house
        let portal = Portal(
            storage: house,
            services: Services(passwords: FakePasswords(), digests: FakeDigests(), sealing: FakeSealing()),
            clock: FakeClock(), entropy: FakeEntropy())
        dispatcher = Dispatcher(
            portal, configuration: configuration, identities: identities, logger: Logger(label: "test"))
    }

    var portal: Portal { dispatcher.portal }

    /// Signs in somebody of a role, or a client of some workspaces, or a member of nothing.
    func enter(role: AccountRole? = nil, workspaces: [Workspace] = []) {
        let secret = Secret(bytes: FakeEntropy.fresh(32))
        guard let email = EmailAddress("ada@example.com") else { return }
        let user = User(
            id: Identifier(high: 5, low: 5), email: email, name: "Ada", status: .active, language: nil, timeZone: nil)
        let session = Session(
            id: Identifier(high: 6, low: 6), user: user.id, createdAt: FakeClock.moment, lastUsedAt: FakeClock.moment,
            agent: "")
        let memberships = workspaces.map {
            WorkspaceMembership(workspace: $0, areas: .all, status: .active, joinedAt: FakeClock.moment)
        }
        house.with { rows in
            rows.workspaces = workspaces
            rows.sessions[FakeDigests().digest(of: secret)] = SignedIn(
                session: session, user: user, role: role, memberships: memberships, hasSecondFactor: false)
        }
        cookies["session"] = secret.text
    }

    /// The token that the visitor's pages carry.
    func token(isSignedIn: Bool = true) -> String {
        let secret = cookies[isSignedIn ? "session" : "nonce"].flatMap { Secret(text: $0) }
        return secret.map { dispatcher.formGuard.token(for: $0) } ?? ""
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String? = FakeHouse.host, _ fields: HTTPFields = [:],
        body: String = "", isTLS: Bool = false
    ) async -> PortalResponse {
        var head = HTTPRequest(method: method, scheme: nil, authority: host, path: path, headerFields: fields)
        for (name, value) in cookies.sorted(by: { $0.key < $1.key }) {
            head.headerFields.append(HTTPField(name: .cookie, value: "\(name)=\(value)"))
        }
        let response = await dispatcher.answer(
            PortalRequest(
                head: head, body: .bytes(Array(body.utf8)), peer: NetworkAddress(peer), isTLS: isTLS))
        for field in response.head.headerFields[values: .setCookie] {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        return response
    }

    func get(_ path: String, _ fields: HTTPFields = [:]) async -> PortalResponse { await send(.get, path, fields) }

    /// Posts a form from our own page; the token is the visitor's unless another is given.
    func post(_ path: String, _ form: String = "", csrf: String? = nil) async -> PortalResponse {
        let token = csrf ?? token(isSignedIn: cookies["session"] != nil)
        return await send(
            .post, path, [.contentType: "application/x-www-form-urlencoded", .fetchSite: "same-origin"],
            body: "csrf=\(token)&\(form)")
    }
}

extension PortalResponse {
    var code: Int { status.code }
    var location: String? { head.headerFields[.location] }

    var bytes: [UInt8] {
        switch body {
        case .bytes(let bytes): bytes
        case .stream: []
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The header fields that may not differ between two answers that tell nothing: all but the request's number.
    var tellingFields: [String] {
        head.headerFields.filter { $0.name != .requestID }.map { "\($0.name.rawName): \($0.value)" }
    }
}

struct FakeClock: WallClock {
    static let moment = Instant(milliseconds: 1_795_471_805_123)

    var now: Instant { Self.moment }
}

struct FakeEntropy: Entropy {
    static func fresh(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255) } }

    func bytes(_ count: Int) -> [UInt8] { Self.fresh(count) }
}

/// A password is right if it is the text of its hash.
struct FakePasswords: PasswordHashing {
    func hash(_ password: String) async throws -> PasswordHash { PasswordHash(text: password) }

    func verify(_ password: String, against hash: PasswordHash?) async throws -> PasswordVerdict {
        hash?.text == password ? .right : .wrong
    }
}

struct FakeSealing: Sealing {
    func makeDataKey(for agency: Agency.ID) throws -> WrappedKey { WrappedKey(bytes: []) }

    func seal(_ plaintext: [UInt8], under key: WrappedKey, as context: SealContext) throws -> Sealed {
        Sealed(bytes: plaintext)
    }

    func open(_ sealed: Sealed, under key: WrappedKey, as context: SealContext) throws -> [UInt8] { sealed.bytes }

    func proof(of context: SealContext, under key: WrappedKey) throws -> [UInt8] { [UInt8](repeating: 0, count: 32) }
}
