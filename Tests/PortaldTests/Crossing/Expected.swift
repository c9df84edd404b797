import HTTPTypes
import PortalCore

@testable import PortalHTTP

/// What section 3 of the design says that somebody is told.
enum Expected: Hashable, Sendable {
    case success
    /// On to another page of the same host.
    case goTo(String)
    case status(Int)

    /// Whether an answer is this.
    func isMet(by answer: Answer) -> Bool {
        switch self {
        case .success: (200...299).contains(answer.status) || answer.status == 303
        case .goTo(let path): answer.status == 303 && answer["location"] == path && answer.body.isEmpty
        case .status(let status): answer.status == status
        }
    }
}

extension Expected {
    /// What a visitor is told who asks a route of this table for something of their own.
    init(_ visitor: Visitor, own route: Route, target: String, as manner: Browser.Manner) {
        let away = Expected.away(visitor, target: target, isNavigation: route.isNavigation(manner))
        switch (route.audience, visitor.seat) {
        case (.anyone, _), (.token, _): self = .success
        case (.client, .client(let areas)):
            self = Self.allows(.client(areas), route.action) ? .success : .status(404)
        case (.staff, .staff(let role)):
            self = Self.allows(.staff(role), route.action) ? .success : .status(403)
        case (.client, _), (.staff, _): self = away
        case (.engine, .key(let permissions, _)):
            self = route.action.map(permissions.contains) ?? true ? .success : .status(403)
        case (.engine, _): self = .status(401)
        case (.operator, _): self = .status(404)
        }
    }

    /// What they are told who ask for something that is not theirs, or never was.
    init(_ visitor: Visitor, foreign route: Route, target: String, as manner: Browser.Manner) {
        switch Expected(visitor, own: route, target: target, as: manner) {
        // Ending a session that has ended, or never was, is as good as ending it.
        case .success where route.slots.last == .path(.session): self = .success
        case .success: self = .status(404)
        // Whether a role would do is not said of what cannot be seen.
        case .status(403) where route.slots.first == .path(.workspace) && route.audience == .staff: self = .status(404)
        case let other: self = other
        }
    }

    /// What they are told at a path that has no such method.
    init(_ visitor: Visitor, nowhereAt target: String, method: String, as manner: Browser.Manner) {
        let isNavigation = manner == .navigation && (method == "GET" || method == "HEAD")
        switch (Audience(ground: target), visitor.seat) {
        case (.client, .client), (.staff, .staff): self = .status(404)
        case (.client, _), (.staff, _): self = .away(visitor, target: target, isNavigation: isNavigation)
        case (.engine, .key): self = .status(404)
        case (.engine, _): self = .status(401)
        case (.anyone, _), (.token, _), (.operator, _): self = .status(404)
        }
    }

    /// The way that somebody is shown who came to others' ground.
    private static func away(_ visitor: Visitor, target: String, isNavigation: Bool) -> Expected {
        switch visitor.seat {
        case .nobody, .key: isNavigation ? .goTo("/sign-in?next=\(target)") : .status(401)
        case .home: isNavigation ? .goTo("/") : .status(404)
        case .client: isNavigation ? .goTo("/portal") : .status(404)
        case .staff: isNavigation ? .goTo("/dashboard") : .status(404)
        }
    }

    /// Whether a standing could ever be allowed this: with everything in its favour. A route without an action asks for none.
    private static func allows(_ standing: Standing, _ action: Action?) -> Bool {
        guard let action else { return true }
        let best = AccessFacts(
            archived: false, published: true, clientTriggerable: true, invoice: .open, ownProfile: true)
        return AccessPolicy.decide(standing, action, best).isAllowed
    }
}

extension Audience {
    /// Whose a path is that leads nowhere: the same as that of the paths beside it.
    fileprivate init(ground target: String) {
        let first = target.split(separator: "?")[0].split(separator: "/").first ?? ""
        self =
            switch first {
            case "portal", "welcome": .client
            case "dashboard": .staff
            case "api": .engine
            default: .anyone
            }
    }
}

extension Route {
    fileprivate func isNavigation(_ manner: Browser.Manner) -> Bool {
        manner == .navigation && (method == .get || method == .head) && !isLive
    }
}
