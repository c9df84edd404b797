import PortalCore

/// The shapes of what the API takes and answers, as JSON Schema.
enum APISchemas {
    /// Writes each schema as a member.
    static func write(_ json: inout JSONWriter) {
        for schema in all {
            json.key(schema.name)
            json.value(schema.document)
        }
    }

    static let names = all.map(\.name)

    private struct Schema {
        let name: String
        let document: JSONValue

        /// An object of these members; those whose name ends in `!` are always there.
        init(_ name: String, _ members: KeyValuePairs<String, JSONValue>) {
            self.name = name
            document = .schema(members)
        }

        init(_ name: String, _ document: JSONValue) {
            self.name = name
            self.document = document
        }
    }

    private static let status = JSONValue.choice(RunStatus.allCases.map(\.rawValue))

    private static let all: [Schema] = [
        Schema(
            "Problem",
            [
                "type!": .text, "status!": .whole, "code!": .text, "title!": .text,
                "fields": .list(.schema(["field!": .text, "code!": .text])),
            ]),
        Schema(
            "WorkspaceList",
            ["workspaces!": .list(.schema(["id!": .text, "name!": .text, "createdAt!": .moment]))]),
        Schema(
            "Workflow",
            [
                "id!": .text, "engine": .text, "externalId": .text, "name!": .text, "purpose!": .text,
                "status!": .choice(WorkflowStatus.allCases.map(\.rawValue)), "clientTriggerable!": .flag,
                "createdAt!": .moment,
            ]),
        Schema("WorkflowList", ["workflows!": .list(.reference("Workflow"))]),
        Schema(
            "WorkflowUpsert",
            [
                "engine!": .text, "externalId!": .text, "name!": .text, "purpose": .text, "triggerUrl": .text,
                "publish": .flag,
            ]),
        Schema("WorkflowUpserted", ["id!": .text, "new!": .flag]),
        Schema(
            "StepReport",
            [
                "position": .whole, "name": .text, "kind": .text, "status!": status, "startedAt": .momentTaken,
                "endedAt": .momentTaken, "summary": .text,
            ]),
        Schema(
            "RunReport",
            [
                "run": .text, "engine": .text, "externalId": .text, "workflow": .text, "workflowExternalId": .text,
                "attempt": .whole, "status!": status, "at": .momentTaken, "createdAt": .momentTaken,
                "startedAt": .momentTaken,
                "endedAt": .momentTaken, "steps": .list(.reference("StepReport")), "error": .text,
            ]),
        Schema(
            "RunReports",
            .object([
                JSONMember("oneOf", .array([.reference("RunReport"), .list(.reference("RunReport"))]))
            ])),
        Schema(
            "IngestResults",
            [
                "results!": .list(
                    .schema([
                        "run": .text, "status": status, "new": .flag, "problem": .text, "field": .text, "reason": .text,
                        "known": status, "reported": status,
                    ]))
            ]),
        Schema("RunSummary", .schema(run)),
        Schema("RunList", ["runs!": .list(.reference("RunSummary")), "next!": .textOrNull]),
        Schema(
            "Step",
            [
                "position!": .whole, "name!": .text, "kind!": .text, "status!": status, "startedAt!": .momentOrNull,
                "endedAt!": .momentOrNull, "summary!": .text,
            ]),
        Schema(
            "Run",
            .object([
                JSONMember(
                    "allOf",
                    .array([.reference("RunSummary"), .schema(["steps!": .list(.reference("Step"))])]))
            ])),
    ]

    private static let run: KeyValuePairs<String, JSONValue> = [
        "id!": .text, "workspace!": .text, "workflow!": .text, "workflowName!": .text, "status!": status,
        "attempt!": .whole, "origin!": .choice(RunOrigin.allCases.map(\.rawValue)), "externalId!": .textOrNull,
        "listedAt!": .moment, "startedAt!": .momentOrNull, "endedAt!": .momentOrNull, "delivery!": .textOrNull,
    ]
}

extension JSONValue {
    fileprivate static let text = type("string")
    fileprivate static let textOrNull = types("string", "null")
    fileprivate static let whole = type("integer")
    fileprivate static let flag = type("boolean")
    fileprivate static let moment = object([
        JSONMember("type", .string("string")), JSONMember("format", .string("date-time")),
    ])
    /// What is read as a moment: RFC 3339, or whole milliseconds since 1970.
    fileprivate static let momentTaken = types("string", "integer")
    fileprivate static let momentOrNull = object([
        JSONMember("type", .array([.string("string"), .string("null")])), JSONMember("format", .string("date-time")),
    ])

    fileprivate static func type(_ name: String) -> JSONValue { .object([JSONMember("type", .string(name))]) }

    fileprivate static func types(_ names: String...) -> JSONValue {
        .object([JSONMember("type", .array(names.map(JSONValue.string)))])
    }

    fileprivate static func choice(_ texts: [String]) -> JSONValue {
        .object([JSONMember("enum", .array(texts.map(JSONValue.string)))])
    }

    fileprivate static func list(_ element: JSONValue) -> JSONValue {
        .object([JSONMember("type", .string("array")), JSONMember("items", element)])
    }

    fileprivate static func reference(_ name: String) -> JSONValue {
        .object([JSONMember("$ref", .string("#/components/schemas/\(name)"))])
    }

    fileprivate static func schema(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        func name(_ key: String) -> String { key.hasSuffix("!") ? String(key.dropLast()) : key }
        return .object([
            JSONMember("type", .string("object")),
            JSONMember("properties", .object(members.map { JSONMember(name($0.key), $0.value) })),
            JSONMember("required", .array(members.filter { $0.key.hasSuffix("!") }.map { .string(name($0.key)) })),
        ])
    }
}
