import Foundation
import PortalCore
import Synchronization

/// A zone's distances from UTC, looked up once and kept: telling a local time is then a binary search.
public final class ZoneTable: Sendable {
    /// The zone's IANA name.
    public let name: String
    /// When the distance changes, ascending.
    private let changes: [Int64]
    /// The distance in milliseconds: before the first change, and after each.
    private let offsets: [Int64]
    private let zone: TimeZone

    public static let utc = ZoneTable(name: "UTC", zone: .gmt)

    /// The table of an IANA name; UTC for a name that no zone bears.
    public static func named(_ name: String) -> ZoneTable {
        if let known = cache.withLock({ $0[name] }) { return known }
        guard let zone = TimeZone(identifier: name) else { return .utc }
        let table = ZoneTable(name: name, zone: zone)
        cache.withLock { $0[name] = table }
        return table
    }

    // Real zones only, a few hundred at most: nothing from outside can grow it further.
    private static let cache = Mutex<[String: ZoneTable]>([:])

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
        var changes: [Int64] = []
        var offsets = [Self.offset(of: zone, at: Self.first)]
        // No zone changes twice within a week.
        for week in stride(from: Self.first + Self.week, through: Self.last, by: Int64.Stride(Self.week)) {
            let offset = Self.offset(of: zone, at: week)
            guard offset != offsets[offsets.count - 1] else { continue }
            var before = week - Self.week
            var after = week
            while after - before > 1_000 {
                let middle = (before + after) / 2_000 * 1_000
                if Self.offset(of: zone, at: middle) == offset { after = middle } else { before = middle }
            }
            changes.append(after)
            offsets.append(offset)
        }
        self.changes = changes
        self.offsets = offsets
    }

    /// 2000-01-01 and 2060-01-01: what lies outside is asked of the system.
    private static let first: Int64 = 946_684_800_000
    private static let last: Int64 = 2_840_140_800_000
    private static let week: Int64 = 7 * 86_400_000

    private static func offset(of zone: TimeZone, at milliseconds: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(milliseconds) / 1_000))) * 1_000
    }

    /// How far local time is ahead of UTC at a moment, in milliseconds.
    func offset(at milliseconds: Int64) -> Int64 {
        guard (Self.first...Self.last).contains(milliseconds) else { return Self.offset(of: zone, at: milliseconds) }
        return offsets[changesUpTo(milliseconds)]
    }

    /// What the wall clock shows.
    public func civil(_ instant: Instant) -> CivilTime {
        CivilTime(localMilliseconds: instant.milliseconds + offset(at: instant.milliseconds))
    }

    /// The number of a moment's local day, counted from 1970-01-01.
    func day(of instant: Instant) -> Int64 {
        CivilTime.floorDivide(instant.milliseconds + offset(at: instant.milliseconds), 86_400_000)
    }

    /// The first moment of a local day, by its number from 1970-01-01.
    func start(ofDay day: Int64) -> Instant {
        let midnight = day * 86_400_000
        let (before, after) = (offset(at: midnight - 86_400_000), offset(at: midnight + 86_400_000))
        // No zone changes twice within two days: as it was and will be, it is.
        if before == after { return Instant(milliseconds: midnight - before) }
        let candidates = [before, after].map { midnight - $0 }
        if let start = candidates.sorted().first(where: { $0 + offset(at: $0) == midnight }) {
            return Instant(milliseconds: start)
        }
        // Clocks jumped over midnight: the day begins with the jump.
        let next = changesUpTo(midnight - 86_400_000)
        return Instant(milliseconds: next < changes.count ? changes[next] : candidates[0])
    }

    private func changesUpTo(_ milliseconds: Int64) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
