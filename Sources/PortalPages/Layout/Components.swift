import PortalCore

extension HTML {
    /// A page's heading: the way up, its name, a sentence, and what can be done.
    mutating func heading(
        _ title: String, lede: String? = nil, up: (title: String, path: Path)? = nil,
        actions: ((inout HTML) -> Void)? = nil
    ) {
        element(.div, Class("head")) { html in
            html.element(.div) { html in
                if let up {
                    html.element(.a, Class("crumb"), Address.href(up.path)) { html in
                        html.icon(.back)
                        html.text(up.title)
                    }
                }
                html.element(.h1, text: title)
                if let lede { html.element(.p, text: lede) }
            }
            if let actions { html.element(.div, Class("row"), content: actions) }
        }
    }

    /// A card under its own heading.
    mutating func card(_ title: Phrase, aside: ((inout HTML) -> Void)? = nil, content: (inout HTML) -> Void) {
        element(.section, Class("card")) { html in
            html.element(.div, Class("spread")) { html in
                html.element(.h2, say: title)
                aside?(&html)
            }
            content(&html)
        }
    }

    /// What stands where there is nothing yet.
    mutating func empty(_ icon: Icon, _ title: Phrase, _ hint: Phrase? = nil) {
        element(.div, Class("empty")) { html in
            html.icon(icon)
            html.element(.strong, say: title)
            if let hint { html.element(.p, say: hint) }
        }
    }

    /// A link that looks like a button.
    mutating func buttonLink(_ title: Phrase, to path: Path, isMain: Bool = false) {
        element(.a, Class(isMain ? "button main" : "button"), Address.href(path), say: title)
    }

    /// A small link beside a heading.
    mutating func asideLink(_ title: Phrase, to path: Path) {
        element(.a, Class("small"), Address.href(path), say: title)
    }

    /// One fact of a list of facts.
    mutating func fact(_ name: Phrase, value: (inout HTML) -> Void) {
        element(.div) { html in
            html.element(.dt, say: name)
            html.element(.dd, content: value)
        }
    }

    mutating func fact(_ name: Phrase, text: String) { fact(name) { $0.text(text) } }

    /// The heads of a table's columns; the first names each row.
    mutating func columns(_ names: [Phrase], endFrom: Int = .max) {
        element(.thead) { html in
            html.element(.tr) { html in
                for (index, name) in names.enumerated() {
                    html.element(
                        .th, Fixed("scope", "col"), index >= endFrom ? Class("end") : nil, say: name)
                }
            }
        }
    }

    /// A heading of a column that has nothing to say to the eye.
    mutating func pager(newest: Path?, older: Path?) {
        guard newest != nil || older != nil else { return }
        let label = Words(.ariaLabel, formats.say(.common(.pages)))
        element(.nav, Class("pager"), label) { html in
            if let newest { html.buttonLink(.common(.newest), to: newest) }
            if let older { html.buttonLink(.common(.older), to: older) }
        }
    }
}

/// A note that stands out: a colour at its edge, and words that do without it.
enum NoteTone {
    case plain, warn, bad

    fileprivate var name: StaticString {
        switch self {
        case .plain: ""
        case .warn: "warn"
        case .bad: "bad"
        }
    }
}

extension HTML {
    mutating func note(_ tone: NoteTone, isAlert: Bool = false, content: (inout HTML) -> Void) {
        element(.div, Class("note", tone.name), isAlert ? Fixed("role", "alert") : nil) { html in
            html.element(.div, content: content)
        }
    }
}
