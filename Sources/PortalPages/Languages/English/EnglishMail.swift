import PortalCore

extension English {
    func say(_ phrase: MailPhrase) -> String {
        switch phrase {
        case .greeting(let name): "Hello \(name),"
        case .footer(let brand): "You get this because of your account at \(brand)."
        case .addressInstead: "If the button does not work, open this address:"
        case .signIn: "Sign in"
        case .invitationSubject(let place): "You are invited to \(place)"
        case .invitationTitle(let place): "You are invited to \(place)"
        case .invitation(let inviter, let place, let brand):
            "\(inviter) at \(brand) invites you to \(place). Accept, and you see what is done for you there."
        case .invitationUntil(let day): "The link is good until \(day), and once."
        case .invitationUnknown: "If you do not know what this is about, ignore this mail."
        case .accept: "Accept invitation"
        case .invitationFooter(let brand): "You get this because somebody at \(brand) gave your address."
        case .emailChangeSubject(let brand): "Confirm your new address at \(brand)"
        case .emailChangeTitle: "Confirm your new address"
        case .emailChange(let email, let brand):
            "Somebody who has an account at \(brand) wants to use \(email) for it from now on. Nothing changes until that is confirmed."
        case .emailChangeUntil(let moment): "The link is good until \(moment), and once."
        case .emailChangeUnknown: "If that was not you, ignore this mail: nothing changes."
        case .confirmEmail: "Confirm this address"
        case .emailChangeFooter(let brand): "You get this because this address was given for an account at \(brand)."
        case .emailChangedSubject(let brand): "Your email address at \(brand) was changed"
        case .emailChangedTitle: "Your email address was changed"
        case .emailChanged(let brand, let moment):
            "Your account at \(brand) has another email address since \(moment). Mail no longer comes to you here, and you sign in with the new address."
        case .emailChangedByAnother(let brand):
            "If that was not you, tell whoever you work with at \(brand) at once."
        case .passwordResetSubject(let brand): "Set a new password at \(brand)"
        case .passwordResetTitle: "Set a new password"
        case .passwordReset(let brand, let minutes):
            "Somebody asked for a new password for your account at \(brand). The link is good for \(minutes) minutes, and once."
        case .passwordResetByAnother: "If that was not you, ignore this mail: nothing has changed."
        case .setPassword: "Set a new password"
        case .mailedCodeSubject(let brand): "Your code to sign in at \(brand)"
        case .mailedCodeTitle: "Your code to sign in"
        case .mailedCode(let brand):
            "Somebody asked to sign in to your account at \(brand). Type this code in the browser that waits for it:"
        case .mailedCodeUntil(let minutes):
            "Code and link are good for \(minutes) minutes after they were asked for, once, and in that browser only."
        case .mailedCodeByAnother(let brand):
            "If that was not you, ignore this mail. Nobody at \(brand) will ever ask you for this code."
        case .passwordChangedSubject(let brand): "Your password at \(brand) was changed"
        case .passwordChangedTitle: "Your password was changed"
        case .passwordChanged(let brand, let moment):
            "The password of your account at \(brand) was changed on \(moment). Every other device has been signed out."
        case .passwordChangedByAnother(let brand):
            "If that was not you, choose a new password on the sign-in page now, and tell whoever you work with at \(brand)."
        case .factorResetSubject(let brand): "Your second factor at \(brand) was reset"
        case .factorResetTitle: "Your second factor was reset"
        case .factorReset(let name, let brand, let moment):
            "\(name ?? "Whoever runs this service") took away the second factor of your account at \(brand) on \(moment). You have been signed out everywhere, and your password alone lets you in now."
        case .factorResetNext: "Sign in, and set up a new second factor in your account."
        case .factorResetByAnother(let brand):
            "If you did not ask for this, choose a new password on the sign-in page now, and tell whoever you work with at \(brand)."
        case .factorOffSubject(let brand): "Your second factor at \(brand) is off"
        case .factorOffTitle: "Your second factor is off"
        case .factorOff(let brand, let moment):
            "The second factor of your account at \(brand) was turned off on \(moment). Your password alone lets you in now."
        case .factorOffByAnother(let brand):
            "If that was not you, choose a new password on the sign-in page now, and tell whoever you work with at \(brand)."
        case .ownershipReceivedSubject(let brand): "You are the owner of \(brand) now"
        case .ownershipReceivedTitle(let brand): "\(brand) is yours"
        case .ownershipReceived(let name, let brand, let moment):
            "\(name) made you the owner of \(brand) on \(moment), and is an admin from now on."
        case .ownershipMeaning: "As the owner you can do everything an admin can, and hand the agency over again."
        case .ownershipGivenSubject(let brand): "You handed \(brand) over"
        case .ownershipGivenTitle: "You handed your agency over"
        case .ownershipGiven(let name, let brand, let moment):
            "\(name) is the owner of \(brand) since \(moment). You are an admin from now on."
        case .ownershipGivenByAnother(let name):
            "If that was not you, talk to \(name) at once, and choose a new password on the sign-in page."
        case .openTeam: "Open the team"
        }
    }

    /// What kind of mail it is, in the agency's outbox.
    func word(for kind: MailKind) -> String {
        switch kind {
        case .emailChange: "Link for a new email address"
        case .emailChanged: "Email address changed"
        case .passwordChanged: "Password changed"
        case .passwordReset: "Link for a new password"
        case .invitation: "Invitation"
        case .factorReset: "Second factor reset"
        case .factorOff: "Second factor off"
        case .ownershipReceived: "New owner"
        case .ownershipGiven: "Agency handed over"
        case .mailedCode: "Code to sign in"
        case .runFailed: "A run failed"
        case .connectionNeedsMe: "A connection needs its client"
        case .invoiceDue: "An invoice is due"
        case .formWaits: "A form waits"
        case .weeklySummary: "Summary of the week"
        }
    }

    func word(for status: MailStatus) -> String {
        switch status {
        case .waiting: "Waiting"
        case .sent: "Sent"
        case .dead: "Not delivered"
        }
    }
}
