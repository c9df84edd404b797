import Testing

@testable import PortalCore

/// One thing that staff can do in their console, with the action that it claims to be.
struct StaffUseCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let action: Action
    /// What it names, and so could name elsewhere.
    var naming = Naming.nothing
    /// Whether it looks at what is named only after the role was found good enough.
    var asksRoleFirst = false
    let perform: @Sendable (AgencyConsole.Changing, TwinNames) throws -> Void

    enum Naming: Sendable {
        case nothing
        /// A thing of the agency's own, in no workspace.
        case agencyThing
        /// A workspace, or something in it.
        case workspaceThing
    }

    static let every: [StaffUseCase] = agency + team + machines + workspaces + workflows + runs

    private static let token = Secret(bytes: [UInt8](repeating: 4, count: 32))
    private static let draft = EngineDraft(name: "New", kind: .webhook, apiURL: nil, credential: .none)

    private static let agency: [StaffUseCase] = [
        StaffUseCase(testDescription: "enter", action: .agencyDashboard) { changing, _ in try changing.room.enter() },
        StaffUseCase(testDescription: "clients", action: .agencyDashboard) { changing, _ in
            _ = try changing.room.clients()
        },
        StaffUseCase(testDescription: "team", action: .agencyViewTeam) { changing, _ in _ = try changing.room.team() },
        StaffUseCase(testDescription: "dead triggers", action: .agencyViewOutbox) { changing, _ in
            _ = try changing.room.deadTriggers()
        },
        StaffUseCase(testDescription: "mails", action: .agencyViewOutbox) { changing, _ in
            _ = try changing.room.mails()
        },
        StaffUseCase(testDescription: "make a workspace", action: .agencyCreateWorkspace) { changing, _ in
            _ = try changing.createWorkspace(named: "New")
        },
        StaffUseCase(testDescription: "ask for second factors", action: .agencyUpdate) { changing, _ in
            try changing.require(secondFactor: SecondFactorRule(forStaff: true, forClients: true))
        },
        StaffUseCase(testDescription: "see who is asked for one", action: .agencyUpdate) { changing, _ in
            _ = try changing.room.secondFactorRule()
        },
        StaffUseCase(testDescription: "own name", action: .profileEdit) { changing, _ in
            try changing.account.rename("Renamed")
        },
    ]

    private static let team: [StaffUseCase] = [
        StaffUseCase(testDescription: "invited staff", action: .agencyViewTeam) { changing, _ in
            _ = try changing.room.staffInvitations()
        },
        StaffUseCase(testDescription: "invite staff", action: .agencyInvite) { changing, _ in
            try changing.inviteStaff("somebody.new@example.com", as: .admin)
        },
        StaffUseCase(
            testDescription: "remove staff", action: .agencyRemoveStaff, naming: .agencyThing, asksRoleFirst: true
        ) { changing, names in try changing.removeStaff(names.other(than: changing.room.user.id)) },
        StaffUseCase(
            testDescription: "change a role", action: .agencyChangeRole, naming: .agencyThing, asksRoleFirst: true
        ) { changing, names in
            let id = names.other(than: changing.room.user.id)
            try changing.setRole(id == names.admin ? .member : .admin, of: id)
        },
        StaffUseCase(testDescription: "heirs", action: .agencyTransferOwnership) { changing, _ in
            _ = try changing.room.heirs()
        },
        StaffUseCase(testDescription: "hand the agency over", action: .agencyTransferOwnership) { changing, names in
            let presence = Presence(password: TestPasswords.hash(of: TwinPeople.password))
            try changing.transferOwnership(to: names.admin, by: presence)
        },
    ]

    private static let machines: [StaffUseCase] = [
        StaffUseCase(testDescription: "keys", action: .agencyAPIKeys) { changing, _ in _ = try changing.room.apiKeys()
        },
        StaffUseCase(testDescription: "engines", action: .agencyEngines) { changing, _ in
            _ = try changing.room.engines()
        },
        StaffUseCase(
            testDescription: "make a key of a workspace", action: .agencyAPIKeys, naming: .workspaceThing,
            asksRoleFirst: true
        ) { changing, names in
            _ = try changing.createKey(named: "New", permissions: [.runsRead], workspace: names.workspace)
        },
        StaffUseCase(
            testDescription: "revoke a key", action: .agencyAPIKeys, naming: .agencyThing, asksRoleFirst: true
        ) { changing, names in try changing.revokeKey(names.key) },
        StaffUseCase(testDescription: "make an engine", action: .agencyEngines) { changing, _ in
            _ = try changing.createEngine(draft)
        },
    ]

    private static let workspaces: [StaffUseCase] = [
        StaffUseCase(testDescription: "one client", action: .workspaceDashboard, naming: .workspaceThing) {
            _ = try $0.room.client($1.workspace)
        },
        StaffUseCase(testDescription: "rename a workspace", action: .workspaceUpdate, naming: .workspaceThing) {
            try $0.rename($1.workspace, to: "Renamed")
        },
        StaffUseCase(testDescription: "archive a workspace", action: .workspaceArchive, naming: .workspaceThing) {
            try $0.archive($1.workspace)
        },
        StaffUseCase(testDescription: "restore a workspace", action: .workspaceRestore, naming: .workspaceThing) {
            try $0.restore($1.workspace)
        },
        StaffUseCase(testDescription: "members", action: .workspaceViewMembers, naming: .workspaceThing) {
            _ = try $0.room.members(of: $1.workspace)
        },
        StaffUseCase(testDescription: "invite a client", action: .workspaceInviteClient, naming: .workspaceThing) {
            try $0.inviteClients("somebody.new@example.com", to: $1.workspace)
        },
        StaffUseCase(testDescription: "remove a client", action: .workspaceRemoveClient, naming: .workspaceThing) {
            try $0.removeClient($1.user, from: $1.workspace)
        },
        StaffUseCase(testDescription: "narrow a client", action: .workspaceRemoveClient, naming: .workspaceThing) {
            try $0.setAreas([.forms, .billing], of: $1.user, in: $1.workspace)
        },
    ]

    private static let workflows: [StaffUseCase] = [
        StaffUseCase(testDescription: "one workflow", action: .workflowView, naming: .workspaceThing) {
            _ = try $0.room.workflow($1.workflow, of: $1.workspace)
        },
        StaffUseCase(testDescription: "publish a workflow", action: .workflowPublish, naming: .workspaceThing) {
            try $0.setStatus(.disabled, of: $1.workflow, in: $1.workspace)
        },
        StaffUseCase(testDescription: "edit a workflow", action: .workflowEdit, naming: .workspaceThing) {
            try $0.edit($1.workflow, in: $1.workspace, edit(isClientTriggerable: true))
        },
        StaffUseCase(
            testDescription: "let clients start a workflow", action: .workflowSetTriggerable, naming: .workspaceThing
        ) { try $0.edit($1.workflow, in: $1.workspace, edit(isClientTriggerable: false)) },
        StaffUseCase(
            testDescription: "say where a workflow is asked for", action: .agencyEngines, naming: .workspaceThing
        ) {
            try $0.setTrigger(
                of: $1.workflow, in: $1.workspace, engine: $1.engine, externalID: "new",
                url: "https://engine.example/new")
        },
        StaffUseCase(testDescription: "start a workflow", action: .workflowTrigger, naming: .workspaceThing) {
            _ = try $0.trigger($1.workflow, in: $1.workspace, token: token)
        },
    ]

    private static let runs: [StaffUseCase] = [
        StaffUseCase(testDescription: "runs", action: .runView, naming: .workspaceThing) {
            _ = try $0.room.runs(of: $1.workspace, RunFilter(), before: nil, size: PageSize(50))
        },
        StaffUseCase(testDescription: "timeline of a run", action: .runViewPayload, naming: .workspaceThing) {
            let timeline = try $0.room.timeline(of: $1.run, workflow: $1.workflow, workspace: $1.workspace)
            guard timeline.errorDetail?.hasPrefix("Error") == true else { throw Malformed() }
        },
        StaffUseCase(testDescription: "retry a run", action: .runRetry, naming: .workspaceThing) {
            _ = try $0.retry($1.run, of: $1.workflow, in: $1.workspace, token: token)
        },
        StaffUseCase(testDescription: "cancel a run", action: .runCancel, naming: .workspaceThing) {
            try $0.cancel($1.pendingRun, of: $1.workflow, in: $1.workspace)
        },
    ]

    private static func edit(isClientTriggerable: Bool) -> WorkflowEdit {
        WorkflowEdit(
            name: "Edited", purpose: "", failureNote: "", isClientTriggerable: isClientTriggerable, isIdempotent: true,
            showsSummaries: false, timeLimitMinutes: 5)
    }
}

extension PortalHouse {
    private struct Done: Error {}

    /// Tries a use case out and undoes it; answers what it was refused for, `nil` if it was not.
    func tryOut(_ useCase: StaffUseCase, as user: User, on names: TwinNames) async throws -> Refusal? {
        do {
            try await changingStaff(user) { changing in
                try useCase.perform(changing, names)
                throw Done()
            }
        } catch is Done {
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
        throw WrongRoom()
    }
}

extension TwinNames {
    /// Staff whom somebody of the staff can do something about.
    fileprivate func other(than user: User.ID) -> User.ID { user == admin ? member : admin }
}
