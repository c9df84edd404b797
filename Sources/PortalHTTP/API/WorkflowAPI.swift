import HTTPTypes
import PortalCore

/// Workspaces and workflows, for the agency's own systems.
enum WorkflowAPI {
    static let routes: [Route] = [
        .engine(
            "/api/v1/workspaces", action: nil,
            documents: APIOperation(
                "The workspaces within the key's reach, by name.", answers: "WorkspaceList"),
            workspaces),
        .engine(
            "/api/v1/workspaces/:workspace/workflows", action: .workflowsRead,
            documents: APIOperation("The workflows of a workspace, whatever their status.", answers: "WorkflowList"),
            workflows),
        .engine(
            .put, "/api/v1/workspaces/:workspace/workflows", action: .workflowsUpsert,
            documents: APIOperation(
                "Makes or changes the workflow that an engine knows by this id. A new one is a draft.",
                takes: "WorkflowUpsert", answers: "WorkflowUpserted"),
            sample: .json(#"{"engine":"{engine}","externalId":"sample-1","name":"Sample"}"#), upsert),
    ]

    @Sendable private static func workspaces(_ engine: EngineAccess, _ asked: Asked) throws -> APIReply {
        let workspaces = try engine.workspaces()
        return .object { json in
            json.key("workspaces")
            json.array { json in
                for workspace in workspaces {
                    json.object { json in
                        json.member("id", workspace.id)
                        json.member("name", workspace.name)
                        json.member("createdAt", workspace.createdAt)
                    }
                }
            }
        }
    }

    @Sendable private static func workflows(_ engine: EngineAccess, _ asked: Asked) throws -> APIReply {
        let workflows = try engine.workflows(in: asked.id(.workspace))
        return .object(reserving: 256 * workflows.count + 32) { json in
            json.key("workflows")
            json.array { json in
                for workflow in workflows { json.object { write(workflow, to: &$0) } }
            }
        }
    }

    private static func write(_ workflow: Workflow, to json: inout JSONWriter) {
        json.member("id", workflow.id)
        json.member("engine", workflow.engine)
        json.member("externalId", workflow.externalID)
        json.member("name", workflow.name)
        json.member("purpose", workflow.purpose)
        json.member("status", workflow.status.rawValue)
        json.member("clientTriggerable", workflow.isClientTriggerable)
        json.member("createdAt", workflow.createdAt)
    }

    @Sendable private static func upsert(_ asked: Asked, _ body: APIBody) throws(Problem) -> EngineChange {
        let upsert = try read(try body.object(members))
        let workspace: Workspace.ID = asked.id(.workspace)
        return { engine in
            let (id, isNew) = try engine.upsert(upsert, into: workspace)
            return .object(isNew ? .created : .ok) { json in
                json.member("id", id)
                json.member("new", isNew)
            }
        }
    }

    private static let members = JSONShape.scalars("engine", "externalId", "name", "purpose", "triggerUrl", "publish")

    private static func read(_ members: Members) throws(Problem) -> WorkflowUpsert {
        do throws(ReportProblem) {
            guard let engine: Engine.ID = try members.id("engine") else { throw .field("engine", .missing) }
            return WorkflowUpsert(
                engine: engine, externalID: try members.externalID("externalId") ?? "",
                name: try members.text("name") ?? "", purpose: try members.text("purpose"),
                triggerURL: try members.text("triggerUrl"), publish: try members.bool("publish"))
        } catch {
            throw Problem(error)
        }
    }
}
