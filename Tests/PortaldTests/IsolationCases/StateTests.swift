import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

/// States that clients never meet.
@Suite struct StateTests {
    /// Every thing of the client's own workspace, by kind and status, with the page that would show it.
    private func things(_ place: Place) -> [(status: String, isVisible: Bool, path: String)] {
        place.workflows.map { ("workflow \($0)", $0.isVisibleToClients, "/portal/workflows/\($1)") }
            + place.forms.map { ("form \($0)", $0.isVisibleToClients, "/portal/forms/\($1)") }
            + place.invoices.map { ("invoice \($0)", $0.isVisibleToClients, "/portal/billing/invoices/\($1)") }
            + [
                ("form of a draft", false, "/portal/forms/\(place.hiddenForm)"),
                (
                    "run of a draft", false,
                    "/portal/workflows/\(place.workflows[.draft] ?? .neverIssued)/runs/\(place.hiddenRun)"
                ),
            ]
    }

    @Test func `27: what is a draft, out of service or put away is on no page of a client's`() async throws {
        try await Town.open { town in
            let browser = Browser(.client, in: town)
            let things = things(town.north.place(1))
            #expect(
                things.count == WorkflowStatus.allCases.count + FormStatus.allCases.count + InvoiceStatus.allCases.count
                    + 2)
            for (status, isVisible, path) in things {
                let answer = try await browser.get(path)
                #expect(answer.status == (isVisible ? 200 : 404), "\(status) → \(answer.status)")
            }
        }
    }

    @Test(arguments: WorkflowStatus.allCases)
    func `27: a workflow that leaves the clients' sight takes its runs and forms along`(_ status: WorkflowStatus)
        async throws
    {
        try await Town.open { town in
            let place = town.north.place(1)
            let path = "/dashboard/clients/\(place.workspace)/workflows/\(place.startable)/status"
            #expect(try await Browser(.owner, in: town).post(path, [("status", status.rawValue)]).status == 303)
            let browser = Browser(.client, in: town)
            let run = try #require(place.runs[.succeeded])
            let form = try #require(place.forms[.published])
            let expected = status.isVisibleToClients ? 200 : 404
            for path in [
                "/portal/workflows/\(place.startable)", "/portal/workflows/\(place.startable)/runs/\(run)",
                "/portal/forms/\(form)",
            ] {
                #expect(try await browser.get(path).status == expected, "\(status): \(path)")
            }
            let connection = try #require(place.connections[.healthy])
            for list in [
                "/portal", "/portal/workflows", "/portal/runs", "/portal/forms", "/portal/connections/\(connection)",
            ] {
                let isShown = try await browser.get(list).text.contains("Sync orders")
                #expect(isShown == status.isVisibleToClients, "\(status): \(list)")
            }
        }
    }

    @Test func `27: staff may look at a workspace that was put away, and change nothing in it`() async throws {
        try await Town.open { town in
            let owner = Visitor(.owner, town.seed)
            let browser = Browser(owner, in: town)
            let token = try await browser.formToken()
            let before = try town.rows.everything()
            for route in RouteTable.portal.routes
            where route.audience == .staff && route.slots.first == .path(.workspace)
                && !route.path.text.hasSuffix("/restoration")
            {
                let ids = IDs(town.seed, owner, for: route)
                let target = route.target(try #require(ids.all(route.slots, from: .archived)))
                if route.method == .get {
                    #expect(try await browser.get(target).status == 200, "\(target)")
                } else if case .form(let fields) = route.sample {
                    let filled = Filling(seed: town.seed, visitor: owner).form(fields)
                    let answer = try await browser.send(browser.form(target, [("csrf", token)] + filled))
                    #expect(answer.status == 409, "\(target) → \(answer.status)")
                }
            }
            #expect(try town.rows.everything() == before)
        }
    }

    @Test func `27: a workspace that was put away leaves the switcher of whoever has another`() async throws {
        try await Town.open { town in
            let browser = Browser(.both, in: town)
            let switched = try await browser.post("/portal/switch", [("workspace", "\(town.north.place(2).workspace)")])
            #expect(switched.status == 303)
            func offersTheOther() async throws -> Bool {
                try await browser.get("/portal").everything.contains("\(town.north.place(1).workspace)")
            }
            #expect(try await offersTheOther())

            let archival = "/dashboard/clients/\(town.north.place(1).workspace)/archival"
            #expect(try await Browser(.owner, in: town).post(archival).status == 303)

            #expect(try await !offersTheOther())
        }
    }

    @Test func `27: a workspace that was put away is gone for its clients`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            let browser = Browser(.client, in: town)
            #expect(
                try await Browser(.owner, in: town).post("/dashboard/clients/\(place.workspace)/archival").status == 303
            )
            let answer = try await browser.get("/portal/workflows/\(place.startable)")
            #expect(answer.status == 303 && answer["location"] == "/")
            let home = try await browser.get("/")
            #expect(Marker.all(in: home.everything).allSatisfy { !$0.belonging.reach.contains(.clients) })
        }
    }
}
