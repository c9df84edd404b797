import PortalCore

/// A page that says nothing but that something did not work, in the agency's name.
///
/// It is made from the agency, the trouble and the reader's side alone, so that two readers of one audience get the same bytes:
/// no token, path, name or time is in it.
public struct TroublePage: PageView {
    let trouble: Trouble
    let page: PageContext
    let landing: Path

    /// - Parameters:
    ///   - landing: Where the reader's side begins: the portal, the agency's dashboard, home or sign-in.
    ///   - catalogue: The language; `nil` is the agency's own.
    public init(_ trouble: Trouble, front: Front, landing: Path, catalogue: (any Catalogue)? = nil) {
        self.trouble = trouble
        self.landing = landing
        let catalogue = catalogue ?? Languages.catalogue(for: front.agency.language)
        page = PageContext(front: front, formats: .timeless(catalogue), csrf: "")
    }

    public func html() -> [UInt8] {
        page.bareDocument(title: page.say(.trouble(.title(trouble))), landing: landing, loadsScript: false) { html in
            html.element(.h1, say: .trouble(.title(trouble)))
            html.element(.p, Class("quiet"), say: .trouble(.explanation(trouble)))
            html.element(.div, Class("go")) { $0.buttonLink(.trouble(.wayOn(trouble)), to: landing) }
        }
    }
}

/// A page in nobody's name, for a host that is no agency's and for trouble before an agency is known. It needs no other file.
public struct NamelessPage: PageView {
    let trouble: Trouble
    let formats: Formats

    public init(_ trouble: Trouble, catalogue: any Catalogue = English()) {
        self.trouble = trouble
        formats = .timeless(catalogue)
    }

    public func html() -> [UInt8] {
        var html = HTML(formats, reserving: 1_024)
        html.markup("<!doctype html>")
        html.element(.html, Words(.lang, formats.catalogue.tag)) { html in
            html.element(.head) { html in
                html.markup("<meta charset=\"utf-8\">")
                html.markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                html.markup("<meta name=\"color-scheme\" content=\"light dark\">")
                html.element(.title, say: .trouble(.title(trouble)))
            }
            html.element(.body) { html in
                html.element(.main) { html in
                    html.element(.h1, say: .trouble(.title(trouble)))
                    html.element(.p, say: .trouble(.explanation(trouble)))
                }
            }
        }
        return html.finish()
    }
}
