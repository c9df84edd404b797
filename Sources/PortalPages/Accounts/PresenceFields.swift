import PortalCore

extension HTML {
    /// What shows that a form's reader is there: the current password of those who have one.
    mutating func presence(_ ask: PresenceAsk, label: Phrase, form: FormState) {
        guard ask == .password else { return }
        field(
            TextField(name: .currentPassword, label: label, kind: .currentPassword),
            error: form.error(.currentPassword))
    }

    /// What stands in the place of a form for which somebody without a password has to sign in again first.
    mutating func signInAgain(_ page: PageContext) {
        element(.p, say: .account(.signInAgainNote))
        buttonForm(.account(.signInAgain), post: .signOut, csrf: page.csrf)
    }
}
