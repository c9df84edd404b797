import Testing

@testable import PortalHTTP

struct PathTreeTests {
    private func tree(_ patterns: String...) -> PathTree<String> {
        var tree = PathTree<String>()
        for pattern in patterns { tree.update(PathPattern(pattern)) { $0 = pattern } }
        return tree
    }

    private func found(_ path: String, in tree: PathTree<String>) -> String? {
        tree.find(path[...].utf8).map { ([$0.value] + $0.parameters.map(String.init)).joined(separator: " ") }
    }

    @Test func `a path leads to its pattern, with what stands in it`() {
        let tree = tree("/", "/portal", "/portal/workflows/:workflow", "/portal/workflows/:workflow/runs/:run")

        #expect(found("/", in: tree) == "/")
        #expect(found("/portal", in: tree) == "/portal")
        #expect(found("/portal/workflows/wfl_1", in: tree) == "/portal/workflows/:workflow wfl_1")
        #expect(found("/portal/workflows/a/runs/b", in: tree) == "/portal/workflows/:workflow/runs/:run a b")
    }

    @Test(arguments: [
        "", "portal", "/Portal", "/portal/", "//portal", "/portal//", "/portal/workflows", "/portal/workflows/",
        "/portal/workflows//", "/portal/workflows/a/runs", "/portal/workflows/a/runs/b/c", "/%70ortal", "/portal/.",
        "/portal/x.css", "/portal#x",
    ])
    func `nothing is forgiven`(_ path: String) {
        #expect(
            found(path, in: tree("/portal", "/portal/workflows/:workflow", "/portal/workflows/:workflow/runs/:run"))
                == nil)
    }

    @Test func `a literal goes before a parameter`() {
        let tree = tree("/a/:run", "/a/b", "/a/b/c")

        #expect(found("/a/b", in: tree) == "/a/b")
        #expect(found("/a/x", in: tree) == "/a/:run x")
        #expect(found("/a/x/c", in: tree) == nil)
    }

    @Test func `no made-up path crashes the tree, and what is found has no slash in it`() {
        let tree = tree("/", "/portal", "/portal/workflows/:workflow/runs/:run", "/assets/:file")
        var dice = SeededDice(7)
        for _ in 0..<3_000 {
            let path = dice.text(from: ["/", "portal", "workflows", "runs", "assets", "..", "%2f", "?"], count: 0...9)
            guard let found = tree.find(path[...].utf8) else { continue }
            #expect(found.parameters.allSatisfy { !$0.isEmpty && !$0.contains("/") })
        }
    }

    @Test func `a pattern prints its path with ids in it`() {
        let pattern = PathPattern("/portal/workflows/:workflow/runs/:run")

        #expect(pattern.parameters == [.workflow, .run])
        #expect(pattern.path(["a", "b"]) == "/portal/workflows/a/runs/b")
        #expect(PathPattern("/").path([]) == "/")
    }
}
