import PortalCore

extension HTML {
    /// A moment in words such as `3 minutes ago`, with its day and time on pointing. A list has fifty of them: they are kept short.
    mutating func relative(_ instant: Instant) {
        element(.span, MomentTitle(instant), text: formats.relative(instant))
    }

    /// A moment with its day and time.
    mutating func moment(_ instant: Instant) {
        element(.time, MachineTime(instant)) { $0.momentText(instant) }
    }

    /// The same without an element, as ``Formats/moment(_:)`` has it.
    mutating func momentText(_ instant: Instant) {
        let civil = formats.zone.civil(instant)
        if lastDay?.day != civil.day { lastDay = (civil.day, formats.catalogue.day(civil.day)) }
        let (day, clock) = (lastDay?.text ?? "", formats.catalogue.clock(hour: civil.hour, minute: civil.minute))
        let style = formats.catalogue.moments
        text(style.isClockFirst ? clock : day)
        text(style.between)
        text(style.isClockFirst ? day : clock)
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

/// A moment's day and time as the `title` of an element that says it otherwise.
struct MomentTitle: Attribute {
    let instant: Instant

    init(_ instant: Instant) { self.instant = instant }

    func write(into html: inout HTML) {
        html.markup(" title=\"")
        html.momentText(instant)
        html.markup("\"")
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
