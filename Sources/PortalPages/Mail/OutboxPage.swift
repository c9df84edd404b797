import PortalCore

/// The agency's mails: where they went and what became of them. In a demonstration, what they said as well.
public struct OutboxPage: PageView {
    let context: StaffContext
    let mails: [MailRecord]
    let letters: [Mail.ID: String]
    let address: PublicAddress

    /// - Parameter letters: The texts of mails, where they can be read.
    public init(
        _ mails: [MailRecord], letters: [Mail.ID: String] = [:], address: PublicAddress, _ context: StaffContext
    ) {
        self.context = context
        self.mails = mails
        self.letters = letters
        self.address = address
    }

    public func html() -> [UInt8] {
        context.settingsDocument(.outbox, lede: .outboxLede) { html in
            html.element(.section, Class("card")) { html in
                guard !mails.isEmpty else {
                    html.empty(.check, .settings(.outboxEmpty))
                    return
                }
                html.element(.ul, Class("rows")) { html in
                    for mail in mails { row(mail, &html) }
                }
            }
        }
    }

    private func row(_ mail: MailRecord, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, say: .settings(.mailKind(mail.kind)))
                if let recipient = mail.recipient { html.element(.p, text: recipient.text) }
                html.element(.p) { html in
                    html.relative(mail.at)
                    if mail.tries > 1 {
                        html.markup(" · ")
                        html.say(.settings(.tries(mail.tries)))
                    }
                }
                // What a mail server said, as it said it.
                if !mail.reason.isEmpty { html.element(.p, text: mail.reason) }
                if let letter = letters[mail.id] { reading(letter, &html) }
            }
            html.mark(.mail(mail.status))
        }
    }

    private func reading(_ letter: String, _ html: inout HTML) {
        html.element(.details) { html in
            html.element(.summary, say: .settings(.readMail))
            html.element(.pre) { html in
                for (index, line) in letter.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                    if index > 0 { html.markup("\n") }
                    if let url = address.url(reading: line, at: context.page.front) {
                        html.element(.a, OwnLink(url), text: url.text)
                    } else {
                        html.text(String(line))
                    }
                }
            }
        }
    }
}

extension Mark {
    static func mail(_ status: MailStatus) -> Mark {
        switch status {
        case .waiting: Mark(.under, .settings(.mailStatus(status)))
        case .sent: Mark(.done, .settings(.mailStatus(status)))
        case .dead: Mark(.wrong, .settings(.mailStatus(status)))
        }
    }
}
