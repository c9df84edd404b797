import ArgumentParser
import Logging
import PortalCore
import PortalHTTP
import PortalPages
import PortalServices
import PortalStore

/// `portald serve`: the daemon.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves a data directory.",
        discussion: """
            Everything can be set by flags, by PORTAL_… variables, or in a JSON file (--config); flags win over variables, variables over \
            the file. A wrong value ends the start with status 78 and the key's name. A second daemon on the same directory ends with \
            status 75. SIGTERM and SIGINT end it gracefully.

              PORTAL_DATA_DIR=/var/lib/portal PORTAL_TRUSTED_PROXIES=127.0.0.1 PORTAL_PUBLIC_SCHEME=https portald serve
            """)

    @OptionGroup(title: "Data") var data: DataFlags
    @OptionGroup(title: "Data") var masterKey: MasterKeyFlags
    @OptionGroup(title: "Server") var server: ServerFlags

    @Flag(help: "Prints all settings as a Markdown table, and ends.")
    var helpConfig = false

    func run() async throws {
        if helpConfig {
            var output = Output()
            try output.write(Setting.table)
            return try output.flush()
        }
        let flags = data.values.merging(masterKey.values) { $1 }.merging(server.values) { $1 }
        let config = try ServerConfig(Settings(flags: flags, file: data.config))
        let logger = config.logging.logger()

        try config.directory.make()
        let lock = try config.directory.lock()
        defer { withExtendedLifetime(lock) {} }
        let key = try config.keySource.open(isFirstStart: !config.directory.hasDatabase)
        let storage = try config.directory.openStorage(under: lock)
        let house = House(
            storage: storage, masterKey: key, passwords: ScryptPasswords(), lifetime: config.sessionLifetime,
            allowing: config.allowedTargets, mail: config.mail, publicAddress: config.publicAddress, logger: logger)
        do {
            try await SealCheck(house.portal).run()
        } catch {
            try? await storage.close()
            throw error
        }
        await Self.remark(on: config, storage: storage, logger: logger)
        try await house.serve(config.doors) { port in
            if config.standsAlone { config.publicAddress.listens(on: port) }
            logger.info("Serving", metadata: ["address": "\(config.address)", "port": "\(port)"])
        }
    }
}
