/// What mails say.
public enum MailPhrase: Hashable, Sendable {
    case greeting(name: String)
    /// Why its reader gets it, at the end of every mail.
    case footer(brand: String)
    /// Above the address behind a button.
    case addressInstead
    case signIn
    case invitationSubject(place: String), invitationTitle(place: String)
    case invitation(inviter: String, place: String, brand: String), invitationUntil(String), invitationUnknown, accept
    /// Why somebody gets it who may not have an account yet.
    case invitationFooter(brand: String)
    case emailChangeSubject(brand: String), emailChangeTitle, emailChange(email: String, brand: String)
    case emailChangeUntil(String), emailChangeUnknown, confirmEmail
    /// Why an address gets it that is nobody's yet.
    case emailChangeFooter(brand: String)
    case emailChangedSubject(brand: String), emailChangedTitle, emailChanged(brand: String, at: String)
    case emailChangedByAnother(brand: String)
    case passwordResetSubject(brand: String), passwordResetTitle
    case passwordReset(brand: String, minutes: Int), passwordResetByAnother, setPassword
    case passwordChangedSubject(brand: String), passwordChangedTitle
    case passwordChanged(brand: String, at: String), passwordChangedByAnother(brand: String)
}
