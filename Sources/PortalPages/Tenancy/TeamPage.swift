import PortalCore

/// Everybody who works at the agency.
public struct TeamPage: PageView {
    let context: StaffContext
    let team: [Member]

    public init(_ team: [Member], _ context: StaffContext) {
        self.context = context
        self.team = team
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.team)))
        return context.document(title: title, at: .team) { html in
            html.heading(title, lede: context.say(.console(.teamLede)))
            html.element(.section, Class("card")) { html in
                html.element(.ul, Class("rows")) { html in
                    for member in team { row(member, &html) }
                }
            }
        }
    }

    private func row(_ member: Member, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: member.user.name)
                html.element(.p, text: member.user.email.text)
                html.element(.p) { $0.standing(of: member) }
                html.secondFactor(of: member, context)
            }
            if let role = member.role {
                html.element(.div, Class("facing")) { html in
                    html.element(.strong, say: .console(.role(role)))
                    html.element(.p, say: .console(.roleMeaning(role)))
                }
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
