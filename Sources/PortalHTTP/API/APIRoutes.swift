import HTTPTypes
import PortalCore

/// The API for the agency's own systems.
enum APIRoutes {
    private static let operations = WorkflowAPI.routes + RunAPI.routes

    static let routes: [Route] =
        operations + [
            .anyone("/api/v1/openapi.json") { lobby, _ in
                try await lobby.lookAround { _ in Reply(content: .json(description), status: .ok) }
            }
        ]

    /// The description of the operations; it is the same at every host, and names nobody.
    static let description = OpenAPI.document(of: operations)
}
