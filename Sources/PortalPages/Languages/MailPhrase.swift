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
    case mailedCodeSubject(brand: String), mailedCodeTitle, mailedCode(brand: String)
    case mailedCodeUntil(minutes: Int), mailedCodeByAnother(brand: String)
    case passwordChangedSubject(brand: String), passwordChangedTitle
    case passwordChanged(brand: String, at: String), passwordChangedByAnother(brand: String)
    case factorResetSubject(brand: String), factorResetTitle
    /// By a member of staff, or with `nil` by whoever runs the service.
    case factorReset(by: String?, brand: String, at: String), factorResetNext, factorResetByAnother(brand: String)
    case factorOffSubject(brand: String), factorOffTitle
    case factorOff(brand: String, at: String), factorOffByAnother(brand: String)
    case ownershipReceivedSubject(brand: String), ownershipReceivedTitle(brand: String)
    case ownershipReceived(from: String, brand: String, at: String), ownershipMeaning
    case ownershipGivenSubject(brand: String), ownershipGivenTitle
    case ownershipGiven(to: String, brand: String, at: String), ownershipGivenByAnother(to: String)
    case openTeam
}
