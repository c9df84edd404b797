import ArgumentParser

/// The configuration file, and where the data is: what every command on a data directory takes.
struct DataFlags: ParsableArguments {
    @Option(name: .customLong("data-dir"), help: help(.dataDirectory), completion: .directory)
    var dataDirectory: String?

    @Option(help: "File of settings, a JSON object (PORTAL_CONFIG).", completion: .file())
    var config: String?

    var values: [Setting: String] {
        var values: [Setting: String] = [:]
        values[.dataDirectory] = dataDirectory
        return values
    }

    func settings() throws(Complaint) -> Settings { try Settings(flags: values, file: config) }

    static func help(_ setting: Setting) -> ArgumentHelp {
        let standard = setting.standard.map { $0.isEmpty ? "" : "; default \($0)" } ?? ""
        return ArgumentHelp("\(setting.meaning) (\(setting.environmentName)\(standard))", valueName: "value")
    }
}

/// The master key, for commands that seal or open secrets.
struct MasterKeyFlags: ParsableArguments {
    @Option(name: .customLong("master-key-file"), help: DataFlags.help(.masterKeyFile), completion: .file())
    var masterKeyFile: String?

    var values: [Setting: String] {
        var values: [Setting: String] = [:]
        values[.masterKeyFile] = masterKeyFile
        return values
    }
}

/// Every other setting of the server that can stand on the command line.
struct ServerFlags: ParsableArguments {
    @Option(help: DataFlags.help(.address)) var address: String?
    @Option(help: DataFlags.help(.port)) var port: String?
    @Option(name: .customLong("operator-port"), help: DataFlags.help(.operatorPort)) var operatorPort: String?
    @Option(name: .customLong("max-connections"), help: DataFlags.help(.maxConnections)) var maxConnections: String?
    @Option(name: .customLong("public-scheme"), help: DataFlags.help(.publicScheme)) var publicScheme: String?
    @Option(name: .customLong("trusted-proxies"), help: DataFlags.help(.trustedProxies)) var trustedProxies: String?
    @Option(name: .customLong("allow-private"), help: DataFlags.help(.allowPrivate))
    var allowPrivate: String?
    @Option(name: .customLong("smtp-host"), help: DataFlags.help(.smtpHost)) var smtpHost: String?
    @Option(name: .customLong("smtp-port"), help: DataFlags.help(.smtpPort)) var smtpPort: String?
    @Option(name: .customLong("smtp-security"), help: DataFlags.help(.smtpSecurity)) var smtpSecurity: String?
    @Option(name: .customLong("smtp-user"), help: DataFlags.help(.smtpUser)) var smtpUser: String?
    @Option(name: .customLong("smtp-trust-roots"), help: DataFlags.help(.smtpTrustRoots)) var smtpTrustRoots: String?
    @Option(name: .customLong("mail-from"), help: DataFlags.help(.mailFrom)) var mailFrom: String?
    @Option(name: .customLong("session-idle-days"), help: DataFlags.help(.sessionIdleDays)) var sessionIdleDays: String?
    @Option(name: .customLong("session-days"), help: DataFlags.help(.sessionDays)) var sessionDays: String?
    @Option(name: .customLong("log-level"), help: DataFlags.help(.logLevel)) var logLevel: String?
    @Option(name: .customLong("log-format"), help: DataFlags.help(.logFormat)) var logFormat: String?

    var values: [Setting: String] {
        var values: [Setting: String] = [:]
        values[.address] = address
        values[.port] = port
        values[.operatorPort] = operatorPort
        values[.maxConnections] = maxConnections
        values[.publicScheme] = publicScheme
        values[.trustedProxies] = trustedProxies
        values[.allowPrivate] = allowPrivate
        values[.smtpHost] = smtpHost
        values[.smtpPort] = smtpPort
        values[.smtpSecurity] = smtpSecurity
        values[.smtpUser] = smtpUser
        values[.smtpTrustRoots] = smtpTrustRoots
        values[.mailFrom] = mailFrom
        values[.sessionIdleDays] = sessionIdleDays
        values[.sessionDays] = sessionDays
        values[.logLevel] = logLevel
        values[.logFormat] = logFormat
        return values
    }
}
