/// A new key or engine, with the secret that is shown this once.
public struct Issued<ID: Sendable>: Sendable {
    public let id: ID
    /// What to hand over: a key's text, or an engine's signing secret.
    public let secret: String
}

extension Issued: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The id alone: no log or error can carry the secret by accident.
    public var description: String { "\(id) and its secret" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// What an agency gives to connect an engine.
public struct EngineDraft: Sendable {
    public var name: String
    public var kind: EngineKind
    public var apiURL: String?
    public var credential: EngineCredential

    public init(name: String, kind: EngineKind, apiURL: String?, credential: EngineCredential) {
        self.name = name
        self.kind = kind
        self.apiURL = apiURL
        self.credential = credential
    }
}

extension AgencyConsole {
    public func apiKeys() throws -> (keys: [APIKey], workspaces: [Workspace]) {
        try require(.agencyAPIKeys)
        let workspaces = try snapshot.workspaceSummaries(
            in: scope, archived: false, since: now, now: now, after: nil, size: PageSize(200))
        return (try snapshot.apiKeys(in: scope), workspaces.items.map(\.workspace))
    }

    public func engines() throws -> [Engine] {
        try require(.agencyEngines)
        return try snapshot.engines(in: scope)
    }
}

extension AgencyConsole.Changing {
    /// Makes an API key. Its text is in the answer and nowhere else.
    ///
    /// Throws ``Refusal/invalid(_:)`` without a name, without a permission, or for one that is not a key's.
    public func createKey(
        named name: String, permissions: Set<Action>, workspace: Workspace.ID?
    ) throws -> Issued<APIKey.ID> {
        try room.require(.agencyAPIKeys)
        if let workspace { _ = try room.open(workspace) }
        let key = try APIKey.draft(named: name, permissions: permissions, workspace: workspace, mint: room.desk.mint)
        let secret = room.desk.mint.secret()
        try transaction.insert(key, digest: room.desk.services.digests.digest(of: secret), in: room.scope)
        try audit(.agencyAPIKeys, subject: key.id.description, workspace: workspace, detail: key.name)
        return Issued(id: key.id, secret: secret.text)
    }

    /// Ends a key at the next request that shows it.
    public func revokeKey(_ id: APIKey.ID) throws {
        try room.require(.agencyAPIKeys)
        guard let key = try transaction.apiKeys(in: room.scope).first(where: { $0.id == id }) else {
            throw Refusal.notFound
        }
        try transaction.revokeKey(id, at: room.now, in: room.scope)
        try audit(.agencyAPIKeys, subject: id.description, workspace: key.workspace, detail: "revoked: \(key.name)")
    }

    /// Connects an engine. Its signing secret (`whsec_…`) is in the answer and nowhere else in the open.
    public func createEngine(_ draft: EngineDraft) throws -> Issued<Engine.ID> {
        try room.require(.agencyEngines)
        let builder = EngineBuilder(
            agency: room.front.agency.id, key: try transaction.dataKey(in: room.scope), mint: room.desk.mint,
            sealing: room.desk.services.sealing)
        let made = try builder.build(draft)
        try transaction.insert(
            made.engine, signingSecret: made.signingSecret, credential: made.credential, in: room.scope)
        try audit(.agencyEngines, subject: made.engine.id.description, workspace: nil, detail: made.engine.name)
        return Issued(id: made.engine.id, secret: made.shown)
    }
}

extension AgencyConsole.Changing {
    /// Says which engine executes a workflow, under which id of its own, and where it is asked for a run.
    ///
    /// Empty texts take away. Throws ``Refusal/invalid(_:)`` for an unknown engine, an id without an engine or an address that is
    /// none.
    public func setTrigger(
        of id: Workflow.ID, in workspace: Workspace.ID, engine: Engine.ID?, externalID: String, url: String
    ) throws {
        let (open, workflow) = try room.find(id, of: workspace)
        try room.require(.agencyEngines)
        if open.archived { throw Refusal.notNow(.workspaceArchived) }
        let externalID = DisplayText.line(externalID, limit: 200)
        let url = url.trimmingASCIIWhitespace()
        var problems: [FieldProblem] = []
        let known = try engine.flatMap { try transaction.engine($0, in: room.scope) }
        if engine != nil, known == nil { problems.append(FieldProblem("engine", .notAnOption)) }
        if engine == nil, !externalID.isEmpty || !url.isEmpty { problems.append(FieldProblem("engine", .missing)) }
        if let problem = known?.problem(withTriggerURL: url) { problems.append(FieldProblem("trigger-url", problem)) }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        try transaction.update(
            workflow.with(
                engine: engine, externalID: externalID.isEmpty ? nil : externalID, triggerURL: url.isEmpty ? nil : url),
            in: open.scope)
        try audit(.agencyEngines, subject: id.description, workspace: workspace, detail: workflow.name)
    }
}

extension APIKey {
    /// The permissions that a key can have.
    public static let grantable: [Action] = Action.allCases.filter { $0.resourceType == .key }

    static func draft(
        named name: String, permissions: Set<Action>, workspace: Workspace.ID?, mint: Mint
    ) throws -> APIKey {
        let name = DisplayText.line(name, limit: 100)
        var problems: [FieldProblem] = []
        if name.isEmpty { problems.append(FieldProblem("name", .missing)) }
        if permissions.isEmpty { problems.append(FieldProblem("permissions", .missing)) }
        if !permissions.isSubset(of: grantable) { problems.append(FieldProblem("permissions", .notAnOption)) }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        return APIKey(
            id: mint.id(), name: name, workspace: workspace, permissions: permissions, createdAt: mint.now,
            lastUsedAt: nil, revokedAt: nil)
    }
}

/// Checks an engine's draft and seals its secrets.
struct EngineBuilder {
    let agency: Agency.ID
    let key: WrappedKey
    let mint: Mint
    let sealing: any Sealing

    func build(
        _ draft: EngineDraft
    ) throws -> (engine: Engine, signingSecret: Sealed, credential: Sealed?, shown: String) {
        let name = DisplayText.line(draft.name, limit: 100)
        var problems: [FieldProblem] = []
        if name.isEmpty { problems.append(FieldProblem("name", .missing)) }
        let apiURL = draft.apiURL?.trimmingASCIIWhitespace() ?? ""
        if !apiURL.isEmpty, !WebAddress.isAcceptable(apiURL) { problems.append(FieldProblem("api-url", .malformed)) }
        // What proves who asks is sent to this origin and no other; so it must be known.
        if draft.kind == .prefect || draft.credential != .none, apiURL.isEmpty {
            problems.append(FieldProblem("api-url", .missing))
        }
        if !draft.credential.isAcceptable { problems.append(FieldProblem("credential", .malformed)) }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }

        let engine = Engine(
            id: mint.id(), name: name, kind: draft.kind, apiURL: apiURL.isEmpty ? nil : apiURL, createdAt: mint.now)
        let secret = mint.bytes(32)
        let signing = try sealing.seal(secret, under: key, as: .engineSigningSecret(engine.id, agency: agency))
        let credential: Sealed? =
            switch draft.credential {
            case .none: nil
            case .header, .basic:
                try sealing.seal(
                    draft.credential.encoded, under: key, as: .engineCredential(engine.id, agency: agency))
            }
        return (engine, signing, credential, "whsec_" + Base64.encode(secret))
    }
}

extension Engine {
    /// What is wrong with asking this engine for runs at an address; `nil` for an acceptable or an empty one.
    ///
    /// An engine with an address of its own is asked at that origin only: its credential is sent nowhere else.
    func problem(withTriggerURL url: String) -> FieldProblem.Problem? {
        if url.isEmpty { return nil }
        guard WebAddress.isAcceptable(url) else { return .malformed }
        guard let apiURL else { return nil }
        return WebAddress.origin(of: url) == WebAddress.origin(of: apiURL) ? nil : .notAnOption
    }
}

/// Addresses that a request may be sent to, by their text alone; the gate of PortalServices judges where they lead.
public enum WebAddress {
    /// Whether it is an absolute http or https address of at most 2 000 bytes without white space, controls or user names.
    public static func isAcceptable(_ text: String) -> Bool {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (33...126).contains($0) }) else { return false }
        let lowered = text.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else { return false }
        let authority = text.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return !authority.isEmpty && !authority.hasPrefix(":") && !authority.contains("@")
    }

    /// Scheme, host and port of an acceptable address, in lower case and with the port written out.
    static func origin(of text: String) -> String {
        let lowered = text.lowercased()
        let scheme = lowered.prefix { $0 != ":" }
        let authority = lowered.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let port = authority.drop { $0 != "]" }.isEmpty ? authority.contains(":") : authority.contains("]:")
        return "\(scheme)://\(authority)" + (port ? "" : scheme == "https" ? ":443" : ":80")
    }
}

extension EngineCredential {
    /// Whether it can be put into a request as it is: no control characters, a header name made of token characters.
    var isAcceptable: Bool {
        func isPlain(_ text: String) -> Bool {
            !text.isEmpty && text.utf8.count <= 4_000 && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
        }
        switch self {
        case .none:
            return true
        case .header(let name, let value):
            let isToken = name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
            }
            return !name.isEmpty && name.utf8.count <= 100 && isToken && isPlain(value)
        case .basic(let user, let password):
            return isPlain(user) && !user.utf8.contains(UInt8(ascii: ":")) && isPlain(password)
        }
    }

    /// The bytes that are sealed: a kind and two texts, each with its length before it.
    public var encoded: [UInt8] {
        func field(_ text: String) -> [UInt8] {
            let bytes = Array(text.utf8)
            return (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
        }
        return switch self {
        case .none: [0]
        case .header(let name, let value): [1] + field(name) + field(value)
        case .basic(let user, let password): [2] + field(user) + field(password)
        }
    }

    /// Reads what ``encoded`` wrote; `nil` for anything else.
    public init?(encoded bytes: [UInt8]) {
        var rest = bytes[...]
        func field() -> String? {
            guard rest.count >= 4 else { return nil }
            let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return String(decoding: rest.prefix(count), as: UTF8.self)
        }
        guard let kind = rest.popFirst() else { return nil }
        switch kind {
        case 0:
            self = .none
        case 1:
            guard let name = field(), let value = field() else { return nil }
            self = .header(name: name, value: value)
        case 2:
            guard let user = field(), let password = field() else { return nil }
            self = .basic(user: user, password: password)
        default:
            return nil
        }
        // Bytes that are no text would be read as replacement characters.
        guard rest.isEmpty, encoded == bytes else { return nil }
    }
}
