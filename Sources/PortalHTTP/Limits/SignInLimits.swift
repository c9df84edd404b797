import PortalCore

/// How often signing in may be tried.
///
/// Tries are counted by what was typed, whether or not anybody has that address, so that the limit tells nobody who
/// exists. A try that succeeds is given back, and one that is refused for its number costs nothing.
///
/// Whoever guesses from one network gets 10 tries and 2,880 a day, and is in the way of themselves alone: a person at another network
/// signs in meanwhile. Whoever guesses from many gets at most 120 tries and 17,280 a day of one address: some 6.3 million a year. Of
/// the 2 · 10¹¹ passwords of eight small letters that is one in 33,000, and the common ones cannot be set. To keep a person out that way
/// takes a try every five seconds without a pause, from seven networks or more.
public struct SignInLimits: Hashable, Sendable {
    /// Of one address at one agency, from one network; and of the present password that a signed-in person is asked for.
    public var address: RateLimit
    /// Of one address at one agency, from everywhere.
    public var everywhere: RateLimit
    /// From one network: a /24 of IPv4, a /64 of IPv6.
    public var network: RateLimit
    /// At one agency, by everybody together.
    public var agency: RateLimit
    /// Of one person's second factor, after their right password: few enough that guessing six digits takes years.
    public var code: RateLimit

    public init(
        address: RateLimit = RateLimit(burst: 10, oneEvery: .seconds(30)),
        everywhere: RateLimit = RateLimit(burst: 120, oneEvery: .seconds(5)),
        network: RateLimit = RateLimit(burst: 100, oneEvery: .seconds(2)),
        agency: RateLimit = RateLimit(burst: 1_000, oneEvery: TimeSpan(milliseconds: 50)),
        code: RateLimit = RateLimit(burst: 10, oneEvery: .minutes(3))
    ) {
        self.address = address
        self.everywhere = everywhere
        self.network = network
        self.agency = agency
        self.code = code
    }
}

extension SignInLimits {
    /// For mails that anybody can ask for: nobody's mailbox is filled by strangers, who can have 15 mails sent to it and 288 a day; and
    /// from one network nobody can use up what is left for its reader.
    public static var mail: SignInLimits {
        SignInLimits(
            address: RateLimit(burst: 5, oneEvery: .minutes(10)),
            everywhere: RateLimit(burst: 15, oneEvery: .minutes(5)),
            network: RateLimit(burst: 30, oneEvery: .seconds(20)), agency: RateLimit(burst: 300, oneEvery: .seconds(1)))
    }
}

/// A password was tried too often; after some time it may be tried again.
struct TooManyTries: Error, Hashable, Sendable {
    /// Whole seconds, at least one.
    let seconds: Int64

    init(wait: TimeSpan) { seconds = max(1, (wait.milliseconds + 999) / 1_000) }
}

/// The limits of trying a password, counted together.
final class SignInGate: Sendable {
    private let addresses: RateLimiter
    private let everywhere: RateLimiter
    private let networks: RateLimiter
    private let agencies: ExactRateLimiter<Agency.ID>

    init(_ limits: SignInLimits) {
        addresses = RateLimiter(limits.address)
        everywhere = RateLimiter(limits.everywhere)
        networks = RateLimiter(limits.network)
        agencies = ExactRateLimiter(limits.agency)
    }

    /// One try to sign in: where, as whom, from where.
    struct Attempt: Sendable {
        fileprivate let address: Address
        fileprivate let network: NetworkAddress?

        fileprivate var agency: Agency.ID { address.agency }
        fileprivate var pair: Pair { Pair(address: address, network: network) }

        /// `typed` is what was typed, an address or not.
        init(at agency: Agency.ID, as typed: String, from client: NetworkAddress?) {
            address = Address(agency: agency, text: EmailAddress(typed)?.key ?? String(typed.prefix(254)))
            network = client?.neighbourhood
        }

        fileprivate struct Address: Hashable, Sendable {
            let agency: Agency.ID
            let text: String
        }

        fileprivate struct Pair: Hashable, Sendable {
            let address: Address
            let network: NetworkAddress?
        }
    }

    /// Counts a try; answers `nil` if it may be made, or else how long to wait. What must wait is not counted anywhere.
    func admit(_ attempt: Attempt, now: Instant) -> TimeSpan? {
        if let network = attempt.network, let wait = networks.take(network, now: now) { return wait }
        if let wait = addresses.take(attempt.pair, now: now) {
            giveBackNetwork(attempt)
            return wait
        }
        if let wait = everywhere.take(attempt.address, now: now) {
            giveBackNetwork(attempt)
            addresses.giveBack(attempt.pair)
            return wait
        }
        if let wait = agencies.take(attempt.agency, now: now) {
            giveBackNetwork(attempt)
            addresses.giveBack(attempt.pair)
            everywhere.giveBack(attempt.address)
            return wait
        }
        return nil
    }

    /// The try was rightful: it does not count.
    func succeeded(_ attempt: Attempt) {
        giveBackNetwork(attempt)
        addresses.giveBack(attempt.pair)
        everywhere.giveBack(attempt.address)
        agencies.giveBack(attempt.agency)
    }

    private func giveBackNetwork(_ attempt: Attempt) {
        if let network = attempt.network { networks.giveBack(network) }
    }
}
