import PortalCore
import Testing

@testable import PortalServices

struct SMTPClientTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    private func client(
        _ port: Int, _ security: MailSecurity = .none, user: String = "", patience: Duration = .seconds(5),
        allowing: [String] = ["127.0.0.1"]
    ) -> SMTPClient {
        SMTPClient(
            server: SMTPServer(host: "127.0.0.1", port: port, security: security, user: user, password: "pass-word"),
            gate: AddressGate(allowing: allowing.compactMap { AllowedTarget($0) }), sealing: fixture.sealer,
            patience: patience, logger: .silent)
    }

    private func outcome(
        of mail: MailFixture = MailFixture(), _ script: @escaping ScriptedMailServer.Script
    ) async throws -> MailOutcome {
        try await ScriptedMailServer.run(script) { server in
            await client(server.port).carry(try mail.message(), by: nil).outcome
        }
    }

    /// The agreeable script with another answer to one command.
    private func script(_ command: String, _ answer: String?) -> ScriptedMailServer.Script {
        { $0.hasPrefix(command) && (command != "" || $0.isEmpty) ? answer : ScriptedMailServer.agreeable($0) }
    }

    @Test func `a mail is said to be from us, for its reader, and no line of it ends it early`() async throws {
        let mail = MailFixture(text: ".\n..\n. QUIT\nend\n")
        try await ScriptedMailServer.run { server in
            let carried = await client(server.port).carry(try mail.message(), by: nil)
            #expect(carried.outcome == .accepted)
            let size = MIMEMessage(message: try mail.message(), allows8Bit: true).bytes().count
            #expect(carried.size == size)
            let lines = server.lines
            #expect(
                lines.prefix(4) == [
                    "EHLO northwind.example", "MAIL FROM:<notify@mail.example> SIZE=\(size) BODY=8BITMIME",
                    "RCPT TO:<clara@acme-bakery.example>", "DATA",
                ])
            #expect(lines.contains("..") && lines.contains("...") && lines.contains(".. QUIT"))
            #expect(lines.filter { $0 == "." }.count == 1)
        }
    }

    @Test(arguments: [
        ("RCPT", "451 4.7.1 greylisted", true), ("RCPT", "550 5.1.1 no such user", false), ("MAIL", "452 full", true),
        ("MAIL", "553 not from you", false), ("DATA", "421 going down", true), ("DATA", "554 no", false),
        (".", "452 4.3.1 no room", true), (".", "552 5.3.4 too big", false), ("", "554 no service", true),
        ("", "421 busy", true), ("EHLO", "502 what", true),
    ])
    func `a four is tried again, a five about the mail is final, a five about us is not the mail's fault`(
        _ command: String, _ answer: String, _ isTriedAgain: Bool
    ) async throws {
        let outcome = try await outcome(script(command, answer))
        switch outcome {
        case .deferred(let reason): #expect(isTriedAgain && reason.contains(answer), "\(outcome)")
        case .refused(let reason): #expect(!isTriedAgain && reason == answer, "\(outcome)")
        case .accepted, .unconfirmed: Issue.record("\(outcome)")
        }
    }

    @Test func `a connection that is lost after the last dot leaves open whether the mail arrived`() async throws {
        let outcome = try await outcome(script(".", nil))
        #expect(outcome == .unconfirmed(reason: "the mail server closed the connection"))
        for command in ["", "EHLO", "MAIL", "RCPT", "DATA"] {
            guard case .deferred = try await self.outcome(script(command, nil)) else {
                Issue.record("lost at \(command)")
                return
            }
        }
    }

    @Test func `a server that says nothing is waited for so long and no longer`() async throws {
        try await ScriptedMailServer.run(script("RCPT", "")) { server in
            let client = client(server.port, patience: .milliseconds(200))
            let carried = await client.carry(try MailFixture().message(), by: nil)
            #expect(carried.outcome == .deferred(reason: "the mail server took too long"))
        }
        try await ScriptedMailServer.run(script(".", "")) { server in
            let client = client(server.port, patience: .milliseconds(200))
            let carried = await client.carry(try MailFixture().message(), by: nil)
            #expect(carried.outcome == .unconfirmed(reason: "the mail server took too long"))
        }
    }

    @Test(arguments: ["nonsense", "2x0 hm", "250-one\r\n251 two", String(repeating: "x", count: 5_000), "999 no"])
    func `what does not speak SMTP is not spoken to`(_ greeting: String) async throws {
        let outcome = try await outcome(script("", greeting))
        #expect(outcome == .deferred(reason: "what answered does not speak SMTP"))
    }

    @Test func `an address beyond ASCII goes to a server that offers it, and to no other`() async throws {
        let mail = MailFixture(to: "jürgen@bücher.example")
        #expect(
            try await outcome(of: mail, ScriptedMailServer.agreeable)
                == .refused(reason: "the mail server takes no addresses with letters beyond ASCII"))
        try await ScriptedMailServer.run(script("EHLO", "250-mail.example\r\n250-SMTPUTF8\r\n250 8BITMIME")) { server in
            let carried = await client(server.port).carry(try mail.message(), by: nil)
            #expect(carried.outcome == .accepted)
            #expect(server.lines.contains("RCPT TO:<jürgen@bücher.example>"))
            #expect(server.lines.contains("MAIL FROM:<notify@mail.example> BODY=8BITMIME SMTPUTF8"))
        }
    }

    @Test func `an address that mail cannot write is given up without a word to the server`() async throws {
        try await ScriptedMailServer.run { server in
            let mail = MailFixture(to: "a@b(c).example")
            let carried = await client(server.port).carry(try mail.message(), by: nil)
            #expect(carried.outcome == .refused(reason: "the address cannot be used in mail"))
            #expect(!server.lines.contains { $0.hasPrefix("MAIL") })
        }
    }

    @Test func `without TLS nothing is sent to a server that is to have it, and no password ever`() async throws {
        try await ScriptedMailServer.run { server in
            let carried = await client(server.port, .startTLS, user: "u").carry(try MailFixture().message(), by: nil)
            #expect(carried.outcome == .deferred(reason: "it offers no TLS"))
            #expect(server.lines == ["EHLO northwind.example"])
        }
        try await ScriptedMailServer.run(script("EHLO", "250-mail.example\r\n250 AUTH PLAIN LOGIN")) { server in
            let carried = await client(server.port, .none, user: "u").carry(try MailFixture().message(), by: nil)
            #expect(carried.outcome == .deferred(reason: "without TLS no password is sent"))
            #expect(!server.lines.contains { $0.hasPrefix("AUTH") })
        }
    }

    @Test func `what somebody slips in before TLS begins ends the connection`() async throws {
        let injecting: ScriptedMailServer.Script = { command in
            switch command.prefix(4) {
            case "EHLO": "250-mail.example\r\n250 STARTTLS"
            case "STAR": "220 go on\r\n250 AUTH PLAIN"
            default: ScriptedMailServer.agreeable(command)
            }
        }
        try await ScriptedMailServer.run(injecting) { server in
            let carried = await client(server.port, .startTLS).carry(try MailFixture().message(), by: nil)
            #expect(
                carried.outcome == .deferred(reason: "something was said before TLS that nobody asked for"))
        }
    }

    @Test func `the gate stands before mail servers too`() async throws {
        try await ScriptedMailServer.run { server in
            let carried = await client(server.port, allowing: []).carry(try MailFixture().message(), by: nil)
            #expect(carried.outcome == .deferred(reason: "the mail server: the address is not allowed"))
            #expect(server.lines.isEmpty)
        }
    }

    @Test func `an agency's own account is used in place of the operator's`() async throws {
        try await ScriptedMailServer.run { server in
            let sender = try #require(EmailAddress("hello@northwind.example"))
            let account = MailAccount(
                agency: fixture.agency, host: "127.0.0.1", port: server.port, security: .none, user: "",
                password: try fixture.sealer.seal([], under: fixture.dataKey, as: .mailPassword(fixture.agency)),
                dataKey: fixture.dataKey, sender: sender)
            let carried = await client(1).carry(try MailFixture().message(), by: account)
            #expect(carried.outcome == .accepted)
            #expect(server.lines.first == "EHLO northwind.example")
        }
    }
}
