import Foundation
import PortalCore
import PortalStore
import Testing

/// What engines send beside what is kept of a run is dropped before it touches the disk.
@Suite struct PayloadTests {
    /// A word that is in one place of one request only.
    private struct Canaries {
        private(set) var words: [String: String] = [:]

        /// A new word for a place, and the word as a JSON string.
        mutating func plant(_ place: String) -> String {
            let word = "canary" + SystemBytes.random(12).map { String(256 + Int($0), radix: 16).dropFirst() }.joined()
            words[place] = word
            return word.jsonQuoted
        }

        /// The places whose word is found in some bytes.
        func found(in bytes: [UInt8]) -> [String] {
            guard bytes.contains("canary") else { return [] }
            let text = String(decoding: bytes, as: UTF8.self)
            return words.filter { text.contains($0.value) }.map(\.key).sorted()
        }
    }

    /// A report with a word in every place from which nothing is kept, and what is kept beside it.
    private func report(_ town: Town, id: String, _ canaries: inout Canaries) -> String {
        let droppable = [
            "input", "output", "data", "payload", "parameters", "result", "headers", "logs", "customer", "execution",
        ]
        var members = droppable.map { "\($0.jsonQuoted):\(canaries.plant("top \($0)"))" }
        members.append(#""nested":{"a":{"b":[{"c":\#(canaries.plant("nested"))},[\#(canaries.plant("array"))]]}}"#)
        members.append("\(canaries.plant("a key")):1")
        members.append(#""STATUS":\#(canaries.plant("a name in capitals"))"#)
        members.append(#""workflowName":\#(canaries.plant("workflow name"))"#)
        var step = ["input", "output", "body", "error", "logs", "request", "response", "items", "parameters"].map {
            "\($0.jsonQuoted):\(canaries.plant("step \($0)"))"
        }
        step.append(#""nested":{"a":[\#(canaries.plant("step nested"))]}"#)
        step.append("\(canaries.plant("a step's key")):null")
        return """
            {"engine":"\(town.north.engine)","externalId":"\(id)","workflowExternalId":"twin-1","status":"failed",
             "error":\(canaries.plant("error")),\(members.joined(separator: ",")),
             "steps":[{"name":"Kept step","kind":"http","status":"failed","summary":"Kept summary",\(step.joined(separator: ","))}]}
            """.split(separator: "\n").joined()
    }

    @Test(arguments: ["application/json", "application/x-ndjson"])
    func `a payload is found nowhere`(_ type: String) async throws {
        try await Town.open { town in
            var canaries = Canaries()
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let reports = (1...3).map { report(town, id: "payload-\($0)", &canaries) }
            var request = key.request(
                "POST", "/api/v1/runs?note=\(canaries.plant("query").dropFirst().dropLast())", as: .program)
            request.fields.append((name: "Content-Type", value: type))
            request.fields.append((name: "X-Note", value: String(canaries.plant("header").dropFirst().dropLast())))
            let isLines = type == "application/x-ndjson"
            request.body = Array(
                (isLines ? reports.joined(separator: "\n") : "[\(reports.joined(separator: ","))]").utf8)
            let answer = try await key.send(request)
            #expect(answer.status == 200 && answer.text.components(separatedBy: "failed").count == 4, "\(answer.text)")
            #expect(canaries.found(in: answer.everything) == [])
            let run = try #require(Leaks.ids(in: answer.body).sorted().first)
            try await expectNowhere(canaries, in: town, run: run, errorsFor: 1...3)
        }
    }

    @Test func `a report that is refused leaves nothing either`() async throws {
        try await Town.open { town in
            var canaries = Canaries()
            let key = Browser(Visitor(.bound, town.seed), in: town)
            let engine = town.north.engine
            let bodies = [
                #"{"engine":"\#(engine)","externalId":"x","status":\#(canaries.plant("status"))}"#,
                #"{"engine":\#(canaries.plant("engine")),"externalId":"x","status":"failed"}"#,
                #"{"engine":"\#(engine)","externalId":{"a":\#(canaries.plant("id"))},"status":"failed"}"#,
                #"{"engine":"\#(engine)","externalId":"x","workflowExternalId":\#(canaries.plant("workflow")),"status":"failed"}"#,
                #"{"engine":"\#(engine)","externalId":\#(canaries.plant("no workflow")),"status":"failed"}"#,
                #"{"run":\#(canaries.plant("run")),"status":"failed"}"#,
                #"{"engine":"\#(engine)","externalId":"x","workflowExternalId":"twin-1","status":"failed","steps":\#(canaries.plant("steps"))}"#,
                #"{"broken":\#(canaries.plant("broken")),"#, #"[[\#(canaries.plant("list"))]]"#,
                canaries.plant("a string"),
            ]
            for body in bodies {
                let answer = try await key.json("POST", "/api/v1/runs", body)
                #expect(answer.status < 500 && !answer.text.contains(#""new":true"#), "\(body) → \(answer.text)")
                #expect(canaries.found(in: answer.everything) == [], "\(answer.text)")
            }
            for target in ["/api/v1/workspaces/\(town.north.place(1).workspace)/workflows"] {
                let body =
                    #"{"engine":"\#(engine)","externalId":"y","name":"Kept","secrets":{"a":\#(canaries.plant("upsert"))}}"#
                #expect(try await key.json("PUT", target, body).status == 201)
            }
            try await expectNowhere(canaries, in: town, run: nil, errorsFor: nil)
        }
    }

    /// Looks in the files, the log and the pages. Error details are staff's to read, and sealed for everybody else.
    private func expectNowhere(
        _ canaries: Canaries, in town: Town, run: String?, errorsFor: ClosedRange<Int>?
    ) async throws {
        try await town.settle()
        for isCheckpointed in [false, true] {
            if isCheckpointed { try await town.storage.checkpoint() }
            for (name, bytes) in try town.directory.files() {
                #expect(canaries.found(in: bytes) == [], "\(name)")
            }
        }
        #expect(canaries.found(in: Array(town.notebook.lines.joined(separator: "\n").utf8)) == [])
        guard let run else { return }

        let place = town.north.place(1)
        let page = try await Browser(.client, in: town).get("/portal/workflows/\(place.startable)/runs/\(run)")
        #expect(page.text.contains("Kept step") && page.text.contains("Kept summary"))
        #expect(canaries.found(in: page.everything) == [])
        let key = Browser(Visitor(.bound, town.seed), in: town)
        for target in ["/api/v1/runs", "/api/v1/runs/\(run)"] {
            #expect(canaries.found(in: try await key.get(target, as: .program).everything) == [])
        }
        let base = "/dashboard/clients/\(place.workspace)"
        for (cast, path) in [
            (Cast.member, "\(base)/workflows/\(place.startable)/runs/\(run)"), (.owner, base), (.owner, "\(base)/runs"),
            (.client, "/portal"), (.client, "/portal/runs"),
        ] {
            let shown = canaries.found(in: try await Browser(cast, in: town).get(path).everything)
            #expect(path.hasSuffix(run) ? shown == ["error"] || shown == [] : shown == [], "\(cast) \(path): \(shown)")
        }
        let staff = try await Browser(.member, in: town).get("\(base)/workflows/\(place.startable)/runs/\(run)")
        #expect(staff.text.contains("canary") == (errorsFor != nil), "staff may read why it failed")
    }
}
