import Foundation
import PortalCore

/// Where somebody chooses the language that they read, and the zone that their times are told in.
///
/// Staff read times in their agency's zone, and choose none.
public struct RegionPage: PageView {
    let side: AccountPage.Side
    let agency: Agency
    let form: FormState

    public init(_ side: AccountPage.Side, form: FormState = .fresh) {
        self.side = side
        agency = side.page.front.agency
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
                    html.select(
                        .language, label: .account(.language), error: form.error(.language), options: languages)
                    if side.isStaff {
                        html.element(.p, Class("hint"), say: .account(.staffTimes(agency.timeZone)))
                    } else {
                        html.select(.timeZone, label: .account(.timeZone), error: form.error(.timeZone), options: zones)
                    }
                    html.element(.button, Class("button"), say: .common(.save))
                }
            }
        }
    }

    private var languages: [(value: String, title: String, isChosen: Bool)] {
        let kept = side.user.language ?? ""
        let usual = side.page.say(.account(.agencyLanguage(Languages.catalogue(for: agency.language).name)))
        return [("", usual, form.isChosen("", of: .language, or: kept.isEmpty))]
            + Languages.all.map { ($0.tag, $0.name, form.isChosen($0.tag, of: .language, or: kept == $0.tag)) }
    }

    private var zones: [(value: String, title: String, isChosen: Bool)] {
        let kept = side.user.timeZone ?? ""
        let usual = side.page.say(.account(.agencyTimeZone(agency.timeZone)))
        // One that was kept and that the system knows no more stays chosen until another one is.
        let known = kept.isEmpty || Self.zones.contains(kept) ? Self.zones : [kept] + Self.zones
        return [("", usual, form.isChosen("", of: .timeZone, or: kept.isEmpty))]
            + known.map { ($0, $0, form.isChosen($0, of: .timeZone, or: kept == $0)) }
    }
}
