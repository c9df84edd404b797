import PortalCore

/// Where a mailed invitation leads. Looking at it accepts nothing.
public struct InvitationPage: PageView {
    let page: PageContext
    let offer: InvitationOffer
    let token: String
    let reader: User?
    let form: FormState

    /// - Parameters:
    ///   - token: The secret of the link, which the form sends back.
    ///   - reader: Who is signed in, if anybody is.
    public init(
        _ page: PageContext, _ offer: InvitationOffer, token: String, reader: User?, form: FormState = .fresh
    ) {
        self.page = page
        self.offer = offer
        self.token = token
        self.reader = reader
        self.form = form
    }

    public func html() -> [UInt8] {
        let place = offer.workspace ?? page.brand.name
        let email = offer.invitation.email
        return page.bareDocument(title: page.say(.arrival(.invitationTitle)), landing: .signIn) { html in
            html.element(.h1, say: .arrival(.invitationTo(place: place)))
            html.element(
                .p, say: .arrival(.invitationFrom(inviter: offer.inviter, place: place, email: email.text)))
            if let reader, reader.email != email { forOther(reader, &html) } else { accept(&html) }
        }
    }

    private func forOther(_ reader: User, _ html: inout HTML) {
        html.note(.warn) {
            $0.say(
                .arrival(
                    .invitationForOther(email: offer.invitation.email.text, reader: reader.email.text)))
        }
        html.buttonForm(
            .arrival(.signOutToAccept), post: .invitationSignOut, csrf: page.csrf, button: "button main",
            hidden: (.token, token))
        html.buttonLink(.arrival(.stay), to: .home)
    }

    private func accept(_ html: inout HTML) {
        if offer.hasAccount {
            html.element(
                .p, Class("quiet"), say: .arrival(.invitationHasAccount(email: offer.invitation.email.text)))
        }
        html.form(post: .invitation(token: nil), csrf: page.csrf) { html in
            html.hidden(.token, token)
            html.troubles(of: form)
            if !offer.hasAccount { newcomer(&html) }
            html.element(.div, Class("field")) {
                $0.element(.button, Class("button main"), say: .arrival(.accept))
            }
        }
    }

    private func newcomer(_ html: inout HTML) {
        html.field(
            TextField(
                name: .name, label: .arrival(.invitationName), kind: .name, value: form.value(.name), limit: 100),
            error: form.error(.name))
        html.field(
            TextField(
                name: .newPassword, label: .arrival(.password), kind: .newPassword,
                hint: .arrival(.invitationPasswordHint), isRequired: false),
            error: form.error(.newPassword))
    }
}

/// Where the link leads that staff hand on: to a button that mails the invitation to whom it is for. It says nothing of who that is.
public struct CopiedInvitationPage: PageView {
    let page: PageContext
    let invitation: String
    let isSent: Bool

    public init(_ page: PageContext, invitation: String, isSent: Bool = false) {
        self.page = page
        self.invitation = invitation
        self.isSent = isSent
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.arrival(.invitationTitle)), landing: .signIn) { html in
            html.element(.h1, say: .arrival(.copiedTitle))
            if isSent {
                html.element(.p, say: .arrival(.mailed))
            } else {
                html.element(.p, say: .arrival(.copiedLede))
                html.buttonForm(
                    .arrival(.mailIt), post: .invitationMail, csrf: page.csrf, button: "button main",
                    hidden: (.invitation, invitation))
            }
        }
    }
}
