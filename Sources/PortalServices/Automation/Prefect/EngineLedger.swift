import PortalCore

/// Which engines are asked about their runs, about what, and where the answers go. ``Operator`` is one.
public protocol EngineLedger: Sendable {
    func enginesToAsk(kind: EngineKind) async throws -> [EngineContact]

    /// An engine's workflows, and its runs that have not ended.
    func interests(of contact: EngineContact) async throws -> (workflows: [Workflow], openRuns: [Run])

    /// Takes in what an engine told of runs in one workspace of its agency.
    func ingest(
        _ reports: [RunReport], from contact: EngineContact, into workspace: Workspace.ID
    ) async throws -> [IngestResult]
}

extension Operator: EngineLedger {}
