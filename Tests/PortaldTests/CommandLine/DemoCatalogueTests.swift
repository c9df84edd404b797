import PortalCore
import PortalPages
import Testing

@testable import portald

/// What the demonstration has to show, before anything of it is stored.
struct DemoCatalogueTests {
    private let now = Instant(milliseconds: 1_795_000_000_000)

    @Test func `every status of everything can be seen`() throws {
        let live = DemoWorkspace.all.filter { !$0.isArchived }

        #expect(Set(live.flatMap(\.workflows).map(\.status)) == Set(WorkflowStatus.allCases))
        #expect(Set(live.flatMap(\.connections).map(\.health)) == Set(ConnectionHealth.allCases))
        #expect(Set(live.flatMap(\.connections).map(\.method)) == Set(ConnectionMethod.allCases))
        #expect(Set(live.flatMap(\.forms).map(\.status)) == Set(FormStatus.allCases))
        #expect(Set(live.flatMap(\.forms).flatMap(\.fields).map(\.kind)) == Set(FormFieldKind.allCases))
        #expect(Set(live.flatMap(\.invoices).map(\.status)) == Set(InvoiceStatus.allCases))
        #expect(Set(DemoWorkspace.all.flatMap(\.subscriptions).map(\.status)) == Set(SubscriptionStatus.allCases))
        #expect(Set(DemoProduct.all.map(\.interval)) == Set(BillingInterval.allCases))
        #expect(Set(try history().map(\.run.status)) == Set(RunStatus.allCases))
    }

    @Test func `everything that is named is there`() {
        let products = Set(DemoProduct.all.map(\.name))
        for workspace in DemoWorkspace.all {
            let keys = Set(workspace.workflows.map(\.key))
            #expect(keys.count == workspace.workflows.count)
            #expect(workspace.connections.allSatisfy { keys.isSuperset(of: $0.usedBy) })
            #expect(workspace.forms.allSatisfy { keys.contains($0.workflow) })
            #expect(
                workspace.forms.allSatisfy { form in
                    form.submissions.allSatisfy { $0.answers.count == form.fields.count }
                })
            #expect(workspace.subscriptions.allSatisfy { products.contains($0.product) })
        }
    }

    @Test func `history is ninety days of thousands of runs, none of them in the future`() throws {
        let runs = try history().map(\.run)
        let first = try #require(runs.first)

        #expect(runs.count > 2_000)
        #expect(runs.allSatisfy { $0.listedAt <= now && ($0.endedAt ?? now) <= now })
        #expect(first.listedAt < now.adding(-.days(88)))
        #expect(runs.map(\.listedAt) == runs.map(\.listedAt).sorted())
        #expect(runs.allSatisfy { run in run.status != .failed || run.endedAt != nil })
    }

    @Test func `the same day makes the same history`() throws {
        #expect(try history().map(\.run) == history().map(\.run))
    }

    @Test func `working days are busier than weekends`() throws {
        let byWeekday = Dictionary(grouping: try history().map(\.run)) {
            ($0.listedAt.milliseconds / 86_400_000 + 3) % 7
        }
        let workday = byWeekday.filter { $0.key < 5 }.map(\.value.count).reduce(0, +) / 5
        let weekend = byWeekday.filter { $0.key >= 5 }.map(\.value.count).reduce(0, +) / 2

        #expect(workday > 2 * weekend)
    }

    @Test func `failures say why to staff, and only failures`() throws {
        for entry in try history() {
            #expect((entry.errorDetail != nil) == (entry.run.status == .failed))
        }
    }

    @Test func `every palette of ours can be read by everybody`() throws {
        let palettes = try DemoAgency.all().map(\.light) + [Brand.plain(named: "Acme").light]

        for palette in palettes { #expect(palette.contrastFindings.isEmpty) }
        #expect(Set(palettes).count == 3)
    }

    @Test func `the sign-ins are those that the design promises`() throws {
        let entries = try DemoSignIns(port: 8_080).entries
        #expect(Set(entries.map(\.host)) == ["northwind.localhost:8080", "brightside.localhost:8080"])
        for host in Set(entries.map(\.host)) {
            let own = entries.filter { $0.host == host }
            #expect(Set(own.map(\.role)) == ["owner", "admin", "member", "client", "none"])
            #expect(own.contains { $0.workspaces.count == 2 })
            #expect(own.contains { $0.areas == ["billing"] && $0.workspaces == ["Acme Bakery"] })
            #expect(own.contains { $0.workspaces == ["Fern & Field"] })
            #expect(own.filter { $0.role == "none" }.allSatisfy { $0.workspaces.isEmpty })
            #expect(Set(own.map(\.email)).count == own.count)
        }
        // Twins share names and addresses, never a password.
        let clients = Dictionary(grouping: entries.filter { $0.role == "client" }, by: \.email)
        #expect(clients.values.allSatisfy { $0.count == 2 && Set($0.map(\.password)).count == 2 })
    }

    private func history() throws -> [DemoHistory.Entry] {
        let agency = try #require(DemoAgency.all().first)
        var dice = Dice("test")
        return DemoWorkspace.all.flatMap { workspace in
            let ids = Dictionary(
                uniqueKeysWithValues: workspace.workflows.map { ($0.key, dice.id(at: now) as Workflow.ID) })
            return DemoHistory.runs(
                of: workspace, at: agency, workspace: dice.id(at: now), workflows: ids, now: now)
        }.sorted { ($0.run.listedAt, $0.run.id) < ($1.run.listedAt, $1.run.id) }
    }
}
