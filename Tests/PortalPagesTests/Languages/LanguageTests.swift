import PortalCore
import Testing

@testable import PortalPages

struct LanguageTests {
    @Test(arguments: World.marked.everyPage)
    func `no page says a word that is not from the catalogue`(_ sample: Sample) throws {
        let page = try PageParser(sample.view.html())
        let isOurs: (String) -> Bool = { text in !text.unmarked.contains { $0.isLetter } }

        for (element, text) in page.texts where !Self.isFact(text) {
            #expect(isOurs(text), "<\(element)> \(text)")
        }
        for element in page.elements {
            for name in ["title", "alt", "placeholder", "aria-label", "data-confirm", "data-confirm-action"] {
                guard let text = element[name] else { continue }
                #expect(isOurs(text) || Self.isFact(text), "\(name) \(text)")
            }
        }
    }

    /// Addresses, ids, zones, keys, codes and what languages call themselves have no language.
    private static func isFact(_ text: String) -> Bool {
        text.contains("@") && text.contains(".example") || text == "America/New_York"
            || text.hasPrefix("https://northwind.example/")
            || RegionPage.zones.contains(text) || Languages.all.contains { $0.name == text }
            || text.wholeMatch(of: /[A-Z2-7]{4}( [A-Z2-7]{4}){7}/) != nil
            || text.wholeMatch(of: /[0-9a-z]{4}([-\n][0-9a-z]{4})*/) != nil
            || text.hasSuffix(World.plain.secret().text) || text.wholeMatch(of: /[a-z]{3}_[0-9a-z]{26}/) != nil
    }

    @Test func `a right-to-left language turns the page`() throws {
        let page = try PageParser(SignInPage(World.marked.page).html())
        #expect(page.elements.first?["dir"] == "rtl")
    }

    @Test func `one and many are told apart`() {
        let english = English()
        #expect(english.say(.time(.minutes(1, isPast: true))) == "1 minute ago")
        #expect(english.say(.time(.hours(2, isPast: false))) == "in 2 hours")
        #expect(english.say(.console(.memberCount(1))) == "1 person")
        #expect(english.say(.console(.memberCount(1_200))) == "1,200 people")
        #expect(english.say(.problem(.summary(count: 1))) == "One thing needs another look.")
        #expect(english.say(.console(.healthWords(succeeded: 1, failed: 0))) == "1 run, none failed")
        #expect(english.say(.billing(.dueIn(days: 1))) == "Due tomorrow")
        #expect(english.say(.billing(.overdueSince(days: 1))) == "Overdue by 1 day")
    }

    @Test func `a language is found by its tag, then by its language, then English is spoken`() {
        #expect(Languages.catalogue(for: "en-us").tag == "en-US")
        #expect(Languages.catalogue(for: "en-NZ").tag == "en")
        #expect(Languages.catalogue(for: "tlh").tag == "en")
        #expect(Languages.catalogue(for: "").tag == "en")
    }

    @Test func `the word for a run that was stopped is canceled`() {
        #expect(English().say(.run(.statusWord(.canceled))) == "Canceled")
    }
}
