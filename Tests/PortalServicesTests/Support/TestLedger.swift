import PortalCore
import PortalServices
import Synchronization

/// What an agency has, and what it was told.
final class TestLedger: EngineLedger {
    struct Broken: Error {}

    let contact = Mutex<EngineContact?>(nil)
    private let workflows: Mutex<[Workflow]>
    private let openRuns: [Run]
    private let failures: Mutex<Int>
    private let told = Mutex<[(workspace: Workspace.ID, report: RunReport)]>([])

    init(_ workflows: [Workflow], openRuns: [Run], failures: Int = 0) {
        self.workflows = Mutex(workflows)
        self.openRuns = openRuns
        self.failures = Mutex(failures)
    }

    var reports: [(workspace: Workspace.ID, report: RunReport)] { told.withLock { $0 } }

    func forgetWorkflows() { workflows.withLock { $0 = [] } }

    func enginesToAsk(kind: EngineKind) async throws -> [EngineContact] {
        contact.withLock { contact in contact.map { [$0] } ?? [] }
    }

    func interests(of contact: EngineContact) async throws -> (workflows: [Workflow], openRuns: [Run]) {
        (workflows.withLock { $0 }, openRuns)
    }

    func ingest(
        _ reports: [RunReport], from contact: EngineContact, into workspace: Workspace.ID
    ) async throws -> [IngestResult] {
        try failures.withLock { failures in
            guard failures == 0 else {
                failures -= 1
                throw Broken()
            }
        }
        told.withLock { $0 += reports.map { (workspace, $0) } }
        return reports.map { .merged(run: Run.ID(high: 2, low: 1), status: $0.status, isNew: false) }
    }
}
