import Foundation
import PortalCore

/// A mail as it comes from whoever writes them.
struct MailFixture {
    var name = "Clara"
    var to = "clara@acme-bakery.example"
    var brand = "Northwind"
    var subject = "Your password was changed"
    var text = "Hello Clara,\n\nYour password was changed.\n"
    var html = "<!doctype html><p>Your password was changed.</p>"
    var logo: MailPicture?
    var stopAddress: String?
    var id = Mail.ID(high: 0x0199_0000_0000_0001, low: 7)

    struct Missing: Error {}

    func message() throws -> MailMessage {
        guard let host = HostName("northwind.example"), let sender = EmailAddress("notify@mail.example"),
            let support = EmailAddress("help@northwind.example"), let recipient = EmailAddress(to)
        else { throw Missing() }
        return MailMessage(
            id: id, host: host, date: Instant(milliseconds: 1_794_841_509_000),
            from: Mailbox(name: brand, address: sender), replyTo: Mailbox(name: brand, address: support),
            to: Mailbox(name: name, address: recipient), subject: subject, language: "en", text: text,
            html: Array(html.utf8), logo: logo, stopAddress: stopAddress)
    }
}

extension [UInt8] {
    /// The lines of a mail; each has to end in CRLF.
    var mailLines: [String] {
        String(decoding: self, as: UTF8.self).components(separatedBy: "\r\n")
    }

    /// The header's fields, unfolded.
    var mailHeader: [String] {
        var fields: [String] = []
        for line in mailLines.prefix(while: { !$0.isEmpty }) {
            if line.hasPrefix(" ") { fields[fields.count - 1] += line } else { fields.append(line) }
        }
        return fields
    }
}
