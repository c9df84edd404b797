import Foundation
import Testing

struct AccessCheckTests {
    private static let workflow =
        #"{"type":"workflow","id":"f1","published":true,"clientTriggerable":true,"workspace":{"id":"w1","agency":"a1"}}"#

    private static func trigger(_ id: String, _ membership: String, resource: String = workflow) -> String {
        #"{"id":"\#(id)","user":{"id":"u"},"memberships":[\#(membership)],"action":"workflow.trigger","resource":\#(resource)}"#
    }

    @Test func `cases are answered in their order, and blank lines are skipped`() async throws {
        let cases = [
            Self.trigger("c1", #"{"workspace":"w1"}"#), "", "   \t ",
            Self.trigger("c2", #"{"workspace":"w2"}"#),
            Self.trigger("c3", #"{"agency":"a1","role":"member"}"#),
            Self.trigger("c4", #"{"workspace":"w1","areas":["billing"]}"#),
            Self.trigger("c5", #"{"workspace":"w1","status":"removed"}"#),
        ].joined(separator: "\r\n")
        let run = try await CommandRun.of("access", "check", input: cases)

        #expect(run.output == "c1\tallow\nc2\tdeny\nc3\tallow\nc4\tdeny\nc5\tdeny\n")
        #expect(run.errors.isEmpty)
        #expect(run.status == 0)
    }

    @Test func `explained, each answer says by which rule or for want of what`() async throws {
        let cases = [
            Self.trigger("c1", #"{"workspace":"w1"}"#), Self.trigger("c2", #"{"workspace":"w2"}"#),
            Self.trigger("c4", #"{"workspace":"w1","areas":["billing"]}"#),
        ].joined(separator: "\n")
        let run = try await CommandRun.of("access", "check", "--explain", input: cases + "\n")

        #expect(run.output == "c1\tallow\tclient\nc2\tdeny\tnot-a-member\nc4\tdeny\toutside-area-workflows\n")
    }

    @Test func `lists are answered with the ids allowed, in the order given`() async throws {
        let resources = #"""
            {"id":"l1","user":{"id":"u"},"memberships":[{"workspace":"w1"}],"action":"workflow.view","resources":[\#
            {"type":"workflow","id":"f9","published":true,"workspace":{"id":"w1","agency":"a1"}},\#
            {"type":"workflow","id":"f2","published":false,"workspace":{"id":"w1","agency":"a1"}},\#
            {"type":"workflow","id":"f1","published":true,"workspace":{"id":"w1","agency":"a1"}}]}
            """#
        let principals = #"""
            {"id":"l2","principals":[\#
            {"user":{"id":"p1"},"memberships":[{"agency":"a1","role":"admin"}]},\#
            {"user":{"id":"p2"},"memberships":[{"workspace":"w1"}]},\#
            {"user":{"id":"p3","status":"suspended"},"memberships":[{"workspace":"w1"}]}],\#
            "action":"portal.open","resource":{"type":"workspace","id":"w1","agency":"a1"}}
            """#
        let run = try await CommandRun.of("access", "check", input: "\(resources)\n\(principals)\n")

        #expect(run.output == "l1\t[\"f9\",\"f1\"]\nl2\t[\"p2\"]\n")
        #expect(run.errors.isEmpty)
    }

    @Test func `the first line that is no case ends it, with what was answered before written`() async throws {
        let wrong = Self.trigger("c2", #"{"agency":"a1","role":"boss"}"#)
        let cases = [Self.trigger("c1", #"{"workspace":"w1"}"#), "", wrong, Self.trigger("c4", "")].joined(
            separator: "\n")
        let folder = try Folder()
        let file = try folder.file("cases.jsonl", cases)
        let run = try await CommandRun.of("access", "check", file.path)

        #expect(run.output == "c1\tallow\n")
        #expect(
            run.errors
                == "portald: \(file.path): line 3: memberships[0].role: must be one of owner, admin, member\n")
        #expect(run.status == 65)
    }

    @Test(arguments: [
        ("{", "line 1: the JSON ends too early"),
        ("[]", "line 1: must be of kind object"),
        (#"{"id":"1","id":"2"}"#, "line 1: id: the key is there twice"),
        (
            #"{"id":"a\tb","user":{"id":"u"},"memberships":[],"action":"profile.edit","resource":{"type":"user","id":"u"}}"#,
            "line 1: id: an id cannot have tabs or line ends"
        ),
        (
            #"{"id":"1","user":{"id":"u"},"memberships":[],"action":"fly","resource":{"type":"user","id":"u"}}"#,
            "line 1: action: unknown"
        ),
        (
            #"{"id":"1","user":{"id":"u"},"memberships":[],"action":"run.view","resource":{"type":"user","id":"u"}}"#,
            "line 1: resource.type: the action is asked on a resource of type run"
        ),
        (
            #"{"id":"1","user":{"id":"u"},"memberships":[],"action":"profile.edit","resource":{"type":"user","id":"u","x":1}}"#,
            "line 1: resource.x: unknown field"
        ),
    ])
    func `what is no case is named by line and field`(_ line: String, _ words: String) async throws {
        let run = try await CommandRun.of("access", "check", "-", input: line)

        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix("portald: standard input: \(words)"))
        #expect(run.errors.filter(\.isNewline).count == 1)
        #expect(run.status == 65)
    }

    @Test func `many thousand cases are answered, each once`() async throws {
        let cases = (0..<20_000).map { Self.trigger("c\($0)", #"{"workspace":"w\#($0 % 2)"}"#) }.joined(separator: "\n")
        let run = try await CommandRun.of("access", "check", input: cases)
        let expected = (0..<20_000).map { "c\($0)\t\($0 % 2 == 1 ? "allow" : "deny")\n" }.joined()

        #expect(run.output == expected)
        #expect(run.status == 0)
    }

    @Test func `whoever writes a case gets its answer before the next`() async throws {
        let folder = try Folder()
        let pipe = Pipe()
        let command = try RunningCommand(["access", "check"], input: pipe.fileHandleForReading, in: folder)
        for id in ["c1", "c2", "c3"] {
            pipe.fileHandleForWriting.write(Data((Self.trigger(id, #"{"workspace":"w1"}"#) + "\n").utf8))
            #expect(try await command.wrote("\(id)\tallow\n", within: 20))
        }
        try pipe.fileHandleForWriting.close()

        #expect(await command.end() == 0)
    }

    @Test func `a reader that goes away ends it without a word`() async throws {
        let folder = try Folder()
        let cases = try folder.file(
            "cases.jsonl", String(repeating: Self.trigger("c1", #"{"workspace":"w1"}"#) + "\n", count: 50_000))
        let pipe = Pipe()
        let command = try RunningCommand(
            ["access", "check", cases.path], output: pipe.fileHandleForWriting, in: folder)
        try pipe.fileHandleForWriting.close()
        try pipe.fileHandleForReading.close()

        #expect(await command.end() == 0)
        #expect(try command.errors().isEmpty)
    }

    @Test func `the matrix is the table of the rules`() async throws {
        let run = try await CommandRun.of("access", "matrix")

        #expect(run.output.contains("| `agency.delete`            | yes   | no    | no     | no     |"))
        #expect(run.status == 0)
    }
}
