import PortalCore

/// Where somebody signs in. It tells nobody who exists: whatever was wrong, it says the same.
public struct SignInPage: PageView {
    let page: PageContext
    let email: String
    let next: String?
    let isRefused: Bool

    /// - Parameters:
    ///   - email: What was typed before, if this is not the first try.
    ///   - next: Where the reader wanted to go, checked before.
    public init(_ page: PageContext, email: String = "", next: String? = nil, isRefused: Bool = false) {
        self.page = page
        self.email = email
        self.next = next
        self.isRefused = isRefused
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.signInTitle)), landing: .signIn) { html in
            html.element(.h1, say: .arrival(.signInTo(brand: page.brand.name)))
            html.form(post: .signIn, csrf: page.csrf) { html in
                if isRefused { html.note(.bad, isAlert: true) { $0.say(.arrival(.refused)) } }
                if let next { html.hidden(.next, next) }
                html.field(TextField(name: .email, label: .arrival(.email), kind: .email, value: email, limit: 254))
                html.field(TextField(name: .password, label: .arrival(.password), kind: .password))
                html.element(.div, Class("field row")) { html in
                    html.element(.button, Class("button main"), say: .arrival(.signIn))
                    // Takes the address along, and needs no password.
                    html.element(
                        .button, Class("button"), Address.buttonAction(.mailedCodeRequest), Flag("formnovalidate"),
                        say: .mailedCode(.instead))
                }
            }
            html.element(.p, Class("small")) {
                $0.element(.a, Address.href(.forgotPassword), say: .arrival(.forgotPassword))
            }
        }
    }
}

/// Where somebody is asked whether they want to sign out; the button in the menu does so at once.
public struct SignOutPage: PageView {
    let page: PageContext
    let landing: Path

    /// - Parameter landing: Where whoever stays goes back to.
    public init(_ page: PageContext, landing: Path) {
        self.page = page
        self.landing = landing
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.signOutTitle)), landing: landing) { html in
            html.element(.h1, say: .arrival(.signOutTitle))
            html.element(.p, Class("quiet"), say: .arrival(.signOutQuestion(brand: page.brand.name)))
            html.form(post: .signOut, csrf: page.csrf) { html in
                html.element(.button, Class("button main"), say: .arrival(.signOutButton))
                html.buttonLink(.arrival(.stay), to: landing)
            }
        }
    }
}

/// The page of somebody who is signed in and a member of nothing here, or of nothing any more.
public struct HomePage: PageView {
    let page: PageContext
    let user: User

    public init(_ page: PageContext, user: User) {
        self.page = page
        self.user = user
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.homeTitle))) { html in
            html.element(.h1, say: .arrival(.homeTitle))
            html.element(.p, Class("quiet"), say: .arrival(.homeNobody(brand: page.brand.name)))
            html.element(.p, Class("quiet"), say: .arrival(.homeAsk(brand: page.brand.name)))
            html.element(.p, Class("quiet small"), say: .arrival(.signedInAs(email: user.email.text)))
            html.buttonForm(.common(.signOut), post: .signOut, csrf: page.csrf)
        }
    }
}
