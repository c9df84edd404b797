import Foundation
import PortalCore

/// Where somebody chooses the language that they read, and the zone that their times are told in.
///
/// Staff read times in their agency's zone, and choose none.
public struct RegionPage: PageView {
    let side: AccountPage.Side
    let form: FormState

    public init(_ side: AccountPage.Side, form: FormState = .fresh) {
        self.side = side
        self.form = form
    }

    /// Every language and zone that can be chosen.
    public static let languages = Languages.all.map(\.tag)
    public static let zones = TimeZone.knownTimeZoneIdentifiers.sorted()

    public func html() -> [UInt8] {
        side.document(.account(.region)) { html in
            html.element(.section, Class("card")) { html in
                html.form(post: side.path(.region), csrf: side.page.csrf, at: "fields") { html in
                    html.troubles(of: form)
                    html.region(of: side, form)
                    html.element(.button, Class("button"), say: .common(.save))
                }
            }
        }
    }
}

extension HTML {
    /// The choices of language and zone. Staff have no zone of their own.
    ///
    /// - Parameter offersOwnZone: Whether somebody who chose no zone yet is offered that of their browser.
    mutating func region(of side: AccountPage.Side, _ form: FormState, offersOwnZone: Bool = false) {
        let agency = side.page.front.agency
        select(
            .language, label: .account(.language), error: form.error(.language),
            options: Self.languages(for: side, form))
        guard !side.isStaff else {
            element(.div, Class("field")) { html in
                html.element(.p, Class("hint"), say: .account(.staffTimes(agency.timeZone)))
            }
            return
        }
        let isOpen = offersOwnZone && !form.wasSent && side.user.timeZone == nil
        select(
            .timeZone, label: .account(.timeZone), error: form.error(.timeZone),
            forScript: isOpen ? Words(.ownZoneUnless, agency.timeZone) : nil, options: Self.zones(for: side, form))
    }

    private static func languages(
        for side: AccountPage.Side, _ form: FormState
    ) -> [(value: String, title: String, isChosen: Bool)] {
        let kept = side.user.language ?? ""
        let agency = side.page.front.agency
        let usual = side.page.say(.account(.agencyLanguage(Languages.catalogue(for: agency.language).name)))
        return [("", usual, form.isChosen("", of: .language, or: kept.isEmpty))]
            + Languages.all.map { ($0.tag, $0.name, form.isChosen($0.tag, of: .language, or: kept == $0.tag)) }
    }

    private static func zones(
        for side: AccountPage.Side, _ form: FormState
    ) -> [(value: String, title: String, isChosen: Bool)] {
        let kept = side.user.timeZone ?? ""
        let usual = side.page.say(.account(.agencyTimeZone(side.page.front.agency.timeZone)))
        // One that was kept and that the system knows no more stays chosen until another one is.
        let all = RegionPage.zones
        let known = kept.isEmpty || all.contains(kept) ? all : [kept] + all
        return [("", usual, form.isChosen("", of: .timeZone, or: kept.isEmpty))]
            + known.map { ($0, $0, form.isChosen($0, of: .timeZone, or: kept == $0)) }
    }
}
