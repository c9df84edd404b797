import HTTPTypes

extension HTTPField.Name {
    static let coop = known("Cross-Origin-Opener-Policy")
    static let corp = known("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let referrerPolicy = known("Referrer-Policy")
    static let requestID = known("X-Request-Id")
    static let frameOptions = known("X-Frame-Options")
    static let host = known("Host")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedHost = known("X-Forwarded-Host")
    static let forwardedProto = known("X-Forwarded-Proto")
    static let fetchSite = known("Sec-Fetch-Site")
    static let accelBuffering = known("X-Accel-Buffering")

    /// A name that is written in this module, and so known to be one.
    private static func known(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("not a header name: \(name)") }
        return name
    }
}
