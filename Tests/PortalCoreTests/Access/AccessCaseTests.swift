import PortalCore
import Testing

@Suite struct AccessCaseTests {
    /// A case of a client who may see invoice `i1` of workspace `w1`, with one part replaced.
    private func line(
        user: String = #"{"id":"u1"}"#, memberships: String = #"[{"workspace":"w1"}]"#, action: String = "invoice.view",
        resource: String = #"{"type":"invoice","id":"i1","status":"open","workspace":{"id":"w1","agency":"a1"}}"#,
        extra: String = ""
    ) -> String {
        #"{"id":"c1","user":\#(user),"memberships":\#(memberships),"action":"\#(action)","resource":\#(resource)\#(extra)}"#
    }

    private func answer(_ line: String, explain: Bool = false) -> String {
        do {
            return try AccessCase.parse(line).answer(explain: explain)
        } catch {
            return "error \(error)"
        }
    }

    @Test func `the documented example is denied, for it names another agency's member`() {
        let example = """
            {"id": "c1",
             "user": {"id": "u7", "status": "active"},
             "memberships": [
                {"agency": "a1", "role": "member"},
                {"workspace": "w9", "role": "workspace-client", "status": "removed"}],
             "action": "workflow.trigger",
             "resource": {"type": "workflow", "id": "f3",
                          "published": true, "clientTriggerable": true,
                          "workspace": {"id": "w9", "agency": "a2", "archived": false}}}
            """
        #expect(answer(example) == "c1\tdeny")
        #expect(answer(example, explain: true) == "c1\tdeny\tremoved")
    }

    @Test func `a client sees an open invoice and not a draft`() {
        let draft = #"{"type":"invoice","id":"i1","status":"draft","workspace":{"id":"w1","agency":"a1"}}"#
        #expect(answer(line()) == "c1\tallow")
        #expect(answer(line(), explain: true) == "c1\tallow\tclient")
        #expect(answer(line(resource: draft), explain: true) == "c1\tdeny\tinvoice-not-issued")
    }

    @Test func `what is left out has its default`() {
        let workflow = #"{"type":"workflow","id":"f1","workspace":{"id":"w1","agency":"a1"}}"#
        #expect(answer(line(action: "workflow.view", resource: workflow), explain: true) == "c1\tdeny\tnot-published")
        #expect(answer(line(memberships: #"[{"workspace":"w1","areas":[]}]"#)) == "c1\tdeny")
        #expect(answer(line(memberships: #"[{"workspace":"w1","areas":["billing","billing"]}]"#)) == "c1\tallow")
        #expect(answer(line(memberships: #"[{"workspace":"w1","status":"invited"}]"#)) == "c1\tdeny")
        #expect(answer(line(user: #"{"id":"u1","status":"suspended"}"#), explain: true) == "c1\tdeny\tsuspended")
        #expect(answer(line(memberships: #"[{"agency":"a1","role":"member"}]"#), explain: true) == "c1\tallow\tstaff")
    }

    @Test func `every type of resource can be asked about`() {
        let home = #"{"id":"w1","agency":"a1"}"#
        let questions = [
            ("workspace.dashboard", #"{"type":"workspace","id":"w1","agency":"a1","archived":true}"#),
            ("agency.dashboard", #"{"type":"agency","id":"a1"}"#),
            ("workflow.trigger", #"{"type":"workflow","id":"x","published":false,"workspace":\#(home)}"#),
            (
                "run.cancel",
                #"{"type":"run","id":"x","workflow":{"id":"f","clientTriggerable":true,"workspace":\#(home)}}"#
            ),
            ("connection.edit", #"{"type":"connection","id":"x","workspace":\#(home)}"#),
            ("form.submit", #"{"type":"form","id":"x","published":true,"workspace":\#(home)}"#),
            ("invoice.view", #"{"type":"invoice","id":"x","status":"uncollectible","workspace":\#(home)}"#),
            ("profile.edit", #"{"type":"user","id":"u1"}"#),
        ]
        for (action, resource) in questions {
            let member = #"[{"agency":"a1","role":"member"}]"#
            #expect(answer(line(memberships: member, action: action, resource: resource)) == "c1\tallow")
        }
    }

    @Test func `a profile is one's own by its bytes alone`() {
        func edit(_ id: String, _ user: String = #"{"id":"u1"}"#) -> String {
            answer(
                line(
                    user: user, memberships: "[]", action: "profile.edit", resource: #"{"type":"user","id":"\#(id)"}"#),
                explain: true)
        }
        #expect(edit("u1") == "c1\tallow\town-profile")
        #expect(edit("u2") == "c1\tdeny\tnot-own-profile")
        #expect(edit("u1", #"{"id":"u1","status":"suspended"}"#) == "c1\tdeny\tsuspended")
    }

    @Test func `ids that only look equal are two ids`() {
        // "é" as one code point and as two; "K" and the Kelvin sign; Swift's String calls each pair equal.
        for (one, other) in [("caf\u{E9}", "cafe\u{301}"), ("K", "\u{212A}"), ("\u{C5}", "\u{212B}")] {
            #expect(one == other)
            #expect(AccessCase.ID(one) != AccessCase.ID(other))
            let home = #"{"type":"invoice","id":"i","status":"open","workspace":{"id":"\#(one)","agency":"a"}}"#
            let theirs = #"[{"workspace":"\#(other)"}]"#
            let same = #"[{"workspace":"\#(one)"}]"#
            #expect(answer(line(memberships: theirs, resource: home)) == "c1\tdeny")
            #expect(answer(line(memberships: same, resource: home)) == "c1\tallow")

            let agency = #"{"type":"agency","id":"\#(one)"}"#
            let owner = #"[{"agency":"\#(other)","role":"owner"}]"#
            #expect(answer(line(memberships: owner, action: "agency.delete", resource: agency)) == "c1\tdeny")
            let profile = line(
                user: #"{"id":"\#(other)"}"#, memberships: "[]", action: "profile.edit",
                resource: #"{"type":"user","id":"\#(one)"}"#)
            #expect(answer(profile) == "c1\tdeny")
        }
        // An escape is only another way to write the same bytes.
        #expect(answer(line(memberships: #"[{"workspace":"\u0077\u0031"}]"#)) == "c1\tallow")
    }

    @Test func `words are known by their bytes`() {
        let agency = #"{"type":"agency","id":"a"}"#
        let kelvin = answer(line(action: "agency.api\u{212A}eys", resource: agency))
        #expect(kelvin == "error action: unknown")
        #expect(answer(line(action: #"agency.api\u004beys"#, resource: agency)) == "c1\tdeny")
    }

    @Test func `an agency and a workspace may bear the same id`() {
        let resource = #"{"type":"invoice","id":"i1","status":"open","workspace":{"id":"x","agency":"x"}}"#
        let agency = #"{"type":"agency","id":"x"}"#
        let client = #"[{"workspace":"x"}]"#
        #expect(answer(line(memberships: client, resource: resource), explain: true) == "c1\tallow\tclient")
        #expect(answer(line(memberships: client, action: "agency.dashboard", resource: agency)) == "c1\tdeny")
    }

    @Test func `staff wins, and a removed row beside an active one does not count`() {
        let both = #"[{"workspace":"w1"},{"agency":"a1","role":"member"}]"#
        #expect(answer(line(memberships: both, action: "invoice.pay"), explain: true) == "c1\tdeny\tclients-only")
        let again = #"[{"workspace":"w1","status":"removed"},{"workspace":"w1","areas":["billing"]}]"#
        #expect(answer(line(memberships: again, action: "invoice.pay")) == "c1\tallow")
    }

    // MARK: Lists

    @Test func `a list of resources is answered with the ids allowed, in the order given`() {
        let home = #""workspace":{"id":"w1","agency":"a1"}"#
        let list = #"""
            {"id":"L","user":{"id":"u"},"memberships":[{"workspace":"w1"}],"action":"workflow.view","resources":[
            {"type":"workflow","id":"f9","published":true,\#(home)},{"type":"workflow","id":"f2",\#(home)},
            {"type":"workflow","id":"f1","published":true,\#(home)},
            {"type":"workflow","id":"f5","published":true,"workspace":{"id":"w2","agency":"a1"}}]}
            """#
        #expect(answer(list) == #"L\#t["f9","f1"]"#)
        #expect(answer(list, explain: true) == #"L\#t["f9","f1"]\#t["client","not-published","client","not-a-member"]"#)
    }

    @Test func `a list of people is answered with the ids allowed, in the order given`() {
        let list = #"""
            {"id":"L","principals":[{"user":{"id":"z\"1"},"memberships":[{"workspace":"w1"}]},
            {"user":{"id":"b","status":"suspended"},"memberships":[{"workspace":"w1"}]},
            {"user":{"id":"a"},"memberships":[{"agency":"a1","role":"admin"}]}],
            "action":"workspace.dashboard","resource":{"type":"workspace","id":"w1","agency":"a1"}}
            """#
        #expect(answer(list) == #"L\#t["a"]"#)
        #expect(answer(list.replacing("workspace.dashboard", with: "portal.open")) == #"L\#t["z\"1"]"#)
        #expect(
            answer(list, explain: true) == #"L\#t["a"]\#t["staff-only","suspended","staff"]"#)
    }

    @Test func `an empty list is a list`() {
        let resources = #"{"id":"L","user":{"id":"u"},"memberships":[],"action":"run.view","resources":[]}"#
        #expect(answer(resources) == "L\t[]")
        #expect(answer(resources, explain: true) == "L\t[]\t[]")
        let people = #"{"id":"L","principals":[],"action":"agency.delete","resource":{"type":"agency","id":"a"}}"#
        #expect(answer(people) == "L\t[]")
    }

    @Test func `what is for the reader of a case decides nothing`() {
        #expect(answer(line(extra: #","expect":"deny","tags":["x",{"y":null}],"open":true"#)) == "c1\tallow")
    }

    // MARK: Errors

    @Test func `a line that is no case is refused by its field`() {
        let home = #""workspace":{"id":"w1","agency":"a1"}"#
        let bad: [(String, String)] = [
            ("", "the JSON ends too early (byte 0)"),
            ("[]", "must be of kind object"),
            (line() + "x", "something follows the JSON value (byte 183)"),
            ("{}", "action: missing"),
            (line(action: "workflow.fly"), "action: unknown"),
            (line(action: "runs.ingest"), "action: a permission of API keys, which no person has"),
            (line(action: "workflow.view"), "resource.type: the action is asked on a resource of type workflow"),
            (line(extra: #","x":1"#), "x: unknown field"),
            (line(extra: #","id":"c2""#), "id: the key is there twice (byte 183)"),
            (line(extra: #","\u0069d":"c2""#), "id: the key is there twice (byte 183)"),
            (line(extra: #","Expect":1"#), "Expect: unknown field"),
            (line(extra: #","resources":[]"#), "resource: cannot stand beside resources"),
            (line(extra: #","principals":[]"#), "user: cannot stand beside principals"),

            (line(user: #"{}"#), "user.id: missing"),
            (line(user: #"{"id":""}"#), "user.id: an id cannot be empty"),
            (line(user: #"{"id":7}"#), "user.id: must be of kind string"),
            (line(user: #"{"id":"a\tb"}"#), "user.id: an id cannot have tabs or line ends"),
            (line(user: #"{"id":"a\r"}"#), "user.id: an id cannot have tabs or line ends"),
            (line(user: #"{"id":"\u2028"}"#), "user.id: an id cannot have tabs or line ends"),
            (line(user: #"{"id":"a","id":"b"}"#), "user.id: the key is there twice (byte 28)"),
            (line(user: #"{"id":"a","status":"gone"}"#), "user.status: must be one of active, suspended"),
            (line(user: #"{"id":"a","status":null}"#), "user.status: must be of kind string"),
            (line(user: #"{"id":"a","role":"owner"}"#), "user.role: unknown field"),
            (line(user: "null"), "user: must be of kind object"),

            (line(memberships: "{}"), "memberships: must be of kind array"),
            (line(memberships: "[7]"), "memberships[0]: must be of kind object"),
            (line(memberships: "[{}]"), "memberships[0]: names neither an agency nor a workspace"),
            (
                line(memberships: #"[{"agency":"a","workspace":"w","role":"owner"}]"#),
                "memberships[0]: names both an agency and a workspace"
            ),
            (line(memberships: #"[{"agency":"a"}]"#), "memberships[0].role: missing"),
            (
                line(memberships: #"[{"workspace":"w"},{"agency":"a","role":"boss"}]"#),
                "memberships[1].role: must be one of owner, admin, member"
            ),
            (
                line(memberships: #"[{"agency":"a","role":"workspace-client"}]"#),
                "memberships[0].role: must be one of owner, admin, member"
            ),
            (
                line(memberships: #"[{"workspace":"w","role":"admin"}]"#),
                "memberships[0].role: must be one of workspace-client"
            ),
            (
                line(memberships: #"[{"agency":"a","role":"owner","areas":[]}]"#),
                "memberships[0].areas: unknown field"
            ),
            (
                line(memberships: #"[{"workspace":"w","status":"Active"}]"#),
                "memberships[0].status: must be one of active, invited, removed"
            ),
            (
                line(memberships: #"[{"workspace":"w","areas":["forms","all"]}]"#),
                "memberships[0].areas[1]: must be one of workflows, connections, forms, billing"
            ),
            (line(memberships: #"[{"workspace":"w","areas":"forms"}]"#), "memberships[0].areas: must be of kind array"),
            (line(memberships: #"[{"workspace":"w","areas":[1]}]"#), "memberships[0].areas[0]: must be of kind string"),
            (line(memberships: #"[{"workspace":""}]"#), "memberships[0].workspace: an id cannot be empty"),
            (
                line(memberships: #"[{"workspace":"w","a b\n\u00e9":1}]"#),
                #"memberships[0]["a b\n\u{00E9}"]: unknown field"#
            ),

            (line(resource: "[]"), "resource: must be of kind object"),
            (
                line(action: "profile.edit", resource: #"{"type":"user","id":"u1","agency":"a1"}"#),
                "resource.agency: unknown field"
            ),
            (line(resource: #"{"id":"i1"}"#), "resource.type: missing"),
            (
                line(resource: #"{"id":"i1","type":"key"}"#),
                "resource.type: must be one of agency, user, workspace, workflow, run, connection, form, invoice"
            ),
            (line(resource: #"{"type":"invoice","status":"open",\#(home)}"#), "resource.id: missing"),
            (line(resource: #"{"type":"invoice","id":"i",\#(home)}"#), "resource.status: missing"),
            (
                line(resource: #"{"type":"invoice","id":"i","status":"sent",\#(home)}"#),
                "resource.status: must be one of draft, open, paid, void, uncollectible"
            ),
            (line(resource: #"{"type":"invoice","id":"i","status":"open"}"#), "resource.workspace: missing"),
            (
                line(resource: #"{"type":"invoice","id":"i","status":"open","published":true,\#(home)}"#),
                "resource.published: unknown field"
            ),
            (
                line(resource: #"{"type":"invoice","id":"i","status":"open","workspace":{"id":"w"}}"#),
                "resource.workspace.agency: missing"
            ),
            (
                line(
                    resource: #"{"type":"invoice","id":"i","status":"open","workspace":{"id":"w","agency":"a","x":1}}"#),
                "resource.workspace.x: unknown field"
            ),
            (
                line(action: "form.view", resource: #"{"type":"form","id":"i","published":1,\#(home)}"#),
                "resource.published: must be of kind bool"
            ),
            (
                line(action: "run.view", resource: #"{"type":"run","id":"i","published":true,\#(home)}"#),
                "resource.published: unknown field"
            ),
            (
                line(action: "run.view", resource: #"{"type":"run","id":"i","workflow":{\#(home)}}"#),
                "resource.workflow.id: missing"
            ),
            (
                line(action: "agency.delete", resource: #"{"type":"agency","id":"a","archived":false}"#),
                "resource.archived: unknown field"
            ),
            (#"{"action":"run.view","user":{"id":"u"},"memberships":[],"resources":[]}"#, "id: missing"),
            (#"{"id":"c","action":"run.view","user":{"id":"u"},"resources":[]}"#, "memberships: missing"),
            (#"{"id":"c","action":"run.view","memberships":[],"resources":[]}"#, "user: missing"),
            (#"{"id":"c","action":"run.view","memberships":[],"user":{"id":"u"}}"#, "resource: missing"),
            (#"{"id":"c","action":"run.view","principals":[]}"#, "resource: missing"),
            (
                #"{"id":"c","action":"agency.delete","principals":[{"user":{"id":"u"}}],"resource":{"type":"agency","id":"a"}}"#,
                "principals[0].memberships: missing"
            ),
            (
                #"{"id":"c","action":"agency.delete","user":{"id":"u"},"memberships":[],"resources":[{"type":"user","id":"a"}]}"#,
                "resources[0].type: the action is asked on a resource of type agency"
            ),
        ]
        for (line, message) in bad {
            #expect(answer(line) == "error \(message)", "\(line)")
        }
    }

    @Test func `bytes that are no text are refused`() {
        var bytes = Array(line().utf8)
        bytes[8] = 0xFF
        #expect(throws: AccessCaseError(JSONPath([.key("id")]), .json(.badUTF8, offset: 7))) {
            try AccessCase.parse(bytes)
        }
    }
}
