import PortalCore

/// A mail's HTML: nothing in it is loaded from anywhere, and programs that drop the style still show plain, readable text.
struct LetterPage {
    let text: LetterText
    let brand: Brand
    let hasLogo: Bool
    let formats: Formats

    init(_ text: LetterText, brand: Brand, hasLogo: Bool, formats: Formats) {
        self.text = text
        self.brand = brand
        self.hasLogo = hasLogo
        self.formats = formats
    }

    func html() -> [UInt8] {
        var html = HTML(formats, reserving: 8 << 10)
        html.markup("<!doctype html>\n")
        html.element(.html, Words(.lang, formats.catalogue.tag), Fixed("dir", direction)) { html in
            html.element(.head) { html in
                html.markup("<meta charset=\"utf-8\">")
                html.markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                html.markup("<meta name=\"color-scheme\" content=\"light dark\">")
                html.markup("<meta name=\"supported-color-schemes\" content=\"light dark\">\n")
                html.element(.title, text: text.subject)
                html.element(.style) { $0.text(style) }
            }
            html.markup("\n")
            html.element(.body) { html in
                html.element(.div, Class("sheet")) { html in
                    head(&html)
                    html.element(.div, Class("card"), content: card)
                    html.markup("\n")
                    html.element(.p, Class("foot")) { html in
                        html.text(text.footer)
                        guard let stop = text.stop else { return }
                        html.markup("<br>")
                        html.element(.a, OwnLink(stop.url), text: stop.title)
                    }
                }
            }
        }
        return html.finish()
    }

    private var direction: StaticString { formats.catalogue.isRightToLeft ? "rtl" : "ltr" }

    private func head(_ html: inout HTML) {
        html.element(.p, Class("brand")) { html in
            if hasLogo {
                html.void(.img, Fixed("src", "cid:logo"), Words(.alt, brand.name), Count("height", 32))
            } else {
                html.text(brand.name)
            }
        }
        html.markup("\n")
    }

    private func card(_ html: inout HTML) {
        html.element(.h1, text: text.title)
        for paragraph in [text.greeting].compactMap(\.self) + text.paragraphs { line(paragraph, &html) }
        for list in text.lists {
            if let heading = list.heading { html.element(.h2, text: heading) }
            html.element(.ul) { html in
                for line in list.lines { html.element(.li, text: line) }
            }
            html.markup("\n")
        }
        if let code = text.code { html.element(.p, Class("code"), text: code) }
        if let action = text.action {
            html.element(.p) { $0.element(.a, Class("button"), OwnLink(action.url), text: action.title) }
            html.markup("\n")
            html.element(.p, Class("quiet")) { html in
                html.say(.mail(.addressInstead))
                html.markup("<br>")
                html.element(.a, OwnLink(action.url), text: action.url.text)
            }
        }
        html.markup("\n")
        for paragraph in text.closing { line(paragraph, &html) }
    }

    private func line(_ paragraph: String, _ html: inout HTML) {
        html.element(.p, text: paragraph)
        html.markup("\n")
    }

    // MARK: Style

    /// Class rules, light and dark; no text of anybody's is in it.
    private var style: String {
        Self.shape + colours(brand.light) + "@media (prefers-color-scheme:dark){"
            + colours(brand.dark ?? brand.light.darkened) + "}"
    }

    private static let shape = """
        body{margin:0;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif}\
        .sheet{max-width:560px;margin:0 auto;padding:24px 16px}\
        .brand{font-weight:600;font-size:18px;margin:0 0 16px}\
        .brand img{height:32px;padding:6px;border-radius:6px}\
        .card{border-radius:12px;padding:24px;border-width:1px;border-style:solid}\
        h1{font-size:22px;line-height:1.3;margin:0 0 16px}h2{font-size:16px;margin:0 0 4px}p,ul{margin:0 0 16px}\
        ul{padding:0 0 0 20px}\
        .button{display:inline-block;padding:12px 20px;border-radius:8px;font-weight:600;text-decoration:none}\
        .code{font:600 30px/1.2 ui-monospace,Consolas,monospace;letter-spacing:6px}\
        .quiet,.foot{font-size:13px}.quiet a{word-break:break-all}.foot{margin:16px 8px}

        """

    /// The logo keeps the light ground in dark surroundings: it was drawn for one.
    private func colours(_ palette: Palette) -> String {
        let shades = Shades(palette)
        return """
            body{background:\(palette.background.hex);color:\(palette.text.hex)}\
            .brand img{background:\(brand.light.surface.hex)}\
            .card{background:\(palette.surface.hex);border-color:\(palette.border.hex)}\
            a{color:\(shades.link.hex)}.button{background:\(palette.primary.hex);color:\(palette.onPrimary.hex)}\
            .quiet,.foot{color:\(palette.muted.hex)}

            """
    }
}

/// Where a link of a mail leads: a page of ours, with its host.
struct OwnLink: Attribute {
    let url: OwnURL

    init(_ url: OwnURL) { self.url = url }

    func write(into html: inout HTML) {
        html.markup(" href=\"")
        html.text(url.text)
        html.markup("\"")
    }
}
