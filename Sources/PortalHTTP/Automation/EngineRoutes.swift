import PortalCore
import PortalPages

/// The agency's settings: API keys, engines, and what no engine took.
enum EngineRoutes {
    static let staff: [Route] = [
        .staff("/dashboard/settings", action: .agencyDashboard) { console, asked in
            try console.enter()
            return .page(SettingsPage(asked.context(console), hasOwnSignIn: console.session != nil))
        },
        .staff("/dashboard/settings/api-keys", action: .agencyAPIKeys) { console, asked in
            .page(try keysPage(console, asked))
        },
        .staff(
            post: "/dashboard/settings/api-keys", action: .agencyAPIKeys,
            sample: .form(["name": "Sample", "workspace": "{workspace}", "permissions": "runs.read"]),
            again: { console, asked, refusal in .page(try keysPage(console, asked, form: asked.formState(refusal))) },
            createKey),
        .staff(
            post: "/dashboard/settings/api-keys/:key/revocation", action: .agencyAPIKeys, sample: .form([:])
        ) { console, asked in
            try console.revokeKey(asked.id(.key))
            return .goTo(.console(.apiKeys), saying: .keyRevoked)
        },
        .staff("/dashboard/settings/engines", action: .agencyEngines) { console, asked in
            .page(EnginesPage(try console.engines(), asked.context(console)))
        },
        .staff(
            post: "/dashboard/settings/engines", action: .agencyEngines,
            sample: .form(["name": "Sample", "kind": "webhook", "api-url": "", "credential": "none"]),
            again: { console, asked, refusal in
                .page(EnginesPage(try console.engines(), asked.context(console), form: asked.formState(refusal)))
            }, createEngine),
        .staff("/dashboard/settings/undelivered", action: .agencyViewOutbox) { console, asked in
            .page(UndeliveredPage(try console.deadTriggers(), asked.context(console)))
        },
    ]

    private static func keysPage(
        _ console: AgencyConsole, _ asked: Asked, form: FormState = .fresh
    ) throws -> APIKeysPage {
        let (keys, workspaces) = try console.apiKeys()
        return APIKeysPage(keys, workspaces: workspaces, asked.context(console), form: form)
    }

    /// The new key is in the answer itself, so that it is in no address and is not shown again.
    @Sendable private static func createKey(_ console: AgencyConsole.Changing, _ asked: Asked) throws -> Reply {
        let permissions = asked.form.all(.permissions).map { Action(rawValue: $0) }
        // To reach every workspace must be said; a field that was left out does not say it.
        guard let reach = try asked.form.value(.workspace) else {
            throw Refusal.invalid([FieldProblem(.workspace, .missing)])
        }
        guard !permissions.contains(nil) else { throw Refusal.invalid([FieldProblem(.permissions, .notAnOption)]) }
        let name = try asked.form.text(.name)
        let issued = try console.createKey(
            named: name, permissions: Set(permissions.compactMap(\.self)),
            workspace: reach.isEmpty ? nil : Workspace.ID(reach) ?? .neverIssued)
        return .page(SecretPage(.apiKey, name: name, secret: issued.secret, asked.context(console.room)))
    }

    @Sendable private static func createEngine(_ console: AgencyConsole.Changing, _ asked: Asked) throws -> Reply {
        guard let kind = EngineKind(rawValue: try asked.form.text(.kind)) else {
            throw Refusal.invalid([FieldProblem(.kind, .notAnOption)])
        }
        let name = try asked.form.text(.name)
        let draft = EngineDraft(
            name: name, kind: kind, apiURL: try asked.form.text(.apiURL), credential: try credential(asked.form))
        let issued = try console.createEngine(draft)
        return .page(SecretPage(.engine, name: name, secret: issued.secret, asked.context(console.room)))
    }

    private static func credential(_ form: Fields) throws -> EngineCredential {
        let name = try form.text(.credentialName)
        let value = try form.text(.credentialValue)
        switch CredentialKind(rawValue: try form.text(.credential)) {
        case CredentialKind.none?: return .none
        case .header?: return .header(name: name, value: value)
        case .basic?: return .basic(user: name, password: value)
        case nil: throw Refusal.invalid([FieldProblem(.credential, .notAnOption)])
        }
    }
}
