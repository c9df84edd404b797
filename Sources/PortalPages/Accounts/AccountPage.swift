import PortalCore

/// One's own account: name, email, password and where one is signed in.
public struct AccountPage: PageView {
    struct Device {
        let session: Session
        let name: String
        let isThis: Bool
    }

    let side: Side
    let devices: [Device]
    let nameForm: FormState
    let passwordForm: FormState

    /// The side on which the reader is at home.
    public enum Side: Sendable {
        case client(ClientContext)
        case staff(StaffContext)
    }

    /// - Parameters:
    ///   - current: The session that asks; `nil` where another server signed the reader in.
    ///   - nameForm: How the form for the name comes back if it was refused.
    ///   - passwordForm: The same for the password's.
    public init(
        _ side: Side, sessions: [Session], current: Session.ID?, nameForm: FormState = .fresh,
        passwordForm: FormState = .fresh
    ) {
        self.side = side
        devices = sessions.map { session in
            let agent = BrowserName(session.agent).text
            return Device(
                session: session, name: agent ?? side.page.say(.account(.unknownDevice)), isThis: session.id == current)
        }
        self.nameForm = nameForm
        self.passwordForm = passwordForm
    }

    public func html() -> [UInt8] {
        side.document(title: side.page.say(.common(.section(.account)))) { html in
            html.heading(side.page.say(.common(.section(.account))), lede: side.page.say(.account(.lede)))
            profile(&html)
            password(&html)
            sessions(&html)
        }
    }

    private func profile(_ html: inout HTML) {
        html.card(.account(.profile)) { html in
            html.form(post: side.path(.name), csrf: side.page.csrf, at: "fields") { html in
                html.troubles(of: nameForm)
                html.field(
                    TextField(
                        name: .name, label: .account(.name), kind: .name,
                        value: nameForm.value(.name, or: side.user.name), limit: 100), error: nameForm.error(.name))
                html.element(.dl, Class("facts")) { html in
                    html.fact(.account(.email), text: side.user.email.text)
                    html.fact(.account(.timeZone), text: side.page.formats.zone.name)
                }
                html.element(.p, Class("hint"), say: .account(.emailHint(brand: side.page.brand.name)))
                html.element(.button, Class("button"), say: .account(.saveName))
            }
        }
    }

    private func password(_ html: inout HTML) {
        html.card(.account(.password)) { html in
            html.form(post: side.path(.password), csrf: side.page.csrf, at: "fields") { html in
                html.troubles(of: passwordForm)
                // Tells password managers whose password this is.
                html.void(
                    .input, Fixed("type", "text"), Fixed("autocomplete", "username"),
                    Words(.value, side.user.email.text),
                    Flag("hidden"), Flag("readonly"))
                html.field(
                    TextField(name: .currentPassword, label: .account(.currentPassword), kind: .currentPassword),
                    error: passwordForm.error(.currentPassword))
                html.field(
                    TextField(
                        name: .newPassword, label: .account(.newPassword), kind: .newPassword,
                        hint: .account(.newPasswordHint)), error: passwordForm.error(.newPassword))
                html.field(
                    TextField(name: .repeatedPassword, label: .account(.repeatedPassword), kind: .newPassword),
                    error: passwordForm.error(.repeatedPassword))
                html.element(.p, Class("hint"), say: .account(.passwordNote))
                html.element(.button, Class("button"), say: .account(.changePassword))
            }
        }
    }

    private func sessions(_ html: inout HTML) {
        guard !devices.isEmpty else { return }
        html.card(.account(.sessions)) { html in
            html.element(.p, Class("quiet"), say: .account(.sessionsLede))
            html.element(.ul, Class("rows")) { html in
                for device in devices { row(device, &html) }
            }
            if devices.count > 1 {
                html.element(.div) { html in
                    html.buttonForm(
                        .account(.endOthers), post: side.path(.otherSessionsEnd), csrf: side.page.csrf,
                        asking: (.account(.endOthersQuestion), .account(.endOthers)))
                }
            }
        }
    }

    private func row(_ device: Device, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: device.name)
                html.element(.p) { html in
                    html.say(.account(.lastUsed))
                    html.markup(" ")
                    html.relative(device.session.lastUsedAt)
                }
            }
            if device.isThis {
                html.mark(Mark(.on, .account(.thisDevice)))
            } else {
                html.form(post: side.path(.sessionEnd(device.session.id)), csrf: side.page.csrf) { html in
                    html.element(
                        .button, Class("plain risky"),
                        Words(.ariaLabel, side.page.say(.account(.endSessionOf(agent: device.name)))),
                        say: .account(.endSession))
                }
            }
        }
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
}
