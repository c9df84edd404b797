import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// Every route × every verb × every kind of visitor × whose the ids are, made from the route table.
@Suite struct CrossingTests {
    @Test(arguments: Visitor.names)
    func `whoever comes is told the same of what is not theirs as of what never was`(_ name: String) async throws {
        try await Town.open { town in
            let crossing = try await Crossing(try Visitor.named(name, town.seed), in: town)
            let count = try await crossing.run()
            #expect(count > 500, "the table was tried")
        }
    }

    @Test func `every visitor that is named plays`() async throws {
        let seed = try await Seed.shared.value
        #expect(Visitor.all(seed).map(\.name) == Visitor.names)
    }

    @Test func `every route has what the crossing needs to ask for it`() async throws {
        let seed = try await Seed.shared.value
        for route in RouteTable.portal.routes {
            let changes = route.method != .get
            #expect(!changes || route.sample != nil, "\(route.method) \(route.path.text) has no sample")
            let isAnyones = route.audience == .anyone || route.audience == .token
            #expect(
                isAnyones || route.action != nil || route.audience == .engine, "\(route.path.text) asks for no action")
            #expect(
                route.action == nil || !Rightful.visitors(of: route, seed).isEmpty, "\(route.path.text) is for nobody")
            let visitor = route.audience == .staff ? Visitor(.owner, seed) : Visitor(.client, seed)
            let ids = IDs(seed, visitor, for: route)
            for source in [Source.own, .sibling, .twin, .nobodys, .malformed] {
                #expect(ids.all(route.slots, from: source) != nil, "\(route.path.text) has no id from \(source)")
            }
        }
    }
}
