import PortalCore

/// Where somebody asks for a link that sets a new password. What it says after that is the same for every address.
public struct ForgotPasswordPage: PageView {
    let page: PageContext
    let form: FormState
    let sentTo: String?

    /// - Parameter sentTo: What was typed, once it was asked for.
    public init(_ page: PageContext, form: FormState = .fresh, sentTo: String? = nil) {
        self.page = page
        self.form = form
        self.sentTo = sentTo
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.forgotTitle)), landing: .signIn) { html in
            if let sentTo { sent(to: sentTo, &html) } else { ask(&html) }
            html.element(.p, Class("small")) {
                $0.element(.a, Address.href(.signIn), say: .arrival(.backToSignIn))
            }
        }
    }

    private func ask(_ html: inout HTML) {
        html.element(.h1, say: .arrival(.forgotTitle))
        html.element(.p, Class("quiet"), say: .arrival(.forgotLede))
        html.form(post: .forgotPassword, csrf: page.csrf) { html in
            html.field(
                TextField(
                    name: .email, label: .arrival(.email), kind: .email, value: form.value(.email), limit: 254),
                error: form.error(.email))
            html.element(.div, Class("field")) {
                $0.element(.button, Class("button main"), say: .arrival(.sendLink))
            }
        }
    }

    private func sent(to email: String, _ html: inout HTML) {
        html.element(.h1, say: .arrival(.linkSentTitle))
        html.element(.p, say: .arrival(.linkSent(email: email)))
        html.element(.p, Class("quiet"), say: .arrival(.linkSentHint))
    }
}

/// Where a mailed link leads to set a new password.
public struct ResetPasswordPage: PageView {
    let page: PageContext
    let token: String
    let form: FormState

    public init(_ page: PageContext, token: String, form: FormState = .fresh) {
        self.page = page
        self.token = token
        self.form = form
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.resetTitle)), landing: .signIn) { html in
            html.element(.h1, say: .arrival(.resetTitle))
            html.form(post: .resetPassword(token: nil), csrf: page.csrf) { html in
                html.hidden(.token, token)
                html.troubles(of: form)
                html.field(
                    TextField(
                        name: .newPassword, label: .arrival(.newPassword), kind: .newPassword,
                        hint: .account(.newPasswordHint)), error: form.error(.newPassword))
                html.field(
                    TextField(name: .repeatedPassword, label: .arrival(.repeatedPassword), kind: .newPassword),
                    error: form.error(.repeatedPassword))
                html.element(.div, Class("field")) {
                    $0.element(.button, Class("button main"), say: .arrival(.setPassword))
                }
            }
        }
    }
}

/// What a mailed link leads to that is good no more, or never was: the same for all of these.
public struct DeadLinkPage: PageView {
    let page: PageContext
    let wayOn: Path?

    /// - Parameter wayOn: Where another can be asked for, if that is for the reader to do.
    public init(_ page: PageContext, wayOn: Path?) {
        self.page = page
        self.wayOn = wayOn
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.deadLinkTitle)), landing: .signIn) { html in
            html.element(.h1, say: .arrival(.deadLinkTitle))
            html.element(.p, Class("quiet"), say: .arrival(.deadLink))
            html.element(.p) { html in
                if let wayOn { html.buttonLink(.arrival(.askForAnother), to: wayOn, isMain: true) }
                html.buttonLink(.arrival(.backToSignIn), to: .signIn)
            }
        }
    }
}
