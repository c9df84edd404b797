import PortalCore
import PortalPages

/// The accounts that a client's workflows depend on.
enum ConnectionRoutes {
    static let client: [Route] = [
        .client("/portal/connections", action: .connectionView) { client, asked in
            .page(ConnectionsPage(try client.connections(), asked.context(client)))
        },
        .client("/portal/connections/:connection", action: .connectionView) { client, asked in
            .page(ConnectionPage(try client.connection(asked.id(.connection)), asked.context(client)))
        },
    ]
}
