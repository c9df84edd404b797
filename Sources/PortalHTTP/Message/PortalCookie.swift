import HTTPTypes

/// The five cookies of the portal. All are host-only, `HttpOnly` and `Lax`; over https they bear the `__Host-` prefix, so
/// that no other name under the same parent domain can set them.
enum PortalCookie: CaseIterable, Sendable {
    /// The session's secret.
    case session
    /// Before sign-in: what a form's token is bound to.
    case nonce
    /// Between the right password, or a mailed code, and a session: the secret of the challenge that asks for a code.
    case challenge
    /// Binds a mailed code to the browser that asked for it.
    case mailedCode
    /// The workspace visited last.
    case workspace

    func name(isSecure: Bool) -> String {
        switch (self, isSecure) {
        case (.session, false): "session"
        case (.session, true): "__Host-session"
        case (.nonce, false): "nonce"
        case (.nonce, true): "__Host-nonce"
        case (.challenge, false): "challenge"
        case (.challenge, true): "__Host-challenge"
        case (.mailedCode, false): "mailed-code"
        case (.mailedCode, true): "__Host-mailed-code"
        case (.workspace, false): "workspace"
        case (.workspace, true): "__Host-workspace"
        }
    }

    /// A `Set-Cookie` field. Without a length of life it ends with the browser's own session; a length of 0 takes it away.
    func field(_ value: String, seconds: Int64?, isSecure: Bool) -> HTTPField {
        var text = "\(name(isSecure: isSecure))=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let seconds { text += "; Max-Age=\(seconds)" }
        if isSecure { text += "; Secure" }
        return HTTPField(name: .setCookie, value: text)
    }
}
