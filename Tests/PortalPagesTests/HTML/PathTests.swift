import Testing

@testable import PortalCore
@testable import PortalPages

struct PathTests {
    private let workflow = Workflow.ID(high: 0x0193_5A3F_0000_1234, low: 0xFEDC_BA98_7654_3210)
    private let run = Run.ID(high: .max, low: .max)
    private let workspace = Workspace.ID(high: 0, low: 0)

    @Test func `addresses carry ids in their text form`() {
        for id in [workflow, .neverIssued, Workflow.ID(high: .max, low: .max), Workflow.ID(high: 1, low: 1 << 63)] {
            #expect(Path.portal(.workflow(id)).text == "/portal/workflows/\(id)")
        }
        #expect(Path.portal(.run(run, of: workflow)).text == "/portal/workflows/\(workflow)/runs/\(run)")
        #expect(
            Path.console(.retry(run, of: workflow, in: workspace)).text
                == "/dashboard/clients/\(workspace)/workflows/\(workflow)/runs/\(run)/retry")
    }

    @Test func `addresses are what the routes say`() {
        let table: [(Path, String)] = [
            (.home, "/"), (.signIn, "/sign-in"), (.signOut, "/sign-out"), (.portal(.dashboard), "/portal"),
            (.portal(.runs(RunsQuery())), "/portal/runs"),
            (.portal(.invoices(before: nil)), "/portal/billing/invoices"),
            (.portal(.paymentMethods), "/portal/billing/payment-methods"),
            (.portal(.account(.overview)), "/portal/account"), (.unsubscribe(token: "a_b"), "/unsubscribe?token=a_b"),
            (.entrance(workspace, .dashboard), "/portal?workspace=\(workspace)"),
            (
                .entrance(workspace, .runs(RunsQuery(status: .failed))),
                "/portal/runs?status=failed&workspace=\(workspace)"
            ),
            (.console(.clients(archived: false, after: nil)), "/dashboard"),
            (.console(.newClient), "/dashboard/clients"),
            (.console(.apiKeys), "/dashboard/settings/api-keys"),
            (.console(.account(.otherSessionsEnd)), "/dashboard/account/sessions/end-others"),
        ]
        for (path, text) in table { #expect(path.text == text) }
    }

    @Test func `a list's choice is in its address and read from it again`() {
        let key = RunKey(listedAt: Instant(milliseconds: 1_700_000_000_123), id: run)
        let query = RunsQuery(status: .failed, workflow: workflow, period: .week, before: key)
        let text = Path.portal(.runs(query)).text

        #expect(
            text
                == "/portal/runs?status=failed&workflow=\(workflow)&period=week&before=1700000000123.\(run)")
        let fields = Dictionary(
            uniqueKeysWithValues: text.split(separator: "?")[1].split(separator: "&").map { pair in
                let parts = pair.split(separator: "=")
                return (String(parts[0]), String(parts[1]))
            })
        #expect(RunsQuery { fields[$0.rawValue] } == query)
    }

    @Test func `what is unknown in an address narrows nothing, and a malformed workflow finds nothing`() {
        let query = RunsQuery { field in
            switch field {
            case .status: "exploded"
            case .workflow: "wfl_x"
            case .period: "decade"
            case .before: "1.2.3"
            default: nil
            }
        }
        #expect(query == RunsQuery(workflow: .neverIssued))
        #expect(RunsQuery { _ in "" } == RunsQuery())
        #expect(RunsQuery { _ in nil }.isNarrowed == false)
    }

    @Test func `a name in an address is percent-encoded`() {
        let key = WorkspaceKey(name: "M & N/ä?", id: workspace)
        #expect(
            Path.console(.clients(archived: true, after: key)).text
                == "/dashboard?archived=yes&after=\(workspace).M%20%26%20N%2F%C3%A4%3F")
    }
}
