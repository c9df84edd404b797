import Testing

@testable import PortalCore
@testable import PortalPages

struct PageSizeTests {
    private let world = World.plain

    private var stylesheets: Int { Asset.stylesheet.bytes.count + BrandStylesheet.of(world.front.brand).bytes.count }

    /// The most that a page may weigh with its stylesheets, uncompressed.
    private let limit = 40_000

    @Test func `a list of fifty runs weighs less than 40 KB with its stylesheets`() {
        let runs = (0..<50).map {
            world.run(UInt64($0), $0 % 5 == 0 ? .failed : .succeeded, ago: .minutes(Int64($0) * 7))
        }
        let page = world.runsPage(runs, query: RunsQuery(period: .month), next: true).html()
        #expect(page.count + stylesheets < limit, "\(page.count) + \(stylesheets)")
    }

    @Test func `staff's list of fifty runs does too`() {
        let runs = (0..<50).map { world.run(UInt64($0), ago: .minutes(Int64($0) * 7)) }
        let page = ConsoleRunsPage(
            Page(items: runs, next: nil), of: world.workspace, query: RunsQuery(),
            choices: [WorkflowName(id: world.workflow().id, name: world.workflow().name)], world.staff())
        #expect(page.html().count + stylesheets < limit, "\(page.html().count) + \(stylesheets)")
    }

    @Test func `fifty invoices and a page of clients do too`() {
        let invoices = (0..<50).compactMap { ClientInvoice(world.invoice($0, .open, due: .days(3)), now: world.now) }
        let summaries = (0..<ClientsPage.size.count).map { _ in world.summaries[0] }
        let pages: [any PageView] = [
            InvoicesPage(Page(items: invoices, next: nil), before: nil, world.client()),
            ClientsPage(Page(items: summaries, next: nil), archived: false, after: nil, world.staff()),
        ]
        for page in pages { #expect(page.html().count + stylesheets < limit, "\(page.html().count) + \(stylesheets)") }
    }

    @Test(arguments: World.plain.everyPage)
    func `every sample does too`(_ sample: Sample) {
        #expect(sample.view.html().count + stylesheets < limit, "\(sample.view.html().count) + \(stylesheets)")
    }
}
