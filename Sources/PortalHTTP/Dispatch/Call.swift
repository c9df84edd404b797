import HTTPTypes
import PortalCore
import PortalPages

/// A request with its origin known, before anything that it claims is believed.
final class Call: Sendable {
    let request: PortalRequest
    let origin: RequestOrigin
    let path: Substring
    let query: Substring
    let accepted: Accepted
    let knock: Knock
    /// The workspace of the cookie, which the address may overrule.
    let remembered: Workspace.ID?
    /// What a sign-in that waits for its code shows.
    let challenge: Secret?
    /// What a browser shows that asked for a code by mail.
    let mailedCode: Secret?
    let tokens: FormTokens

    var isSecure: Bool { origin.isSecure }

    /// How the request came, if the route that it leads to is a page.
    var manner: Manner {
        let method = request.head.method
        guard method == .get || method == .head, case .page = accepted else { return .other }
        return .navigation(OwnPath(request.head.path ?? "/"))
    }

    init(
        _ request: PortalRequest, origin: RequestOrigin, isForAnyone: Bool, formGuard: FormGuard,
        identities: (any IdentitySource)?, freshSecret: () -> Secret
    ) async {
        self.request = request
        self.origin = origin
        (path, query) = request.target
        accepted = Accepted(request.head.headerFields)

        let cookies = Cookies(request.head.headerFields)
        func secret(_ cookie: PortalCookie) -> Secret? {
            cookies.value(of: cookie.name(isSecure: origin.isSecure)).flatMap { Secret(text: $0) }
        }
        remembered = cookies.value(of: PortalCookie.workspace.name(isSecure: origin.isSecure)).flatMap {
            Workspace.ID($0)
        }
        let session = identities == nil ? secret(.session) : nil
        challenge = identities == nil ? secret(.challenge) : nil
        mailedCode = identities == nil ? secret(.mailedCode) : nil
        let identity: Identity =
            if let identities {
                Identity(await identities.user(of: request))
            } else {
                session.map { .session(formGuard.digests.digest(of: $0)) } ?? .nobody
            }
        knock = Knock(host: origin.host, identity: identity, remembered: Self.entrance(query) ?? remembered)
        tokens = FormTokens(
            session: session, nonce: secret(.nonce), isForAnyone: isForAnyone, formGuard: formGuard, fresh: freshSecret)
    }

    /// The workspace that a mailed link leads into: like the cookie's, only ever a preference among one's own.
    private static func entrance(_ query: Substring) -> Workspace.ID? {
        guard !query.isEmpty, let fields = try? Fields(urlEncoded: query.utf8, limit: 32) else { return nil }
        return fields.hint(FieldName.workspace).flatMap { Workspace.ID($0) }
    }
}

extension PortalRequest {
    /// The path and the query of the request's target.
    var target: (path: Substring, query: Substring) {
        let target = head.path ?? "/"
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], "") }
        return (target[..<mark], target[target.index(after: mark)...])
    }
}

extension Identity {
    /// Whom an embedder's own sign-in names.
    init(_ user: User.ID?) { self = user.map(Identity.user) ?? .nobody }
}
