/// A day of the Gregorian calendar.
public struct CivilDay: Hashable, Sendable {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// - Precondition: `month` is 1 to 12 and `day` 1 to 31.
    public init(year: Int, month: Int, day: Int) {
        precondition((1...12).contains(month) && (1...31).contains(day), "no day of the calendar")
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day so many days after 1970-01-01.
    public init(daysSince1970 days: Int64) {
        // Eras of 400 years begin on a first of March, so that leap days come last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }
}

/// A moment as the clock on somebody's wall shows it.
public struct CivilTime: Hashable, Sendable {
    public let day: CivilDay
    public let hour: Int
    public let minute: Int
    public let second: Int

    /// Reads milliseconds that have been shifted into a zone.
    init(localMilliseconds: Int64) {
        let days = Self.floorDivide(localMilliseconds, 86_400_000)
        let seconds = (localMilliseconds - days * 86_400_000) / 1_000
        day = CivilDay(daysSince1970: days)
        hour = Int(seconds / 3_600)
        minute = Int(seconds / 60 % 60)
        second = Int(seconds % 60)
    }

    static func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
        let quotient = value / by
        return value % by < 0 ? quotient - 1 : quotient
    }
}
