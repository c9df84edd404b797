import HTTPTypes

/// The header fields that every answer carries, made once.
///
/// No answer names the software: there is no `Server` field, and nothing here is particular to it.
struct SecurityHeaders: Sendable {
    /// How long whoever received an answer may keep it.
    enum Keeping: Sendable {
        /// Personal, or about to change: nobody keeps it.
        case never
        /// Named by its content: anybody may keep it for good.
        case immutable
    }

    /// The fields of an answer over http or https.
    static func fields(keeping: Keeping, isSecure: Bool) -> HTTPFields {
        switch (keeping, isSecure) {
        case (.never, false): neverOverHTTP
        case (.never, true): neverOverHTTPS
        case (.immutable, false): immutableOverHTTP
        case (.immutable, true): immutableOverHTTPS
        }
    }

    /// Nothing is loaded, framed, posted or connected to but by and from this very origin.
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    private static let neverOverHTTP = make(.never, isSecure: false)
    private static let neverOverHTTPS = make(.never, isSecure: true)
    private static let immutableOverHTTP = make(.immutable, isSecure: false)
    private static let immutableOverHTTPS = make(.immutable, isSecure: true)

    private static func make(_ keeping: Keeping, isSecure: Bool) -> HTTPFields {
        var fields: HTTPFields = [
            .contentSecurityPolicy: contentSecurityPolicy,
            .xContentTypeOptions: "nosniff",
            .referrerPolicy: "same-origin",
            .permissionsPolicy: "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
            .coop: "same-origin",
            .corp: "same-origin",
            .frameOptions: "DENY",
        ]
        switch keeping {
        case .never: fields[.cacheControl] = "no-store"
        case .immutable: fields[.cacheControl] = "public, max-age=31536000, immutable"
        }
        // Not for subdomains: a custom domain's siblings are the agency's own business.
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }
}
