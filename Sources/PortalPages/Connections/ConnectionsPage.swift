import PortalCore

extension Mark {
    static func connection(_ health: ConnectionHealth) -> Mark {
        let look: Look =
            switch health {
            case .healthy: .done
            case .expiring: .careful
            case .needsReauthorisation, .accountChanged: .wrong
            case .suspended: .held
            case .unchecked: .unsure
            }
        return Mark(look, .connection(.health(health)))
    }
}

/// The accounts that a client's workflows depend on, and whether each can be used.
public struct ConnectionsPage: PageView {
    let context: ClientContext
    let connections: [ClientConnection]
    let brokenCount: Int

    public init(_ connections: [ClientConnection], _ context: ClientContext) {
        self.context = context
        // What waits for the client comes first; otherwise the order stays.
        self.connections = connections.filter(\.health.isBroken) + connections.filter { !$0.health.isBroken }
        brokenCount = connections.count(where: \.health.isBroken)
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.connections)))
        return context.document(title: title, at: .connections) { html in
            html.heading(title, lede: context.say(.connection(.lede)))
            if brokenCount > 0 { html.note(.bad) { $0.say(.connection(.needsAttention(brokenCount))) } }
            html.element(.section, Class("card")) { html in
                guard !connections.isEmpty else {
                    html.empty(.connections, .connection(.none), .connection(.noneHint))
                    return
                }
                html.element(.ul, Class("rows")) { html in
                    for connection in connections { row(connection, &html) }
                }
            }
        }
    }

    private func row(_ connection: ClientConnection, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong) {
                    $0.element(.a, Address.href(.portal(.connection(connection.id))), text: connection.name)
                }
                html.element(.p) { html in
                    html.text(connection.provider)
                    if !connection.accountLabel.isEmpty {
                        html.markup(" · ")
                        html.text(connection.accountLabel)
                    }
                }
            }
            html.mark(.connection(connection.health))
        }
    }
}

/// One connection: whose account it is, whether it can be used, and what depends on it. Its secret is nowhere.
public struct ConnectionPage: PageView {
    let context: ClientContext
    let connection: ClientConnection

    public init(_ connection: ClientConnection, _ context: ClientContext) {
        self.context = context
        self.connection = connection
    }

    public func html() -> [UInt8] {
        context.document(title: connection.name, at: .connections) { html in
            html.heading(
                connection.name, up: (context.say(.common(.section(.connections))), .portal(.connections)))
            html.note(tone) { html in
                html.element(.div) { $0.mark(.connection(connection.health)) }
                html.say(.connection(.healthMeaning(connection.health, brand: context.brand.name)))
            }
            facts(&html)
            if context.areas.contains(.workflows as Area) { dependents(&html) }
        }
    }

    private var tone: NoteTone {
        switch connection.health {
        case .healthy, .unchecked: .plain
        case .expiring: .warn
        case .needsReauthorisation, .accountChanged, .suspended: .bad
        }
    }

    private func facts(_ html: inout HTML) {
        html.element(.section, Class("card")) { html in
            html.element(.dl, Class("facts")) { html in
                html.fact(.connection(.provider), text: connection.provider)
                if !connection.accountLabel.isEmpty {
                    html.fact(.connection(.account), text: connection.accountLabel)
                }
                html.fact(.connection(.methodLabel)) { $0.say(.connection(.method(connection.method))) }
                html.fact(.connection(.checked)) { html in
                    if let checked = connection.checkedAt {
                        html.relative(checked)
                    } else {
                        html.say(.connection(.neverChecked))
                    }
                }
                if let expires = connection.expiresAt { html.fact(.connection(.expires)) { $0.day(expires) } }
            }
        }
    }

    private func dependents(_ html: inout HTML) {
        html.card(.connection(.usedBy)) { html in
            guard !connection.workflowNames.isEmpty else {
                html.element(.p, Class("quiet"), say: .connection(.usedByNobody))
                return
            }
            html.element(.ul, Class("rows")) { html in
                for name in connection.workflowNames { html.element(.li) { $0.element(.div, text: name) } }
            }
        }
    }
}
