import PortalCore

/// Whom the agency lets in with a second factor only.
public struct SignInRulesPage: PageView {
    let context: StaffContext
    let rule: SecondFactorRule

    public init(_ rule: SecondFactorRule, _ context: StaffContext) {
        self.context = context
        self.rule = rule
    }

    public func html() -> [UInt8] {
        let title = context.say(.factor(.rules))
        return context.document(title: title, at: .settings) { html in
            html.heading(
                title, lede: context.say(.factor(.rulesLede)),
                up: (context.say(.common(.section(.settings))), .console(.settings)))
            html.element(.section, Class("card")) { html in
                html.form(post: .console(.signInRules), csrf: context.page.csrf, at: "fields") { html in
                    html.tick(
                        .factorForStaff, label: .factor(.askStaff), hint: .factor(.askStaffHint), isOn: rule.forStaff)
                    html.tick(
                        .factorForClients, label: .factor(.askClients), hint: .factor(.askClientsHint),
                        isOn: rule.forClients)
                    html.element(.button, Class("button"), say: .common(.save))
                }
            }
        }
    }
}

extension HTML {
    /// That somebody has a second factor, and the button that takes a lost one away, for who may press it.
    mutating func secondFactor(of member: Member, _ context: StaffContext) {
        guard member.hasSecondFactor else { return }
        element(.p, Class("small"), say: .factor(.has))
        guard context.may(.agencyResetFactor), member.user.id != context.user.id, member.role != .owner else { return }
        buttonForm(
            .factor(.reset), post: .console(.factorReset(member.user.id)), csrf: context.page.csrf,
            button: "plain risky", asking: (.factor(.resetQuestion(name: member.user.name)), .factor(.reset)))
    }
}
