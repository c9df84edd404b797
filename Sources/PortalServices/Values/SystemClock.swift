import FoundationEssentials
import PortalCore

/// The machine's clock.
public struct SystemClock: WallClock {
    public init() {}

    public var now: Instant {
        Instant(milliseconds: Int64((Date.now.timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
