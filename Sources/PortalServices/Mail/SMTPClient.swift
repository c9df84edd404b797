import Logging
import NIOCore
import NIOSSL
import PortalCore

/// A mail server and the account at it, with its password in the open. It is never printed.
public struct SMTPServer: Sendable {
    public let host: String
    public let port: Int
    public let security: MailSecurity
    let user: String
    let password: String
    /// File of the certificates that it is checked against; `nil` are the system's.
    let trustRoots: String?

    public init(
        host: String, port: Int, security: MailSecurity, user: String = "", password: String = "",
        trustRoots: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.trustRoots = trustRoots
    }
}

extension SMTPServer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "\(host):\(port)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["host": host]) }
}

/// Hands mails to mail servers (RFC 5321, 6409): each over a connection of its own, through the gate.
///
/// A password is sent only over TLS whose certificate was checked. What a server says is told to staff; what was sent is not.
public struct SMTPClient: MailCarrying {
    private let server: SMTPServer?
    private let gate: AddressGate
    private let sealing: any Sealing
    private let patience: TimeAmount
    private let logger: Logger

    /// - Parameters:
    ///   - server: The operator's own; mails of agencies without an account wait where there is none.
    ///   - patience: How long a server may take for each answer.
    public init(
        server: SMTPServer?, gate: AddressGate, sealing: any Sealing, patience: Duration = .seconds(60),
        logger: Logger
    ) {
        self.server = server
        self.gate = gate
        self.sealing = sealing
        self.patience = TimeAmount(patience)
        self.logger = logger
    }

    public func carry(_ message: MailMessage, by account: MailAccount?) async -> Carried {
        let server: SMTPServer
        do {
            guard let found = try account.map({ try SMTPServer($0, sealing: sealing) }) ?? self.server else {
                return Carried(.deferred(reason: "no mail server is set up"), size: 0)
            }
            server = found
        } catch {
            return Carried(.deferred(reason: "the account's password cannot be opened"), size: 0)
        }
        let plain = MIMEMessage(message: message, allows8Bit: false).bytes().count
        let addresses: [IPAddress]
        do {
            addresses = try await gate.addresses(of: server.host, port: server.port)
        } catch {
            return Carried(.deferred(reason: "the mail server: \(error.reason)"), size: plain)
        }
        var outcome = MailOutcome.deferred(reason: "the mail server has no address")
        for address in addresses.prefix(3) {
            let tried = await SMTPErrand(message: message, server: server, patience: patience).run(at: address)
            outcome = tried.outcome
            // Only where nobody answered is another address of the same name asked.
            if tried.wasConnected { return Carried(outcome, size: tried.size ?? plain) }
        }
        return Carried(outcome, size: plain)
    }
}

extension SMTPServer {
    fileprivate init(_ account: MailAccount, sealing: any Sealing) throws {
        let password = try sealing.open(account.password, under: account.dataKey, as: .mailPassword(account.agency))
        self.init(
            host: account.host, port: account.port, security: account.security, user: account.user,
            password: String(decoding: password, as: UTF8.self))
    }
}
