import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// One visitor at every route: what they are told, and that it is the same for what is not theirs as for what never was.
struct Crossing {
    let town: Town
    let visitor: Visitor
    private let probe: Probe

    init(_ visitor: Visitor, in town: Town) async throws {
        self.town = town
        self.visitor = visitor
        probe = try await Probe(visitor, in: town)
    }

    private static let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]

    /// Tries everything; answers how many requests that took.
    func run() async throws -> Int {
        let before = try town.rows.everything()
        for pattern in RouteTable.portal.patterns where !pattern.parameters.contains(.file) {
            let routes = RouteTable.portal.routes.filter { $0.path == pattern }
            for method in Self.methods {
                let wanted = method == "HEAD" ? "GET" : method
                if let route = routes.first(where: { $0.method.rawValue == wanted }) {
                    try await cross(route, method)
                } else {
                    try await missMethod(routes[0], method)
                }
            }
        }
        #expect(try town.rows.everything() == before, "\(visitor.name) changed something")
        probe.expectOneNotFound()
        return probe.count
    }

    // MARK: A route that is there

    private func cross(_ route: Route, _ method: String) async throws {
        if route.audience == .anyone || route.audience == .token {
            // Signing in and out, and what mailed links do, is tried elsewhere.
            if method != "POST" { _ = try await probe.ask(method, route.path.text, .navigation, route) }
            return
        }
        let ids = IDs(town.seed, visitor, for: route)
        for manner in Browser.Manner.allCases where manner != .stream || route.isLive {
            try await askForOwn(route, method, manner, ids)
            for depth in route.slots.indices {
                try await askForForeign(route, method, manner, ids, depth: depth)
            }
        }
        if let sample = route.sample, sample.namesIDs { try await nameForeign(route, ids) }
    }

    /// Asks for something of the visitor's own. What would succeed and change something is left to ``RightfulTests``.
    private func askForOwn(_ route: Route, _ method: String, _ manner: Browser.Manner, _ ids: IDs) async throws {
        guard let own = ids.all(route.slots, from: .own) else { return }
        let target = route.target(own)
        let expected = Expected(visitor, own: route, target: target, as: manner)
        if expected == .success, route.method != .get || visitor.home == Place.empty && !own.isEmpty { return }
        let asked = try await probe.ask(method, target, manner, route)
        #expect(expected.isMet(by: asked.answer), "\(visitor.name): \(asked), not \(expected)")
    }

    /// Asks for others' things below `depth` of the visitor's own: all as if it had never been.
    private func askForForeign(
        _ route: Route, _ method: String, _ manner: Browser.Manner, _ ids: IDs, depth: Int
    ) async throws {
        let slots = route.slots
        guard let parents = ids.all(Array(slots[..<depth]), from: .own),
            let nothing = ids.all(Array(slots[depth...]), from: .nobodys)
        else { return }
        let baseline = try await probe.ask(method, route.target(parents + nothing), manner, route)
        let expected = Expected(visitor, foreign: route, target: baseline.target, as: manner)
        #expect(expected.isMet(by: baseline.answer), "\(visitor.name): \(baseline), not \(expected)")
        var sources = foreignSources(of: route, depth: depth)
        // To whom all of it is closed, their own is as strange as anything.
        let own = Expected(visitor, own: route, target: baseline.target, as: manner)
        if own == expected, own != .success { sources.append(.own) }
        for source in sources {
            guard let children = ids.all(Array(slots[depth...]), from: source) else { continue }
            let asked = try await probe.ask(method, route.target(parents + children), manner, route)
            expectSame(asked, baseline, "\(source) at \(depth)")
        }
    }

    /// The sources that are foreign to this visitor here.
    private func foreignSources(of route: Route, depth: Int) -> [Source] {
        var sources: [Source] = [.twin, .malformed, .capitals]
        switch visitor.seat {
        case .nobody, .home: sources += [.sibling, .archived, .hidden]
        // Somebody of the empty workspace has nothing: what counts as their own is a neighbour's.
        case .client:
            let isEmpty = visitor.home == Place.empty && route.slots.last != .path(.session)
            sources += [.sibling, .archived, .hidden] + (isEmpty ? [.own] : [])
        case .staff: if depth > 0 { sources += [.sibling, .archived] }
        case .key(_, let place): sources += depth > 0 || place != nil ? [.sibling, .archived] : [.archived]
        }
        // A key belongs to the agency: siblings share it.
        let isShared = route.slots[depth...].allSatisfy { $0.parameter == .key }
        return isShared ? sources.filter { $0 != .sibling && $0 != .archived } : sources
    }

    /// Names others' things in what is submitted for something of the visitor's own.
    private func nameForeign(_ route: Route, _ ids: IDs) async throws {
        guard let own = ids.all(route.slots, from: .own), visitor.home != Place.empty,
            Expected(visitor, own: route, target: route.target(own), as: .program) == .success
        else { return }
        let (method, target) = (route.method.rawValue, route.target(own))
        let baseline = try await probe.ask(method, target, .program, route, naming: .nobodys)
        let asked = try await probe.ask(method, target, .program, route, naming: .twin)
        expectSame(
            asked.blanking(probe.filling.ids(from: .twin)), baseline.blanking(probe.filling.ids(from: .nobodys)),
            "the twin's in the body")
    }

    // MARK: A method that is not there

    private func missMethod(_ route: Route, _ method: String) async throws {
        let ids = IDs(town.seed, visitor, for: route)
        guard let own = ids.all(route.slots, from: .own), let nothing = ids.all(route.slots, from: .nobodys) else {
            return
        }
        let baseline = try await probe.ask(method, route.target(nothing), .navigation, route)
        let expected = Expected(visitor, nowhereAt: baseline.target, method: method, as: .navigation)
        #expect(expected.isMet(by: baseline.answer), "\(visitor.name): \(baseline), not \(expected)")
        guard !route.slots.isEmpty else { return }
        let asked = try await probe.ask(method, route.target(own), .navigation, route)
        expectSame(asked, baseline, "own, by a method that is not there")
    }

    /// Holds two refusals to be one: status, header, body, and the statements that were run for them.
    private func expectSame(_ asked: Probe.Asked, _ baseline: Probe.Asked, _ what: String) {
        // Nothing is the same as nothing: who comes with a session or a key is at least looked up.
        let isLookedUp = visitor.session == nil && visitor.key == nil || !baseline.statements.isEmpty
        #expect(isLookedUp, "\(visitor.name), \(what): no statement was noted for \(baseline)")
        let isSame =
            asked.answer.comparable.withoutEcho(of: asked.target)
            == baseline.answer.comparable.withoutEcho(of: baseline.target)
        #expect(isSame, "\(visitor.name), \(what): \(asked) is not answered as \(baseline)")
        #expect(
            asked.statements == baseline.statements,
            "\(visitor.name), \(what): \(asked) costs other statements than \(baseline)")
    }
}

extension Answer {
    /// The way back after sign-in repeats the address that was asked for, and nothing else may.
    fileprivate func withoutEcho(of target: String) -> Answer {
        let fields = fields.map { field in
            field.name == "location" && field.value == "/sign-in?next=\(target)"
                ? Field(name: field.name, value: "/sign-in?next=") : field
        }
        return Answer(status: status, fields: fields, body: body)
    }
}
