/// A currency by its ISO 4217 code, lower case as Stripe writes it.
public struct Currency: Hashable, Sendable {
    /// Three lowercase ASCII letters.
    public let code: String

    /// `nil` unless the text is three ASCII letters; upper case is accepted and lowered.
    public init?(_ text: some StringProtocol) {
        let letters = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard letters.count == 3, letters.allSatisfy({ (97...122).contains($0) }) else { return nil }
        code = String(decoding: letters, as: UTF8.self)
    }

    /// How many decimal digits the minor unit has in Stripe's amounts: 0, 2 or 3.
    ///
    /// Source: Stripe's own list of zero-decimal and three-decimal currencies (docs.stripe.com/currencies), never ISO
    /// 4217's table: `isk` and `ugx` are written with two digits that must be 00 by their special cases.
    public var decimals: Int {
        switch code {
        case "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf": 0
        case "bhd", "jod", "kwd", "omr", "tnd": 3
        default: 2
        }
    }

    /// What an amount in this currency must be divisible by to be chargeable: 100 where the minor digits must be 00,
    /// 10 where the last of three must be 0, else 1.
    public var granularity: Int64 {
        switch code {
        case "isk", "ugx": 100
        case "bhd", "jod", "kwd", "omr", "tnd": 10
        default: 1
        }
    }
}

/// An amount of money in the minor unit of its currency. Amounts of different currencies cannot be added.
public struct Money: Hashable, Sendable {
    public let minorUnits: Int64
    public let currency: Currency

    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The sum; `nil` for different currencies or an overflow.
    public func adding(_ other: Money) -> Money? {
        guard currency == other.currency else { return nil }
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        return overflow ? nil : Money(minorUnits: sum, currency: currency)
    }

    /// One sum per currency, in order of the currencies' codes; a sum that would overflow stays at the largest amount.
    public static func totals(_ amounts: some Sequence<Money>) -> [Money] {
        var sums: [Currency: Int64] = [:]
        for amount in amounts {
            let (sum, overflow) = (sums[amount.currency] ?? 0).addingReportingOverflow(amount.minorUnits)
            sums[amount.currency] = overflow ? (amount.minorUnits < 0 ? .min : .max) : sum
        }
        return sums.sorted { $0.key.code < $1.key.code }.map { Money(minorUnits: $0.value, currency: $0.key) }
    }
}
