import PortalCore
import Testing

@Suite struct CurrencyTests {
    // Stripe's own list (docs.stripe.com/currencies), typed here a second time.
    private static let zeroDecimals = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
    private static let threeDecimals = "bhd jod kwd omr tnd"

    private static func list(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    @Test func `Stripe's zero and three decimals, and two for every other code there can be`() throws {
        let letters = (97...122).map { String(decoding: [UInt8($0)], as: UTF8.self) }
        let codes = letters.flatMap { first in letters.flatMap { second in letters.map { first + second + $0 } } }
        let currencies = try codes.map { try #require(Currency($0)) }
        #expect(Set(currencies.filter { $0.decimals == 0 }.map(\.code)) == Self.list(Self.zeroDecimals))
        #expect(Set(currencies.filter { $0.decimals == 3 }.map(\.code)) == Self.list(Self.threeDecimals))
        #expect(currencies.allSatisfy { [0, 2, 3].contains($0.decimals) })
    }

    @Test func `krónur and shillings are written with two digits that must be 00`() throws {
        for code in ["isk", "ugx"] {
            let currency = try #require(Currency(code))
            #expect(currency.decimals == 2)
            #expect(currency.granularity == 100)
        }
        for code in Self.list(Self.threeDecimals) { #expect(Currency(code)?.granularity == 10) }
        for code in ["eur", "usd", "jpy", "huf", "twd"] { #expect(Currency(code)?.granularity == 1) }
    }

    @Test(arguments: [("eur", "eur"), ("EUR", "eur"), ("Usd", "usd")])
    func `three letters in either case`(_ text: String, _ code: String) {
        #expect(Currency(text)?.code == code)
    }

    @Test(arguments: [
        "", "e", "eu", "euro", "eu1", "€", "e r", " eur", "eur ", "\u{212A}rw", "еur", "e\u{301}", "eur\u{0}", "İ",
    ])
    func `texts that are no currency`(_ text: String) {
        #expect(Currency(text) == nil)
    }
}

@Suite struct MoneyTests {
    private func money(_ units: Int64, _ code: String = "eur") throws -> Money {
        Money(minorUnits: units, currency: try #require(Currency(code)))
    }

    @Test func `amounts of one currency add up`() throws {
        #expect(try money(250).adding(money(-50)) == money(200))
    }

    @Test func `amounts of two currencies do not`() throws {
        #expect(try money(1).adding(money(1, "usd")) == nil)
    }

    @Test func `a sum that does not fit is none`() throws {
        #expect(try money(.max).adding(money(1)) == nil)
        #expect(try money(.min).adding(money(-1)) == nil)
        #expect(try money(.max).adding(money(.min)) == money(-1))
    }

    @Test func `a total is one sum for each currency, by code`() throws {
        let amounts = try [money(5, "usd"), money(7), money(1, "jpy"), money(-2), money(3, "usd")]
        #expect(try Money.totals(amounts) == [money(5), money(1, "jpy"), money(8, "usd")])
        #expect(Money.totals([]).isEmpty)
        #expect(try Money.totals([money(1), money(-1)]) == [money(0)])
    }

    @Test func `a total stays at the largest amount`() throws {
        #expect(try Money.totals([money(.max), money(1)]) == [money(.max)])
        #expect(try Money.totals([money(.min), money(-1)]) == [money(.min)])
        #expect(try Money.totals([money(.max), money(.max), money(1, "usd")]) == [money(.max), money(1, "usd")])
    }

    @Test func `totals of any order are the same`() throws {
        var dice = SeededDice(seed: 100)
        for _ in 0..<100 {
            let amounts = try (0..<20).map { _ in
                try money(.random(in: -1_000...1_000, using: &dice), dice.pick(["eur", "usd", "jpy"]))
            }
            #expect(Money.totals(amounts) == Money.totals(amounts.shuffled(using: &dice)))
        }
    }
}
