import PortalCore

/// One's own account: who one is, how one signs in and from where, what one is told of, and what is kept.
public struct AccountPage: PageView {
    let side: Side
    let overview: AccountOverview
    let nameForm: FormState
    let passwordForm: FormState

    /// The side on which the reader is at home.
    public enum Side: Sendable {
        case client(ClientContext)
        case staff(StaffContext)
    }

    /// - Parameters:
    ///   - nameForm: How the form for the name comes back if it was refused.
    ///   - passwordForm: The same for the password's.
    public init(
        _ side: Side, _ overview: AccountOverview, nameForm: FormState = .fresh, passwordForm: FormState = .fresh
    ) {
        self.side = side
        self.overview = overview
        self.nameForm = nameForm
        self.passwordForm = passwordForm
    }

    public func html() -> [UInt8] {
        side.document(title: side.page.say(.common(.section(.account)))) { html in
            html.heading(side.page.say(.common(.section(.account))), lede: side.page.say(.account(.lede)))
            profile(&html)
            region(&html)
            password(&html)
            secondFactor(&html)
            sessions(&html)
            notices(&html)
            data(&html)
        }
    }

    private func profile(_ html: inout HTML) {
        html.card(.account(.profile)) { html in
            if let email = overview.awaitedEmail { html.awaited(email, side) }
            html.form(post: side.path(.name), csrf: side.page.csrf, at: "fields") { html in
                html.troubles(of: nameForm)
                html.field(
                    TextField(
                        name: .name, label: .account(.name), kind: .name,
                        value: nameForm.value(.name, or: side.user.name), limit: 100), error: nameForm.error(.name))
                html.element(.dl, Class("facts")) { html in
                    html.fact(.account(.email)) { html in
                        html.text(side.user.email.text)
                        // Whom another server signs in, it knows by an address of its own.
                        guard overview.current != nil else { return }
                        html.markup(" ")
                        html.element(.span, Class("small")) {
                            $0.element(.a, Address.href(side.path(.email)), say: .account(.changeEmail))
                        }
                    }
                }
                html.element(.button, Class("button"), say: .account(.saveName))
            }
        }
    }

    private func password(_ html: inout HTML) {
        let hasPassword = overview.presence == .password
        // Whom another server signs in needs none here.
        guard hasPassword || overview.current != nil else { return }
        html.card(.account(.password)) { html in
            if !hasPassword { html.element(.p, Class("quiet"), say: .account(.noPassword)) }
            guard overview.presence != .freshSignIn else { return html.signInAgain(side.page) }
            html.form(post: side.path(.password), csrf: side.page.csrf, at: "fields") { html in
                html.troubles(of: passwordForm)
                html.userName(side.user)
                html.presence(overview.presence, label: .account(.currentPassword), form: passwordForm)
                html.field(
                    TextField(
                        name: .newPassword, label: .account(.newPassword), kind: .newPassword,
                        hint: .account(.newPasswordHint)), error: passwordForm.error(.newPassword))
                html.field(
                    TextField(name: .repeatedPassword, label: .account(.repeatedPassword), kind: .newPassword),
                    error: passwordForm.error(.repeatedPassword))
                html.element(.p, Class("hint"), say: .account(.passwordNote))
                html.element(.button, Class("button"), say: .account(hasPassword ? .changePassword : .setPassword))
            }
        }
    }

    private func region(_ html: inout HTML) {
        let formats = side.page.formats
        html.card(.account(.region), aside: { $0.asideLink(.account(.change), to: side.path(.region)) }) { html in
            html.element(.dl, Class("facts")) { html in
                html.fact(.account(.language), text: formats.catalogue.name)
                html.fact(.account(.timeZone), text: formats.zone.name)
            }
        }
    }

    private func secondFactor(_ html: inout HTML) {
        // Whom another server signs in, it asks for what it wants itself.
        guard overview.current != nil else { return }
        let way: Phrase = .factor(overview.secondFactor == nil ? .setUp : .manage)
        html.card(.factor(.title), aside: { $0.asideLink(way, to: side.path(.secondFactor)) }) { html in
            html.standing(of: overview.secondFactor)
            if overview.secondFactor == nil { html.element(.p, Class("quiet"), say: .factor(.lede)) }
        }
    }

    private func sessions(_ html: inout HTML) {
        guard !overview.sessions.isEmpty else { return }
        html.card(.account(.sessions)) { html in
            html.element(.p, Class("quiet"), say: .account(.sessionsLede))
            html.element(.ul, Class("rows")) { html in
                for session in overview.sessions { row(session, &html) }
            }
            if overview.sessions.count > 1 {
                html.element(.div) { html in
                    html.buttonForm(
                        .account(.endOthers), post: side.path(.otherSessionsEnd), csrf: side.page.csrf,
                        asking: (.account(.endOthersQuestion), .account(.endOthers)))
                }
            }
        }
    }

    private func row(_ session: Session, _ html: inout HTML) {
        let name = BrowserName(session.agent).text ?? side.page.say(.account(.unknownDevice))
        let current = overview.sessions.first { $0.id == overview.current }
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: name)
                html.element(.p) { html in
                    html.say(.account(.lastUsed))
                    html.markup(" ")
                    html.relative(session.lastUsedAt)
                    if let place = session.place(seenFrom: current) {
                        html.markup(" · ")
                        html.say(.account(place))
                    }
                }
            }
            if session.id == overview.current {
                html.mark(Mark(.on, .account(.thisDevice)))
            } else {
                html.form(post: side.path(.sessionEnd(session.id)), csrf: side.page.csrf) { html in
                    html.element(
                        .button, Class("plain risky"),
                        Words(.ariaLabel, side.page.say(.account(.endSessionOf(agent: name)))),
                        say: .account(.endSession))
                }
            }
        }
    }

    private func notices(_ html: inout HTML) {
        html.card(.account(.notices)) { html in
            html.form(post: side.path(.notices), csrf: side.page.csrf, at: "fields") { html in
                html.element(.p, Class("quiet"), say: .account(.noticesLede))
                html.element(.fieldset) { html in
                    html.element(.legend, Class("vh"), say: .account(.notices))
                    html.ticks(for: overview.notices)
                }
                html.element(.button, Class("button"), say: .common(.save))
            }
        }
    }

    private func data(_ html: inout HTML) {
        html.card(.account(.data)) { html in
            html.element(.p, Class("quiet"), say: .account(.dataLede))
            html.element(.div, Class("row")) { html in
                html.buttonLink(.account(.downloadData), to: side.path(.data))
                html.buttonLink(.account(.visible(brand: side.page.brand.name)), to: side.path(.visibility))
            }
        }
    }
}

extension HTML {
    /// Tells password managers whose password a form asks for.
    mutating func userName(_ user: User) {
        void(
            .input, Fixed("type", "text"), Fixed("autocomplete", "username"), Words(.value, user.email.text),
            Flag("hidden"), Flag("readonly"))
    }

    /// A box for each notice; one that came back unticked stays so.
    mutating func ticks(for notices: [NoticeChoice], _ form: FormState = .fresh) {
        for choice in notices {
            let word = choice.notice.rawValue
            tick(
                .notice, value: word, label: .account(.notice(choice.notice)), hint: nil,
                isOn: form.isChosen(word, of: .notice, or: choice.isOn))
        }
    }

    /// Whether somebody has a second factor, since when, and what they have left for a lost device.
    mutating func standing(of factor: SecondFactor?) {
        guard let factor else {
            element(.p) { $0.mark(Mark(.ended, .factor(.off))) }
            return
        }
        let since = formats.day(factor.since)
        element(.p) { $0.mark(Mark(.on, .factor(.on(since: since)))) }
        element(.p, Class("quiet"), say: .factor(.codesLeft(factor.recoveryCodesLeft)))
    }
}

extension AccountPage.Side {
    var page: PageContext {
        switch self {
        case .client(let context): context.page
        case .staff(let context): context.page
        }
    }

    var user: User {
        switch self {
        case .client(let context): context.user
        case .staff(let context): context.user
        }
    }

    var isStaff: Bool {
        switch self {
        case .client: false
        case .staff: true
        }
    }

    func path(_ path: AccountPath) -> Path {
        switch self {
        case .client: .portal(.account(path))
        case .staff: .console(.account(path))
        }
    }

    func document(title: String, main: (inout HTML) -> Void) -> [UInt8] {
        switch self {
        case .client(let context): context.document(title: title, at: .account, main: main)
        case .staff(let context): context.document(title: title, at: .account, main: main)
        }
    }

    /// A page below the account.
    func document(_ title: Phrase, lede: Phrase? = nil, main: (inout HTML) -> Void) -> [UInt8] {
        document(title: page.say(title)) { html in
            html.heading(
                page.say(title), lede: lede.map(page.say), up: (page.say(.common(.section(.account))), path(.overview)))
            main(&html)
        }
    }
}
