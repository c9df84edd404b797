import PortalCore

/// One field of a form with all that belongs to it.
struct TextField {
    enum Kind {
        case line, email, newEmail, password, newPassword, currentPassword, name, url, wholeNumber
        /// Shown by an authenticator app, or mailed.
        case sixDigits
        case paragraph
    }

    let name: FieldName
    let label: Phrase
    let kind: Kind
    var value = ""
    var hint: Phrase?
    var isRequired = true
    var limit: Int?
}

extension HTML {
    /// A form that is posted, with the token it needs.
    mutating func form(
        post path: Path, csrf: String, at place: StaticString = "",
        asking question: (text: Phrase, action: Phrase)? = nil,
        content: (inout HTML) -> Void
    ) {
        let formats = formats
        element(
            .form, Fixed("method", "post"), Address.action(path), place.utf8CodeUnitCount > 0 ? Class(place) : nil,
            question.map { Words(.confirm, formats.say($0.text)) },
            question.map { Words(.confirmAction, formats.say($0.action)) }
        ) { html in
            html.formToken(csrf)
            content(&html)
        }
    }

    /// A form of one button.
    mutating func buttonForm(
        _ title: Phrase, post path: Path, csrf: String, button: StaticString = "button",
        hidden: (FieldName, String)? = nil, asking question: (text: Phrase, action: Phrase)? = nil
    ) {
        form(post: path, csrf: csrf, asking: question) { html in
            if let hidden { html.hidden(hidden.0, hidden.1) }
            html.element(.button, Class(button), say: title)
        }
    }

    /// That some things need another look, above a form that came back.
    mutating func troubles(of state: FormState) {
        if let obstacle = state.obstacle {
            note(.bad, isAlert: true) { $0.say(.problem(.obstacle(obstacle))) }
        } else if state.errorCount > 0 {
            note(.bad, isAlert: true) { $0.say(.problem(.summary(count: state.errorCount))) }
        }
    }

    mutating func field(_ field: TextField, error: Phrase? = nil) {
        element(.div, Class("field")) { html in
            html.label(field.name, field.label, isRequired: field.isRequired)
            let described = Self.description(of: field.name, error: error != nil, hint: field.hint != nil)
            let invalid: Fixed? = error == nil ? nil : Fixed("aria-invalid", "true")
            switch field.kind {
            case .paragraph:
                html.element(
                    .textarea, ForField(.id, field.name), ForField(.name, field.name), Fixed("rows", "4"),
                    field.limit.map { Count("maxlength", $0) }, Flag("required", field.isRequired), invalid, described
                ) { html in
                    // A line feed right after the tag would be swallowed.
                    html.markup("\n")
                    html.text(field.value)
                }
            case .line, .email, .newEmail, .password, .newPassword, .currentPassword, .name, .url, .wholeNumber,
                .sixDigits:
                html.void(
                    .input, ForField(.id, field.name), ForField(.name, field.name), field.kind.type, field.kind.filling,
                    field.kind.isSecret ? nil : Words(.value, field.value), field.limit.map { Count("maxlength", $0) },
                    Flag("required", field.isRequired), invalid, described)
            }
            html.afterField(field.name, hint: field.hint, error: error)
        }
    }

    /// A choice of one among few. What is there for our script changes nothing without it.
    mutating func select(
        _ name: FieldName, label: Phrase, hint: Phrase? = nil, error: Phrase? = nil, forScript: Words? = nil,
        options: [(value: String, title: String, isChosen: Bool)]
    ) {
        element(.div, Class("field")) { html in
            html.label(name, label, isRequired: true)
            html.element(
                .select, ForField(.id, name), ForField(.name, name), error == nil ? nil : Fixed("aria-invalid", "true"),
                Self.description(of: name, error: error != nil, hint: hint != nil), forScript
            ) { html in
                for option in options {
                    // An option without a value of its own sends its title.
                    let value = option.value == option.title ? nil : Words(.value, option.value)
                    html.element(.option, value, Flag("selected", option.isChosen), text: option.title)
                }
            }
            html.afterField(name, hint: hint, error: error)
        }
    }

    /// A box to tick, with what ticking it means.
    mutating func tick(
        _ name: FieldName, value: String = "yes", label: Phrase, hint: Phrase?, isOn: Bool,
        kind: StaticString = "checkbox"
    ) {
        element(.label, Class("tick")) { html in
            html.void(
                .input, Fixed("type", kind), ForField(.name, name), Words(.value, value), Flag("checked", isOn))
            html.element(.span) { html in
                html.say(label)
                if let hint {
                    html.markup("<br>")
                    html.element(.span, Class("hint"), say: hint)
                }
            }
        }
    }

    private mutating func label(_ name: FieldName, _ label: Phrase, isRequired: Bool) {
        element(.label, ForField(.target, name)) { html in
            html.say(label)
            guard !isRequired else { return }
            html.markup(" ")
            html.element(.span, Class("hint"), say: .common(.optional))
        }
    }

    mutating func afterField(_ name: FieldName, hint: Phrase?, error: Phrase?) {
        if let error { element(.div, Class("wrong"), FieldNote(.error, name), say: error) }
        if let hint { element(.div, Class("hint"), FieldNote(.hint, name), say: hint) }
    }

    private static func description(of name: FieldName, error: Bool, hint: Bool) -> ForField? {
        switch (error, hint) {
        case (true, true): ForField(.describedByBoth, name)
        case (true, false): ForField(.describedByError, name)
        case (false, true): ForField(.describedByHint, name)
        case (false, false): nil
        }
    }
}

/// The id of what is said beside a field, by which the field points to it.
private struct FieldNote: Attribute {
    enum Kind { case error, hint }

    let kind: Kind
    let field: FieldName

    init(_ kind: Kind, _ field: FieldName) {
        self.kind = kind
        self.field = field
    }

    func write(into html: inout HTML) {
        switch kind {
        case .error: html.markup(" id=\"e-")
        case .hint: html.markup(" id=\"h-")
        }
        html.text(field.rawValue)
        html.markup("\"")
    }
}

extension TextField.Kind {
    fileprivate var type: Fixed {
        switch self {
        case .line, .name, .paragraph: Fixed("type", "text")
        case .email, .newEmail: Fixed("type", "email")
        case .password, .newPassword, .currentPassword: Fixed("type", "password")
        case .url: Fixed("type", "url")
        case .wholeNumber, .sixDigits: Fixed("inputmode", "numeric")
        }
    }

    /// How browsers and password managers may fill it.
    fileprivate var filling: Fixed? {
        switch self {
        case .email: Fixed("autocomplete", "username")
        case .newEmail: Fixed("autocomplete", "email")
        case .password, .currentPassword: Fixed("autocomplete", "current-password")
        case .newPassword: Fixed("autocomplete", "new-password")
        case .name: Fixed("autocomplete", "name")
        case .sixDigits: Fixed("autocomplete", "one-time-code")
        case .line, .url, .wholeNumber, .paragraph: Fixed("autocomplete", "off")
        }
    }

    fileprivate var isSecret: Bool {
        switch self {
        case .password, .newPassword, .currentPassword, .sixDigits: true
        case .line, .email, .newEmail, .name, .url, .wholeNumber, .paragraph: false
        }
    }
}
