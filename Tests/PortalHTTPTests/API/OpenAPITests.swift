import HTTPTypes
import PortalCore
import Testing

@testable import PortalHTTP

struct OpenAPITests {
    private let document = try? JSONValue.parse(APIRoutes.description)

    @Test func `the description is JSON and tells every operation of the table`() throws {
        let paths = try #require(document?["paths"])
        let operations = RouteTable.portal.routes.filter { $0.audience == .engine }

        #expect(!operations.isEmpty)
        for route in operations {
            let operation = paths[OpenAPI.template(route.path)]?[route.method.rawValue.lowercased()]
            #expect(operation?["summary"]?.string != nil, "\(route.method) \(route.path.text)")
            if let action = route.action {
                #expect(operation?["description"]?.string?.contains(action.rawValue) == true)
            }
        }
        #expect(paths.members?.count == Set(operations.map(\.path)).count)
    }

    @Test func `every schema that is spoken of is there`() throws {
        let schemas = try #require(document?["components"]?["schemas"])
        let text = String(decoding: APIRoutes.description, as: UTF8.self)
        let spokenOf = text.split(separator: "#/components/schemas/").dropFirst().compactMap {
            $0.split(separator: "\"").first
        }

        #expect(!spokenOf.isEmpty)
        for name in spokenOf { #expect(schemas[String(name)] != nil, "\(name)") }
    }

    @Test func `operation ids are unique`() throws {
        let paths = try #require(document?["paths"]?.members)
        let ids = paths.flatMap { $0.value.members ?? [] }.compactMap { $0.value["operationId"]?.string }

        #expect(Set(ids).count == ids.count)
    }

    @Test func `the description names no software`() {
        #expect(!String(decoding: APIRoutes.description, as: UTF8.self).lowercased().contains("portal"))
    }
}
