import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// Each route succeeds for whoever it is for, so that no missing token or bad body can pass for a refusal; and what its use case
/// decides is the action that the table declares.
@Suite struct RightfulTests {
    @Test func `every page answers its own people, and shows them what is theirs`() async throws {
        try await Town.open { town in
            for route in RouteTable.portal.routes where route.method == .get && !route.path.parameters.contains(.file) {
                let visitors = Rightful.visitors(of: route, town.seed)
                #expect(!visitors.isEmpty, "\(route.path.text) is for nobody")
                for visitor in visitors {
                    let asked = try await Rightful(visitor, in: town).send(route)
                    #expect(asked.answer.status == 200 || asked.isAnyones(route), "\(visitor.name): \(asked)")
                    asked.expectDecision(of: route, for: visitor)
                }
            }
        }
    }

    @Test func `a client's pages show what lies in every area of theirs`() async throws {
        try await Town.open { town in
            var seen: [String: Set<Reach>] = [:]
            for cast in [Cast.client, .clerk, .billing, .bare] {
                let visitor = Visitor(cast, town.seed)
                for route in RouteTable.portal.routes where route.audience == .client && route.method == .get {
                    let answer = try await Rightful(visitor, in: town).send(route).answer
                    let reaches = Marker.all(in: answer.body).filter { $0.belonging.place == 1 }.map(\.belonging.reach)
                    seen[visitor.name, default: []].formUnion(reaches)
                }
            }
            // What a leak would look like does come up, for those who may see it.
            let areas: [Reach] = [
                [.workflows, .staff], [.connections, .staff], [.forms, .staff], [.billing, .staff],
            ]
            #expect(seen["client"]?.isSuperset(of: areas) == true, "\(seen)")
            #expect(seen["clerk"]?.isDisjoint(with: [areas[0], areas[3]]) == true, "\(seen)")
            #expect(seen["billing"]?.isDisjoint(with: areas.dropLast()) == true, "\(seen)")
            #expect(seen["bare"]?.isDisjoint(with: areas) == true, "\(seen)")
        }
    }

    @Test func `every change can be made by those whom it is for`() async throws {
        for route in RouteTable.portal.routes where route.method != .get && route.action != nil {
            let visitors = Rightful.visitors(of: route, try await Seed.shared.value)
            #expect(!visitors.isEmpty, "\(route.method) \(route.path.text) is for nobody")
            for visitor in visitors {
                // A town for each, because each leaves something changed.
                try await Town.open { town in
                    let rightful = Rightful(visitor, in: town)
                    let before = try town.rows.everything()
                    let asked = try await rightful.send(route)
                    let isDone = [200, 201, 303].contains(asked.answer.status)
                    #expect(isDone, "\(visitor.name): \(asked)\n\(asked.answer.text.suffix(600))")
                    #expect(
                        try town.rows.everything() != before || route.changesNothingStored,
                        "\(visitor.name): \(asked) changed nothing")
                    asked.expectDecision(of: route, for: visitor)
                }
            }
        }
    }

    @Test(arguments: ["member", "bare", "billing", "reading key"])
    func `whoever is refused is refused for the action that the route declares`(_ name: String) async throws {
        try await Town.open { town in
            let visitor = try Visitor.named(name, town.seed)
            var refused = 0
            for route in RouteTable.portal.routes where !route.path.parameters.contains(.file) {
                guard let action = route.action, Rightful.isGround(of: visitor, route),
                    !Rightful.isFor(visitor, route), !route.needsSeveralWorkspaces
                else { continue }
                let asked = try await Rightful(visitor, in: town).send(route)
                #expect([403, 404].contains(asked.answer.status), "\(asked)")
                refused += 1
                guard let last = asked.decisions.last else {
                    // The rule was asked as a filter: nothing was found that could have been decided on.
                    #expect(!route.slots.isEmpty && asked.answer.status == 404, "\(asked) decided nothing")
                    continue
                }
                #expect(last.action == action && !last.decision.isAllowed, "\(asked) decided \(last), not \(action)")
            }
            #expect(refused > 0)
        }
    }
}

/// Somebody who asks for something of their own.
struct Rightful {
    let visitor: Visitor
    let town: Town
    private let browser: Browser

    init(_ visitor: Visitor, in town: Town) {
        self.visitor = visitor
        self.town = town
        browser = Browser(visitor, in: town)
    }

    struct Asked: CustomStringConvertible {
        let answer: Answer
        let target: String
        let decisions: [Notebook.Decided]

        var description: String { "\(target) → \(answer.status) \(answer["location"] ?? "")" }

        /// Whether it is one of the doors, which send some people on.
        func isAnyones(_ route: Route) -> Bool {
            (route.audience == .anyone || route.audience == .token) && answer.status == 303
        }

        func expectDecision(of route: Route, for visitor: Visitor) {
            guard let action = route.action else { return }
            let allowed = decisions.filter { $0.decision.isAllowed }.map(\.action)
            #expect(allowed.contains(action), "\(visitor.name): \(self) decided \(decisions), not \(action)")
        }
    }

    func send(_ route: Route) async throws -> Asked {
        let ids = IDs(town.seed, visitor, for: route)
        let own = try #require(ids.all(route.slots, from: .own), "\(route.path.text)")
        let target = route.target(own)
        let filling = Filling(seed: town.seed, visitor: visitor)
        let request: WireRequest
        switch route.sample {
        case .form(let fields):
            let token = try await browser.formToken()
            request = browser.form(target, [("csrf", token)] + filling.form(fields))
        case .json(let text):
            var json = browser.request(route.method.rawValue, target, as: .program)
            json.fields.append((name: "Content-Type", value: "application/json"))
            json.body = Array(filling.fill(text).utf8)
            request = json
        case nil:
            request = browser.request(route.method.rawValue, target)
        }
        if route.needsSecondFactor { try await town.giveEverybodyASecondFactor() }
        town.notebook.watch()
        let answer = try await browser.send(request)
        let leaked = Leaks(seed: town.seed).found(
            in: answer.everything, by: visitor, asking: target + String(decoding: request.body ?? [], as: UTF8.self))
        #expect(leaked.isEmpty, "\(target) shows \(visitor.name) \(leaked)")
        return Asked(answer: answer, target: target, decisions: town.notebook.read().decisions)
    }

    // MARK: Whose a route is

    /// Everybody that a route is for, of those who have things of their own.
    static func visitors(of route: Route, _ seed: Seed) -> [Visitor] {
        Visitor.all(seed).filter { visitor in
            isFor(visitor, route) && (visitor.home != Place.empty || route.slots.isEmpty)
                && visitor.name != "foreign key"
        }
    }

    static func isFor(_ visitor: Visitor, _ route: Route) -> Bool {
        Expected(visitor, own: route, target: "", as: .program) == .success
            && (![.anyone, .token].contains(route.audience) || visitor.key == nil)
            && (!route.needsSeveralWorkspaces || visitor.name == Cast.both.rawValue)
    }

    /// Whether the visitor's kind belongs where the route is, whatever they may do there.
    static func isGround(of visitor: Visitor, _ route: Route) -> Bool {
        switch (route.audience, visitor.seat) {
        case (.client, .client), (.staff, .staff), (.engine, .key): true
        case (.anyone, _), (.token, _), (.client, _), (.staff, _), (.engine, _), (.operator, _): false
        }
    }
}

extension Route {
    /// Going to another of one's workspaces is for those who have several, and is written into a cookie.
    var needsSeveralWorkspaces: Bool { path.text == "/portal/switch" }

    /// What is taken away or renewed must be there before.
    var needsSecondFactor: Bool {
        path.text.hasSuffix("/second-factor/removal") || path.text.hasSuffix("/second-factor/recovery-codes")
    }

    var changesNothingStored: Bool { needsSeveralWorkspaces }
}
