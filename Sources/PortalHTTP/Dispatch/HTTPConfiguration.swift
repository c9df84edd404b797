import PortalCore
public import PortalPages

/// How the portal meets the network.
public struct HTTPConfiguration: Sendable {
    /// Proxies whose `X-Forwarded-For`, `-Host` and `-Proto` are believed. Nobody else's are.
    public var trustedProxies: [AddressRange]
    /// Whether TLS ends in this process.
    public var endsTLS: Bool
    /// How many bytes a submitted form may have.
    public var formLimit: Int
    /// How many bytes a JSON body may have.
    public var bodyLimit: Int
    /// How many bytes a batch of reports may have.
    public var batchLimit: Int
    /// How long a body may take to arrive.
    public var bodyDeadline: Duration
    /// How many bodies one client's network may be sending at once, a /24 of IPv4 or a /64 of IPv6; of more, none is read.
    public var bodiesPerNetwork: Int
    /// How long a connection may be open without a request, in seconds.
    public var idleSeconds: Int
    /// What one connection may take, where the portal has a server of its own.
    public var connections: ConnectionLimits
    public var signInLimits: SignInLimits
    /// How often somebody who is not signed in may ask for a mail.
    public var mailLimits: SignInLimits
    /// How many live streams one user may have open.
    public var streamsPerUser: Int
    /// How often a live stream decides and looks again: never less often than every two seconds.
    public var streamInterval: Duration {
        didSet { streamInterval = Self.clamped(streamInterval) }
    }
    /// How links that leave the house reach the agencies' hosts.
    public var publicAddress: PublicAddress
    /// The text of a mail that was sent, for a demonstration: it shows staff what only its reader should see. `nil` shows none.
    public var letters: (@Sendable (Mail.ID) -> String?)?

    public init(
        trustedProxies: [AddressRange] = [], endsTLS: Bool = false, formLimit: Int = 64 << 10, bodyLimit: Int = 1 << 20,
        batchLimit: Int = 8 << 20, bodyDeadline: Duration = .seconds(30), bodiesPerNetwork: Int = 64,
        idleSeconds: Int = 60,
        connections: ConnectionLimits = ConnectionLimits(), signInLimits: SignInLimits = SignInLimits(),
        mailLimits: SignInLimits = .mail, streamsPerUser: Int = 6,
        streamInterval: Duration = .seconds(1),
        publicAddress: PublicAddress = PublicAddress(), letters: (@Sendable (Mail.ID) -> String?)? = nil
    ) {
        self.trustedProxies = trustedProxies
        self.endsTLS = endsTLS
        self.formLimit = formLimit
        self.bodyLimit = bodyLimit
        self.batchLimit = batchLimit
        self.bodyDeadline = bodyDeadline
        self.bodiesPerNetwork = bodiesPerNetwork
        self.idleSeconds = idleSeconds
        self.connections = connections
        self.signInLimits = signInLimits
        self.mailLimits = mailLimits
        self.streamsPerUser = streamsPerUser
        self.streamInterval = Self.clamped(streamInterval)
        self.publicAddress = publicAddress
        self.letters = letters
    }

    private static func clamped(_ interval: Duration) -> Duration { min(interval, .seconds(2)) }

    func limit(_ kind: Route.BodyLimit) -> Int {
        switch kind {
        case .none: 0
        case .form: formLimit
        case .json: bodyLimit
        case .batch: batchLimit
        }
    }
}
