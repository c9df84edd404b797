import PortalCore

/// What a mail says, with every choice made: both bodies are printed from it.
struct LetterText: Sendable {
    let subject: String
    let greeting: String?
    let title: String
    let paragraphs: [String]
    /// Lists, each under its heading.
    var lists: [(heading: String?, lines: [String])] = []
    /// Digits to be typed somewhere.
    var code: String?
    var action: (title: String, url: OwnURL)?
    /// What comes after what is to be done.
    var closing: [String] = []
    /// Why its reader gets it.
    let footer: String
    /// What ends such mails, where its reader may.
    var stop: (title: String, url: OwnURL)?

    init(_ dispatch: MailDispatch, formats: Formats, address: PublicAddress) {
        let brand = dispatch.front.brand.name
        func say(_ phrase: MailPhrase) -> String { formats.say(.mail(phrase)) }
        let name = dispatch.recipient.name
        greeting = name.isEmpty ? nil : say(.greeting(name: name))
        footer =
            switch dispatch.letter {
            case .invitation: say(.invitationFooter(brand: brand))
            case .emailChange: say(.emailChangeFooter(brand: brand))
            case .emailChanged, .passwordChanged, .passwordReset, .mailedCode, .factorReset, .factorOff,
                .ownershipReceived, .ownershipGiven, .notice:
                say(.footer(brand: brand))
            }
        switch dispatch.letter {
        case .notice(let notice, let token):
            let text = NoticeText(notice, at: dispatch.front, formats: formats, address: address)
            subject = text.subject
            title = text.title
            paragraphs = text.paragraphs
            lists = text.lists
            action = text.action
            stop = (
                formats.say(.notice(.stop)), address.url(.unsubscribe(token: token.text), at: dispatch.front)
            )
        case .emailChange(let token, let expiresAt):
            subject = say(.emailChangeSubject(brand: brand))
            title = say(.emailChangeTitle)
            paragraphs = [say(.emailChange(email: dispatch.recipient.email.text, brand: brand))]
            action = (say(.confirmEmail), address.url(.verifyEmail(token: token.text), at: dispatch.front))
            closing = [say(.emailChangeUntil(formats.moment(expiresAt))), say(.emailChangeUnknown)]
        case .emailChanged:
            subject = say(.emailChangedSubject(brand: brand))
            title = say(.emailChangedTitle)
            paragraphs = [say(.emailChanged(brand: brand, at: formats.moment(dispatch.job.createdAt)))]
            closing = [say(.emailChangedByAnother(brand: brand))]
        case .invitation(let token, let inviter, let workspace, let expiresAt):
            let place = workspace ?? brand
            subject = say(.invitationSubject(place: place))
            title = say(.invitationTitle(place: place))
            paragraphs = [say(.invitation(inviter: inviter, place: place, brand: brand))]
            action = (say(.accept), address.url(.invitation(token: token.text), at: dispatch.front))
            closing = [say(.invitationUntil(formats.moment(expiresAt))), say(.invitationUnknown)]
        case .passwordReset(let token):
            let minutes = MailProofKind.passwordReset.lifetime.milliseconds / 60_000
            subject = say(.passwordResetSubject(brand: brand))
            title = say(.passwordResetTitle)
            paragraphs = [say(.passwordReset(brand: brand, minutes: Int(minutes)))]
            action = (say(.setPassword), address.url(.resetPassword(token: token.text), at: dispatch.front))
            closing = [say(.passwordResetByAnother)]
        case .mailedCode(let digits, let token):
            let minutes = MailedCode.lifetime.milliseconds / 60_000
            // Without the digits: a subject shows on a locked screen.
            subject = say(.mailedCodeSubject(brand: brand))
            title = say(.mailedCodeTitle)
            paragraphs = [say(.mailedCode(brand: brand))]
            code = digits.text
            action = (say(.signIn), address.url(.mailedLink(token: token.text), at: dispatch.front))
            closing = [say(.mailedCodeUntil(minutes: Int(minutes))), say(.mailedCodeByAnother(brand: brand))]
        case .passwordChanged:
            subject = say(.passwordChangedSubject(brand: brand))
            title = say(.passwordChangedTitle)
            paragraphs = [say(.passwordChanged(brand: brand, at: formats.moment(dispatch.job.createdAt)))]
            action = (say(.signIn), address.url(.signIn, at: dispatch.front))
            closing = [say(.passwordChangedByAnother(brand: brand))]
        case .factorReset(let name):
            subject = say(.factorResetSubject(brand: brand))
            title = say(.factorResetTitle)
            paragraphs = [
                say(.factorReset(by: name, brand: brand, at: formats.moment(dispatch.job.createdAt))),
                say(.factorResetNext),
            ]
            action = (say(.signIn), address.url(.signIn, at: dispatch.front))
            closing = [say(.factorResetByAnother(brand: brand))]
        case .factorOff:
            subject = say(.factorOffSubject(brand: brand))
            title = say(.factorOffTitle)
            paragraphs = [say(.factorOff(brand: brand, at: formats.moment(dispatch.job.createdAt)))]
            action = (say(.signIn), address.url(.signIn, at: dispatch.front))
            closing = [say(.factorOffByAnother(brand: brand))]
        case .ownershipReceived(let name):
            subject = say(.ownershipReceivedSubject(brand: brand))
            title = say(.ownershipReceivedTitle(brand: brand))
            paragraphs = [
                say(.ownershipReceived(from: name, brand: brand, at: formats.moment(dispatch.job.createdAt))),
                say(.ownershipMeaning),
            ]
            action = (say(.openTeam), address.url(.console(.team), at: dispatch.front))
        case .ownershipGiven(let name):
            subject = say(.ownershipGivenSubject(brand: brand))
            title = say(.ownershipGivenTitle)
            paragraphs = [say(.ownershipGiven(to: name, brand: brand, at: formats.moment(dispatch.job.createdAt)))]
            action = (say(.openTeam), address.url(.console(.team), at: dispatch.front))
            closing = [say(.ownershipGivenByAnother(to: name))]
        }
    }

    /// The body for those who read plain text.
    func plain(_ formats: Formats) -> String {
        var blocks = [greeting, title].compactMap(\.self) + paragraphs
        for list in lists {
            blocks.append(([list.heading].compactMap(\.self) + list.lines.map { "- \($0)" }).joined(separator: "\n"))
        }
        if let code { blocks.append("    \(code)") }
        if let action { blocks.append("\(action.title):\n\(action.url.text)") }
        blocks += closing
        let end = stop.map { "\($0.title):\n\($0.url.text)\n" } ?? ""
        return blocks.joined(separator: "\n\n") + "\n\n-- \n\(footer)\n" + end
    }
}
