import PortalCore

/// Where somebody asks for another address of their own.
public struct EmailPage: PageView {
    let side: AccountPage.Side
    let awaited: EmailAddress?
    let presence: PresenceAsk
    let form: FormState

    /// - Parameters:
    ///   - awaited: The address that was asked for and is not confirmed yet.
    ///   - presence: What the form asks for beside the new address.
    public init(
        _ side: AccountPage.Side, awaited: EmailAddress?, presence: PresenceAsk = .password, form: FormState = .fresh
    ) {
        self.side = side
        self.awaited = awaited
        self.presence = presence
        self.form = form
    }

    public func html() -> [UInt8] {
        side.document(.account(.changeEmail), lede: .account(.changeEmailLede)) { html in
            html.element(.section, Class("card")) { html in
                if let awaited { html.awaited(awaited, side) }
                html.element(.dl, Class("facts")) { html in
                    html.fact(.account(.email), text: side.user.email.text)
                }
                guard presence != .freshSignIn else { return html.signInAgain(side.page) }
                html.form(post: side.path(.email), csrf: side.page.csrf, at: "fields") { html in
                    html.troubles(of: form)
                    html.userName(side.user)
                    html.field(
                        TextField(
                            name: .email, label: .account(.newEmail), kind: .newEmail, value: form.value(.email),
                            limit: 254), error: form.error(.email))
                    html.presence(presence, label: .account(.currentPassword), form: form)
                    html.element(.p, Class("hint"), say: .account(.newEmailHint))
                    html.element(.button, Class("button main"), say: .account(.sendLink))
                }
            }
        }
    }
}

extension HTML {
    /// That another address waits to be confirmed, with the way to call that off.
    mutating func awaited(_ email: EmailAddress, _ side: AccountPage.Side) {
        note(.warn) { html in
            html.element(.div, Class("spread")) { html in
                html.element(.div) { html in
                    html.element(.strong, say: .account(.awaited(email: email.text)))
                    html.element(.p, say: .account(.awaitedHint))
                }
                html.buttonForm(.account(.keepEmail), post: side.path(.emailCancellation), csrf: side.page.csrf)
            }
        }
    }
}

/// Where a mailed link leads to confirm a new address. Looking at it confirms nothing.
public struct NewEmailPage: PageView {
    let page: PageContext
    let email: EmailAddress
    let token: String

    /// - Parameter token: The secret of the link, which the form sends back.
    public init(_ page: PageContext, _ email: EmailAddress, token: String) {
        self.page = page
        self.email = email
        self.token = token
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.newEmailTitle))) { html in
            html.element(.h1, say: .arrival(.newEmailTitle))
            html.element(.p, say: .arrival(.newEmail(email: email.text, brand: page.brand.name)))
            html.buttonForm(
                .arrival(.confirmNewEmail), post: .verifyEmail(token: nil), csrf: page.csrf, button: "button main",
                hidden: (.token, token))
            html.element(.p, Class("quiet small"), say: .arrival(.newEmailElse))
        }
    }
}
