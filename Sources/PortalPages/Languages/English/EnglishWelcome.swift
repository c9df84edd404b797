import PortalCore

extension English {
    func say(_ phrase: WelcomePhrase) -> String {
        switch phrase {
        case .title: "Welcome"
        case .hello(let name): "Welcome, \(name)"
        case .lede(let place):
            "\(place) is open to you now. How would you like it? You can change all of this later, under Account."
        case .staffLede(let brand):
            "You are on the team of \(brand) now. How would you like it? You can change all of this later, under Account."
        case .save: "Save and go on"
        case .skip: "Not now"
        case .tourTitle(let place): "What you find at \(place)"
        case .tourLede(let brand):
            "This is where \(brand) shows you what it does for you. Nobody sees it but your people and theirs."
        case .area(.workflows):
            "What runs for you, what it is for, and how it went. What you may start yourself has a button."
        case .area(.connections): "The accounts that your workflows use, and whether each still works."
        case .area(.forms): "What your workflows need to know from you, and what you told them."
        case .area(.billing): "What you have booked, every invoice, and what is still open."
        case .nothingYet(let brand):
            "Nothing has been opened for you yet. Whoever you work with at \(brand) can do that."
        case .account: "Your name, your password, and what we write to you about."
        case .enter: "Go to my dashboard"
        }
    }
}
