import PortalCore

extension PageContext {
    /// A document from its first byte to its last.
    func document(
        title: String, at bodyClass: StaticString, loadsScript: Bool = true, body: (inout HTML) -> Void
    ) -> [UInt8] {
        var html = HTML(formats)
        html.markup("<!doctype html>")
        html.element(.html, Words(.lang, formats.catalogue.tag), Fixed("dir", direction)) { html in
            html.element(.head) { html in
                html.markup("<meta charset=\"utf-8\">")
                html.markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                html.element(.title, text: say(.common(.title(page: title, brand: brand.name))))
                let sheet = BrandStylesheet.of(brand)
                html.stylesheet(.asset(.stylesheet))
                html.stylesheet(.brandStylesheet(sheet.name))
                html.markup("<meta name=\"color-scheme\" content=\"light dark\">")
                html.ground(sheet.lightGround, in: "(prefers-color-scheme:light)")
                html.ground(sheet.darkGround, in: "(prefers-color-scheme:dark)")
                html.markup("<meta name=\"robots\" content=\"noindex\">")
                let icon = brand.icon.map(Path.brandPicture) ?? .brandIcon(BrandIcon.of(brand).name)
                html.void(.link, Fixed("rel", "icon"), Address.href(icon))
                if loadsScript {
                    html.element(.script, Fixed("type", "module"), Address.src(.asset(.script))) { _ in }
                }
            }
            html.element(.body, Class(bodyClass), content: body)
        }
        return html.finish()
    }

    private var direction: StaticString { formats.catalogue.isRightToLeft ? "rtl" : "ltr" }
}

extension HTML {
    fileprivate mutating func stylesheet(_ path: Path) {
        void(.link, Fixed("rel", "stylesheet"), Address.href(path))
    }

    fileprivate mutating func ground(_ colour: String, in surroundings: StaticString) {
        void(.meta, Fixed("name", "theme-color"), Words(.content, colour), Fixed("media", surroundings))
    }

    /// The agency's logo, or its name beside its first letter, leading to a page.
    mutating func brandLink(_ brand: Brand, to path: Path) {
        element(.a, Class("brand"), Address.href(path)) { html in
            if let logo = brand.logo {
                html.void(.img, Address.src(.brandPicture(logo)), Words(.alt, brand.name), Count("height", 28))
            } else {
                html.element(
                    .span, Class("mono"), Fixed("aria-hidden", "true"), text: brand.initial)
                html.element(.span, text: brand.name)
            }
        }
    }

    /// What is said once after a change.
    mutating func flash(_ flash: Flash?) {
        guard let flash else { return }
        element(.div, Class("note"), Fixed("role", "status")) { $0.element(.div, say: .common(.flash(flash))) }
    }

    /// The hidden field that every form carries.
    mutating func formToken(_ csrf: String) { hidden(.csrf, csrf) }

    mutating func hidden(_ field: FieldName, _ value: String) {
        void(.input, Fixed("type", "hidden"), ForField(.name, field), Words(.value, value))
    }

    /// The dialog that our script asks with; without the script it is never shown.
    mutating func askingDialog() {
        element(.dialog, Flag("data-ask"), Fixed("aria-labelledby", "ask")) { html in
            html.element(.form, Fixed("method", "dialog")) { html in
                html.element(.h2, Fixed("id", "ask"), say: .common(.confirmation))
                html.element(.p) { _ in }
                html.element(.div, Class("row")) { html in
                    html.element(.button, Class("button"), Fixed("value", "no"), say: .common(.keep))
                    html.element(.button, Class("button main"), Fixed("value", "yes")) { _ in }
                }
            }
        }
    }
}
