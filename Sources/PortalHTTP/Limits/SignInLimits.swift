import PortalCore

/// How often signing in may be tried.
///
/// Tries are counted by what was typed, whether or not anybody has that address, so that the limit tells nobody who
/// exists. A try that succeeds is given back.
public struct SignInLimits: Hashable, Sendable {
    /// Of one address at one agency.
    public var address: RateLimit
    /// From one network: a /24 of IPv4, a /64 of IPv6.
    public var network: RateLimit
    /// At one agency, by everybody together.
    public var agency: RateLimit
    /// Of one person's second factor, after their right password: few enough that guessing six digits takes years.
    public var code: RateLimit

    public init(
        address: RateLimit = RateLimit(burst: 10, oneEvery: .seconds(30)),
        network: RateLimit = RateLimit(burst: 100, oneEvery: .seconds(2)),
        agency: RateLimit = RateLimit(burst: 1_000, oneEvery: TimeSpan(milliseconds: 50)),
        code: RateLimit = RateLimit(burst: 10, oneEvery: .minutes(3))
    ) {
        self.address = address
        self.network = network
        self.agency = agency
        self.code = code
    }
}

extension SignInLimits {
    /// For mails that anybody can ask for: nobody's mailbox is filled by strangers.
    public static var mail: SignInLimits {
        SignInLimits(
            address: RateLimit(burst: 5, oneEvery: .minutes(10)), network: RateLimit(burst: 30, oneEvery: .seconds(20)),
            agency: RateLimit(burst: 300, oneEvery: .seconds(1)))
    }
}

/// A password was tried too often; after some time it may be tried again.
struct TooManyTries: Error, Hashable, Sendable {
    /// Whole seconds, at least one.
    let seconds: Int64

    init(wait: TimeSpan) { seconds = max(1, (wait.milliseconds + 999) / 1_000) }
}

/// The three limits of trying a password, counted together.
final class SignInGate: Sendable {
    private let addresses: RateLimiter
    private let networks: RateLimiter
    private let agencies: RateLimiter

    init(_ limits: SignInLimits) {
        addresses = RateLimiter(limits.address)
        networks = RateLimiter(limits.network)
        agencies = RateLimiter(limits.agency, buckets: 1_024)
    }

    /// One try to sign in: where, as whom, from where.
    struct Attempt: Sendable {
        fileprivate let agency: Agency.ID
        fileprivate let address: Address
        fileprivate let network: NetworkAddress?

        /// `typed` is what was typed, an address or not.
        init(at agency: Agency.ID, as typed: String, from client: NetworkAddress?) {
            self.agency = agency
            address = Address(agency: agency, text: EmailAddress(typed)?.key ?? String(typed.prefix(254)))
            network = client?.neighbourhood
        }

        fileprivate struct Address: Hashable, Sendable {
            let agency: Agency.ID
            let text: String
        }
    }

    /// Counts a try; answers `nil` if it may be made, or else how long to wait.
    func admit(_ attempt: Attempt, now: Instant) -> TimeSpan? {
        if let network = attempt.network, let wait = networks.take(network, now: now) { return wait }
        if let wait = addresses.take(attempt.address, now: now) { return wait }
        return agencies.take(attempt.agency, now: now)
    }

    /// The try was rightful: it does not count.
    func succeeded(_ attempt: Attempt) {
        if let network = attempt.network { networks.giveBack(network) }
        addresses.giveBack(attempt.address)
        agencies.giveBack(attempt.agency)
    }
}
