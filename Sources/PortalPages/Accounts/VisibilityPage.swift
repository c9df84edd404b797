import PortalCore

/// What the agency can see of a person, and what it never does: their record as it stands there, and what adds to it.
public struct VisibilityPage: PageView {
    let side: AccountPage.Side
    let hasSecondFactor: Bool

    public init(_ side: AccountPage.Side, hasSecondFactor: Bool) {
        self.side = side
        self.hasSecondFactor = hasSecondFactor
    }

    public func html() -> [UInt8] {
        let brand = side.page.brand.name
        return side.document(.account(.visible(brand: brand)), lede: .account(.visibleLede(isStaff: side.isStaff))) {
            html in
            html.card(.account(.visibleRecord)) { html in
                html.element(.dl, Class("facts")) { html in
                    html.fact(.account(.name), text: side.user.name)
                    html.fact(.account(.email), text: side.user.email.text)
                    html.fact(.account(.secondFactor)) {
                        $0.say(.account(hasSecondFactor ? .factorOn : .factorOff))
                    }
                    if case .staff(let context) = side {
                        html.fact(.account(.role)) { $0.say(.console(.role(context.role))) }
                    }
                }
            }
            if case .client(let context) = side { places(context.workspaces, &html) }
            html.card(.account(.visibleAsItHappens)) { html in
                html.list(things.map { .account(.visibleThing($0)) })
            }
            html.card(.account(.hidden(brand: brand))) { html in
                html.list(hidden.map { .account(.hiddenThing($0)) })
            }
        }
    }

    private func places(_ memberships: [WorkspaceMembership], _ html: inout HTML) {
        html.card(.account(.visiblePlaces)) { html in
            html.element(.ul, Class("rows")) { html in
                for membership in memberships {
                    html.element(.li) { html in
                        html.element(.div) { html in
                            html.element(.strong, text: membership.workspace.name)
                            html.element(.p, say: .account(.openAreas(membership.areas)))
                        }
                    }
                }
            }
        }
    }

    private var hidden: [HiddenThing] { HiddenThing.allCases.filter { !side.isStaff || $0 != .cards } }

    private var things: [VisibleThing] { VisibleThing.allCases.filter { !side.isStaff || $0 != .submissions } }
}

extension HTML {
    fileprivate mutating func list(_ phrases: [Phrase]) {
        element(.ul, Class("rows")) { html in
            for phrase in phrases { html.element(.li) { $0.element(.div, say: phrase) } }
        }
    }
}
