/// What is said of second factors: one's own, at sign-in, and as the agency asks for them.
public enum FactorPhrase: Hashable, Sendable {
    case title
    case on(since: String), off
    case codesLeft(Int)
    case setUp, manage
    /// Why to have one.
    case lede
    /// Where it may not be off: another one is set up in its place.
    case replace, replaceNote(brand: String)
    case dueTitle, due(brand: String)
    case scan, picture, typeKey, key
    case code, codeHint
    case currentPassword
    case turnOn, turnOff, turnOffQuestion
    case newCodes, newCodesNote
    case codesTitle, codesNote
    case goOn
    // At sign-in.
    case signInTitle, signInLede
    case recoveryLede, recoveryCode, recoveryHint
    case signIn, startOver
    case codeRefused(triesLeft: Int)
    // For staff.
    case has
    case reset, resetQuestion(name: String)
    case rules, rulesLede, askStaff, askStaffHint, askClients, askClientsHint
}
