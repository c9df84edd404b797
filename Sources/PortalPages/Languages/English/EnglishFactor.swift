extension English {
    func say(_ phrase: FactorPhrase) -> String {
        switch phrase {
        case .title: "Second factor"
        case .on(let since): "On since \(since)"
        case .off: "Off"
        case .codesLeft(let count):
            count == 0 ? "No recovery codes left" : plural(count, "recovery code left", "recovery codes left")
        case .setUp: "Set up"
        case .manage: "Manage"
        case .lede:
            "With it, nobody gets in with your password or a mailed code alone: an app on your phone shows a new code every 30 seconds."
        case .replace: "Set up on another device"
        case .replaceNote(let brand): "\(brand) asks for a second factor, so you set up a new one right away."
        case .dueTitle: "One more step: a second factor"
        case .due(let brand): "\(brand) asks for a second factor. Set it up here, and you can go on."
        case .scan: "1. Scan this with an authenticator app, such as the one your phone came with."
        case .picture: "A QR code with the key below"
        case .typeKey: "Or type this key into the app:"
        case .key: "Key"
        case .code: "Code from your app"
        case .codeHint: "2. Type the six digits that the app shows now."
        case .currentPassword: "Your password"
        case .turnOn: "Turn on"
        case .turnOff: "Turn off"
        case .turnOffQuestion: "Once it is off, your password or a code by mail alone is enough to sign in."
        case .newCodes: "Make new recovery codes"
        case .newCodesNote: "New recovery codes replace the old ones."
        case .codesTitle: "Your recovery codes"
        case .codesNote:
            "Keep them where you keep important papers. Each lets you in once if you lose your device. They are shown this once."
        case .goOn: "I have kept them"
        case .signInTitle: "Your code"
        case .signInLede: "Open your authenticator app and type the code that it shows for this account."
        case .recoveryLede: "Lost your device?"
        case .recoveryCode: "Recovery code"
        case .recoveryHint:
            "One of the codes that you were shown when you set up the second factor. If you have none left, ask whoever you work with here."
        case .signIn: "Sign in"
        case .startOver: "Start over"
        case .codeRefused(let triesLeft):
            "That code is not right, or was used before. You can try \(plural(triesLeft, "more time", "more times"))."
        case .has: "Has a second factor"
        case .reset: "Reset second factor"
        case .resetQuestion(let name):
            "Only do this if \(name) asked you to, and you know that it was them. They are signed out everywhere, and their password or a code by mail alone will let them in."
        case .rules: "Sign-in"
        case .rulesLede:
            "Who needs a second factor. It holds from everybody’s next click on: whoever has none is asked to set it up first."
        case .askStaff: "Staff need a second factor"
        case .askStaffHint: "You too."
        case .askClients: "Clients need a second factor"
        case .askClientsHint: "In every workspace."
        }
    }
}
