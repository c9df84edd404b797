import PortalCore
import PortalPages

/// The agency's outbox of mails.
enum MailRoutes {
    static let staff: [Route] = [
        .staff("/dashboard/outbox", action: .agencyViewOutbox) { console, asked in
            let mails = try console.mails()
            let texts = mails.compactMap { mail in asked.house.letters?(mail.id).map { (mail.id, $0) } }
            return .page(
                OutboxPage(
                    mails, letters: Dictionary(texts) { first, _ in first }, address: asked.house.publicAddress,
                    asked.context(console)))
        }
    ]
}
