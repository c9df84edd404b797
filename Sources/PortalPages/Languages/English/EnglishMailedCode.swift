extension English {
    func say(_ phrase: MailedCodePhrase) -> String {
        switch phrase {
        case .instead: "Email me a code instead"
        case .title: "Sign in with a code"
        case .lede: "Give your email address, and we send you a code to sign in with. You need no password."
        case .send: "Email me a code"
        case .over:
            "That code or link does not work here. Each is good once, for 15 minutes and five tries, and only in the browser that asked for it. Go back there, or ask for a new one in this browser."
        case .sentTitle: "Look into your mailbox"
        case .sent:
            "If the address you gave has an account here, a code of eight digits is on its way. Type it here: it is good for 15 minutes, in this browser only."
        case .sentHint:
            "Nothing there after a few minutes? Look among unwanted mail. In one browser only its newest code works."
        case .another: "Ask for another code"
        case .digits: "Code from the mail"
        case .wrong(let triesLeft):
            "That code is not right. You can try \(plural(triesLeft, "more time", "more times"))."
        case .press: "Press the button, and this browser is signed in."
        }
    }
}
