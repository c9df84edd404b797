import HTTPTypes
import PortalCore

@testable import PortalHTTP
@testable import PortalPages

/// A path leads to one route or none, and what stands in it is read as an id or as one that was never issued.
enum PathFuzz {
    static func take(_ bytes: [UInt8]) {
        let target = text(bytes)
        let path = target.prefix { $0 != "?" }
        let query = target.dropFirst(path.count + 1)
        for method in [HTTPRequest.Method.get, .post, .put] {
            guard case .route(let route, let values) = RouteTable.portal.find(path.utf8, method: method) else {
                continue
            }
            expect(route.path.path(values.map(String.init)) == path, "the route of another path")
            let asked = Asked(route.path, values, path: path, query: query)
            for parameter in route.path.parameters {
                let id: Run.ID = asked.id(parameter)
                expect(id == .neverIssued || id.description == asked.text(parameter), "another id than was written")
            }
            _ = RunsQuery { asked.query.hint($0) }
            if case .route(let head, _) = RouteTable.portal.find(path.utf8, method: .head) {
                expect(head.method == .get, "HEAD leads to \(head.method)")
            }
        }
        takeOwnPath(target)
        takeKeys(target)
    }

    private static func takeOwnPath(_ target: String) {
        guard let own = OwnPath(target) else { return }
        expect(own.text.utf8.starts(with: "/".utf8) && !own.text.utf8.starts(with: "//".utf8), "leads to another site")
        expect(
            !own.text.utf8.contains { $0 <= 32 || $0 >= 127 || $0 == UInt8(ascii: "\\") }, "a byte that moves browsers")
        let signIn = OwnPath.signIn(next: own).text
        let next = signIn.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1).dropFirst().first
        guard let next else { return }
        let fields = try? Fields(urlEncoded: next)
        expect(fields?.hint("next") == own.text, "the way back is another one")
    }

    private static func takeKeys(_ target: String) {
        if let key = RunKey(target) { expect(RunKey(key.text) == key, "another key") }
        if let key = RunKey(inAddress: target) { expect(RunKey(inAddress: key.text) == key, "another key") }
        if let key = InvoiceKey(target) { expect(InvoiceKey(key.text) == key, "another key") }
        if let id = Workspace.ID(target) {
            expect(id.description == target && Workspace.ID(bytes: id.bytes) == id, "another id")
        }
    }
}
