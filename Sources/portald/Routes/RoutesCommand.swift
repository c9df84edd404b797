import ArgumentParser
import PortalHTTP

/// `portald routes`: the route table as data.
struct RoutesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes",
        abstract: "Prints every route as JSON Lines: method, path, audience, permission.",
        discussion: """
            Audiences: anyone, client (with the permission, in one of their workspaces), staff (with the permission), token (whoever holds a \
            mailed link), engine (an API key with the permission), operator (the loopback port of --operator-port). A permission of null means that the audience is enough.
            """)

    func run() throws {
        var output = Output()
        for route in RouteTable.portal.descriptions + RouteTable.operatorPort.descriptions {
            try output.line(route.json)
        }
        try output.flush()
    }
}
