import PortalCore

extension English {
    func say(_ phrase: CommonPhrase) -> String {
        switch phrase {
        case .title(let page, let brand): "\(page) · \(brand)"
        case .section(let section): name(of: section)
        case .skipToContent: "Skip to content"
        case .menu: "Menu"
        case .mainNavigation: "Main"
        case .signOut: "Sign out"
        case .switchWorkspace: "Switch workspace"
        case .pages: "Pages"
        case .newest: "Newest"
        case .older: "Older"
        case .first: "First"
        case .next: "Next"
        case .save: "Save"
        case .confirmation: "Are you sure?"
        case .keep: "Go back"
        case .optional: "optional"
        case .flash(let flash): say(flash)
        case .needHelp(let brand): "Need a hand? Write to \(brand):"
        case .seeAll: "See all"
        }
    }

    private func name(of section: Section) -> String {
        switch section {
        case .dashboard: "Dashboard"
        case .workflows: "Workflows"
        case .runs: "Runs"
        case .connections: "Connections"
        case .forms: "Forms"
        case .billing: "Billing"
        case .account: "Account"
        case .clients: "Clients"
        case .team: "Team"
        case .settings: "Settings"
        }
    }

    private func say(_ flash: Flash) -> String {
        switch flash {
        case .signedOut: "You are signed out."
        case .nameSaved: "Your name is saved."
        case .passwordChanged: "Your password is changed. Everywhere else, you have been signed out."
        case .emailAsked: "If that address can be used here, a link is on its way to it."
        case .emailKept: "Your email address stays as it is."
        case .emailChanged: "Your new email address is confirmed. Sign in with it from now on."
        case .regionSaved: "Your language and time zone are saved."
        case .noticesSaved: "What we write to you about is saved."
        case .factorOff: "Your second factor is off."
        case .factorReset: "Their second factor is gone. They sign in without it and can set up a new one."
        case .signInRulesSaved: "How people sign in is saved. It holds from their next click on."
        case .passwordSet: "Your password is changed. Sign in with it now."
        case .sessionEnded: "That device is signed out."
        case .otherSessionsEnded: "Every other device is signed out."
        case .runStarted: "The run is on its way. This page follows it."
        case .runCanceled: "The run is canceled. Nothing was started."
        case .workflowSaved: "The workflow is saved."
        case .statusChanged: "The workflow’s status is changed."
        case .triggerSaved: "Where the workflow runs is saved."
        case .clientCreated: "The client is created. Workflows and people can now be added."
        case .clientRenamed: "The client is renamed."
        case .clientArchived: "The client is archived. Its people no longer see it."
        case .clientRestored: "The client is back, with everything in it."
        case .invited: "The invitations are on their way."
        case .invitationSent: "The invitation is on its way again, with a new link."
        case .invitationWithdrawn: "The invitation is withdrawn. Its link no longer works."
        case .invitationAccepted: "You have joined. Sign in to see it."
        case .memberRemoved: "That person no longer has access."
        case .areasSaved: "What they see is saved. It holds from their next click on."
        case .roleChanged: "Their role is changed. It holds from their next click on."
        case .ownershipTransferred: "The agency has a new owner, and you are an admin now. You both get a mail."
        case .keyRevoked: "The key is revoked. It stops working at its next use."
        }
    }

    func say(_ phrase: TimePhrase) -> String {
        switch phrase {
        case .now: "just now"
        case .minutes(let count, let isPast): Distances.minutes.say(count, isPast)
        case .hours(let count, let isPast): Distances.hours.say(count, isPast)
        case .days(let count, let isPast): Distances.days.say(count, isPast)
        case .duration(.tenths(let tenths)): Lengths.tenths.say(tenths)
        case .duration(.seconds(let seconds)): Lengths.seconds.say(seconds)
        case .duration(.minutes(let minutes, let seconds)):
            Lengths.minutes.say(minutes) + " " + Lengths.seconds.say(seconds)
        case .duration(.hours(let hours, let minutes)): Lengths.hours.say(hours) + " " + Lengths.minutes.say(minutes)
        case .duration(.days(let days, let hours)): Lengths.days.say(days) + " " + Lengths.hours.say(hours)
        }
    }

    func say(_ phrase: TroublePhrase) -> String {
        switch phrase {
        case .title(let trouble): title(of: trouble)
        case .explanation(let trouble): explanation(of: trouble)
        case .wayOn(let trouble): wayOn(from: trouble)
        }
    }

    private func title(of trouble: Trouble) -> String {
        switch trouble {
        case .notFound: "There is nothing here"
        case .notPermitted: "Your role does not include this"
        case .notNow: "That is not possible right now"
        case .formExpired: "This page was open for too long"
        case .malformed: "That could not be read"
        case .signInFirst: "Please sign in first"
        case .tooManyTries: "Too many tries"
        case .failed: "Something went wrong on our side"
        case .busy: "Just a moment"
        }
    }

    private func explanation(of trouble: Trouble) -> String {
        switch trouble {
        case .notFound: "The page you asked for does not exist, or is no longer available."
        case .notPermitted: "The owner or an admin of your agency can do this, or change what you may do."
        case .notNow(let obstacle): say(.obstacle(obstacle))
        case .formExpired: "Nothing was changed. Go back, load the page again, and send it once more."
        case .malformed: "Nothing was changed. Go back and try once more."
        case .signInFirst: "You have been signed out, or your session has ended."
        case .tooManyTries(let minutes):
            "To keep accounts safe, signing in is paused for a while. Try again in \(plural(minutes, "minute", "minutes"))."
        case .failed: "It has been noted, and nothing you did was lost unless it says so. Please try again."
        case .busy: "Many people are signing in at once. Please try again in a few seconds."
        }
    }

    private func wayOn(from trouble: Trouble) -> String {
        switch trouble {
        case .notFound, .notPermitted, .notNow, .formExpired, .malformed: "Go to the start"
        case .signInFirst: "Sign in"
        case .tooManyTries, .failed, .busy: "Try again"
        }
    }

    func say(_ phrase: ProblemPhrase) -> String {
        switch phrase {
        case .summary(let count):
            count == 1 ? "One thing needs another look." : "\(number(count)) things need another look."
        case .field(let field, let problem): say(problem, of: field)
        case .obstacle(let obstacle): say(obstacle)
        }
    }

    private func say(_ problem: FieldProblem.Problem, of field: FieldName) -> String {
        switch problem {
        case .missing: missing(field)
        case .tooLong(let limit): "Please keep this to \(number(limit)) characters or fewer."
        case .notAnOption: "Please choose one of the options."
        case .malformed: malformed(field)
        case .unchanged: "This is what you have already."
        case .password(.tooShort(let minimum)): "Please use at least \(minimum) characters."
        case .password(.tooLong(let maximum)): "Please use at most \(maximum) characters."
        case .password(.tooCommon): "This password is one of the first that anybody would guess. Please choose another."
        case .password(.isOwnAddress): "Please choose something other than your own address."
        case .codeWrong:
            "This code is not right, or was used before. Wait for the next one, and check that your device’s clock is right."
        case .addresses(let problems): problems.map(sentence).joined(separator: " ")
        case .tooMany(let limit): "Please give \(number(limit)) or fewer at once."
        case .passwordsDiffer: "The two new passwords are not the same."
        }
    }

    private func sentence(_ problem: AddressProblem) -> String {
        switch problem.kind {
        case .malformed: "“\(problem.address)” does not look like an email address."
        case .isMember: "\(problem.address) is here already."
        case .isInvited: "\(problem.address) has been invited already; send that invitation again instead."
        case .isStaff: "\(problem.address) is on your team, and cannot be a client as well."
        case .isClient: "\(problem.address) is a client, and cannot be on your team as well."
        case .isSuspended: "\(problem.address) is suspended."
        }
    }

    private func missing(_ field: FieldName) -> String {
        switch field {
        case .name: "Please give a name."
        case .email: "Please give an email address."
        case .emails: "Please give at least one email address."
        case .permissions: "Please choose at least one permission."
        case .apiURL: "This engine needs an address: what proves who asks is sent there, and nowhere else."
        case .engine: "Please choose the engine that this belongs to."
        default: "Please fill this in."
        }
    }

    private func malformed(_ field: FieldName) -> String {
        switch field {
        case .email: "This does not look like an email address."
        case .apiURL, .triggerURL: "Please give a full address that begins with https:// or http://."
        case .timeLimit: "Please give a whole number of minutes, from 1 to 43,200."
        case .credential: "This cannot be sent as it is. Please check the name and the secret for odd characters."
        default: "Please check this once more."
        }
    }

    private func say(_ obstacle: Obstacle) -> String {
        switch obstacle {
        case .workflowNotStartable(.paused): "This workflow is paused, so it was not started."
        case .workflowNotStartable: "This workflow is not in service, so it was not started."
        case .workflowHasNoTrigger: "This workflow cannot be started from here yet."
        case .workspaceArchived: "This client is archived. Restore it before changing anything in it."
        case .runNotQueued: "This run has already been sent off, so it can no longer be canceled here."
        case .runCannotBeRetried(.running), .runCannotBeRetried(.waiting): "This run is still going."
        case .runCannotBeRetried(.succeeded): "This run succeeded, so there is nothing to retry."
        case .runCannotBeRetried: "This run cannot be retried."
        case .nameTaken: "There is one of this name already."
        case .currentPasswordWrong: "This is not your current password."
        case .signInNotFresh: "You have been signed in for too long for this. Sign in again, and come back."
        case .secondFactorOn: "Your second factor is on already."
        case .secondFactorOff: "You have no second factor."
        case .ownFactor: "Your own second factor is changed in your own account."
        case .ownersFactor: "The owner’s second factor cannot be reset by anybody here."
        case .ownMembership:
            "Nobody removes themselves or changes their own role. Ask the owner or another admin."
        case .ownersMembership:
            "The owner cannot be removed, and stays the owner until they hand the agency over."
        }
    }
}

/// Distances in time in words. Pages are full of short ones: those are written once.
private struct Distances {
    private let one: String
    private let other: String
    private var past: [String] = []
    private var future: [String] = []

    static let minutes = Distances("minute", "minutes")
    static let hours = Distances("hour", "hours")
    static let days = Distances("day", "days")

    private init(_ one: String, _ other: String) {
        self.one = one
        self.other = other
        past = (0..<60).map { write($0, isPast: true) }
        future = (0..<60).map { write($0, isPast: false) }
    }

    func say(_ count: Int, _ isPast: Bool) -> String {
        guard past.indices.contains(count) else { return write(count, isPast: isPast) }
        return isPast ? past[count] : future[count]
    }

    private func write(_ count: Int, isPast: Bool) -> String {
        let span = English().plural(count, one, other)
        return isPast ? span + " ago" : "in " + span
    }
}

/// Lengths of time in one unit. Lists are full of the short ones: those are made once.
private struct Lengths {
    private let make: @Sendable (Int) -> String
    private let made: [String]

    private init(_ make: @escaping @Sendable (Int) -> String) {
        self.make = make
        made = (0..<100).map(make)
    }

    func say(_ count: Int) -> String { made.indices.contains(count) ? made[count] : make(count) }

    static let tenths = Lengths { "\($0 / 10).\($0 % 10) s" }
    static let seconds = Lengths { "\($0) s" }
    static let minutes = Lengths { "\($0) m" }
    static let hours = Lengths { "\($0) h" }
    static let days = Lengths { "\($0) d" }
}
