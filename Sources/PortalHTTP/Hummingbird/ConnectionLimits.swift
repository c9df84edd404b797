/// What one connection may take of the server, so that whoever holds many of them costs little and keeps nobody waiting.
public struct ConnectionLimits: Hashable, Sendable {
    /// How many may be open at once; more wait until one ends.
    public var count: Int
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

    public init(
        count: Int = 500, arrival: Duration = .seconds(20), patience: Duration = .seconds(30), leastRead: Int = 8 << 10,
        linger: Duration = .seconds(2), farewell: Duration = .seconds(10)
    ) {
        self.count = max(count, 1)
        self.arrival = arrival
        self.patience = patience
        self.leastRead = leastRead
        self.linger = linger
        self.farewell = farewell
    }
}
