import PortalCore

/// The agency's API keys, and the form for a new one.
public struct APIKeysPage: PageView {
    let context: StaffContext
    let keys: [APIKey]
    let workspaces: [Workspace]
    let form: FormState

    /// - Parameters:
    ///   - workspaces: The clients that a key can be made for.
    ///   - form: How the form comes back if it was refused.
    public init(_ keys: [APIKey], workspaces: [Workspace], _ context: StaffContext, form: FormState = .fresh) {
        self.context = context
        self.keys = keys.filter { $0.revokedAt == nil } + keys.filter { $0.revokedAt != nil }
        self.workspaces = workspaces
        self.form = form
    }

    public func html() -> [UInt8] {
        context.settingsDocument(.apiKeys, lede: .apiKeysLede) { html in
            html.element(.section, Class("card")) { html in
                guard !keys.isEmpty else {
                    html.empty(.settings, .settings(.noKeys))
                    return
                }
                html.element(.ul, Class("rows deep")) { html in
                    for key in keys { row(key, &html) }
                }
            }
            newKey(&html)
        }
    }

    private func row(_ key: APIKey, _ html: inout HTML) {
        let formats = context.formats
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: key.name)
                html.element(.p) { html in
                    if let workspace = key.workspace {
                        html.text(workspaces.first { $0.id == workspace }?.name ?? context.say(.console(.archived)))
                    } else {
                        html.say(.settings(.everyWorkspace))
                    }
                    for action in APIKey.grantable where key.permissions.contains(action) {
                        html.markup(" · ")
                        html.say(.settings(.permission(action)))
                    }
                }
                html.element(.p) { html in
                    html.say(.settings(.made(formats.day(key.createdAt))))
                    html.markup(" · ")
                    html.say(.settings(key.lastUsedAt.map { .lastUsed(formats.relative($0)) } ?? .neverUsed))
                }
            }
            if let revoked = key.revokedAt {
                html.mark(Mark(.ended, .settings(.revoked(formats.day(revoked)))))
            } else {
                html.buttonForm(
                    .settings(.revoke), post: .console(.keyRevocation(key.id)), csrf: context.page.csrf,
                    button: "plain risky", asking: (.settings(.revokeQuestion(key.name)), .settings(.revoke)))
            }
        }
    }

    private func newKey(_ html: inout HTML) {
        html.card(.settings(.newKey)) { html in
            html.form(post: .console(.apiKeys), csrf: context.page.csrf, at: "fields") { html in
                html.troubles(of: form)
                html.field(
                    TextField(
                        name: .name, label: .settings(.keyName), kind: .line, value: form.value(.name),
                        hint: .settings(.keyNameHint), limit: 100), error: form.error(.name))
                html.select(
                    .workspace, label: .settings(.workspace), hint: .settings(.everyWorkspaceHint),
                    error: form.error(.workspace), options: reaches)
                permissions(&html)
                html.element(.button, Class("button"), say: .settings(.createKey))
            }
        }
    }

    /// The narrower choice comes first.
    private var reaches: [(value: String, title: String, isChosen: Bool)] {
        workspaces.map { workspace in
            let id = workspace.id.description
            return (id, workspace.name, form.isChosen(id, of: .workspace))
        } + [("", context.say(.settings(.everyWorkspace)), form.isChosen("", of: .workspace))]
    }

    private func permissions(_ html: inout HTML) {
        html.element(.fieldset) { html in
            html.element(.legend, say: .settings(.permissions))
            html.afterField(.permissions, hint: nil, error: form.error(.permissions))
            for action in APIKey.grantable {
                html.tick(
                    .permissions, value: action.rawValue, label: .settings(.permission(action)),
                    hint: .settings(.permissionMeaning(action)), isOn: form.isChosen(action.rawValue, of: .permissions))
            }
        }
    }
}
