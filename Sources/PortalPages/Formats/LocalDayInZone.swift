import PortalCore

extension LocalDay {
    /// The day that a moment lies in, in the zone of an IANA name; UTC for a name that no zone bears.
    public init(of moment: Instant, in zone: String) {
        let table = ZoneTable.named(zone)
        let day = table.day(of: moment)
        // Eight by the clock on the wall, also on a day whose clocks were changed at night.
        let local = day * 86_400_000 + 8 * 3_600_000
        let eight = local - table.offset(at: local - table.offset(at: local))
        self.init(
            eight: Instant(milliseconds: eight), end: table.start(ofDay: day + 1),
            // 1970-01-01 was a Thursday.
            isMonday: (day % 7 + 7) % 7 == 4)
    }
}
