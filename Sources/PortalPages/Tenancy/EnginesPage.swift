import PortalCore

/// The agency's engines, and the form for a new one.
public struct EnginesPage: PageView {
    let context: StaffContext
    let engines: [Engine]
    let form: FormState

    /// - Parameter form: How the form comes back if it was refused.
    public init(_ engines: [Engine], _ context: StaffContext, form: FormState = .fresh) {
        self.context = context
        self.engines = engines
        self.form = form
    }

    public func html() -> [UInt8] {
        context.settingsDocument(.engines, lede: .enginesLede) { html in
            html.element(.section, Class("card")) { html in
                guard !engines.isEmpty else {
                    html.empty(.settings, .settings(.noEngines))
                    return
                }
                html.element(.ul, Class("rows")) { html in
                    for engine in engines { row(engine, &html) }
                }
            }
            newEngine(&html)
        }
    }

    private func row(_ engine: Engine, _ html: inout HTML) {
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: engine.name)
                html.element(.p) { html in
                    html.say(.settings(.kind(engine.kind)))
                    if let url = engine.apiURL {
                        html.markup(" · ")
                        html.text(url)
                    }
                }
                html.element(.code, text: engine.id.description)
            }
            html.element(.p, say: .settings(.made(context.formats.day(engine.createdAt))))
        }
    }

    private func newEngine(_ html: inout HTML) {
        html.card(.settings(.newEngine)) { html in
            html.form(post: .console(.engines), csrf: context.page.csrf, at: "fields") { html in
                html.troubles(of: form)
                html.field(
                    TextField(
                        name: .name, label: .settings(.engineName), kind: .line, value: form.value(.name), limit: 100),
                    error: form.error(.name))
                html.element(.fieldset) { html in
                    html.element(.legend, say: .settings(.engineKind))
                    for kind in EngineKind.allCases {
                        html.tick(
                            .kind, value: kind.rawValue, label: .settings(.kind(kind)),
                            hint: .settings(.kindMeaning(kind)),
                            isOn: form.isChosen(kind.rawValue, of: .kind, or: kind == .webhook), kind: "radio")
                    }
                }
                // The stylesheet leaves out what the kind and the credential do not ask for.
                html.element(.div, Class("for-address")) { html in
                    html.field(
                        TextField(
                            name: .apiURL, label: .settings(.apiURL), kind: .url, value: form.value(.apiURL),
                            hint: .settings(.apiURLHint), isRequired: false, limit: 2_000), error: form.error(.apiURL))
                }
                credential(&html)
                html.element(.button, Class("button"), say: .settings(.createEngine))
            }
        }
    }

    private func credential(_ html: inout HTML) {
        html.select(
            .credential, label: .settings(.credential), error: form.error(.credential),
            options: CredentialKind.allCases.map { kind in
                let isChosen = form.isChosen(kind.rawValue, of: .credential, or: kind == CredentialKind.none)
                return (kind.rawValue, context.say(.settings(.credentialKind(kind))), isChosen)
            })
        html.element(.div, Class("for-credential")) { html in
            html.field(
                TextField(
                    name: .credentialName, label: .settings(.credentialHeaderName), kind: .line,
                    value: form.value(.credentialName), hint: .settings(.credentialHeaderNameHint), isRequired: false,
                    limit: 100), error: form.error(.credentialName))
            html.field(
                TextField(
                    name: .credentialValue, label: .settings(.credentialValue), kind: .newPassword,
                    hint: .settings(.credentialValueHint), isRequired: false, limit: 4_000),
                error: form.error(.credentialValue))
        }
    }
}

/// A new secret, shown this once: whoever loads the page again does not get it again.
public struct SecretPage: PageView {
    /// What the secret belongs to.
    public enum Kind: Sendable {
        case apiKey, engine
    }

    let context: StaffContext
    let kind: Kind
    let name: String
    let secret: String

    public init(_ kind: Kind, name: String, secret: String, _ context: StaffContext) {
        self.context = context
        self.kind = kind
        self.name = name
        self.secret = secret
    }

    public func html() -> [UInt8] {
        let made: SettingsPhrase = kind == .apiKey ? .keyMade(name) : .engineMade(name)
        return context.document(title: context.say(.settings(made)), at: .settings) { html in
            html.heading(context.say(.settings(made)), up: way)
            html.card(.settings(.secret)) { html in
                html.note(.warn) { $0.say(.settings(kind == .apiKey ? .keyMadeNote : .engineMadeNote)) }
                html.element(.code, Class("code once"), Fixed("tabindex", "0"), text: secret)
            }
        }
    }

    private var way: (title: String, path: Path) {
        switch kind {
        case .apiKey: (context.say(.settings(.apiKeys)), .console(.apiKeys))
        case .engine: (context.say(.settings(.engines)), .console(.engines))
        }
    }
}
