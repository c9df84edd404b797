/// The portal: its rules over given storage, services, clock and entropy.
///
/// Everything goes through a door that decides first. ``visit(_:_:)`` and ``change(_:_:)`` take a request's host and
/// identity; ``read(as:at:remembered:_:)`` takes a user that the caller has authenticated itself. The bodies get a capability for as
/// long as they run, and one consistent moment of the data: host, session, role and rows agree.
public struct Portal: Sendable {
    public let storage: any PortalStorage
    public let services: Services
    public let clock: any WallClock
    public let entropy: any Entropy
    public let sessionLifetime: SessionLifetime
    let onDecision: DecisionObserver?
    let onMail: MailObserver?

    /// Told of every decision of the access policy that a use case asks for, as it is made.
    public typealias DecisionObserver = @Sendable (Action, Decision) -> Void

    /// Told that a change puts a mail into the outbox, before the change is committed.
    public typealias MailObserver = @Sendable () -> Void

    public init(
        storage: any PortalStorage, services: Services, clock: any WallClock, entropy: any Entropy,
        sessionLifetime: SessionLifetime = SessionLifetime(), onDecision: DecisionObserver? = nil,
        onMail: MailObserver? = nil
    ) {
        self.storage = storage
        self.services = services
        self.clock = clock
        self.entropy = entropy
        self.sessionLifetime = sessionLifetime
        self.onDecision = onDecision
        self.onMail = onMail
    }

    /// The one moment and the fresh ids of a change that begins now.
    public func mint() -> Mint { Mint(now: clock.now, entropy: entropy) }

    /// Looks at the portal as whoever knocked. The body gets `nil` for a host that is no agency's.
    public func visit<Answer: Sendable>(
        _ knock: Knock, _ body: @Sendable (Visit?) throws -> Answer
    ) async throws -> Answer {
        let mint = mint()
        return try await storage.read { snapshot in
            try body(try resolve(knock, in: snapshot, mint: mint))
        }
    }

    /// Changes something as whoever knocked: decided again inside the change's own transaction.
    ///
    /// The body may run more than once before it is committed; it must not touch anything outside.
    public func change<Answer: Sendable>(
        _ knock: Knock, _ body: @escaping @Sendable (ChangingVisit?) throws -> Answer
    ) async throws -> Answer {
        let mint = mint()
        return try await storage.write { transaction in
            let visit = try resolve(knock, in: transaction, mint: mint)
            return try body(visit.map { ChangingVisit($0, transaction: transaction) })
        }
    }

    /// Looks at the portal as a user whom the caller has authenticated, at one agency.
    ///
    /// The user may be anyone: who is not of that agency, suspended, or a member of nothing gets ``Entry/home(_:)`` or
    /// ``Entry/reception(_:)``, never an error that tells which.
    public func read<Answer: Sendable>(
        as user: User.ID, at agency: Agency.ID, remembered: Workspace.ID? = nil,
        _ body: @Sendable (Entry) throws -> Answer
    ) async throws -> Answer {
        let mint = mint()
        return try await storage.read { snapshot in
            guard let front = try snapshot.front(in: AgencyScope(agency: agency)) else { throw Refusal.notFound }
            let visit = try resolve(.user(user), remembered: remembered, at: front, in: snapshot, mint: mint)
            return try body(visit.entry)
        }
    }
}

/// What a request shows at the door, before anything about it is believed.
public struct Knock: Hashable, Sendable {
    public let host: HostName
    public let identity: Identity
    /// The workspace of the cookie; only ever a preference among one's own.
    public let remembered: Workspace.ID?

    public init(host: HostName, identity: Identity, remembered: Workspace.ID?) {
        self.host = host
        self.identity = identity
        self.remembered = remembered
    }
}

/// Who a request says it is.
public enum Identity: Hashable, Sendable {
    case nobody
    /// The digest of a session cookie's secret.
    case session(SecretDigest)
    /// A user that the embedding server has authenticated itself.
    case user(User.ID)
}

/// An answered door: the house it belongs to, and the room that the visitor may enter.
public struct Visit {
    public let front: Front
    public let entry: Entry
    public let mint: Mint

    public var now: Instant { mint.now }
}

/// The room that a visitor may enter, decided from the rows of this very moment.
public enum Entry {
    /// Not signed in, or not any more.
    case reception(Reception)
    /// A client in one of their workspaces.
    case clientPortal(ClientPortal)
    /// Staff.
    case agencyConsole(AgencyConsole)
    /// Signed in, and a member of nothing here (any more).
    case home(Home)
}

/// A visit that can change things.
public struct ChangingVisit {
    public let front: Front
    public let entry: ChangingEntry
    public let mint: Mint

    init(_ visit: Visit, transaction: any Transaction) {
        front = visit.front
        mint = visit.mint
        entry =
            switch visit.entry {
            case .reception(let room): .reception(.init(room: room, transaction: transaction))
            case .clientPortal(let room): .clientPortal(.init(room: room, transaction: transaction))
            case .agencyConsole(let room): .agencyConsole(.init(room: room, transaction: transaction))
            case .home(let room): .home(.init(room: room, transaction: transaction))
            }
    }
}

/// The room of a visitor who came to change something.
public enum ChangingEntry {
    case reception(Reception.Changing)
    case clientPortal(ClientPortal.Changing)
    case agencyConsole(AgencyConsole.Changing)
    case home(Home.Changing)
}
