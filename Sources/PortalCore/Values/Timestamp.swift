/// Moments as they are written between systems.
public enum Timestamp {
    /// RFC 3339 in UTC with milliseconds, such as `2026-11-02T09:00:01.120Z`.
    public static func text(_ instant: Instant) -> String {
        let (days, time) = floored(instant.milliseconds, by: 86_400_000)
        let (year, month, day) = CivilDay.date(days)
        let clock = [(time / 3_600_000, 2), (time / 60_000 % 60, 2), (time / 1_000 % 60, 2), (time % 1_000, 3)]
        let digits = clock.map { padded($0.0, $0.1) }
        return
            "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(digits[0]):\(digits[1]):\(digits[2]).\(digits[3])Z"
    }

    /// Reads RFC 3339 with any fraction and offset; `nil` for anything else. What is finer than a millisecond is cut off.
    public static func instant(_ text: String) -> Instant? {
        var rest = Digits(text.utf8[...])
        guard let year = rest.number(4), rest.skip("-"), let month = rest.number(2), rest.skip("-"),
            let day = rest.number(2), rest.skip("Tt "), let hour = rest.number(2), rest.skip(":"),
            let minute = rest.number(2), rest.skip(":"), let second = rest.number(2),
            let days = CivilDay.number(year: year, month: month, day: day), hour < 24, minute < 60, second < 61
        else { return nil }
        var fraction: Int64 = 0
        if rest.skip(".") {
            guard let milliseconds = rest.milliseconds() else { return nil }
            fraction = milliseconds
        }
        guard let offset = rest.offset(), rest.isAtEnd else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Instant(milliseconds: seconds * 1_000 + fraction)
    }

    /// Reads the date of an HTTP header, such as `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for the forms that are obsolete.
    public static func httpDate(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].utf8.count == 4, words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        return instant("\(words[3])-\(padded(Int64(month + 1), 2))-\(words[1])T\(words[4])Z")
    }

    /// The date of a mail (RFC 5322) in UTC, such as `Sun, 06 Nov 1994 08:49:37 +0000`.
    public static func mailDate(_ instant: Instant) -> String {
        let (days, time) = floored(instant.milliseconds, by: 86_400_000)
        let (year, month, day) = CivilDay.date(days)
        // The first day of 1970 was a Thursday.
        let weekday = weekdays[Int(floored(days, by: 7).remainder)]
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60].map { padded($0, 2) }
        return
            "\(weekday), \(padded(day, 2)) \(months[Int(month) - 1]) \(padded(year, 4)) \(clock.joined(separator: ":")) +0000"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Reads digits off the front of a text.
private struct Digits {
    private var rest: Substring.UTF8View

    init(_ text: Substring.UTF8View) { rest = text }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(_ count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    mutating func skip(_ any: String) -> Bool {
        guard let first = rest.first, any.utf8.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The first three of one or more digits behind the point.
    mutating func milliseconds() -> Int64? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let three = Array(digits.prefix(3)) + [UInt8](repeating: 48, count: max(0, 3 - digits.count))
        return three.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if skip("Zz") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}

/// Days since 1970-01-01 as dates of the Gregorian calendar, and back.
///
/// Years are counted from March, so that a leap day is a year's last day and months have a regular rhythm of lengths.
private enum CivilDay {
    static func date(_ number: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floored(number + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * fromMarch + 2) / 5 + 1)
    }

    /// `nil` for a date that the calendar does not have.
    static func number(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let (era, yearOfEra) = floored(month <= 2 ? year - 1 : year, by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return date(number) == (year, month, day) ? number : nil
    }
}

/// Division that rounds down, with a remainder that is never negative.
private func floored(_ number: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
