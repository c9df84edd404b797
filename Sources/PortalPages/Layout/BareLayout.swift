import PortalCore

extension PageContext {
    /// A page of few words, alone in its middle: sign-in, errors, home.
    func bareDocument(
        title: String, landing: Path = .home, loadsScript: Bool = true, card: (inout HTML) -> Void
    ) -> [UInt8] {
        document(title: title, at: "alone", loadsScript: loadsScript) { html in
            html.element(.header) { $0.brandLink(brand, to: landing) }
            html.element(.main) { html in
                html.flash(flash)
                html.element(.div, Class("card"), content: card)
            }
            if let email = brand.supportEmail {
                html.element(.footer, Class("quiet small")) { html in
                    html.say(.common(.needHelp(brand: brand.name)))
                    html.markup(" ")
                    html.element(.a, Address.href(SafeURL(mailTo: email)), text: email.text)
                }
            }
        }
    }
}
