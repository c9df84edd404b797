import PortalCore

/// The frame with a menu: down the side of a desk, behind a button on a phone. It needs no script.
struct SideLayout {
    struct Entry {
        let section: Section
        let path: Path
        let icon: Icon
    }

    let page: PageContext
    let user: User
    /// Where the brand leads.
    let landing: Path
    let entries: [Entry]
    let current: Section?

    func document(
        title: String, workspace: ((inout HTML) -> Void)? = nil, main: (inout HTML) -> Void
    ) -> [UInt8] {
        page.document(title: title, at: "framed") { html in
            html.element(.a, Class("skip"), Address.href(fragment: "main"), say: .common(.skipToContent))
            html.element(.header, Class("bar")) { html in
                html.brandLink(page.brand, to: landing)
                html.element(
                    .button, Class("button menu"), Fixed("type", "button"), Fixed("popovertarget", "side")
                ) { html in
                    html.icon(.menu)
                    html.say(.common(.menu))
                }
                html.element(.div, Class("side"), Fixed("id", "side"), Flag("popover")) { html in
                    workspace?(&html)
                    navigation(&html)
                    whoIsHere(&html)
                }
            }
            html.element(.main, Fixed("id", "main"), Fixed("tabindex", "-1")) { html in
                html.flash(page.flash)
                main(&html)
            }
            html.askingDialog()
        }
    }

    private func navigation(_ html: inout HTML) {
        html.element(.nav, Words(.ariaLabel, page.say(.common(.mainNavigation)))) { html in
            html.element(.ul) { html in
                for entry in entries {
                    html.element(.li) { html in
                        let isCurrent = entry.section == current
                        html.element(
                            .a, Address.href(entry.path), isCurrent ? Fixed("aria-current", "page") : nil
                        ) { html in
                            html.icon(entry.icon)
                            html.say(.common(.section(entry.section)))
                        }
                    }
                }
            }
        }
    }

    private func whoIsHere(_ html: inout HTML) {
        html.element(.div, Class("who")) { html in
            html.element(.div) { html in
                html.element(.strong, text: user.name)
                html.element(.span, Class("quiet"), text: user.email.text)
            }
            html.element(.form, Fixed("method", "post"), Address.action(.signOut)) { html in
                html.formToken(page.csrf)
                html.element(.button, Class("plain"), Words(.title, page.say(.common(.signOut)))) { html in
                    html.icon(.signOut)
                    html.element(.span, Class("vh"), say: .common(.signOut))
                }
            }
        }
    }
}

extension ClientContext {
    /// A page of the client's side.
    func document(title: String, at section: Section, main: (inout HTML) -> Void) -> [UInt8] {
        let layout = SideLayout(
            page: page, user: user, landing: .portal(.dashboard), entries: entries, current: section)
        return layout.document(title: title, workspace: switcher, main: main)
    }

    /// The seven entries, without those of areas that the membership leaves out.
    private var entries: [SideLayout.Entry] {
        var entries: [SideLayout.Entry] = []
        entries.reserveCapacity(7)
        entries.append(.init(section: .dashboard, path: .portal(.dashboard), icon: .dashboard))
        if areas.contains(.workflows as Area) {
            entries.append(.init(section: .workflows, path: .portal(.workflows), icon: .workflows))
            entries.append(.init(section: .runs, path: .portal(.runs(RunsQuery())), icon: .runs))
        }
        if areas.contains(.connections as Area) {
            entries.append(.init(section: .connections, path: .portal(.connections), icon: .connections))
        }
        if areas.contains(.forms as Area) {
            entries.append(.init(section: .forms, path: .portal(.forms), icon: .forms))
        }
        if areas.contains(.billing as Area) {
            entries.append(.init(section: .billing, path: .portal(.billing), icon: .billing))
        }
        entries.append(.init(section: .account, path: .portal(.account(.overview)), icon: .account))
        return entries
    }

    /// The workspace's name; where there are several, the way to the others.
    private func switcher(_ html: inout HTML) {
        html.element(.div, Class("space")) { html in
            guard workspaces.count > 1 else {
                html.element(.p, text: workspace.name)
                return
            }
            html.element(.details) { html in
                html.element(.summary) { html in
                    html.element(.span) { html in
                        html.element(.span, Class("vh")) { html in
                            html.say(.common(.switchWorkspace))
                            html.markup(": ")
                        }
                        html.text(workspace.name)
                    }
                    html.icon(.choose)
                }
                html.element(.form, Fixed("method", "post"), Address.action(.portal(.switchWorkspace))) { html in
                    html.formToken(page.csrf)
                    html.element(.ul) { html in
                        for other in workspaces { choice(other.workspace, &html) }
                    }
                }
            }
        }
    }

    private func choice(_ other: Workspace, _ html: inout HTML) {
        html.element(.li) { html in
            if other.id == workspace.id {
                html.element(.span, Fixed("aria-current", "true")) { html in
                    html.text(other.name)
                    html.icon(.check)
                }
            } else {
                html.element(
                    .button, ForField(.name, .workspace), Words(.value, other.id.description), text: other.name)
            }
        }
    }
}

extension StaffContext {
    /// A page of the agency's side.
    func document(title: String, at section: Section, main: (inout HTML) -> Void) -> [UInt8] {
        let layout = SideLayout(
            page: page, user: user, landing: .console(.clients(archived: false, after: nil)), entries: entries,
            current: section)
        return layout.document(title: title, main: main)
    }

    private var entries: [SideLayout.Entry] {
        var entries = [
            SideLayout.Entry(
                section: .clients, path: .console(.clients(archived: false, after: nil)), icon: .workspaces),
            SideLayout.Entry(section: .team, path: .console(.team), icon: .team),
        ]
        if may(.agencyAPIKeys) || may(.agencyEngines) || may(.agencyViewOutbox) {
            entries.append(.init(section: .settings, path: .console(.settings), icon: .settings))
        }
        entries.append(.init(section: .account, path: .console(.account(.overview)), icon: .account))
        return entries
    }
}
