import Foundation
import PortalCore
import Testing

@testable import PortalServices

struct MailDirectoryTests {
    @Test func `without a mail server a mail is a file that only its owner may read`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("mail-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let directory = MailDirectory(path: path)
        let fixture = MailFixture(text: "Grüße,\n\nhttps://northwind.example/sign-in\n")
        let carried = await directory.carry(try fixture.message(), by: nil)

        #expect(carried.outcome == .accepted)
        let file = "\(path)/\(fixture.id).eml"
        let written = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(written == MIMEMessage(message: try fixture.message(), allows8Bit: true).bytes())
        #expect(written.count == carried.size)
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        #expect(directory.text(of: fixture.id) == fixture.text)
        #expect(directory.text(of: Mail.ID(high: 1, low: 1)) == nil)
    }

    @Test func `a directory that cannot be written to is tried again later`() async throws {
        let carried = await MailDirectory(path: "/proc/nowhere").carry(try MailFixture().message(), by: nil)
        guard case .deferred = carried.outcome else {
            Issue.record("\(carried.outcome)")
            return
        }
    }
}
