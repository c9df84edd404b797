import PortalCore

extension English {
    func say(_ phrase: SettingsPhrase) -> String {
        switch phrase {
        case .lede: "How your systems and this one work together."
        case .apiKeys: "API keys"
        case .apiKeysLede: "Your systems and engines report with these. A key may do what is ticked, and nothing else."
        case .noKeys: "No keys yet"
        case .engines: "Engines"
        case .enginesLede: "The systems that run your workflows."
        case .noEngines: "No engines yet"
        case .undelivered: "Not delivered"
        case .undeliveredLede: "Runs that were asked for here and that no engine took, newest first."
        case .nothingUndelivered: "Everything was delivered"
        case .outbox: "Mail"
        case .outboxLede: "What was sent to people in your name, and what became of it."
        case .outboxEmpty: "No mail yet"
        case .mailKind(let kind): word(for: kind)
        case .mailStatus(let status): word(for: status)
        case .readMail: "Read it"
        case .keyName: "Name"
        case .keyNameHint: "Which system will use it."
        case .permissions: "It may"
        case .permission(let action): word(for: action)
        case .permissionMeaning(let action): meaning(of: action)
        case .workspace: "For which client"
        case .everyWorkspace: "Every client"
        case .everyWorkspaceHint: "A key for one client can do no harm to another."
        case .createKey: "Make key"
        case .newKey: "New key"
        case .keyMade(let name): "The key “\(name)” is made"
        case .keyMadeNote: "Copy it now. It is shown this once and kept nowhere."
        case .neverUsed: "Never used"
        case .lastUsed(let when): "Last used \(when)"
        case .made(let day): "Made \(day)"
        case .revoked(let day): "Revoked \(day)"
        case .revoke: "Revoke"
        case .revokeQuestion(let name): "Whatever uses the key “\(name)” stops working at once. This cannot be undone."
        case .engineName: "Name"
        case .engineKind: "Kind"
        case .kind(let kind): word(for: kind)
        case .kindMeaning(let kind): meaning(of: kind)
        case .apiURL: "Its address"
        case .apiURLHint: "As in https://prefect.example.com/api. The credential is sent there, and nowhere else."
        case .credential: "How it is shown who asks"
        case .credentialKind(let kind): word(for: kind)
        case .credentialHeaderName: "Header, or user name"
        case .credentialHeaderNameHint: "As in Authorization."
        case .credentialValue: "Secret"
        case .credentialValueHint: "Kept sealed and never shown again."
        case .createEngine: "Connect engine"
        case .newEngine: "New engine"
        case .engineMade(let name): "The engine “\(name)” is connected"
        case .engineMadeNote:
            "Copy its signing secret now. It is shown this once. The engine checks with it that requests come from here."
        case .secret: "Secret"
        case .tries(let count): plural(count, "try", "tries")
        }
    }

    /// A key's permission in words; another action goes by its name, which is no secret.
    private func word(for action: Action) -> String {
        switch action {
        case .runsIngest: "Report runs"
        case .runsRead: "Read runs"
        case .workflowsUpsert: "Register and change workflows"
        case .workflowsPublish: "Publish workflows"
        case .workflowsRead: "Read workflows"
        case .connectionsToken: "Receive credentials of connections"
        default: action.rawValue
        }
    }

    private func meaning(of action: Action) -> String {
        switch action {
        case .runsIngest: "What ran, when, and how it ended."
        case .runsRead: "Lists of runs with their steps."
        case .workflowsUpsert: "New ones start as drafts."
        case .workflowsPublish: "Clients see them at once."
        case .workflowsRead: "Lists of workflows with their settings."
        case .connectionsToken:
            "Usable secrets of your clients’ accounts. Give it to engines that need it, and to nothing else."
        default: ""
        }
    }

    private func word(for kind: EngineKind) -> String {
        switch kind {
        case .webhook: "Webhook"
        case .n8n: "n8n"
        case .prefect: "Prefect"
        }
    }

    private func meaning(of kind: EngineKind) -> String {
        switch kind {
        case .webhook: "Your own code: signed requests go out, reports come in through the API."
        case .n8n: "A webhook node starts the workflow; reports come in through the API."
        case .prefect: "Asked through its own API, in both directions."
        }
    }

    private func word(for kind: CredentialKind) -> String {
        switch kind {
        case .none: "By its signature alone"
        case .header: "By a secret in a header"
        case .basic: "By user name and password"
        }
    }
}
