import PortalCore

/// Moments as the API writes them: RFC 3339 in UTC with milliseconds, as in `2026-11-23T22:10:05.123Z`.
enum Timestamp {
    /// Reads RFC 3339 with any offset and any number of decimals (cut to milliseconds), from the year 1970 to 9999.
    static func parse(_ text: String) -> Instant? {
        var reader = Reader(bytes: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2), let fraction = reader.milliseconds(), let offset = reader.offset(),
            reader.bytes.isEmpty
        else { return nil }
        guard year >= 1970, (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24,
            minute < 60,
            second <= 60
        else { return nil }
        let days = dayNumber(year: year, month: month, day: day)
        // A leap second is told as the second after it.
        let seconds = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset * 60)
        guard seconds >= 0 else { return nil }
        return Instant(milliseconds: seconds * 1_000 + Int64(fraction))
    }

    static func text(_ instant: Instant) -> String {
        let milliseconds = max(0, instant.milliseconds)
        let (days, time) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = date(ofDay: Int(days))
        let seconds = Int(time / 1_000)
        return digits(year, 4) + "-" + digits(month, 2) + "-" + digits(day, 2) + "T" + digits(seconds / 3_600, 2) + ":"
            + digits(seconds / 60 % 60, 2) + ":" + digits(seconds % 60, 2) + "." + digits(Int(time % 1_000), 3) + "Z"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Both count in eras of 400 years that begin on the first of March, so that a leap day is the last of its year.
    // Source: Howard Hinnant, "chrono-compatible low-level date algorithms".

    private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(ofDay number: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func number(_ count: Int) -> Int? {
            guard bytes.count >= count, bytes.prefix(count).allSatisfy({ (48...57).contains($0) }) else { return nil }
            defer { bytes = bytes.dropFirst(count) }
            return bytes.prefix(count).reduce(0) { $0 * 10 + Int($1 - 48) }
        }

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes = bytes.dropFirst()
            return true
        }

        mutating func milliseconds() -> Int? {
            guard skip(".") else { return 0 }
            let decimals = bytes.prefix { (48...57).contains($0) }
            guard (1...9).contains(decimals.count) else { return nil }
            bytes = bytes.dropFirst(decimals.count)
            let padded = (Array(decimals) + [48, 48]).prefix(3)
            return padded.reduce(0) { $0 * 10 + Int($1 - 48) }
        }

        /// Minutes east of UTC.
        mutating func offset() -> Int? {
            if skip("Z") || skip("z") { return 0 }
            let isEast = skip("+")
            guard isEast || skip("-") else { return nil }
            guard let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else {
                return nil
            }
            return (hours * 60 + minutes) * (isEast ? 1 : -1)
        }
    }
}
