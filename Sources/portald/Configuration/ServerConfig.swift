import Logging
import PortalCore
import PortalHTTP
import PortalPages
import PortalServices

/// Everything that `portald serve` runs by, checked. The keys are those of ``Setting``.
struct ServerConfig: Sendable {
    let directory: DataDirectory
    let keySource: KeySource
    let address: String
    let port: Int
    /// `nil` serves no operator's routes.
    let operatorPort: Int?
    let maxConnections: Int
    let publicScheme: PublicAddress.Scheme
    let publicAddress: PublicAddress
    let trustedProxies: [AddressRange]
    let allowedTargets: [AllowedTarget]
    let mail: MailSettings
    let sessionLifetime: SessionLifetime
    let logging: LogSettings

    /// Whether browsers reach this process itself, and so at the port that it listens on.
    var standsAlone: Bool { publicScheme == .http && trustedProxies.isEmpty }

    init(_ settings: Settings) throws(Complaint) {
        directory = try DataDirectory(settings)
        keySource = try KeySource(settings, in: directory)
        address = try settings.value(.address) { IPAddress($0) == nil ? nil : $0 }
        port = try settings.number(.port, in: 0...65_535)
        operatorPort =
            try settings.text(.operatorPort) == "none" ? nil : settings.number(.operatorPort, in: 0...65_535)
        maxConnections = try settings.number(.maxConnections, in: 1...100_000)
        publicScheme = try settings.value(.publicScheme, PublicAddress.Scheme.init(rawValue:))
        publicAddress = PublicAddress(publicScheme)
        trustedProxies = try settings.list(.trustedProxies) { AddressRange($0) }
        allowedTargets = try settings.list(.allowPrivate, AllowedTarget.init)
        mail = try MailSettings(settings, in: directory)
        sessionLifetime = SessionLifetime(
            idle: .days(Int64(try settings.number(.sessionIdleDays, in: 1...3_650))),
            absolute: .days(Int64(try settings.number(.sessionDays, in: 1...3_650))))
        logging = LogSettings(
            level: try settings.value(.logLevel) { Logger.Level(rawValue: $0) },
            format: try settings.value(.logFormat, LogSettings.Format.init(rawValue:)))
        if publicScheme == .https, trustedProxies.isEmpty {
            throw Complaint(
                .configuration, "trusted-proxies: must name the proxy that ends TLS, because public-scheme is https")
        }
    }
}
