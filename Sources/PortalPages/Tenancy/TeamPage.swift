import PortalCore

/// Everybody who works at the agency, who was asked to, and for owner and admins the form that asks.
public struct TeamPage: PageView {
    let context: StaffContext
    let team: [Member]
    let invitations: [Invitation]
    let address: PublicAddress
    let form: FormState
    let hasOwnSignIn: Bool

    /// - Parameters:
    ///   - form: How the form for invitations comes back if it was refused.
    ///   - hasOwnSignIn: Whether people sign in here, and not at an embedding server's own door.
    public init(
        _ team: [Member], invitations: [Invitation], _ context: StaffContext, address: PublicAddress,
        form: FormState = .fresh, hasOwnSignIn: Bool = true
    ) {
        self.context = context
        self.team = team
        self.invitations = invitations
        self.address = address
        self.form = form
        self.hasOwnSignIn = hasOwnSignIn
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.team)))
        return context.document(title: title, at: .team) { html in
            let mayTransfer = hasOwnSignIn && context.may(.agencyTransferOwnership)
            html.heading(
                title, lede: context.say(.console(.teamLede)),
                actions: mayTransfer ? { $0.buttonLink(.team(.transfer), to: .console(.ownership)) } : nil)
            html.element(.section, Class("card")) { html in
                html.element(.ul, Class("rows")) { html in
                    for member in team { row(member, &html) }
                }
            }
            let mayInvite = context.may(.agencyInvite)
            html.invitations(invitations, to: nil, mayChange: mayInvite, address: address, context: context)
            if mayInvite { invite(&html) }
        }
    }

    private func row(_ member: Member, _ html: inout HTML) {
        let isReader = member.user.id == context.user.id
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: member.user.name)
                html.element(.p, text: member.user.email.text)
                html.element(.p) { html in
                    if isReader { html.say(.team(.you)) } else { html.standing(of: member) }
                }
                html.secondFactor(of: member, context)
            }
            guard let role = member.role else { return }
            html.element(.div, Class("facing")) { html in
                html.element(.strong, say: .console(.role(role)))
                html.element(.p, say: .console(.roleMeaning(role)))
            }
            if !isReader { changes(of: member, role, &html) }
        }
    }

    /// What can be done about a colleague: nothing about the owner.
    private func changes(of member: Member, _ role: AccountRole, _ html: inout HTML) {
        guard role != .owner, context.may(.agencyChangeRole) || context.may(.agencyRemoveStaff) else { return }
        html.element(.div, Class("row")) { html in
            if context.may(.agencyChangeRole) { change(of: member, role, &html) }
            if context.may(.agencyRemoveStaff) {
                html.buttonForm(
                    .team(.remove), post: .console(.staffRemoval(member.user.id)), csrf: context.page.csrf,
                    button: "plain risky", asking: (.team(.removeQuestion(name: member.user.name)), .team(.remove)))
            }
        }
    }

    private func change(of member: Member, _ role: AccountRole, _ html: inout HTML) {
        let isAdmin = role == .admin
        let title: Phrase = .team(isAdmin ? .makeMember : .makeAdmin)
        let name = member.user.name
        html.buttonForm(
            title, post: .console(.staffRole(member.user.id)), csrf: context.page.csrf, button: "plain",
            hidden: (.role, (isAdmin ? AccountRole.member : .admin).rawValue),
            asking: (.team(isAdmin ? .makeMemberQuestion(name: name) : .makeAdminQuestion(name: name)), title))
    }

    private func invite(_ html: inout HTML) {
        html.card(.console(.inviteStaff)) { html in
            html.form(post: .console(.invitations(nil)), csrf: context.page.csrf, at: "fields") { html in
                html.troubles(of: form)
                html.inviteField(form)
                html.select(
                    .role, label: .console(.roleField), hint: .team(.roleHint), error: form.error(.role),
                    options: [AccountRole.member, .admin].map { role in
                        (
                            role.rawValue, context.say(.console(.role(role))),
                            form.isChosen(role.rawValue, of: .role, or: role == .member)
                        )
                    })
                html.element(.button, Class("button main"), say: .console(.invite))
            }
        }
    }
}

extension HTML {
    /// Whether somebody is here, and when they were last.
    mutating func standing(of member: Member) {
        switch (member.user.status, member.status) {
        case (.suspended, _): mark(Mark(.ended, .console(.suspended)))
        case (.active, .invited): mark(Mark(.open, .console(.invited)))
        case (.active, .active), (.active, .removed):
            if let seen = member.lastSeenAt {
                say(.console(.lastSeen(formats.relative(seen))))
            } else {
                say(.console(.neverSeen))
            }
        }
    }
}
