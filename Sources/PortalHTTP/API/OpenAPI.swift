import HTTPTypes
import PortalCore

/// The API's description (OpenAPI 3.1), made from the route table and the schemas beside it.
enum OpenAPI {
    /// The document of the operations that a table offers to engines.
    static func document(of routes: [Route]) -> [UInt8] {
        var json = JSONWriter(reserving: 16_384)
        json.object { json in
            json.member("openapi", "3.1.0")
            json.key("info")
            json.object { json in
                json.member("title", "API")
                json.member("version", "1")
                json.member(
                    "description",
                    "Workflows and runs, for the systems that execute them. Answers that are no success are problem details "
                        + "(RFC 9457) with a `code` for programs.")
            }
            json.key("security")
            json.array { json in json.object { $0.member("key", [String]()) } }
            json.key("paths")
            json.object { json in paths(routes.filter { $0.audience == .engine }, &json) }
            json.key("components")
            json.object { json in
                json.key("securitySchemes")
                json.object { json in
                    json.key("key")
                    json.object { json in
                        json.member("type", "http")
                        json.member("scheme", "bearer")
                    }
                }
                json.key("schemas")
                json.object(APISchemas.write)
            }
        }
        return json.bytes
    }

    private static func paths(_ routes: [Route], _ json: inout JSONWriter) {
        var written: Set<PathPattern> = []
        for route in routes where written.insert(route.path).inserted {
            json.key(template(route.path))
            json.object { json in
                for operation in routes where operation.path == route.path { write(operation, &json) }
            }
        }
    }

    /// `/api/v1/runs/:run` as `/api/v1/runs/{run}`.
    static func template(_ path: PathPattern) -> String { path.path(path.parameters.map { "{\($0.rawValue)}" }) }

    private static func write(_ route: Route, _ json: inout JSONWriter) {
        guard let documents = route.documents else { return }
        json.key(route.method.rawValue.lowercased())
        json.object { json in
            json.member("operationId", operationID(route))
            json.member("summary", documents.summary)
            if let action = route.action {
                json.member("description", "The key needs the permission `\(action.rawValue)`.")
            }
            parameters(route, documents, &json)
            if let schema = documents.takes { body(schema, isBatch: route.bodyLimit == .batch, &json) }
            json.key("responses")
            json.object { json in
                response("200", "Done.", type: "application/json", schema: documents.answers, &json)
                if route.method == .put {
                    response("201", "Made.", type: "application/json", schema: documents.answers, &json)
                }
                response("default", "Not done.", type: "application/problem+json", schema: "Problem", &json)
            }
        }
    }

    private static func operationID(_ route: Route) -> String {
        let words = route.path.segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .parameter(let parameter): "of-\(parameter.rawValue)"
            }
        }
        return ([route.method.rawValue.lowercased()] + words.dropFirst(2)).joined(separator: "-")
    }

    private static func parameters(_ route: Route, _ documents: APIOperation, _ json: inout JSONWriter) {
        guard !route.path.parameters.isEmpty || !documents.query.isEmpty else { return }
        json.key("parameters")
        json.array { json in
            for parameter in route.path.parameters {
                json.object { json in
                    json.member("name", parameter.rawValue)
                    json.member("in", "path")
                    json.member("required", true)
                    string(&json)
                }
            }
            for query in documents.query {
                json.object { json in
                    json.member("name", query.name)
                    json.member("in", "query")
                    json.member("description", query.summary)
                    string(&json)
                }
            }
        }
    }

    private static func string(_ json: inout JSONWriter) {
        json.key("schema")
        json.object { $0.member("type", "string") }
    }

    private static func body(_ schema: String, isBatch: Bool, _ json: inout JSONWriter) {
        json.key("requestBody")
        json.object { json in
            json.member("required", true)
            json.key("content")
            json.object { json in
                content("application/json", schema: schema, &json)
                // On each line one report; the schema of the whole is the schema of a line.
                if isBatch { content("application/x-ndjson", schema: "RunReport", &json) }
            }
        }
    }

    private static func response(
        _ status: String, _ summary: String, type: String, schema: String, _ json: inout JSONWriter
    ) {
        json.key(status)
        json.object { json in
            json.member("description", summary)
            json.key("content")
            json.object { json in content(type, schema: schema, &json) }
        }
    }

    private static func content(_ type: String, schema: String, _ json: inout JSONWriter) {
        json.key(type)
        json.object { json in
            json.key("schema")
            json.object { $0.member("$ref", "#/components/schemas/\(schema)") }
        }
    }
}
