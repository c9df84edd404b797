import PortalCore

/// The people of one client: who belongs, who was asked to, and the form that asks.
public struct MembersPage: PageView {
    let context: StaffContext
    let people: ClientMembers
    let address: PublicAddress
    let form: FormState

    /// - Parameter form: How the form for invitations comes back if it was refused.
    public init(
        _ people: ClientMembers, _ context: StaffContext, address: PublicAddress, form: FormState = .fresh
    ) {
        self.context = context
        self.people = people
        self.address = address
        self.form = form
    }

    private var workspace: Workspace { people.workspace }

    public func html() -> [UInt8] {
        let title = context.say(.console(.membersOf(client: workspace.name)))
        return context.document(title: title, at: .clients) { html in
            html.heading(
                title, lede: context.say(.console(.membersLede)),
                up: (workspace.name, .console(.client(workspace.id))))
            html.card(.console(.members)) { html in
                guard !people.members.isEmpty else {
                    html.empty(.team, .console(.noMembers), .console(.noMembersHint))
                    return
                }
                html.element(.ul, Class("rows deep")) { html in
                    for member in people.members { row(member, &html) }
                }
            }
            let mayInvite = !workspace.isArchived && context.may(.workspaceInviteClient)
            html.invitations(
                people.invitations, to: workspace.id, mayChange: mayInvite, address: address, context: context)
            if mayInvite { invite(&html) }
        }
    }

    private func row(_ member: Member, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: member.user.name)
                html.element(.p, text: member.user.email.text)
                html.element(.p) { html in
                    html.standing(of: member)
                    html.markup(" · ")
                    html.say(.console(.areas(member.areas ?? [])))
                }
                if !workspace.isArchived, context.may(.workspaceRemoveClient) { areas(of: member, &html) }
            }
            if !workspace.isArchived, context.may(.workspaceRemoveClient) {
                html.removal(of: member, from: workspace, context)
            }
        }
    }

    /// Ticks for what a client enters besides the dashboard and their account.
    private func areas(of member: Member, _ html: inout HTML) {
        html.element(.details, Class("more")) { html in
            html.element(.summary, say: .team(.chooseAreas))
            html.form(
                post: .console(.memberAreas(member.user.id, in: workspace.id)), csrf: context.page.csrf, at: "fields"
            ) { html in
                html.element(.fieldset) { html in
                    html.element(.legend, Class("vh"), say: .team(.areasOf(name: member.user.name)))
                    for area in Area.allCases {
                        html.tick(
                            .area, value: area.rawValue, label: .common(.section(area.section)), hint: nil,
                            isOn: member.areas?.contains(area) == true)
                    }
                }
                html.element(.p, Class("hint"), say: .team(.areasHint))
                html.element(.button, Class("button"), say: .common(.save))
            }
        }
    }

    private func invite(_ html: inout HTML) {
        html.card(.console(.invite)) { html in
            html.form(post: .console(.invitations(workspace.id)), csrf: context.page.csrf, at: "fields") { html in
                html.troubles(of: form)
                html.inviteField(form)
                html.element(.button, Class("button main"), say: .console(.invite))
            }
        }
    }
}

extension HTML {
    /// Where addresses are typed or pasted.
    mutating func inviteField(_ form: FormState) {
        field(
            TextField(
                name: .emails, label: .console(.inviteEmails), kind: .paragraph, value: form.value(.emails),
                hint: .console(.inviteEmailsHint), limit: 8_000), error: form.error(.emails))
    }

    /// Pending invitations, each with what can be done about it.
    mutating func invitations(
        _ invitations: [Invitation], to workspace: Workspace.ID?, mayChange: Bool, address: PublicAddress,
        context: StaffContext
    ) {
        guard !invitations.isEmpty else { return }
        card(.console(.invitations)) { html in
            html.element(.ul, Class("rows")) { html in
                for invitation in invitations {
                    html.element(.li) { html in
                        html.element(.div) { html in
                            html.pending(invitation)
                            if mayChange { html.handOn(invitation, address, context) }
                        }
                        if mayChange { html.changes(of: invitation, to: workspace, context) }
                    }
                }
            }
        }
    }

    private mutating func pending(_ invitation: Invitation) {
        element(.strong, text: invitation.email.text)
        element(.p) { html in
            if case .staff(let role) = invitation.goal {
                html.say(.console(.role(role)))
                html.markup(" · ")
            }
            html.say(.console(.invitedOn(html.formats.relative(invitation.invitedAt))))
            html.markup(" · ")
            if invitation.expiresAt <= html.formats.now {
                html.mark(Mark(.ended, .console(.expired)))
            } else {
                html.say(.console(.expires(html.formats.day(invitation.expiresAt))))
            }
        }
    }

    private mutating func handOn(_ invitation: Invitation, _ address: PublicAddress, _ context: StaffContext) {
        element(.details) { html in
            html.element(.summary, say: .console(.copyLink))
            html.element(.p) {
                $0.element(.code, text: address.url(.copiedInvitation(invitation.id), at: context.page.front).text)
            }
            html.element(.p, Class("hint"), say: .console(.copyLinkHint))
        }
    }

    private mutating func changes(of invitation: Invitation, to workspace: Workspace.ID?, _ context: StaffContext) {
        element(.div, Class("row")) { html in
            html.buttonForm(
                .console(.resend), post: .console(.invitationResending(invitation.id, to: workspace)),
                csrf: context.page.csrf, button: "plain")
            html.buttonForm(
                .console(.withdraw), post: .console(.invitationWithdrawal(invitation.id, to: workspace)),
                csrf: context.page.csrf, button: "plain risky",
                asking: (
                    .console(.withdrawQuestion(email: invitation.email.text)), .console(.withdraw)
                ))
        }
    }
}

extension HTML {
    /// The button that takes a client away, and asks before it does.
    mutating func removal(of member: Member, from workspace: Workspace, _ context: StaffContext) {
        buttonForm(
            .console(.removeMember), post: .console(.memberRemoval(member.user.id, from: workspace.id)),
            csrf: context.page.csrf, button: "plain risky",
            asking: (
                .console(.removeMemberQuestion(name: member.user.name, client: workspace.name)), .console(.removeMember)
            ))
    }
}

extension Area {
    /// What the client's menu calls it.
    fileprivate var section: Section {
        switch self {
        case .workflows: .workflows
        case .connections: .connections
        case .forms: .forms
        case .billing: .billing
        }
    }
}
