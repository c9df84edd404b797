import PortalCore

/// Where the owner hands the agency over to one of its admins.
public struct OwnershipPage: PageView {
    let context: StaffContext
    let heirs: [Member]
    let presence: PresenceAsk
    let form: FormState

    /// - Parameters:
    ///   - heirs: The admins to choose from.
    ///   - presence: What confirms it.
    ///   - form: How the form comes back if it was refused.
    public init(
        _ heirs: [Member], _ context: StaffContext, presence: PresenceAsk = .password, form: FormState = .fresh
    ) {
        self.context = context
        self.heirs = heirs
        self.presence = presence
        self.form = form
    }

    public func html() -> [UInt8] {
        let title = context.say(.team(.transfer))
        return context.document(title: title, at: .team) { html in
            html.heading(
                title, lede: context.say(.team(.transferLede)),
                up: (context.say(.common(.section(.team))), .console(.team)))
            html.element(.section, Class("card")) { html in
                guard !heirs.isEmpty else {
                    html.empty(.team, .team(.noHeirs), .team(.noHeirsHint))
                    return
                }
                guard presence != .freshSignIn else { return html.signInAgain(context.page) }
                html.form(
                    post: .console(.ownership), csrf: context.page.csrf, at: "fields",
                    asking: (.team(.transferQuestion), .team(.transfer)), content: fields)
            }
        }
    }

    private func fields(_ html: inout HTML) {
        html.troubles(of: form)
        html.note(.warn) { $0.say(.team(.transferNote)) }
        html.select(
            .newOwner, label: .team(.newOwner), hint: .team(.newOwnerHint), error: form.error(.newOwner),
            options: heirs.map { heir in
                let id = heir.user.id.description
                return (id, "\(heir.user.name) · \(heir.user.email.text)", form.isChosen(id, of: .newOwner))
            })
        html.presence(presence, label: .team(.password), form: form)
        html.element(.button, Class("button risky"), say: .team(.transfer))
    }
}
