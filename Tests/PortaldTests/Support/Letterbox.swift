import PortalCore
import PortalPages

extension Town {
    /// Sends what waits in the outbox, as the worker would, and answers with the mails that went out.
    func deliver(_ outcome: MailOutcome = .accepted) async throws -> [MailMessage] {
        guard let sender = EmailAddress("notify@mail.example") else { preconditionFailure("this is an address") }
        let press = LetterPress(sender: sender, address: PublicAddress())
        let hand = Operator(portal)
        var mails: [MailMessage] = []
        for job in try await hand.dueMails(limit: 100) {
            guard let dispatch = try await hand.begin(job) else { continue }
            let mail = press.write(dispatch)
            try await hand.settle(dispatch, outcome, size: mail.html.count)
            mails.append(mail)
        }
        return mails
    }
}
