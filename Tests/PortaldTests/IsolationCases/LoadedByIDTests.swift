import PortalCore
import Testing

@testable import PortalHTTP

/// Things that were found by their id alone.
@Suite struct LoadedByIDTests {
    @Test func `1: a thing of another workspace under a parent of one's own does not exist`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let (own, sibling, twin) = (town.north.place(1), town.north.place(2), town.south.place(1))
            let nothing = try await browser.get("/portal/workflows/\(own.startable)/runs/\(Run.ID.neverIssued)")
            #expect(nothing.status == 404)
            for run in [sibling.runs[.succeeded], twin.runs[.succeeded], own.otherRun, own.hiddenRun] {
                let id = try #require(run)
                let answer = try await browser.get("/portal/workflows/\(own.startable)/runs/\(id)")
                #expect(answer.comparable == nothing.comparable)
            }
        }
    }

    @Test func `1: staff find a thing under its own workspace only`() async throws {
        try await Town.open { town in
            let browser = Browser(.owner, in: town)
            let (own, sibling, twin) = (town.north.place(1), town.north.place(2), town.south.place(1))
            let base = "/dashboard/clients/\(own.workspace)/workflows"
            let nothing = try await browser.get("\(base)/\(Workflow.ID.neverIssued)")
            #expect(nothing.status == 404)
            for workflow in [sibling.startable, twin.startable] {
                #expect(try await browser.get("\(base)/\(workflow)").comparable == nothing.comparable)
            }
            let foreign = try await browser.get("/dashboard/clients/\(twin.workspace)/workflows/\(twin.startable)")
            #expect(foreign.comparable == nothing.comparable)
            #expect(try await browser.get("\(base)/\(own.startable)").status == 200)
        }
    }

    @Test func `2: no route names a thing that the crossing cannot make foreign`() async throws {
        let seed = try await Seed.shared.value
        for route in RouteTable.portal.routes where !route.path.parameters.contains(.file) {
            let ids = IDs(seed, Visitor(.owner, seed), for: route)
            let own = try #require(ids.all(route.slots, from: .own), "\(route.path.text)")
            let twin = try #require(ids.all(route.slots, from: .twin), "\(route.path.text)")
            #expect(zip(own, twin).allSatisfy { $0 != $1 }, "\(route.path.text)")
        }
    }

    @Test func `4: what a client's lists leave out, no page of it shows`() async throws {
        try await Town.open { town in
            let client = Visitor(.client, town.seed)
            let browser = Browser(client, in: town)
            let leaks = Leaks(seed: town.seed)
            for (table, list, detail) in try Details.all(town) {
                let listed = try await browser.ids(under: list)
                var seen = 0
                for id in try town.ids(in: table) {
                    let answer = try await browser.get(detail(id))
                    #expect((answer.status == 200) == listed.contains(id), "\(detail(id)) → \(answer.status)")
                    #expect(leaks.found(in: answer.everything, by: client, asking: "").isEmpty, "\(detail(id))")
                    seen += answer.status == 200 ? 1 : 0
                }
                #expect(seen > 0, "\(list) lists something")
            }
        }
    }

    @Test func `5: another agency's picture is at no address of this one's`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let nothing = try await browser.get("/brand/\(String(repeating: "0", count: 64))")
            #expect(nothing.status == 404)
            let foreign = try await browser.get("/brand/\(town.south.logo.asset.hash)")
            #expect(foreign.comparable == nothing.comparable)
            let own = try await browser.get("/brand/\(town.north.logo.asset.hash)")
            #expect(own.status == 200 && own.body == town.north.logo.bytes)
            let there = Browser(.nobody, in: town, at: town.south.host)
            #expect(try await there.get("/brand/\(town.south.logo.asset.hash)").body == town.south.logo.bytes)
        }
    }

    @Test func `7: one's own record cannot be pointed at another tenant's`() async throws {
        try await Town.open { town in
            let before = try town.rows.everything()
            let place = town.north.place(1)
            // Staff: a workflow's engine.
            let owner = Browser(.owner, in: town)
            let workflow = "/dashboard/clients/\(place.workspace)/workflows/\(place.startable)/trigger"
            let fields = { (engine: Engine.ID) in
                [("engine", "\(engine)"), ("external-id", "x-1"), ("trigger-url", "https://engine.example/x")]
            }
            let nothing = try await owner.post(workflow, fields(Engine.ID(at: TownClock.morning, random: (7, 7))))
            let foreign = try await owner.post(workflow, fields(town.south.engine))
            #expect(nothing.status == 422 && foreign.status == 422)
            // A key: a run's workflow and its engine.
            let key = Browser(Visitor(.bound, town.seed), in: town)
            for (engine, workflow) in [
                (town.south.engine, place.startable), (town.north.engine, town.north.place(2).startable),
                (town.north.engine, town.south.place(1).startable),
            ] {
                let body = #"{"engine":"\#(engine)","externalId":"9","workflow":"\#(workflow)","status":"running"}"#
                let answer = try await key.json("POST", "/api/v1/runs", body)
                #expect(answer.text.contains("unknown"), "\(answer.text)")
            }
            try await town.settle()
            #expect(try town.rows.everything().without(Details.touched) == before.without(Details.touched))
        }
    }

    @Test func `17: what has the same name in every tenant is found in one's own`() async throws {
        try await Town.open { town in
            let engines = town.north.engine
            for (machine, number) in [(Machine.bound, 1), (.sibling, 2)] {
                let place = town.north.place(number)
                let body = """
                    {"engine":"\(engines)","externalId":"4711","workflowExternalId":"twin-1","status":"succeeded"}
                    """
                let answer = try await Browser(Visitor(machine, town.seed), in: town).json("POST", "/api/v1/runs", body)
                let run = try #require(place.runs[.succeeded])
                #expect(answer.text.contains("\(run)") && answer.text.contains(#""new":false"#), "\(answer.text)")
            }
            for (cast, number) in [(Cast.client, 1), (.neighbour, 2)] {
                let page = try await Browser(cast, in: town).get("/portal/workflows")
                #expect(
                    page.text.contains("Sync orders") && page.text.contains("\(town.north.place(number).startable)"))
            }
        }
    }

    @Test func `30: two clients on one engine never meet in its runs`() async throws {
        try await Town.open { town in
            var runs: [Int: String] = [:]
            for (machine, number) in [(Machine.bound, 1), (.sibling, 2)] {
                let body = """
                    {"engine":"\(town.north.engine)","externalId":"500","workflowExternalId":"twin-1","status":"running"}
                    """
                let answer = try await Browser(Visitor(machine, town.seed), in: town).json("POST", "/api/v1/runs", body)
                runs[number] = Leaks.ids(in: answer.body).first { $0.hasPrefix("run_") }
            }
            let (first, second) = (try #require(runs[1]), try #require(runs[2]))
            #expect(first != second)
            let key = Browser(Visitor(.bound, town.seed), in: town)
            #expect(try await key.get("/api/v1/runs/\(first)", as: .program).status == 200)
            let nothing = try await key.get("/api/v1/runs/\(Run.ID.neverIssued)", as: .program)
            #expect(try await key.get("/api/v1/runs/\(second)", as: .program).comparable == nothing.comparable)
            let page = try await Browser(.client, in: town).get("/portal/runs")
            #expect(page.text.contains(first) && !page.text.contains(second))
        }
    }
}
