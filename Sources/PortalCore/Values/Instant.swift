/// A moment: whole milliseconds since 1970-01-01T00:00:00Z. It knows no zone; PortalPages does.
///
/// Arithmetic stays at the ends of time instead of overflowing: times come from outside, too.
public struct Instant: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `span` later; negative spans go back.
    public func adding(_ span: TimeSpan) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(span.milliseconds)
        return Instant(milliseconds: overflow ? (span.milliseconds < 0 ? .min : .max) : sum)
    }

    /// How long after `earlier` this moment is; negative if before it.
    public func since(_ earlier: Instant) -> TimeSpan {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return TimeSpan(milliseconds: overflow ? (earlier.milliseconds < 0 ? .max : .min) : difference)
    }

    /// The beginning of this moment's hour in UTC: runs are counted by the hour.
    public var startOfHour: Instant { start(of: .hours(1)) }

    /// The beginning of the unit that this moment lies in, counted in whole ones from 1970 in UTC.
    public func start(of unit: TimeSpan) -> Instant {
        let remainder = milliseconds % unit.milliseconds
        let whole = milliseconds - remainder
        // The very first unit of all has no beginning: its moments count for the one after it.
        guard remainder < 0, whole >= .min + unit.milliseconds else { return Instant(milliseconds: whole) }
        return Instant(milliseconds: whole - unit.milliseconds)
    }
}

/// A length of time in whole milliseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 1_000) }
    public static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 60_000) }
    public static func hours(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 3_600_000) }
    public static func days(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 86_400_000) }

    private init(_ count: Int64, of unit: Int64) {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        milliseconds = overflow ? (count < 0 ? .min : .max) : product
    }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    public static prefix func - (span: Self) -> TimeSpan {
        TimeSpan(milliseconds: span.milliseconds == .min ? .max : -span.milliseconds)
    }
}

/// Where the portal gets the time from; a test gives its own.
public protocol WallClock: Sendable {
    var now: Instant { get }
}
