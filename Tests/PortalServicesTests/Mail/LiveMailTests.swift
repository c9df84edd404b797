import FoundationEssentials
import PortalCore
import Synchronization
import Testing

@testable import PortalServices

/// Against a real mail server that others wrote: `Scripts/test-mail` starts one and names it in `PORTAL_SMTP_PORTS` (STARTTLS, implicit
/// TLS, plain) and `PORTAL_SMTP_ROOTS` (the file of its authority).
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PORTAL_SMTP_PORTS"] != nil, "no mail server at hand"))
struct LiveMailTests {
    private let fixture: Fixture
    private let ports: [Int]
    private let roots: String?

    init() throws {
        fixture = try Fixture()
        let environment = ProcessInfo.processInfo.environment
        ports = (environment["PORTAL_SMTP_PORTS"] ?? "").split(separator: ",").compactMap { Int($0) }
        roots = environment["PORTAL_SMTP_ROOTS"]
    }

    private func carry(
        _ mail: MailFixture, _ security: MailSecurity, host: String = "localhost", user: String = "u",
        password: String = "p", isTrusted: Bool = true
    ) async throws -> MailOutcome {
        let index = security == .startTLS ? 0 : security == .tls ? 1 : 2
        let server = SMTPServer(
            host: host, port: ports[index], security: security, user: security == .none ? "" : user,
            password: password, trustRoots: isTrusted ? roots : nil)
        let gate = AddressGate(allowing: ["127.0.0.0/8", "::1"].compactMap { AllowedTarget($0) })
        let client = SMTPClient(
            server: server, gate: gate, sealing: fixture.sealer, patience: .seconds(10), logger: .silent)
        return await client.carry(try mail.message(), by: nil).outcome
    }

    @Test(arguments: [MailSecurity.startTLS, .tls, .none])
    func `a mail is taken`(_ security: MailSecurity) async throws {
        let picture = MailPicture(mediaType: "image/png", bytes: Array(0...255))
        let mail = MailFixture(
            name: "Ödön, \"the\" Baker", to: "taken-\(security.rawValue)@acme-bakery.example",
            subject: "Grüße: 100 %", text: "Grüße,\n.\n..\nend\n", logo: picture)
        #expect(try await carry(mail, security) == .accepted)
    }

    @Test func `an address beyond ASCII is taken`() async throws {
        #expect(try await carry(MailFixture(to: "jürgen@bücher.example"), .startTLS) == .accepted)
    }

    @Test func `a certificate that nobody vouches for is not trusted, nor one for another name`() async throws {
        let untrusted = MailOutcome.deferred(reason: "no trusted TLS connection could be made")
        for security in [MailSecurity.startTLS, .tls] {
            let unknown = try await carry(MailFixture(), security, isTrusted: false)
            let misnamed = try await carry(MailFixture(), security, host: "127.0.0.1")
            #expect(unknown == untrusted)
            #expect(misnamed == untrusted)
        }
    }

    @Test func `a wrong password is the account's fault, not the mail's`() async throws {
        for security in [MailSecurity.startTLS, .tls] {
            guard case .deferred(let reason) = try await carry(MailFixture(), security, password: "wrong") else {
                Issue.record("a wrong password is final")
                return
            }
            #expect(reason.hasPrefix("it did not let us in: 535"))
        }
    }

    @Test func `what bounces hard is final and what bounces softly is not`() async throws {
        #expect(
            try await carry(MailFixture(to: "hard@acme-bakery.example"), .none)
                == .refused(reason: "550 5.1.1 no such user"))
        #expect(
            try await carry(MailFixture(to: "soft@acme-bakery.example"), .none)
                == .deferred(reason: "451 4.7.1 greylisted, try later"))
        #expect(
            try await carry(MailFixture(to: "dropped@acme-bakery.example"), .none)
                == .unconfirmed(reason: "the mail server closed the connection"))
    }
}
