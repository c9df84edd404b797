/// An agency's own system, by an API key: one agency, usually one workspace, and the permissions listed on the key.
///
/// The key's permissions are its own, never its creator's. A workspace outside the key's reach is ``Refusal/notFound``; a permission
/// it lacks is ``Refusal/roleLacks(_:)``.
public struct EngineAccess {
    let desk: Desk
    public let key: APIKey

    public var front: Front { desk.front }
    public var now: Instant { desk.now }

    var snapshot: any Snapshot { desk.snapshot }
    var scope: AgencyScope { desk.agencyScope }

    func require(_ action: Action) throws {
        let isGranted = key.permissions.contains(action) && action.resourceType == .key
        desk.onDecision?(action, isGranted ? .allowed(.key) : .denied(.keyLacksPermission))
        guard isGranted else { throw Refusal.roleLacks(action) }
    }

    /// A workspace within the key's reach. An archived one is out of reach: nothing in it can be changed.
    func open(_ id: Workspace.ID) throws -> OpenWorkspace {
        guard key.workspace == nil || key.workspace == id, let workspace = try snapshot.workspace(id, in: scope),
            !workspace.isArchived
        else { throw Refusal.notFound }
        return OpenWorkspace(workspace: workspace, scope: WorkspaceScope(agency: front.agency.id, workspace: id))
    }

    /// The workspace that a request means: the one it names, or the one the key is bound to.
    func open(named id: Workspace.ID?) throws -> OpenWorkspace {
        guard let id = id ?? key.workspace else { throw Refusal.invalid([FieldProblem("workspace", .missing)]) }
        return try open(id)
    }

    /// The key's access, for a change.
    public struct Changing {
        public let room: EngineAccess
        let transaction: any Transaction

        func audit(_ action: Action, subject: String, workspace: Workspace.ID, detail: String) throws {
            let entry = AuditEntry(
                agency: room.front.agency.id, at: room.now, actor: .key(room.key.id), action: action, subject: subject,
                workspace: workspace, detail: detail)
            try transaction.append(entry, salt: room.desk.mint.bytes(16), in: room.scope)
        }
    }
}

extension Portal {
    /// Who came with an API key.
    public enum KeyVisit<Access> {
        case unknownHost
        /// No key of this agency, or one that was revoked.
        case refused
        case admitted(Access)
    }

    /// Looks at an agency as the system that shows this key.
    public func visit<Answer: Sendable>(
        key digest: SecretDigest, at host: HostName, _ body: @Sendable (KeyVisit<EngineAccess>) throws -> Answer
    ) async throws -> Answer {
        let mint = mint()
        return try await storage.read { snapshot in
            try body(try admit(digest, at: host, in: snapshot, mint: mint))
        }
    }

    /// Changes something as the system that shows this key: decided again inside the change's own transaction.
    public func change<Answer: Sendable>(
        key digest: SecretDigest, at host: HostName,
        _ body: @escaping @Sendable (KeyVisit<EngineAccess.Changing>) throws -> Answer
    ) async throws -> Answer {
        let mint = mint()
        return try await storage.write { transaction in
            switch try admit(digest, at: host, in: transaction, mint: mint) {
            case .unknownHost: try body(.unknownHost)
            case .refused: try body(.refused)
            case .admitted(let room): try body(.admitted(.init(room: room, transaction: transaction)))
            }
        }
    }

    /// Writes down that a key was used, if that is due. Called after the answer was given; failing is no harm.
    public func touch(_ key: APIKey, at agency: Agency.ID) async throws {
        let now = clock.now
        if let last = key.lastUsedAt, last.adding(sessionLifetime.touchInterval) > now { return }
        try await storage.write { try $0.touchKey(key.id, at: now, in: AgencyScope(agency: agency)) }
    }

    private func admit(
        _ digest: SecretDigest, at host: HostName, in snapshot: any Snapshot, mint: Mint
    ) throws -> KeyVisit<EngineAccess> {
        guard let front = try snapshot.front(of: host) else { return .unknownHost }
        let desk = desk(at: front, in: snapshot, mint: mint)
        guard let key = try snapshot.apiKey(digest: digest, in: desk.agencyScope), key.revokedAt == nil else {
            return .refused
        }
        return .admitted(EngineAccess(desk: desk, key: key))
    }
}
