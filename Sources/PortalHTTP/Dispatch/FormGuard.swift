import HTTPTypes
import PortalCore

/// Proof that a form was ours and sent from our own page: a token bound to the session, and where the browser says it came
/// from.
struct FormGuard: Sendable {
    let digests: any Digesting

    /// The token for forms of whoever holds this secret: of the session, or before sign-in of the nonce cookie.
    func token(for secret: Secret) -> String {
        // Of a label and 256 random bits, always as many, of which half a hash gives nothing away: a keyed hash would not be safer, and
        // there is a token on every page. Half of it is 128 bits: more than can be guessed, and short.
        Base64URL.encode(Array(digests.sha256(Array("form ".utf8) + secret.bytes).prefix(16)))
    }

    /// Whether a submitted form carries the token of this secret.
    func accepts(_ token: String, for secret: Secret?) -> Bool {
        guard let secret else { return false }
        return ConstantTime.areEqual(token.utf8, self.token(for: secret).utf8)
    }

    /// Whether the browser says that the request comes from this very origin.
    ///
    /// `Sec-Fetch-Site` decides where it is sent; a browser without it sends `Origin` with a POST. Neither is a refusal.
    static func isSameOrigin(_ fields: HTTPFields, origin: RequestOrigin) -> Bool {
        let sites = fields[values: .fetchSite]
        if !sites.isEmpty { return sites == ["same-origin"] }
        let origins = fields[values: .origin]
        guard origins.count == 1 else { return false }
        let scheme = origin.isSecure ? "https://" : "http://"
        guard origins[0].hasPrefix(scheme) else { return false }
        return HostName(origins[0].dropFirst(scheme.count)) == origin.host
    }
}

/// The tokens of one visitor's forms.
struct FormTokens: Sendable {
    private let formGuard: FormGuard
    /// The session cookie's secret, where the portal's own sessions are used.
    private let session: Secret?
    /// The nonce cookie's secret, or one made for this answer.
    private let nonce: Secret?
    /// Whether the nonce was made for this answer, and its cookie has yet to be set.
    private let isNonceNew: Bool

    /// A nonce is made where there may be a form and nothing else to bind its token to.
    init(session: Secret?, nonce: Secret?, isForAnyone: Bool, formGuard: FormGuard, fresh: () -> Secret) {
        self.formGuard = formGuard
        self.session = session
        isNonceNew = nonce == nil && (isForAnyone || session == nil)
        self.nonce = isNonceNew ? fresh() : nonce
    }

    /// The token for the forms of a page: bound to the session of who is signed in by one, or else to the nonce.
    func token(isSignedIn: Bool) -> String {
        guard let secret = (isSignedIn ? session : nil) ?? nonce else { return "" }
        return formGuard.token(for: secret)
    }

    /// The tokens of the same visitor, whose session has just been given another secret.
    func renewed(_ session: Secret) -> FormTokens {
        FormTokens(session: session, nonce: nonce, isForAnyone: false, formGuard: formGuard, fresh: { session })
    }

    /// Whether a submitted token is this visitor's.
    ///
    /// Whoever is signed in by a session has that session's and no other: a nonce cookie can be planted by whoever may set
    /// cookies for this host, as a sibling under the same domain may over http.
    func accept(_ token: String, isSignedIn: Bool) -> Bool {
        if isSignedIn, session != nil { return formGuard.accepts(token, for: session) }
        return formGuard.accepts(token, for: session) || (!isNonceNew && formGuard.accepts(token, for: nonce))
    }

    /// The cookie without which the token would be worth nothing.
    var newCookie: CookieChange? { isNonceNew ? nonce.map(CookieChange.nonce) : nil }
}
