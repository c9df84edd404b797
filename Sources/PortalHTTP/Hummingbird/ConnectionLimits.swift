/// What one connection may take of the server, so that whoever holds many of them costs little and keeps nobody waiting.
public struct ConnectionLimits: Hashable, Sendable {
    /// How many may be open at once. When the last place is taken, the one that has rested longest is closed, so that whoever comes next
    /// finds one; only where none rests they wait.
    public var count: Int
    /// How many of them one network may have, a /24 of IPv4 or a /64 of IPv6: an office's people come from one. Within it their own make
    /// room for each other, and one too many that finds none at rest is closed. Trusted proxies are not counted, because they bring
    /// everybody's.
    public var perNetwork: Int
    /// Whether peers on this machine are not counted either. They are trusted with nothing else; but a proxy or tunnel beside the portal is
    /// the usual case, listed or not, and who else is there is the operator.
    public var sparesLoopback: Bool
    /// How long a connection has a place for certain before it counts as resting: time for its first request to arrive, or its next.
    public var settling: Duration
    /// How long the head of a request may take to arrive, and what is left of a body that was answered already.
    public var arrival: Duration
    /// How long a reader may take for ``leastRead`` bytes of an answer that waits for it.
    public var patience: Duration
    /// What even a slow reader takes in that time.
    public var leastRead: Int
    /// How long the other side may take to close after the last answer, such as the one to nonsense. What it goes on sending is not read;
    /// cut off at once, it might not get to see the answer.
    public var linger: Duration
    /// How long answers that are under way may still take once the server was asked to stop.
    public var farewell: Duration

    /// - Parameter perNetwork: A quarter of all if it is not said.
    public init(
        count: Int = 500, perNetwork: Int? = nil, sparesLoopback: Bool = true, settling: Duration = .seconds(5),
        arrival: Duration = .seconds(20),
        patience: Duration = .seconds(30), leastRead: Int = 8 << 10,
        linger: Duration = .seconds(2), farewell: Duration = .seconds(10)
    ) {
        self.count = max(count, 1)
        self.perNetwork = max(perNetwork ?? count / 4, 1)
        self.sparesLoopback = sparesLoopback
        self.settling = settling
        self.arrival = arrival
        self.patience = patience
        self.leastRead = leastRead
        self.linger = linger
        self.farewell = farewell
    }
}
