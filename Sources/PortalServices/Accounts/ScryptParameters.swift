/// What a derivation costs: memory of 128 · N · r bytes, and p times the work of going through it.
public struct ScryptParameters: Hashable, Sendable {
    /// N is two to this power.
    public let log2N: Int
    /// r
    public let blockSize: Int
    /// p
    public let parallelism: Int

    /// `nil` beyond the bounds, which are what one derivation may cost whoever wrote the numbers: 64 MiB, and p of at most 16.
    public init?(log2N: Int, blockSize: Int, parallelism: Int) {
        guard (1...20).contains(log2N), (1...16).contains(blockSize), (1...16).contains(parallelism),
            128 * blockSize << log2N <= Self.memoryLimit
        else { return nil }
        self.init(uncheckedLog2N: log2N, blockSize: blockSize, parallelism: parallelism)
    }

    private init(uncheckedLog2N log2N: Int, blockSize: Int, parallelism: Int) {
        self.log2N = log2N
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// N = 2¹⁵, r = 8, p = 3: 32 MiB and about a third of a second.
    public static let standard = ScryptParameters(uncheckedLog2N: 15, blockSize: 8, parallelism: 3)

    /// N = 2⁴: for demonstrations, whose passwords are published anyway, and for tests. Never for people.
    public static let demonstration = ScryptParameters(uncheckedLog2N: 4, blockSize: 8, parallelism: 1)

    private static let memoryLimit = 64 << 20

    /// Bytes that a derivation goes through at random.
    var memory: Int { 128 * blockSize << log2N }

    /// Whether a guess is cheaper under these than under the others, in memory or in work.
    func areWeaker(than other: Self) -> Bool {
        memory < other.memory || memory * parallelism < other.memory * other.parallelism
    }
}
