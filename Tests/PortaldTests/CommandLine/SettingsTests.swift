import Foundation
import PortalCore
import PortalHTTP
import PortalPages
import Testing

@testable import portald

struct SettingsTests {
    @Test func `flags win over the environment, the environment over the file`() throws {
        let folder = try Folder()
        let file = try folder.file("portal.json", #"{"port": 1, "address": "10.0.0.1", "log-level": "debug"}"#)
        let settings = try Settings(
            flags: [.port: "3"], file: file.path, environment: ["PORTAL_PORT": "2", "PORTAL_ADDRESS": "10.0.0.2"])

        #expect(try settings.text(.port) == "3")
        #expect(try settings.text(.address) == "10.0.0.2")
        #expect(try settings.text(.logLevel) == "debug")
        #expect(try settings.text(.logFormat) == "text")
    }

    @Test func `an empty variable is one that is not set`() throws {
        let settings = try Settings(environment: ["PORTAL_PORT": "", "PORTAL_CONFIG": ""])

        #expect(try settings.number(.port, in: 0...65_535) == 8_080)
    }

    @Test func `a wrong value is told by its key and where it comes from`() throws {
        let settings = try Settings(environment: ["PORTAL_SESSION_DAYS": "0"])

        #expect(
            throws: Complaint(
                .configuration, "session-days (from PORTAL_SESSION_DAYS): must be 1 to 3650, not \"0\"")
        ) { try settings.number(.sessionDays, in: 1...3_650) }
    }

    @Test func `a key that the file should not have is refused`() throws {
        let folder = try Folder()
        let file = try folder.file("portal.json", #"{"prot": 1}"#)

        #expect(throws: Complaint(.configuration, "\(file.path): prot: there is no such setting")) {
            try Settings(file: file.path, environment: [:])
        }
    }

    @Test func `lists are written with commas, or as lists in the file`() throws {
        let folder = try Folder()
        let file = try folder.file("portal.json", #"{"allow-private": ["10.0.0.0/8", "n8n.internal:5678"]}"#)
        let settings = try Settings(
            flags: [.trustedProxies: "127.0.0.1, ::1,"], file: file.path, environment: [:])

        #expect(try settings.list(.trustedProxies) { $0 } == ["127.0.0.1", "::1"])
        #expect(try settings.list(.allowPrivate) { $0 } == ["10.0.0.0/8", "n8n.internal:5678"])
    }

    @Test func `the whole configuration is read at once`() throws {
        let config = try ServerConfig(
            Settings(
                flags: [.dataDirectory: "d", .operatorPort: "none"],
                environment: ["PORTAL_PUBLIC_SCHEME": "https", "PORTAL_TRUSTED_PROXIES": "127.0.0.1"]))

        #expect(config.port == 8_080)
        #expect(config.operatorPort == nil)
        #expect(config.publicScheme == .https)
        #expect(config.sessionLifetime.idle == .days(14))
    }

    @Test func `every setting has a flag, but for what must not stand on a command line`() async throws {
        let help = try await CommandRun.of("serve", "--help").output
        let making = try await CommandRun.of("agency", "create", "--help").output
        for setting in Setting.allCases {
            #expect((setting.flag == nil) == setting.isSecret)
            guard let flag = setting.flag else { continue }
            #expect((setting == .baseDomain ? making : help).contains("  \(flag) <"), "\(flag)")
        }
        #expect(!help.contains("--base-domain"), "a flag that nothing reads")
    }

    @Test func `the documentation's table is the one that portald prints`() async throws {
        let run = try await CommandRun.of("serve", "--help-config")
        #expect(run.output == Setting.table)
        #expect(try Self.runningPage().contains(Setting.table))
    }

    @Test func `the documentation says what a connection may take`() throws {
        let http = HTTPConfiguration()
        let limits = http.connections
        let page = try Self.runningPage().split { $0.isWhitespace }.joined(separator: " ")
        for words in [
            "head has \(limits.arrival.components.seconds) s to arrive",
            "a body \(http.bodyDeadline.components.seconds) s and \(http.formLimit >> 10) KB for a form",
            "\(http.bodyLimit >> 20) MB for JSON, \(http.batchLimit >> 20) MB for a batch",
            "goes on after the last answer is cut off after \(limits.linger.components.seconds) s",
            "without a request ends after \(http.idleSeconds) s",
            "takes less than \(limits.leastRead >> 10) KB of a waiting answer in \(limits.patience.components.seconds) s",
            "not read their answer \(limits.farewell.components.seconds) s later is cut off",
        ] { #expect(page.contains(words), "\(words)") }
    }

    private static func runningPage() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        return try String(contentsOf: root.appendingPathComponent("Docs/running.md"), encoding: .utf8)
    }
}
