extension English {
    func say(_ phrase: ArrivalPhrase) -> String {
        switch phrase {
        case .signInTitle: "Sign in"
        case .signInTo(let brand): "Sign in to \(brand)"
        case .email: "Email"
        case .password: "Password"
        case .signIn: "Sign in"
        case .refused: "That email and password do not go together. Please check both and try again."
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
        case .emailHint(let brand): "To change your email address, ask whoever you work with at \(brand)."
        case .timeZone: "Times are shown in"
        case .saveName: "Save name"
        case .password: "Password"
        case .currentPassword: "Current password"
        case .newPassword: "New password"
        case .repeatedPassword: "New password, once more"
        case .newPasswordHint: "At least 8 characters. A few unrelated words make a good one."
        case .changePassword: "Change password"
        case .passwordNote: "Changing it signs you out on every other device."
        case .sessions: "Where you are signed in"
        case .sessionsLede: "If you do not recognise a device, sign it out and change your password."
        case .thisDevice: "This device"
        case .unknownDevice: "A browser"
        case .lastUsed: "Last used"
        case .endSession: "Sign out"
        case .endSessionOf(let agent): "Sign out of \(agent)"
        case .endOthers: "Sign out everywhere else"
        case .endOthersQuestion: "Every device but this one is signed out at once."
        }
    }
}
