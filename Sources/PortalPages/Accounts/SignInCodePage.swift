import PortalCore

/// Where somebody whose password or mailed code was right types the code of their second factor.
public struct SignInCodePage: PageView {
    let page: PageContext
    let next: String?
    let triesLeft: Int?

    /// - Parameters:
    ///   - next: Where the reader wanted to go, checked before.
    ///   - triesLeft: How often they can try again, after a wrong code.
    public init(_ page: PageContext, next: String? = nil, triesLeft: Int? = nil) {
        self.page = page
        self.next = next
        self.triesLeft = triesLeft
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.factor(.signInTitle)), landing: .signIn) { html in
            html.element(.h1, say: .factor(.signInTitle))
            if let triesLeft {
                html.note(.bad, isAlert: true) { $0.say(.factor(.codeRefused(triesLeft: triesLeft))) }
            }
            html.element(.p, Class("quiet"), say: .factor(.signInLede))
            form(&html, TextField(name: .code, label: .factor(.code), kind: .sixDigits, limit: 10), isMain: true)
            html.element(.details, Class("more")) { html in
                html.element(.summary, say: .factor(.recoveryLede))
                let field = TextField(
                    name: .recoveryCode, label: .factor(.recoveryCode), kind: .line, hint: .factor(.recoveryHint),
                    limit: 40)
                form(&html, field, isMain: false)
            }
            html.element(.p) { $0.element(.a, Class("small"), Address.href(.signIn), say: .factor(.startOver)) }
        }
    }

    private func form(_ html: inout HTML, _ field: TextField, isMain: Bool) {
        html.form(post: .signInCode, csrf: page.csrf, at: "fields") { html in
            if let next { html.hidden(.next, next) }
            html.field(field)
            html.element(.button, Class(isMain ? "button main" : "button"), say: .factor(.signIn))
        }
    }
}
