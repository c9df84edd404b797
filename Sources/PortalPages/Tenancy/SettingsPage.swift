import PortalCore

/// The agency's settings, as far as the reader's role reaches.
public struct SettingsPage: PageView {
    let context: StaffContext
    let hasOwnSignIn: Bool

    /// - Parameter hasOwnSignIn: Whether people sign in here, and not at an embedding server's own door.
    public init(_ context: StaffContext, hasOwnSignIn: Bool = true) {
        self.context = context
        self.hasOwnSignIn = hasOwnSignIn
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.settings)))
        return context.document(title: title, at: .settings) { html in
            html.heading(title, lede: context.say(.settings(.lede)))
            html.element(.section, Class("card")) { html in
                html.element(.ul, Class("rows deep")) { html in
                    for entry in entries {
                        html.element(.li) { html in
                            html.element(.div) { html in
                                html.element(.strong) {
                                    $0.element(.a, Address.href(.console(entry.path)), say: entry.name)
                                }
                                html.element(.p, say: entry.lede)
                            }
                        }
                    }
                }
            }
        }
    }

    private struct Entry {
        let name: Phrase
        let lede: Phrase
        let path: ConsolePath
    }

    private var entries: [Entry] {
        var entries: [Entry] = []
        if hasOwnSignIn, context.may(.agencyUpdate) {
            entries.append(Entry(name: .factor(.rules), lede: .factor(.rulesLede), path: .signInRules))
        }
        if context.may(.agencyAPIKeys) {
            entries.append(Entry(name: .settings(.apiKeys), lede: .settings(.apiKeysLede), path: .apiKeys))
        }
        if context.may(.agencyEngines) {
            entries.append(Entry(name: .settings(.engines), lede: .settings(.enginesLede), path: .engines))
        }
        if context.may(.agencyViewOutbox) {
            entries.append(Entry(name: .settings(.undelivered), lede: .settings(.undeliveredLede), path: .undelivered))
            entries.append(Entry(name: .settings(.outbox), lede: .settings(.outboxLede), path: .outbox))
        }
        return entries
    }
}

extension StaffContext {
    /// A page below the settings.
    func settingsDocument(
        _ title: SettingsPhrase, lede: SettingsPhrase? = nil, main: (inout HTML) -> Void
    ) -> [UInt8] {
        let name = say(.settings(title))
        return document(title: name, at: .settings) { html in
            html.heading(
                name, lede: lede.map { say(.settings($0)) },
                up: (say(.common(.section(.settings))), .console(.settings)))
            main(&html)
        }
    }
}

/// What was asked for here and that no engine took.
public struct UndeliveredPage: PageView {
    let context: StaffContext
    let triggers: [DeadTrigger]

    public init(_ triggers: [DeadTrigger], _ context: StaffContext) {
        self.context = context
        self.triggers = triggers
    }

    public func html() -> [UInt8] {
        context.settingsDocument(.undelivered, lede: .undeliveredLede) { html in
            html.element(.section, Class("card")) { html in
                guard !triggers.isEmpty else {
                    html.empty(.check, .settings(.nothingUndelivered))
                    return
                }
                html.element(.ul, Class("rows")) { html in
                    for trigger in triggers { row(trigger, &html) }
                }
            }
        }
    }

    private func row(_ trigger: DeadTrigger, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong) { html in
                    let path = Path.console(.run(trigger.run, of: trigger.workflow, in: trigger.workspace))
                    html.element(.a, Address.href(path), text: trigger.workflowName)
                }
                html.element(.p) { html in
                    html.text(trigger.workspaceName)
                    html.markup(" · ")
                    html.relative(trigger.at)
                    html.markup(" · ")
                    html.say(.settings(.tries(trigger.tries)))
                }
                if !trigger.reason.isEmpty { html.element(.p, text: trigger.reason) }
            }
            html.mark(.run(.queued, trigger.delivery))
        }
    }
}
