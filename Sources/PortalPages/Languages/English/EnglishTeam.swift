extension English {
    func say(_ phrase: TeamPhrase) -> String {
        switch phrase {
        case .you: "You"
        case .roleHint: "Members build and run. Admins also look after clients, people, billing, engines and keys."
        case .makeAdmin: "Make admin"
        case .makeAdminQuestion(let name):
            "\(name) can then invite and remove people, and look after clients, billing, engines and keys."
        case .makeMember: "Make member"
        case .makeMemberQuestion(let name):
            "\(name) can then build and run, and no longer look after clients, people, billing, engines and keys. Invitations they sent stop working until somebody sends them again."
        case .remove: "Remove"
        case .removeQuestion(let name):
            "\(name) is signed out at once and no longer has access to your agency. What they did stays. Invitations they sent stop working until somebody sends them again."
        case .chooseAreas: "Change what they see"
        case .areasOf(let name): "What \(name) sees"
        case .areasHint: "The dashboard and their own account are always there."
        case .transfer: "Transfer ownership"
        case .transferLede: "Hand your agency over to one of its admins."
        case .newOwner: "New owner"
        case .newOwnerHint: "One of your admins."
        case .password: "Your password"
        case .transferNote:
            "The new owner can do everything you can do now. You stay on the team as an admin, and only they can hand the agency back to you."
        case .transferQuestion: "The agency changes hands at once. You cannot take it back yourself."
        case .noHeirs: "Nobody to hand it over to yet"
        case .noHeirsHint: "Only an admin can become the owner. Make somebody an admin on the team’s page first."
        }
    }
}
