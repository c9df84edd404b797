import PortalCore

/// Where somebody asks for a code by mail, to sign in without a password. What comes after it is the same for every address.
public struct MailedCodeRequestPage: PageView {
    let page: PageContext
    let next: String?
    let form: FormState
    let isOver: Bool

    /// - Parameters:
    ///   - next: Where the reader wanted to go, checked before.
    ///   - isOver: Whether they come from a code or link that does not work here, or not any more.
    public init(_ page: PageContext, next: String? = nil, form: FormState = .fresh, isOver: Bool = false) {
        self.page = page
        self.next = next
        self.form = form
        self.isOver = isOver
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.mailedCode(.title)), landing: .signIn) { html in
            html.element(.h1, say: .mailedCode(.title))
            if isOver { html.note(.bad, isAlert: true) { $0.say(.mailedCode(.over)) } }
            html.element(.p, Class("quiet"), say: .mailedCode(.lede))
            html.form(post: .mailedCodeRequest, csrf: page.csrf) { html in
                if let next { html.hidden(.next, next) }
                html.field(
                    TextField(
                        name: .email, label: .arrival(.email), kind: .email, value: form.value(.email), limit: 254),
                    error: form.error(.email))
                html.element(.div, Class("field")) {
                    $0.element(.button, Class("button main"), say: .mailedCode(.send))
                }
            }
            html.element(.p, Class("small")) {
                $0.element(.a, Address.href(.signIn), say: .arrival(.backToSignIn))
            }
        }
    }
}

/// Where the digits of a mailed code are typed. It does not tell whether there was anybody to mail them to.
public struct MailedCodePage: PageView {
    let page: PageContext
    let next: String?
    let triesLeft: Int?

    /// - Parameter triesLeft: How often they can be tried again, after wrong ones.
    public init(_ page: PageContext, next: String? = nil, triesLeft: Int? = nil) {
        self.page = page
        self.next = next
        self.triesLeft = triesLeft
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.mailedCode(.sentTitle)), landing: .signIn) { html in
            html.element(.h1, say: .mailedCode(.sentTitle))
            if let triesLeft {
                html.note(.bad, isAlert: true) { $0.say(.mailedCode(.wrong(triesLeft: triesLeft))) }
            }
            html.element(.p, say: .mailedCode(.sent))
            html.form(post: .mailedCode, csrf: page.csrf, at: "fields") { html in
                if let next { html.hidden(.next, next) }
                html.field(TextField(name: .code, label: .mailedCode(.digits), kind: .sixDigits, limit: 10))
                html.element(.button, Class("button main"), say: .arrival(.signIn))
            }
            html.element(.p, Class("quiet small"), say: .mailedCode(.sentHint))
            html.element(.p, Class("small")) {
                $0.element(.a, Address.href(.mailedCodeRequest), say: .mailedCode(.another))
            }
        }
    }
}

/// Where the link beside a mailed code leads. Looking at it signs nobody in: programs that look through mail open links.
public struct MailedLinkPage: PageView {
    let page: PageContext
    let token: String

    public init(_ page: PageContext, token: String) {
        self.page = page
        self.token = token
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.signInTitle)), landing: .signIn) { html in
            html.element(.h1, say: .arrival(.signInTo(brand: page.brand.name)))
            html.element(.p, Class("quiet"), say: .mailedCode(.press))
            html.buttonForm(
                .arrival(.signIn), post: .mailedLink(token: nil), csrf: page.csrf, button: "button main",
                hidden: (.token, token))
        }
    }
}
