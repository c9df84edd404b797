import FoundationEssentials
import PortalCore

/// Mails as `.eml` files in a directory, for where there is no mail server: `<mail>.eml`.
///
/// Whoever can read the directory can read one-time links: it is for its owner's eyes only, like the database beside it.
public struct MailDirectory: MailCarrying {
    public let path: String

    public init(path: String) { self.path = path }

    public func carry(_ message: MailMessage, by account: MailAccount?) async -> Carried {
        let bytes = MIMEMessage(message: message, allows8Bit: true).bytes()
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let file = file(of: message.id)
            try Data(bytes).write(to: URL(filePath: file), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            return Carried(.accepted, size: bytes.count)
        } catch {
            return Carried(.deferred(reason: "the mail could not be written to its file"), size: bytes.count)
        }
    }

    /// The text of a mail that was put down here; `nil` if there is none.
    public func text(of mail: Mail.ID) -> String? {
        guard let data = FileManager.default.contents(atPath: file(of: mail)) else { return nil }
        let written = String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n")
        let boundary = "--a-\(mail)\n"
        let parts = written.split(separator: boundary, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let part = parts[1].split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard part.count == 2, ["7bit", "8bit"].contains(where: { part[0].hasSuffix("Encoding: \($0)") }) else {
            return nil
        }
        // The line end before the boundary is the boundary's.
        return String(part[1].dropLast())
    }

    private func file(of mail: Mail.ID) -> String { "\(path)/\(mail).eml" }
}
