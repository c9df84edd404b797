import PortalCore

/// One of the two agencies of the demonstration.
///
/// They are twins: workspaces, workflows, connections, forms and clients bear the same names in both, so that anything that ever crosses from
/// one to the other shows. What differs is who they are: name, colours, currency, zone, passwords and figures.
struct DemoAgency: Sendable {
    let slug: Slug
    let name: String
    let timeZone: String
    /// The zone's usual distance from UTC, for the hours at which made-up things happen.
    let hoursFromUTC: Int64
    let currency: Currency
    let invoicePrefix: String
    let owner: String
    let admin: String
    let member: String
    let light: Palette

    /// Its name under a base domain.
    func host(under baseDomain: String = "localhost") throws(Complaint) -> HostName {
        guard let host = HostName("\(slug.text).\(baseDomain)") else {
            throw Complaint(.configuration, "base-domain: \(baseDomain) is not a domain")
        }
        return host
    }

    var brand: Brand {
        Brand(
            name: name, light: light, dark: nil, logo: nil, icon: nil,
            supportEmail: EmailAddress("help@\(slug.text).example"), revision: 1)
    }

    /// Both, in the order in which they are shown.
    static func all() throws(Complaint) -> [DemoAgency] {
        let both = [northwind, brightside].compactMap(\.self)
        guard both.count == 2 else { throw Complaint(.software, "the demonstration's agencies are malformed") }
        return both
    }
}

extension DemoAgency {
    /// Cool and quiet: deep teal on paper.
    private static let northwind: DemoAgency? = make(
        slug: "northwind", name: "Northwind Automation", timeZone: "America/New_York", hoursFromUTC: -5,
        currency: "usd",
        invoicePrefix: "NW", owner: "Olivia Hart", admin: "Amir Haddad", member: "Mina Sato",
        colours: [
            "#0f5c66", "#ffffff", "#b45309", "#f5f8f8", "#ffffff", "#12282b", "#4a6266", "#7a9296", "#b42318",
        ])

    /// Warm and lively: plum with coral.
    private static let brightside: DemoAgency? = make(
        slug: "brightside", name: "Brightside Studio", timeZone: "Europe/Berlin", hoursFromUTC: 1, currency: "eur",
        invoicePrefix: "BS", owner: "Theo Brandt", admin: "Lena Fischer", member: "Jonas Weber",
        colours: [
            "#7a2e6f", "#ffffff", "#c2410c", "#fbf7f4", "#ffffff", "#2b1a2a", "#6b5568", "#9b8797", "#b3261e",
        ])

    private static func make(
        slug: String, name: String, timeZone: String, hoursFromUTC: Int64, currency: String, invoicePrefix: String,
        owner: String, admin: String, member: String, colours: [String]
    ) -> DemoAgency? {
        let colours = colours.compactMap { Colour($0) }
        guard let slug = Slug(slug), let currency = Currency(currency), colours.count == 9 else { return nil }
        return DemoAgency(
            slug: slug, name: name, timeZone: timeZone, hoursFromUTC: hoursFromUTC, currency: currency,
            invoicePrefix: invoicePrefix, owner: owner, admin: admin, member: member,
            light: Palette(
                primary: colours[0], onPrimary: colours[1], accent: colours[2], background: colours[3],
                surface: colours[4], text: colours[5], muted: colours[6], border: colours[7], danger: colours[8]))
    }
}
