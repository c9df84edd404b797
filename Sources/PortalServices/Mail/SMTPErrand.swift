import NIOCore
import NIOSSL
import PortalCore

/// One mail, one connection: what is said to a mail server from its greeting to its last word.
struct SMTPErrand {
    let message: MailMessage
    let server: SMTPServer
    let patience: TimeAmount

    struct Tried {
        let outcome: MailOutcome
        let wasConnected: Bool
        /// The mail's bytes as this server was to get them; `nil` if it did not come so far.
        let size: Int?
    }

    /// What ends an errand before its end.
    private enum Ending: Error {
        /// Nothing that would not be otherwise later.
        case notNow(String)
        case never(String)
    }

    func run(at address: IPAddress) async -> Tried {
        let context: NIOSSLContext?
        let connection: SMTPConnection
        do {
            context = try tlsContext()
            let tls = context.flatMap { server.security == .tls ? (context: $0, host: server.host) : nil }
            connection = try await SMTPConnection.open(address, port: server.port, patience: patience, tls: tls)
        } catch {
            return Tried(outcome: .deferred(reason: Self.words(for: error)), wasConnected: false, size: nil)
        }
        defer { connection.close() }
        var size: Int?
        var isHandedOver = false
        do {
            let offers = try await introduce(connection, context)
            let bytes = try await announce(connection, offers)
            size = bytes.count
            try await connection.send(Self.dotStuffed(bytes))
            try await connection.send(Array(".\r\n".utf8))
            isHandedOver = true
            let verdict = try await connection.reply()
            // The mail is with them or not: how they take the farewell does not matter.
            try? await connection.send(Array("QUIT\r\n".utf8))
            return Tried(outcome: Self.outcome(of: verdict), wasConnected: true, size: size)
        } catch Ending.notNow(let words) {
            return Tried(outcome: .deferred(reason: words), wasConnected: true, size: size)
        } catch Ending.never(let words) {
            return Tried(outcome: .refused(reason: words), wasConnected: true, size: size)
        } catch {
            let words = Self.words(for: error)
            let outcome: MailOutcome = isHandedOver ? .unconfirmed(reason: words) : .deferred(reason: words)
            return Tried(outcome: outcome, wasConnected: true, size: size)
        }
    }

    // MARK: Greeting, TLS, who we are

    /// Until the server is ready to take a mail; answers what it offers.
    private func introduce(_ connection: SMTPConnection, _ context: NIOSSLContext?) async throws -> Offers {
        let greeting = try await connection.reply()
        guard greeting.code == 220 else { throw Ending.notNow("it did not greet: \(greeting.words)") }
        var offers = try await hello(connection)
        if server.security == .startTLS, let context {
            guard offers.has("STARTTLS") else { throw Ending.notNow("it offers no TLS") }
            let agreed = try await connection.ask("STARTTLS")
            guard agreed.code == 220 else { throw Ending.notNow("it began no TLS: \(agreed.words)") }
            try await connection.startTLS(context, host: server.host)
            offers = try await helloUnderTLS(connection)
        }
        if !server.user.isEmpty { try await signIn(connection, offers) }
        return offers
    }

    private func hello(_ connection: SMTPConnection) async throws -> Offers {
        let reply = try await connection.ask("EHLO \(message.host.text)")
        guard reply.isPositive else { throw Ending.notNow("it takes no greeting: \(reply.words)") }
        return Offers(reply)
    }

    /// The handshake goes with the first words under it: what ends them before an answer came is the handshake's end.
    private func helloUnderTLS(_ connection: SMTPConnection) async throws -> Offers {
        do {
            return try await hello(connection)
        } catch is ChannelError {
            throw Ending.notNow(Self.noTLS)
        } catch is SMTPReplyReader.Closed {
            throw Ending.notNow(Self.noTLS)
        }
    }

    private static let noTLS = "no trusted TLS connection could be made"

    private func signIn(_ connection: SMTPConnection, _ offers: Offers) async throws {
        guard server.security != .none else { throw Ending.notNow("without TLS no password is sent") }
        let methods = offers.words(of: "AUTH")
        var reply: SMTPReply
        if methods.contains("PLAIN") {
            reply = try await connection.ask(
                "AUTH PLAIN \(Base64.encode(Array("\0\(server.user)\0\(server.password)".utf8)))")
        } else if methods.contains("LOGIN") {
            reply = try await connection.ask("AUTH LOGIN")
            for secret in [server.user, server.password] where reply.code == 334 {
                reply = try await connection.ask(Base64.encode(Array(secret.utf8)))
            }
        } else {
            throw Ending.notNow("it offers no way to sign in that is known here")
        }
        // The account is at fault, not the mail: it waits until that is put right.
        guard reply.isPositive else { throw Ending.notNow("it did not let us in: \(reply.words)") }
    }

    // MARK: The mail

    /// Says from whom and to whom; answers the bytes to send.
    private func announce(_ connection: SMTPConnection, _ offers: Offers) async throws -> [UInt8] {
        guard MailAddress.isUsable(message.to.address), MailAddress.isUsable(message.from.address) else {
            throw Ending.never("the address cannot be used in mail")
        }
        let addresses = [message.from.address, message.to.address] + (message.replyTo.map { [$0.address] } ?? [])
        let needsUTF8 = addresses.contains(where: MailAddress.needsUTF8)
        guard !needsUTF8 || offers.has("SMTPUTF8") else {
            throw Ending.never("the mail server takes no addresses with letters beyond ASCII")
        }
        let allows8Bit = offers.has("8BITMIME")
        let bytes = MIMEMessage(message: message, allows8Bit: allows8Bit || needsUTF8).bytes()
        var from = "MAIL FROM:<\(MailAddress.written(message.from.address))>"
        if offers.has("SIZE") { from += " SIZE=\(bytes.count)" }
        if allows8Bit { from += " BODY=8BITMIME" }
        if needsUTF8 { from += " SMTPUTF8" }
        try Self.expect(try await connection.ask(from), { $0.isPositive })
        try Self.expect(
            try await connection.ask("RCPT TO:<\(MailAddress.written(message.to.address))>"), { $0.isPositive })
        try Self.expect(try await connection.ask("DATA"), { $0.code == 354 })
        return bytes
    }

    private static func expect(_ reply: SMTPReply, _ isGood: (SMTPReply) -> Bool) throws {
        guard !isGood(reply) else { return }
        throw reply.isFinal ? Ending.never(reply.words) : Ending.notNow(reply.words)
    }

    private static func outcome(of reply: SMTPReply) -> MailOutcome {
        if reply.isPositive { return .accepted }
        return reply.isFinal ? .refused(reason: reply.words) : .deferred(reason: reply.words)
    }

    /// A line that begins with a dot gets another, so that none can end the mail.
    private static func dotStuffed(_ bytes: [UInt8]) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(bytes.count + 16)
        var isAtStart = true
        for byte in bytes {
            if isAtStart, byte == UInt8(ascii: ".") { stuffed.append(byte) }
            stuffed.append(byte)
            isAtStart = byte == 10
        }
        return stuffed
    }

    // MARK: TLS and words

    private func tlsContext() throws -> NIOSSLContext? {
        guard server.security != .none else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        if let file = server.trustRoots { configuration.trustRoots = .file(file) }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case is SMTPConnection.TookTooLong: "the mail server took too long"
        case is SMTPConnection.Interfered: "something was said before TLS that nobody asked for"
        case is SMTPReplyReader.Malformed: "what answered does not speak SMTP"
        case is SMTPReplyReader.Closed, is ChannelError: "the mail server closed the connection"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: noTLS
        default: "no connection to the mail server could be made"
        }
    }
}

/// What a server said it can do.
private struct Offers {
    private let lines: [[String]]

    init(_ reply: SMTPReply) {
        lines = reply.lines.dropFirst().map { $0.uppercased().split(separator: " ").map(String.init) }
    }

    func has(_ keyword: String) -> Bool { lines.contains { $0.first == keyword } }

    func words(of keyword: String) -> [String] {
        lines.first { $0.first == keyword }.map { Array($0.dropFirst()) } ?? []
    }
}
