import PortalCore

extension English {
    func say(_ phrase: ArrivalPhrase) -> String {
        switch phrase {
        case .signInTitle: "Sign in"
        case .signInTo(let brand): "Sign in to \(brand)"
        case .email: "Email"
        case .password: "Password"
        case .signIn: "Sign in"
        case .refused: "That email and password do not go together. Please check both and try again."
        case .forgotPassword: "Forgot your password?"
        case .forgotTitle: "Set a new password"
        case .forgotLede: "Give your email address, and we send you a link to set a new one."
        case .sendLink: "Send link"
        case .linkSentTitle: "Look into your mailbox"
        case .linkSent(let email): "If \(email) has an account here, a link is on its way. It is good for 30 minutes."
        case .linkSentHint: "Nothing there after a few minutes? Look among unwanted mail, or ask for another link."
        case .backToSignIn: "Back to sign in"
        case .resetTitle: "Set a new password"
        case .newPassword: "New password"
        case .repeatedPassword: "New password, once more"
        case .setPassword: "Set password"
        case .invitationTitle: "Invitation"
        case .invitationTo(let place): "You are invited to \(place)"
        case .invitationFrom(let inviter, let place, let email): "\(inviter) invites you to \(place), as \(email)."
        case .invitationHasAccount(let email):
            "There is an account of \(email) here already. After joining, sign in to it as you always do."
        case .invitationName: "Your name"
        case .invitationPasswordHint:
            "Leave it empty if you like: you can sign in with a code by mail instead. Otherwise at least 8 characters, better 15; a few unrelated words make a good one."
        case .accept: "Accept invitation"
        case .invitationForOther(let email, let reader):
            "This invitation is for \(email), and you are signed in as \(reader)."
        case .signOutToAccept: "Sign out and accept"
        case .copiedTitle: "Your invitation"
        case .copiedLede:
            "Press the button, and the invitation is mailed to the address that it is for. Open the link in that mail."
        case .mailIt: "Mail it to me"
        case .mailed: "If the invitation still stands, it is on its way to the address that was invited."
        case .newEmailTitle: "Confirm your new address"
        case .newEmail(let email, let brand):
            "Use \(email) for your account at \(brand)? From then on you sign in with it, and mail comes to you there."
        case .newEmailElse: "If you did not ask for this, close this page: nothing changes."
        case .confirmNewEmail: "Use this address"
        case .deadLinkTitle: "This link no longer works"
        case .deadLink: "It has been used, has expired, or a newer one has been sent."
        case .askForAnother: "Ask for another"
        case .signOutTitle: "Sign out"
        case .signOutQuestion(let brand): "Sign out of \(brand) on this device?"
        case .signOutButton: "Sign out"
        case .stay: "Stay signed in"
        case .homeTitle: "You are not a member of anything here any more"
        case .homeNobody(let brand): "Your account at \(brand) still exists, but it does not belong to a workspace."
        case .homeAsk(let brand): "If you think that is a mistake, ask whoever you work with at \(brand)."
        case .signedInAs(let email): "You are signed in as \(email)."
        }
    }

    func say(_ phrase: AccountPhrase) -> String {
        switch phrase {
        case .lede: "Your own details. Nobody else’s change with them."
        case .profile: "Profile"
        case .name: "Name"
        case .email: "Email"
        case .changeEmail: "Change email"
        case .changeEmailLede: "We mail a link to the new address. Until you use that link, nothing changes."
        case .newEmail: "New email"
        case .newEmailHint: "Using the link signs you out on every other device, and tells your present address."
        case .sendLink: "Send link"
        case .awaited(let email): "\(email) waits to be confirmed"
        case .awaitedHint:
            "Open the link that we mailed there; it is good for 24 hours. Nothing there? Ask again, or check the address."
        case .keepEmail: "Keep my present address"
        case .region: "Language and time"
        case .language: "Language"
        case .timeZone: "Time zone"
        case .agencyLanguage(let name): "The usual one here (\(name))"
        case .agencyTimeZone(let name): "The usual one here (\(name))"
        case .staffTimes(let zone): "Times are shown in \(zone), the agency’s own zone."
        case .change: "Change"
        case .saveName: "Save name"
        case .password: "Password"
        case .currentPassword: "Current password"
        case .newPassword: "New password"
        case .repeatedPassword: "New password, once more"
        case .newPasswordHint:
            "At least 8 characters; 15 or more if you have no second factor. A few unrelated words make a good one."
        case .changePassword: "Change password"
        case .setPassword: "Set password"
        case .passwordNote: "This signs you out on every other device."
        case .noPassword: "You have no password: you sign in with a code by mail. You can set one."
        case .signInAgain: "Sign in again"
        case .signInAgainNote:
            "To be sure that it is you, this has to be done within 15 minutes of signing in. Sign in again with a code by mail, and come back here."
        case .sessions: "Where you are signed in"
        case .sessionsLede: "If you do not recognise a device, sign it out and change your password."
        case .thisDevice: "This device"
        case .unknownDevice: "A browser"
        case .lastUsed: "Last used"
        case .sameNetwork: "from the network you are on now"
        case .privateNetwork: "from a private network"
        case .network(let name): "from the network \(name)"
        case .endSession: "Sign out"
        case .endSessionOf(let agent): "Sign out of \(agent)"
        case .endOthers: "Sign out everywhere else"
        case .endOthersQuestion: "Every device but this one is signed out at once."
        case .notices: "What we write to you about"
        case .noticesLede:
            "By email, and only what is ticked. Every such mail ends with a link that turns it off."
        case .notice(let notice): name(of: notice)
        case .data: "Your data"
        case .dataLede: "Everything that is kept of you as a person, as one file that other programs can read (JSON)."
        case .downloadData: "Download my data"
        case .visible(let brand): "What \(brand) can see of you"
        case .visibleLede(let isStaff):
            isStaff
                ? "This is about you as a person."
                : "This is about you as a person. What lies in a workspace, they see as well."
        case .visibleRecord: "Your record"
        case .secondFactor: "Second factor"
        case .factorOn: "On"
        case .factorOff: "Off"
        case .role: "Role"
        case .visiblePlaces: "What is open to you"
        case .openAreas(.all): "Everything"
        case .openAreas([]): "The dashboard alone"
        case .openAreas(let areas): "Only \(areas.list.map { name(of: $0) }.joined(separator: ", "))"
        case .visibleAsItHappens: "As it happens"
        case .visibleThing(let thing): say(thing)
        case .hidden(let brand): "What \(brand) never sees"
        case .hiddenThing(let thing): say(thing)
        }
    }

    private func say(_ thing: VisibleThing) -> String {
        switch thing {
        case .lastSeen: "When you were last here."
        case .changes: "What you start and change here, with the time."
        case .submissions: "The forms you fill in, with your name and the time."
        case .mails: "Which mails were sent to you, and whether they arrived."
        }
    }

    private func say(_ thing: HiddenThing) -> String {
        switch thing {
        case .password: "Your password."
        case .factorKey: "The key of your second factor, and your recovery codes."
        case .devices: "The devices that you sign in on, and the networks that you come from."
        case .cards: "The number of a card. You give it to the payment service, and it never comes here."
        }
    }

    func name(of notice: Notice) -> String {
        switch notice {
        case .runFailed: "A run failed"
        case .connectionNeedsMe: "A connection needs me"
        case .invoiceDue: "An invoice is due"
        case .formWaits: "A form waits to be filled in"
        case .weeklySummary: "A summary every week"
        }
    }
}
