extension AccessCase {
    /// The longest line that is read.
    public static let maxBytes = 16 << 20

    /// Reads one line. Whatever is not exactly a case is an error: nothing unknown is skipped or guessed.
    public static func parse(_ line: Swift.Span<UInt8>) throws(AccessCaseError) -> AccessCase {
        let document: JSONValue
        do {
            document = try JSONValue.parse(line, maxBytes: maxBytes)
        } catch {
            throw AccessCaseError(error.path, .json(error.reason, offset: error.offset))
        }
        return try AccessCase(AccessCaseObject(document, at: .root))
    }

    /// Reads one line.
    public static func parse(_ line: [UInt8]) throws(AccessCaseError) -> AccessCase {
        try parse(line.span)
    }

    /// Reads one line.
    public static func parse(_ line: String) throws(AccessCaseError) -> AccessCase {
        try parse(Array(line.utf8))
    }

    private init(_ fields: AccessCaseObject) throws(AccessCaseError) {
        // The last three are for whoever reads the case, and decide nothing.
        try fields.expectOnly([
            "id", "user", "memberships", "action", "resource", "resources", "principals", "expect", "tags", "open",
        ])
        let action = try Self.action(fields)
        try self.init(id: fields.id("id"), action: action, question: Self.question(fields, action))
    }

    private static func action(_ fields: AccessCaseObject) throws(AccessCaseError) -> Action {
        let action: Action = try fields.word("action")
        guard action.resourceType != .key else { throw AccessCaseError(fields.path.key("action"), .keysOnly) }
        return action
    }

    private static func question(_ fields: AccessCaseObject, _ action: Action) throws(AccessCaseError) -> Question {
        if fields.has("principals") {
            try fields.refuse(["user", "memberships", "resources"], beside: "principals")
            let principals = try fields.list("principals") { (value, path) throws(AccessCaseError) in
                let entry = try AccessCaseObject(value, at: path)
                try entry.expectOnly(["user", "memberships"])
                return try principal(entry)
            }
            return try .principals(principals, resource(fields.object("resource"), action).resource)
        }
        if fields.has("resources") {
            try fields.refuse(["resource"], beside: "resources")
            let things = try fields.list("resources") { (value, path) throws(AccessCaseError) in
                try resource(AccessCaseObject(value, at: path), action)
            }
            return try .resources(principal(fields), things)
        }
        return try .one(principal(fields), resource(fields.object("resource"), action).resource)
    }
}

// MARK: People

extension AccessCase {
    private static func principal(_ fields: AccessCaseObject) throws(AccessCaseError) -> Principal {
        let user = try fields.object("user")
        try user.expectOnly(["id", "status"])
        let memberships = try fields.list("memberships") { (value, path) throws(AccessCaseError) in
            try membership(AccessCaseObject(value, at: path))
        }
        return try Principal(id: user.id("id"), status: user.word("status", default: .active), memberships: memberships)
    }

    private static func membership(_ fields: AccessCaseObject) throws(AccessCaseError) -> Membership<ID, ID> {
        switch (fields.has("agency"), fields.has("workspace")) {
        case (true, true):
            throw AccessCaseError(fields.path, .agencyAndWorkspace)
        case (false, false):
            throw AccessCaseError(fields.path, .neitherAgencyNorWorkspace)
        case (true, false):
            try fields.expectOnly(["agency", "role", "status"])
            return try .account(
                agency: fields.id("agency"), role: fields.word("role"), status: fields.word("status", default: .active))
        case (false, true):
            try fields.expectOnly(["workspace", "role", "areas", "status"])
            let _: ClientRole = try fields.word("role", default: .workspaceClient)
            return try .client(
                workspace: fields.id("workspace"), areas: areas(fields),
                status: fields.word("status", default: .active))
        }
    }

    private static func areas(_ fields: AccessCaseObject) throws(AccessCaseError) -> Areas {
        guard fields.has("areas") else { return .all }
        let list = try fields.list("areas") { (value, path) throws(AccessCaseError) -> Area in
            guard let name = value.string else { throw AccessCaseError(path, .notA(.string)) }
            return try AccessCaseObject.word(name, at: path)
        }
        return list.reduce(into: []) { $0.insert(Areas($1)) }
    }

    private enum ClientRole: String, CaseIterable {
        case workspaceClient = "workspace-client"
    }
}

// MARK: Things

extension AccessCase {
    private static func resource(
        _ fields: AccessCaseObject, _ action: Action
    ) throws(AccessCaseError) -> NamedResource {
        let type: AskedType = try fields.word("type")
        guard type.type == action.resourceType else {
            throw AccessCaseError(fields.path.key("type"), .actionIsAskedOn(action.resourceType))
        }
        try fields.expectOnly(["type", "id"] + type.facts)
        let id = try fields.id("id")
        return try NamedResource(id: id, resource: resource(type, id, fields))
    }

    private static func resource(
        _ type: AskedType, _ id: ID, _ fields: AccessCaseObject
    ) throws(AccessCaseError) -> Resource {
        switch type {
        case .agency:
            return .agency(id)
        case .user:
            return .user(id)
        case .workspace:
            return try .workspace(
                Resource.Home(workspace: id, agency: fields.id("agency"), archived: fields.flag("archived")))
        case .workflow:
            return try .workflow(
                in: home(fields), published: fields.flag("published"),
                clientTriggerable: fields.flag("clientTriggerable"))
        case .run:
            let workflow = try fields.object("workflow")
            try workflow.expectOnly(["id"] + AskedType.workflow.facts)
            _ = try workflow.id("id")
            return try .run(
                in: home(workflow), published: workflow.flag("published"),
                clientTriggerable: workflow.flag("clientTriggerable"))
        case .connection:
            return try .connection(in: home(fields))
        case .form:
            return try .form(in: home(fields), published: fields.flag("published"))
        case .invoice:
            return try .invoice(in: home(fields), fields.word("status"))
        }
    }

    private static func home(_ fields: AccessCaseObject) throws(AccessCaseError) -> Resource.Home {
        let workspace = try fields.object("workspace")
        try workspace.expectOnly(["id", "agency", "archived"])
        return try Resource.Home(
            workspace: workspace.id("id"), agency: workspace.id("agency"), archived: workspace.flag("archived"))
    }

    /// The types of resource that a case can be about, with the facts that belong to each.
    private enum AskedType: String, CaseIterable {
        case agency, user, workspace, workflow, run, connection, form, invoice

        var facts: [String] {
            switch self {
            case .agency, .user: []
            case .workspace: ["agency", "archived"]
            case .workflow: ["published", "clientTriggerable", "workspace"]
            case .run: ["workflow"]
            case .connection: ["workspace"]
            case .form: ["published", "workspace"]
            case .invoice: ["status", "workspace"]
            }
        }

        var type: ResourceType {
            switch self {
            case .agency: .agency
            case .user: .user
            case .workspace: .workspace
            case .workflow: .workflow
            case .run: .run
            case .connection: .connection
            case .form: .form
            case .invoice: .invoice
            }
        }
    }
}

extension AccessCaseObject {
    /// Refuses fields that this one stands in the place of.
    fileprivate func refuse(_ fields: [String], beside field: String) throws(AccessCaseError) {
        for other in fields where has(other) {
            throw AccessCaseError(path.key(other), .instead(of: field))
        }
    }
}
