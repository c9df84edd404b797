/// One attribute of an element. It writes itself with a leading space, quoted, or not at all.
protocol Attribute {
    func write(into html: inout HTML)
}

/// An attribute that is there only sometimes.
extension Optional: Attribute where Wrapped: Attribute {
    func write(into html: inout HTML) {
        if let self { self.write(into: &html) }
    }
}

/// Class names of our own stylesheet; empty ones are left out.
struct Class: Attribute {
    let first: StaticString
    let second: StaticString

    init(_ first: StaticString, _ second: StaticString = "") {
        self.first = first
        self.second = second
    }

    @inline(__always)
    func write(into html: inout HTML) {
        html.markup(" class=\"")
        html.markup(first)
        if second.utf8CodeUnitCount > 0 {
            html.markup(" ")
            html.markup(second)
        }
        html.markup("\"")
    }
}

/// An attribute whose name and value are both ours.
struct Fixed: Attribute {
    let name: StaticString
    let value: StaticString

    init(_ name: StaticString, _ value: StaticString) {
        self.name = name
        self.value = value
    }

    @inline(__always)
    func write(into html: inout HTML) {
        html.markup(" ")
        html.markup(name)
        html.markup("=\"")
        html.markup(value)
        html.markup("\"")
    }
}

/// An attribute without a value, such as `required`.
struct Flag: Attribute {
    let name: StaticString
    let isOn: Bool

    init(_ name: StaticString, _ isOn: Bool = true) {
        self.name = name
        self.isOn = isOn
    }

    @inline(__always)
    func write(into html: inout HTML) {
        guard isOn else { return }
        html.markup(" ")
        html.markup(name)
    }
}

/// An attribute that says something to a person, or hands a value to our own script: its text is anybody's.
///
/// The name is one of a closed set in which none is an address, a style or a handler.
struct Words: Attribute {
    enum Name {
        case alt, content, lang, placeholder, title, value
        case ariaLabel
        case confirm, confirmAction
        case ownZoneUnless
    }

    let name: Name
    let text: String

    init(_ name: Name, _ text: String) {
        self.name = name
        self.text = text
    }

    func write(into html: inout HTML) {
        switch name {
        case .alt: html.markup(" alt=\"")
        case .content: html.markup(" content=\"")
        case .lang: html.markup(" lang=\"")
        case .placeholder: html.markup(" placeholder=\"")
        case .title: html.markup(" title=\"")
        case .value: html.markup(" value=\"")
        case .ariaLabel: html.markup(" aria-label=\"")
        case .confirm: html.markup(" data-confirm=\"")
        case .confirmAction: html.markup(" data-confirm-action=\"")
        case .ownZoneUnless: html.markup(" data-own-zone-unless=\"")
        }
        html.text(text)
        html.markup("\"")
    }
}

/// An attribute that names a field, or an element by the field it belongs to.
struct ForField: Attribute {
    enum Role {
        case name, id, target, describedByError, describedByHint, describedByBoth
    }

    let role: Role
    let field: FieldName

    init(_ role: Role, _ field: FieldName) {
        self.role = role
        self.field = field
    }

    func write(into html: inout HTML) {
        switch role {
        case .name: write(" name=\"", "\"", &html)
        case .id: write(" id=\"f-", "\"", &html)
        case .target: write(" for=\"f-", "\"", &html)
        case .describedByError: write(" aria-describedby=\"e-", "\"", &html)
        case .describedByHint: write(" aria-describedby=\"h-", "\"", &html)
        case .describedByBoth:
            write(" aria-describedby=\"e-", " h-", &html)
            write("", "\"", &html)
        }
    }

    private func write(_ before: StaticString, _ after: StaticString, _ html: inout HTML) {
        html.markup(before)
        html.text(field.rawValue)
        html.markup(after)
    }
}

/// A whole number of our own making, such as `maxlength`.
struct Count: Attribute {
    let name: StaticString
    let value: Int

    init(_ name: StaticString, _ value: Int) {
        self.name = name
        self.value = value
    }

    @inline(__always)
    func write(into html: inout HTML) {
        html.markup(" ")
        html.markup(name)
        html.markup("=\"")
        html.integer(Int64(value))
        html.markup("\"")
    }
}

/// A length in hundredths of a per cent, as SVG takes them.
struct Percent: Attribute {
    let name: StaticString
    let hundredths: Int

    init(_ name: StaticString, hundredths: Int) {
        self.name = name
        self.hundredths = hundredths
    }

    @inline(__always)
    func write(into html: inout HTML) {
        html.markup(" ")
        html.markup(name)
        html.markup("=\"")
        html.hundredths(hundredths)
        html.markup("%\"")
    }
}

/// Where an element leads, sends or loads from: a path of our own, a place on the page, or a checked address.
struct Address: Attribute {
    enum Name {
        case href, src, action, stream
        /// Where a form goes by one button of several.
        case buttonAction
    }

    private enum Target {
        case path(Path)
        case url(SafeURL)
        case fragment(StaticString)
    }

    private let name: Name
    private let target: Target

    static func href(_ path: Path) -> Address { Address(name: .href, target: .path(path)) }
    static func href(_ url: SafeURL) -> Address { Address(name: .href, target: .url(url)) }
    static func href(fragment: StaticString) -> Address { Address(name: .href, target: .fragment(fragment)) }
    static func buttonAction(_ path: Path) -> Address { Address(name: .buttonAction, target: .path(path)) }
    static func src(_ path: Path) -> Address { Address(name: .src, target: .path(path)) }
    static func action(_ path: Path) -> Address { Address(name: .action, target: .path(path)) }
    /// Where our script hears news of what the element shows.
    static func stream(_ path: Path) -> Address { Address(name: .stream, target: .path(path)) }

    func write(into html: inout HTML) {
        switch name {
        case .href: html.markup(" href=\"")
        case .src: html.markup(" src=\"")
        case .action: html.markup(" action=\"")
        case .stream: html.markup(" data-stream=\"")
        case .buttonAction: html.markup(" formaction=\"")
        }
        switch target {
        case .path(let path): html.path(path)
        case .url(let url): html.text(url.text)
        case .fragment(let fragment):
            html.markup("#")
            html.markup(fragment)
        }
        html.markup("\"")
    }
}
