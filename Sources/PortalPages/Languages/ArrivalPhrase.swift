import PortalCore

/// What sign-in and its neighbours say.
public enum ArrivalPhrase: Hashable, Sendable {
    case signInTitle
    case signInTo(brand: String)
    case email, password
    case signIn
    /// One sentence for every way in which signing in can fail.
    case refused
    case forgotPassword, forgotTitle, forgotLede, sendLink
    case linkSentTitle, linkSent(email: String), linkSentHint, backToSignIn
    case resetTitle, newPassword, repeatedPassword, setPassword
    case invitationTitle, invitationTo(place: String), invitationFrom(inviter: String, place: String, email: String)
    case invitationHasAccount(email: String), invitationName, invitationPasswordHint, accept
    case invitationForOther(email: String, reader: String), signOutToAccept
    case copiedTitle, copiedLede, mailIt, mailed
    case newEmailTitle, newEmail(email: String, brand: String), newEmailElse, confirmNewEmail
    case deadLinkTitle, deadLink, askForAnother
    case signOutTitle, signOutQuestion(brand: String), signOutButton, stay
    case homeTitle
    case homeNobody(brand: String)
    case homeAsk(brand: String)
    case signedInAs(email: String)
}

/// What the account page says.
public enum AccountPhrase: Hashable, Sendable {
    case lede
    case profile, name, email
    case saveName
    case changeEmail, changeEmailLede, newEmail, newEmailHint, sendLink
    /// While another address waits to be confirmed.
    case awaited(email: String), awaitedHint, keepEmail
    case region, language, timeZone
    /// The first choice of each: whatever the agency has.
    case agencyLanguage(String), agencyTimeZone(String)
    case staffTimes(String)
    case change
    case password, currentPassword, newPassword, repeatedPassword
    case newPasswordHint
    case changePassword, setPassword
    /// Of somebody who signs in with codes by mail.
    case noPassword
    /// Where they have to sign in again first.
    case signInAgain, signInAgainNote
    /// What changing it does elsewhere.
    case passwordNote
    case sessions, sessionsLede
    case thisDevice
    case unknownDevice
    case lastUsed
    /// Where a session was opened: from the network of the one that looks, from a private one, or from another.
    case sameNetwork, privateNetwork, network(String)
    case endSession, endSessionOf(agent: String)
    case endOthers, endOthersQuestion
    case notices, noticesLede, notice(Notice)
    case data, dataLede, downloadData
    case visible(brand: String), visibleLede(isStaff: Bool)
    case visibleRecord, secondFactor, factorOn, factorOff, role
    case visiblePlaces, openAreas(Areas)
    case visibleAsItHappens, visibleThing(VisibleThing)
    case hidden(brand: String), hiddenThing(HiddenThing)
}

/// What the agency comes to see of a person beside their record.
public enum VisibleThing: CaseIterable, Hashable, Sendable { case lastSeen, changes, submissions, mails }

/// What it never sees.
public enum HiddenThing: CaseIterable, Hashable, Sendable { case password, factorKey, devices, cards }
