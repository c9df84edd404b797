import Logging
import PortalHTTP
import PortalPages
import PortalStore

extension ServeCommand {
    /// What an operator should know of this start.
    static func remark(on config: ServerConfig, storage: SQLiteStorage, logger: Logger) async {
        switch config.publicScheme {
        case .https: break
        case .http:
            logger.notice(
                "Serving without TLS, for trying out: set public-scheme to https, and trusted-proxies, behind a proxy that ends TLS"
            )
        }
        if config.mail.server == nil {
            logger.notice(
                "Without smtp-host, mails are written to files that hold one-time links",
                metadata: ["directory": "\(config.directory.mails)"])
        }
        if (try? await storage.isQuarantined) == true {
            logger.warning(
                "This database was restored from a backup: nothing is sent until `portald resume` releases it")
        }
    }
}

extension ServerConfig {
    var doors: House.Doors {
        House.Doors(
            address: address, port: port, operatorPort: operatorPort,
            configuration: HTTPConfiguration(
                trustedProxies: trustedProxies, connections: ConnectionLimits(count: maxConnections)))
    }
}
