import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct FormGuardTests {
    private let formGuard = FormGuard(digests: FakeDigests())
    private let mine = Secret(bytes: Array(repeating: 1, count: 32))
    private let other = Secret(bytes: Array(repeating: 2, count: 32))

    private func origin(_ host: String = "north.example", isSecure: Bool = true) throws -> RequestOrigin {
        try RequestOrigin(
            of: PortalRequest(
                head: HTTPRequest(method: .post, scheme: nil, authority: host, path: "/"), isTLS: isSecure),
            trusting: [])
    }

    @Test func `a token is good for its own secret alone`() {
        let token = formGuard.token(for: mine)

        #expect(formGuard.accepts(token, for: mine))
        #expect(!formGuard.accepts(token, for: other))
        #expect(!formGuard.accepts(token, for: nil))
        #expect(!formGuard.accepts("", for: mine))
        #expect(!formGuard.accepts(token + "A", for: mine))
        #expect(!formGuard.accepts(String(token.dropLast()), for: mine))
        #expect(token.utf8.count == 22)
    }

    @Test func `a form of somebody signed in is bound to the session, any other to the nonce`() {
        let tokens = FormTokens(session: mine, nonce: other, isForAnyone: false, formGuard: formGuard, fresh: { mine })

        #expect(tokens.token(isSignedIn: true) == formGuard.token(for: mine))
        #expect(tokens.token(isSignedIn: false) == formGuard.token(for: other))
        #expect(tokens.newCookie == nil)
    }

    @Test func `a nonce that the browser does not have yet accepts nothing`() {
        let tokens = FormTokens(session: nil, nonce: nil, isForAnyone: true, formGuard: formGuard, fresh: { mine })

        #expect(tokens.newCookie?.value == mine.text)
        #expect(!tokens.accept(tokens.token(isSignedIn: false), isSignedIn: false))
    }

    @Test func `a nonce is worth nothing to somebody signed in`() {
        let tokens = FormTokens(session: mine, nonce: other, isForAnyone: true, formGuard: formGuard, fresh: { mine })

        #expect(tokens.accept(formGuard.token(for: mine), isSignedIn: true))
        #expect(!tokens.accept(formGuard.token(for: other), isSignedIn: true))
        // The session has ended meanwhile, or the embedder has one of its own.
        #expect(tokens.accept(formGuard.token(for: other), isSignedIn: false))
        let embedded = FormTokens(session: nil, nonce: other, isForAnyone: false, formGuard: formGuard, fresh: { mine })
        #expect(embedded.accept(formGuard.token(for: other), isSignedIn: true))
    }

    @Test func `the browser must say that a form comes from our own page`() throws {
        let origin = try origin()
        func isSame(_ fields: HTTPFields) -> Bool { FormGuard.isSameOrigin(fields, origin: origin) }

        #expect(isSame([.fetchSite: "same-origin"]))
        #expect(!isSame([.fetchSite: "same-site"]))
        #expect(!isSame([.fetchSite: "cross-site", .origin: "https://north.example"]))
        #expect(!isSame([.fetchSite: "none"]))
        #expect(isSame([.origin: "https://north.example"]))
        #expect(isSame([.origin: "https://north.example:8443"]))
        #expect(!isSame([.origin: "http://north.example"]))
        #expect(!isSame([.origin: "https://evil.example"]))
        #expect(!isSame([.origin: "https://north.example.evil.example"]))
        #expect(!isSame([.origin: "null"]))
        #expect(!isSame([:]))
        var twice: HTTPFields = [.fetchSite: "same-origin"]
        twice.append(HTTPField(name: .fetchSite, value: "cross-site"))
        #expect(!isSame(twice))
    }
}
