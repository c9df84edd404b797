import PortalCore

extension HTML {
    /// A moment in words such as `3 minutes ago`, with its day and time on pointing. A list has fifty of them: they are kept short.
    mutating func relative(_ instant: Instant) {
        element(.span, Words(.title, formats.moment(instant)), text: formats.relative(instant))
    }

    /// A moment with its day and time.
    mutating func moment(_ instant: Instant) {
        element(.time, MachineTime(instant), text: formats.moment(instant))
    }

    /// A moment's day.
    mutating func day(_ instant: Instant) {
        element(.time, MachineTime(instant), text: formats.day(instant))
    }

    /// `2026-11-12T14:05Z`: no page tells seconds.
    mutating func machineTime(_ instant: Instant) {
        let civil = CivilTime(localMilliseconds: instant.milliseconds)
        digits(UInt64(clamping: civil.day.year), atLeast: 4)
        markup("-")
        digits(UInt64(clamping: civil.day.month), atLeast: 2)
        markup("-")
        digits(UInt64(clamping: civil.day.day), atLeast: 2)
        markup("T")
        digits(UInt64(clamping: civil.hour), atLeast: 2)
        markup(":")
        digits(UInt64(clamping: civil.minute), atLeast: 2)
        markup("Z")
    }
}

/// The `datetime` of a `<time>` element.
struct MachineTime: Attribute {
    let instant: Instant

    init(_ instant: Instant) { self.instant = instant }

    func write(into html: inout HTML) {
        html.markup(" datetime=\"")
        html.machineTime(instant)
        html.markup("\"")
    }
}
