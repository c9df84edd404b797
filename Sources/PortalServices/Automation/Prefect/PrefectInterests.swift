import FoundationEssentials
import PortalCore

/// What an agency wants to know of one Prefect server: its deployments, and the runs that have not ended.
struct PrefectInterests {
    /// The ids of the deployments that workflows name.
    let deployments: [String]
    let openRuns: [Run]
    private let workspaces: [String: Set<Workspace.ID>]
    private let byID: [Run.ID: Workspace.ID]
    private let byFlowRun: [String: Workspace.ID]

    init(workflows: [Workflow], openRuns: [Run]) {
        var workspaces: [String: Set<Workspace.ID>] = [:]
        for workflow in workflows {
            // One id that is none would make the server refuse the whole question.
            guard let deployment = workflow.externalID.flatMap(Self.canonical) else { continue }
            workspaces[deployment, default: []].insert(workflow.workspace)
        }
        self.workspaces = workspaces
        self.openRuns = openRuns
        deployments = workspaces.keys.sorted()
        byID = Dictionary(openRuns.map { ($0.id, $0.workspace) }) { first, _ in first }
        byFlowRun = Dictionary(
            openRuns.compactMap { run in run.externalID.flatMap(Self.canonical).map { ($0, run.workspace) } }
        ) { first, _ in first }
    }

    /// The flow runs that must be asked for by id, because they have not ended.
    var openFlowRuns: Set<String> { Set(byFlowRun.keys) }

    /// The workspaces that a flow run may be told to.
    ///
    /// One that was made for a run of ours says so, and no workspace but that run's will take it. One that Prefect began by itself
    /// belongs to whoever's workflow names its deployment; where two workspaces name the same one, it is told to neither,
    /// because nothing says whose it is.
    func workspaces(for flowRun: PrefectFlowRun) -> Set<Workspace.ID> {
        let named = flowRun.deploymentID.flatMap(Self.canonical).flatMap { workspaces[$0] } ?? []
        if let run = flowRun.run { return byID[run].map { [$0] } ?? named }
        if let known = Self.canonical(flowRun.id).flatMap({ byFlowRun[$0] }) { return [known] }
        return named.count == 1 ? named : []
    }

    /// UUIDs as Prefect writes them.
    static func canonical(_ id: String) -> String? { UUID(uuidString: id)?.uuidString.lowercased() }
}
