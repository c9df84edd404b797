/// One thing that can be set: by a flag, in the environment, or in the configuration file.
///
/// The flag is `--<key>`, the variable `PORTAL_<KEY>` with underscores, the member of the file's JSON object `<key>`. Flags win over the
/// environment, the environment over the file.
enum Setting: String, CaseIterable, Hashable, Sendable {
    case dataDirectory = "data-dir"
    case address
    case port
    case operatorPort = "operator-port"
    case maxConnections = "max-connections"
    case baseDomain = "base-domain"
    case publicScheme = "public-scheme"
    case trustedProxies = "trusted-proxies"
    case allowPrivate = "allow-private"
    case masterKeyFile = "master-key-file"
    case masterKey = "master-key"
    case smtpHost = "smtp-host"
    case smtpPort = "smtp-port"
    case smtpSecurity = "smtp-security"
    case smtpUser = "smtp-user"
    case smtpPassword = "smtp-password"
    case smtpTrustRoots = "smtp-trust-roots"
    case mailFrom = "mail-from"
    case sessionIdleDays = "session-idle-days"
    case sessionDays = "session-days"
    case logLevel = "log-level"
    case logFormat = "log-format"

    var key: String { rawValue }

    var environmentName: String {
        "PORTAL_" + String(key.map { $0 == "-" ? "_" : $0 }).uppercased()
    }

    /// `nil` for what must not stand on a command line, which others on the machine can read.
    var flag: String? { isSecret ? nil : "--\(key)" }

    var isSecret: Bool { self == .masterKey || self == .smtpPassword }

    /// What a value looks like.
    var form: String {
        switch self {
        case .dataDirectory, .masterKeyFile, .smtpTrustRoots: "path"
        case .address: "IP address"
        case .port: "0 to 65535"
        case .smtpHost: "host name or IP address"
        case .smtpPort: "1 to 65535"
        case .smtpSecurity: "tls, starttls or none"
        case .smtpUser, .smtpPassword: "text"
        case .mailFrom: "mail address"
        case .operatorPort: "0 to 65535, or none"
        case .maxConnections: "1 to 100000"
        case .baseDomain: "domain"
        case .publicScheme: "http or https"
        case .trustedProxies: "addresses and ranges, separated by commas"
        case .allowPrivate: "addresses, ranges and names, separated by commas"
        case .masterKey: "32 bytes as base 64 or hexadecimal digits"
        case .sessionIdleDays, .sessionDays: "1 to 3650"
        case .logLevel: "trace, debug, info, notice, warning, error or critical"
        case .logFormat: "text or json"
        }
    }

    /// What stands where nothing is set; `nil` where something must be.
    var standard: String? {
        switch self {
        case .dataDirectory: nil
        case .address: "127.0.0.1"
        case .port: "8080"
        case .operatorPort: "none"
        case .maxConnections: "500"
        case .baseDomain: "localhost"
        case .publicScheme: "http"
        case .trustedProxies, .allowPrivate: ""
        case .smtpHost, .smtpUser, .smtpPassword, .smtpTrustRoots, .mailFrom: ""
        case .smtpPort: "587"
        case .smtpSecurity: "starttls"
        case .masterKeyFile: ""
        case .masterKey: ""
        case .sessionIdleDays: "14"
        case .sessionDays: "90"
        case .logLevel: "info"
        case .logFormat: "text"
        }
    }

    /// What it means, in a line.
    var meaning: String {
        switch self {
        case .dataDirectory: "Directory of the database and the master key."
        case .address: "Address to listen on."
        case .port: "Port to listen on; 0 takes any free one."
        case .operatorPort: "Loopback port of /healthz, /readyz, /metrics and /domain-check."
        case .maxConnections:
            "How many connections may be open at once; for one more, the one that has rested longest is closed."
        case .baseDomain: "What agency create makes an agency's host of, <slug>.<base domain>, unless --host names one."
        case .publicScheme:
            "How browsers reach the portal: https makes sure that a proxy which ends TLS is trusted; http is for trying out."
        case .trustedProxies: "Proxies whose X-Forwarded headers are believed."
        case .allowPrivate: "Where requests to engines may go although it is not on the internet."
        case .masterKeyFile:
            "File of the master key; master.key in the data directory if not set. Made at the first start."
        case .masterKey: "The master key itself, in place of a file."
        case .smtpHost: "Mail server that mails are handed to; without one they become files in the data directory."
        case .smtpPort: "Its port: 587 for starttls, 465 for tls."
        case .smtpSecurity:
            "How the connection to it is kept from others; none is for a server on this machine, and sends no password."
        case .smtpUser: "The account at it; empty signs in with none."
        case .smtpPassword: "The account's password."
        case .smtpTrustRoots: "File of certificates that it is checked against, in place of the system's."
        case .mailFrom: "What mails come from where an agency has no account of its own; must be set with smtp-host."
        case .sessionIdleDays: "A sign-in that is not used ends after so many days."
        case .sessionDays: "A sign-in ends after so many days, however much it is used."
        case .logLevel: "How much is logged."
        case .logFormat: "One line of text or one JSON object for each entry, on standard error."
        }
    }
}

extension Setting {
    /// The table of all settings as Markdown: the one that the documentation shows.
    static var table: String {
        var text = "| key | flag | environment | value | default | |\n|---|---|---|---|---|---|\n"
        for setting in allCases {
            let flag = setting.flag.map { "`\($0)`" } ?? "–"
            let standard = setting.standard.map { $0.isEmpty ? "–" : "`\($0)`" } ?? "must be set"
            text += "| `\(setting.key)` | \(flag) | `\(setting.environmentName)` | \(setting.form) | \(standard) "
            text += "| \(setting.meaning) |\n"
        }
        return text
    }
}
