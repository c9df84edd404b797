import HTTPTypes
import PortalCore
import PortalPages

/// What somebody turned out to be at an agency's door.
enum Seat: Hashable, Sendable {
    case nobody, client, staff, home

    init(_ entry: Entry) {
        self =
            switch entry {
            case .reception: .nobody
            case .clientPortal: .client
            case .agencyConsole: .staff
            case .home: .home
            }
    }

    init(_ entry: ChangingEntry) {
        self =
            switch entry {
            case .reception: .nobody
            case .clientPortal: .client
            case .agencyConsole: .staff
            case .home: .home
            }
    }
}

/// How a request came: as somebody going to a page, or as a form or program that wants an answer to itself.
enum Manner: Hashable, Sendable {
    /// Going to a page; the path leads back to it after sign-in, if it can.
    case navigation(OwnPath?)
    case other
}

/// What somebody is told who came to a route that is not theirs.
enum Turn: Hashable, Sendable {
    case goTo(OwnPath)
    case signInFirst
    case notFound

    /// Decides it: navigations are shown the way, everything else learns only whether it has a session.
    static func away(_ seat: Seat, manner: Manner) -> Turn {
        switch (manner, seat) {
        case (.navigation(let path), .nobody): .goTo(.signIn(next: path))
        case (.navigation, .client), (.navigation, .staff), (.navigation, .home): .goTo(OwnPath(seat.landing))
        case (.other, .nobody): .signInFirst
        case (.other, .client), (.other, .staff), (.other, .home): .notFound
        }
    }

    /// The same for a path on an audience's ground that leads nowhere: its own people are told that there is nothing.
    static func nowhere(on ground: Audience, _ seat: Seat, manner: Manner) -> Turn {
        switch (ground, seat) {
        case (.client, .client), (.staff, .staff): .notFound
        case (.client, _), (.staff, _): away(seat, manner: manner)
        case (.anyone, _), (.token, _), (.engine, _), (.operator, _): .notFound
        }
    }
}
