/// Stretches of time one after another, in the whole hours in which runs are counted.
///
/// An hour belongs to the period in which it begins, so that in zones whose days begin at a half hour a day is off by less than an hour's
/// runs.
public struct HourPeriods: Hashable, Sendable {
    /// The beginning of the first hour.
    public let start: Instant
    /// In hours from ``start``, where each period begins and the last one ends: ascending, from zero. Empty without a period.
    public let bounds: [Int]

    /// The periods between consecutive boundaries; the boundaries ascend.
    public init(boundaries: [Instant]) {
        let hours = boundaries.map(Self.hour(from:))
        start = Instant(milliseconds: 0).adding(.hours(hours.first ?? 0))
        var bounds: [Int] = []
        if hours.count > 1 {
            bounds.reserveCapacity(hours.count)
            for hour in hours { bounds.append(max(bounds.last ?? 0, Int(hour - hours[0]))) }
        }
        self.bounds = bounds
    }

    @inlinable public var count: Int { max(0, bounds.count - 1) }

    /// The end of the last hour.
    public var end: Instant { start.adding(.hours(Int64(bounds.last ?? 0))) }

    /// Calls `body` with each period that has hours among those from the one with index `first` on, and with which of them those are.
    @inlinable
    public func each(of hours: Int, from first: Int, _ body: (_ period: Int, _ hours: Range<Int>) -> Void) {
        for period in 0..<count {
            let (begins, ends) = (max(0, bounds[period] - first), min(hours, bounds[period + 1] - first))
            if begins >= hours { return }
            if begins < ends { body(period, begins..<ends) }
        }
    }

    /// The first hour since 1970 that begins then or later.
    private static func hour(from moment: Instant) -> Int64 {
        let length = TimeSpan.hours(1).milliseconds
        let (whole, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: length)
        return rest > 0 ? whole + 1 : whole
    }
}

/// How many runs ended, by how they ended.
public struct EndedRuns: Hashable, Sendable {
    public var succeeded: Int
    public var failed: Int
    public var canceled: Int

    public init(succeeded: Int = 0, failed: Int = 0, canceled: Int = 0) {
        self.succeeded = succeeded
        self.failed = failed
        self.canceled = canceled
    }

    public static func += (sum: inout EndedRuns, more: EndedRuns) {
        sum.succeeded += more.succeeded
        sum.failed += more.failed
        sum.canceled += more.canceled
    }
}
