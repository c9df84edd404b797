import HTTPTypes
import PortalCore

/// Every route there is, and the way from a request to its route.
public struct RouteTable: Sendable {
    public let routes: [Route]
    private let tree: PathTree<[Int]>

    /// The portal's routes: pages for clients and staff, the ways in, and the API.
    public static let portal = RouteTable(
        ArrivalRoutes.signIn + MailedCodeRoutes.routes + SecondFactorRoutes.all + PasswordResetRoutes.routes
            + InvitationRoutes.routes + WelcomeRoutes.all + EmailRoutes.all + TeamRoutes.ownership + signedIn)

    /// The same for an embedder that brings its own sign-in: `/sign-in` and `/sign-out` are the embedder's.
    public static let portalWithoutSignIn = RouteTable(signedIn)

    private static let signedIn =
        ArrivalRoutes.home + AssetRoutes.routes
        + WorkspaceRoutes.client + WorkflowRoutes.client + ConnectionRoutes.client + FormRoutes.client
        + BillingRoutes.client
        + WorkspaceRoutes.staff + TeamRoutes.staff + ConsoleWorkflowRoutes.staff + EngineRoutes.staff + MailRoutes.staff
        + AccountRoutes.all
        + MailRoutes.stop
        + APIRoutes.routes

    /// The operator's routes, for a port of their own.
    public static let operatorPort = RouteTable(OperatorRoutes.routes)

    /// Two routes of the same path and method are a mistake of ours.
    init(_ routes: [Route]) {
        self.routes = routes
        var tree = PathTree<[Int]>()
        for (index, route) in routes.enumerated() {
            tree.update(route.path) { known in
                let others = known ?? []
                precondition(
                    !others.contains { routes[$0].method == route.method }, "\(route.path.text) is there twice")
                known = others + [index]
            }
        }
        self.tree = tree
    }

    /// What a request's path leads to.
    enum Found: Sendable {
        case route(Route, values: [Substring])
        /// No such path, or none for this method; and whose ground it would be on.
        case nothing(Audience, isKnownPath: Bool)

        var audience: Audience {
            switch self {
            case .route(let route, _): route.audience
            case .nothing(let ground, _): ground
            }
        }
    }

    /// Finds the route of a path without its query. `HEAD` is as good as `GET`.
    func find(_ path: Substring.UTF8View, method: HTTPRequest.Method) -> Found {
        guard let (candidates, values) = tree.find(path) else {
            return .nothing(Self.ground(of: path), isKnownPath: false)
        }
        let wanted = method == .head ? .get : method
        guard let index = candidates.first(where: { routes[$0].method == wanted }) else {
            return .nothing(Self.ground(of: path), isKnownPath: true)
        }
        return .route(routes[index], values: values)
    }

    /// Whose a path is that leads nowhere: the same as that of every route beside it.
    private static func ground(of path: Substring.UTF8View) -> Audience {
        func lies(under prefix: String) -> Bool {
            guard path.starts(with: prefix.utf8) else { return false }
            let rest = path.dropFirst(prefix.utf8.count)
            return rest.isEmpty || rest.first == UInt8(ascii: "/")
        }
        if lies(under: "/portal") || lies(under: "/welcome") { return .client }
        if lies(under: "/dashboard") { return .staff }
        return lies(under: "/api") ? .engine : .anyone
    }

    /// Each path once, for an embedder's router.
    public var patterns: [PathPattern] {
        var seen: Set<PathPattern> = []
        return routes.map(\.path).filter { seen.insert($0).inserted }
    }
}

/// A route as a line of `portald routes`.
public struct RouteDescription: Hashable, Sendable {
    public let method: String
    public let path: String
    public let audience: Audience
    /// The action that is asked for; `nil` where the audience is enough.
    public let permission: Action?

    /// One JSON object, without a line end.
    public var json: String {
        var json = JSONWriter(reserving: 120)
        json.object { json in
            json.member("method", method)
            json.member("path", path)
            json.member("audience", audience.rawValue)
            json.member("permission", permission?.rawValue)
        }
        return json.text
    }
}

extension RouteTable {
    /// The table as data, in its own order.
    public var descriptions: [RouteDescription] {
        routes.map {
            RouteDescription(
                method: $0.method.rawValue, path: $0.path.text, audience: $0.audience, permission: $0.action)
        }
    }
}
