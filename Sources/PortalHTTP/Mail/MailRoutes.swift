import HTTPTypes
import PortalCore
import PortalPages

/// The agency's outbox of mails, and where its readers turn notices off.
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

    static let stop: [Route] = [
        .token(stop: "/unsubscribe") { lobby, token, asked in
            guard !asked.query.all(.token).isEmpty else { return try await lobby.look { _ in .goTo(.home) } }
            let stop = try await lobby.stop(by: token)
            return try await page(stop, token, isDone: false, lobby, asked)
        },
        .token(oneClick: "/unsubscribe") { lobby, token, asked in
            let stop = try await lobby.stopNotice(by: token)
            return try await page(stop, token, isDone: true, lobby, asked)
        },
    ]

    private static func page(
        _ stop: NoticeStop?, _ token: StopToken?, isDone: Bool, _ lobby: Lobby, _ asked: Asked
    ) async throws -> Seen? {
        try await lobby.look { visit in
            let page = UnsubscribePage(
                asked.context(visit), stop, token: stop == nil ? "" : token?.text ?? "", isDone: isDone)
            return .page(page, status: stop == nil ? .notFound : .ok)
        }
    }
}
