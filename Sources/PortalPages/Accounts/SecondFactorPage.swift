import PortalCore

/// One's own second factor: setting it up, its recovery codes, and turning it off.
public struct SecondFactorPage: PageView {
    /// Where it stands: among the pages of one's account, or alone where the agency asks for a factor first.
    public enum Frame: Sendable {
        case account(AccountPage.Side)
        /// With where its reader goes on to: who has come in by an invitation just now is welcomed.
        case due(PageContext, User, goOn: Path = .home)
    }

    public enum Content: Sendable {
        /// Off, with a key to set it up with.
        case offer(FactorKey, at: Frame)
        /// Just turned on, or given new codes: they are shown this once.
        case granted([RecoveryCode], at: Frame)
        case on(SecondFactor, isRequired: Bool, at: AccountPage.Side)
    }

    let content: Content
    let presence: PresenceAsk
    let form: FormState

    /// - Parameters:
    ///   - presence: What its forms ask for beside what they are about.
    ///   - form: How the form comes back if it was refused.
    public init(_ content: Content, presence: PresenceAsk = .password, form: FormState = .fresh) {
        self.content = content
        self.presence = presence
        self.form = form
    }

    public func html() -> [UInt8] {
        switch content {
        case .granted(let codes, .account(let side)):
            side.document(.factor(.codesTitle)) { html in
                html.element(.section, Class("card")) { html in granted(codes, goOn: side.path(.overview), &html) }
            }
        case .granted(let codes, .due(let page, _, let goOn)):
            page.bareDocument(title: page.say(.factor(.codesTitle))) { html in
                html.element(.h1, say: .factor(.codesTitle))
                granted(codes, goOn: goOn, &html)
            }
        case .offer(let key, .account(let side)):
            side.document(.factor(.title), lede: .factor(.lede)) { html in
                html.card(.factor(.setUp)) { html in
                    offer(key, to: side.user, on: side.page, path: side.path(.secondFactor), &html)
                }
            }
        case .offer(let key, .due(let page, let user, let goOn)):
            page.bareDocument(title: page.say(.factor(.dueTitle))) { html in
                html.element(.h1, say: .factor(.dueTitle))
                html.element(.p, Class("quiet"), say: .factor(.due(brand: page.brand.name)))
                offer(key, to: user, on: page, path: .dueSecondFactor, goOn: goOn, &html)
                html.element(.p, Class("quiet small"), say: .arrival(.signedInAs(email: user.email.text)))
                html.buttonForm(.common(.signOut), post: .signOut, csrf: page.csrf)
            }
        case .on(let factor, let isRequired, let side):
            side.document(.factor(.title)) { html in
                html.element(.section, Class("card")) { html in on(factor, isRequired: isRequired, side, &html) }
            }
        }
    }

    private func granted(_ codes: [RecoveryCode], goOn: Path, _ html: inout HTML) {
        html.note(.warn) { $0.say(.factor(.codesNote)) }
        html.element(.code, Class("code once"), Fixed("tabindex", "0"), text: codes.map(\.text).joined(separator: "\n"))
        html.element(.p) { $0.buttonLink(.factor(.goOn), to: goOn, isMain: true) }
    }

    private func offer(
        _ key: FactorKey, to user: User, on page: PageContext, path: Path, goOn: Path = .home, _ html: inout HTML
    ) {
        guard presence != .freshSignIn else { return html.signInAgain(page) }
        let address = FactorAddress(key, brand: page.brand.name, email: user.email)
        html.form(post: path, csrf: page.csrf, at: "fields") { html in
            html.troubles(of: form)
            html.hidden(.factorKey, key.text)
            if goOn != .home { html.hidden(.next, goOn.text) }
            html.element(.p, say: .factor(.scan))
            if let code = QRCode(address.text) { html.picture(of: code, described: .factor(.picture)) }
            html.element(.p, Class("hint"), say: .factor(.typeKey))
            html.element(.code, Class("code once"), Fixed("tabindex", "0"), text: key.grouped)
            html.field(
                TextField(
                    name: .code, label: .factor(.code), kind: .sixDigits, hint: .factor(.codeHint), limit: 10),
                error: form.error(.code))
            html.presence(presence, label: .factor(.currentPassword), form: form)
            html.element(.button, Class("button main"), say: .factor(.turnOn))
        }
    }

    private func on(_ factor: SecondFactor, isRequired: Bool, _ side: AccountPage.Side, _ html: inout HTML) {
        let page = side.page
        html.standing(of: factor)
        guard presence != .freshSignIn else { return html.signInAgain(page) }
        html.form(post: side.path(.recoveryCodes), csrf: page.csrf, at: "fields") { html in
            html.troubles(of: form)
            html.presence(presence, label: .factor(.currentPassword), form: form)
            html.element(.p, Class("hint"), say: .factor(.newCodesNote))
            html.element(.div, Class("row")) { html in
                html.element(.button, Class("button"), say: .factor(.newCodes))
                html.element(
                    .button, Class("button risky"), Address.buttonAction(side.path(.secondFactorRemoval)),
                    say: .factor(isRequired ? .replace : .turnOff))
            }
            html.element(
                .p, Class("hint"),
                say: .factor(isRequired ? .replaceNote(brand: page.brand.name) : .turnOffQuestion))
        }
    }
}

extension FactorKey {
    /// The key in groups of four, as it is easier to type.
    fileprivate var grouped: String {
        var text = ""
        for (index, digit) in self.text.enumerated() {
            if index > 0, index % 4 == 0 { text += " " }
            text.append(digit)
        }
        return text
    }
}
