import Testing

@testable import PortalCore

@Suite struct IngestTests {
    private static let all = WorkflowVisibility { _ in true }

    private static func minute(_ count: Int64) -> Instant { TwinWorld.start.adding(.minutes(count)) }

    private static func report(
        _ run: RunReference, _ status: RunStatus, externalID: String? = nil, workflow: WorkflowReference? = nil,
        attempt: Int = 1, at: Int64? = nil,
        created: Int64? = nil, start: Int64? = nil, end: Int64? = nil, steps: [StepReport] = [], error: String? = nil
    ) -> RunReport {
        RunReport(
            run: run, externalID: externalID, workflow: workflow, attempt: attempt, status: status, at: at.map(minute),
            createdAt: created.map(minute), startedAt: start.map(minute), endedAt: end.map(minute), steps: steps,
            errorDetail: error)
    }

    private static func step(_ position: Int, _ status: RunStatus, _ name: String, end: Int64? = nil) -> StepReport {
        StepReport(
            position: position, name: name, kind: "http", status: status, startedAt: nil, endedAt: end.map(minute),
            summary: "")
    }

    @Test func `two clients on one engine, whose runs bear the same numbers, never meet`() async throws {
        let house = try await PortalHouse.make()
        let engine = house.north.n8n.id
        for round in 0..<3 {
            for home in house.north.workspaces {
                let status: RunStatus = home.workspace.name == "Bakery" ? .succeeded : .failed
                let reports = (100..<104).map { number in
                    Self.report(
                        .external(engine: engine, id: "\(number)"), round < 2 ? .running : status,
                        workflow: .external(engine: engine, id: "w0"), at: Int64(round), created: 10, start: 11,
                        end: round < 2 ? nil : 12)
                }
                let results = try await house.engine(home.key) { try $0.ingest(reports, into: nil) }
                for result in results {
                    guard case .merged(_, let merged, let isNew) = result else {
                        Issue.record("\(result)")
                        continue
                    }
                    #expect(isNew == (round == 0))
                    #expect(merged == (round < 2 ? .running : status))
                }
            }
        }
        try await house.world.storage.read { snapshot throws in
            for home in house.world.workspaces {
                for number in 100..<104 {
                    let agency = house.world.agency(of: home)
                    let reference = RunReference.external(engine: agency.n8n.id, id: "\(number)")
                    let run = try snapshot.reportedRun(reference, in: home.scope)?.run
                    let expected: RunStatus? =
                        agency.slug == "south" ? nil : home.workspace.name == "Bakery" ? .succeeded : .failed
                    #expect(run?.status == expected)
                    #expect(run == nil || run?.workspace == home.workspace.id && run?.workflow == home.workflows[0].id)
                }
            }
        }
    }

    @Test func `every order and every duplication through storage ends in the same row`() async throws {
        let house = try await PortalHouse.make()
        let (home, engine) = (house.home, house.north.n8n.id)
        let story: [RunReport] = [
            Self.report(.id(.neverIssued), .queued, at: 1),
            Self.report(.id(.neverIssued), .running, at: 2, start: 2, steps: [Self.step(0, .running, "Fetch")]),
            Self.report(
                .id(.neverIssued), .failed, at: 4, end: 4, steps: [Self.step(0, .failed, "Fetch", end: 4)], error: "E"),
            Self.report(
                .id(.neverIssued), .running, attempt: 2, at: 6, start: 6, steps: [Self.step(0, .running, "Fetch")]),
            Self.report(
                .id(.neverIssued), .succeeded, attempt: 2, at: 9, end: 70,
                steps: [Self.step(0, .succeeded, "Fetch", end: 8), Self.step(1, .succeeded, "Send")]),
        ]
        let dice = SeededEntropy("orders")
        let orders = story.permutations
        let runs = try await house.engine(home.key) { changing -> [Run.ID] in
            try orders.enumerated().map { number, order in
                var told = order
                for again in order where dice.bytes(1)[0] % 2 == 0 {
                    told.insert(again, at: Int(dice.bytes(1)[0]) % (told.count + 1))
                }
                let reference = RunReference.external(engine: engine, id: "order \(number)")
                var run: Run.ID?
                var rest = told[...]
                // In batches of any size, as an engine would send them.
                while !rest.isEmpty {
                    let batch = rest.prefix(Int(dice.bytes(1)[0] % 4) + 1)
                    rest = rest.dropFirst(batch.count)
                    let named = batch.map {
                        $0.naming(reference, .external(engine: engine, id: "w0"), created: Self.minute(0))
                    }
                    for result in try changing.ingest(named, into: nil) {
                        guard case .merged(let id, _, _) = result else { throw Malformed() }
                        run = id
                    }
                }
                return try #require(run)
            }
        }
        #expect(Set(runs).count == 120)
        try await house.world.storage.read { snapshot throws in
            let rows = try runs.map { try #require(try snapshot.reportedRun(.id($0), in: home.scope)) }
            let first = try #require(rows.first)
            #expect(first.run.status == .succeeded && first.run.attempt == 2)
            #expect(first.run.startedAt == Self.minute(6) && first.run.endedAt == Self.minute(70))
            #expect(first.state.steps.values.map(\.name).sorted() == ["Fetch", "Send"])
            #expect(Set(rows.map(\.state)) == [first.state])
            #expect(
                Set(
                    rows.map {
                        "\($0.run.status) \($0.run.attempt) \($0.run.startedAt as Any) \($0.run.endedAt as Any)"
                    }
                ).count == 1)
            #expect(Set(rows.map(\.run.listedAt)) == [Self.minute(0)])
            for row in rows {
                #expect(try snapshot.steps(of: row.run.id, in: home.scope).count == 2)
                #expect(try snapshot.sealedError(of: row.run.id, in: home.scope) == nil, "an error of a former attempt")
            }
            let tallies = try snapshot.tallies(
                in: home.scope, visible: Self.all, from: Self.minute(60), until: Self.minute(120)
            ).filter { $0.workflow == home.workflows[0].id }
            // The twins' own three ends lie in the same hour.
            #expect(tallies.map(\.succeeded) == [121])
            #expect(tallies.map(\.failed) == [1])
        }
    }

    @Test func `reports that cannot be true are refused one by one, and the others are taken`() async throws {
        let house = try await PortalHouse.make()
        let (home, engine) = (house.home, house.north.n8n.id)
        let failed = try home.run(.failed).run
        func new(_ id: String, _ workflow: WorkflowReference?) -> RunReport {
            Self.report(.external(engine: engine, id: id), .running, workflow: workflow, created: 1)
        }
        let lines: [(report: RunReport, expected: IngestProblem?)] = [
            (new("a", .external(engine: engine, id: "w0")), nil),
            (Self.report(.id(failed.id), .succeeded, end: 9), .conflictingEnd(known: .failed, reported: .succeeded)),
            (Self.report(.id(failed.id), .failed, end: 9), nil),
            (Self.report(.id(.neverIssued), .running), .runUnknown),
            (Self.report(.id(house.north.clinic.runs[0].run.id), .running), .runUnknown),
            (Self.report(.id(house.south.bakery.runs[0].run.id), .running), .runUnknown),
            (new("b", nil), .workflowMissing),
            (new("b", .external(engine: engine, id: "nobody's")), .workflowUnknown),
            (new("b", .id(house.north.clinic.workflows[0].id)), .workflowUnknown),
            (new("b", .id(house.south.bakery.workflows[0].id)), .workflowUnknown),
            (
                Self.report(
                    .external(engine: house.south.n8n.id, id: "b"), .running, workflow: .id(home.workflows[0].id)),
                .engineUnknown
            ),
            (
                Self.report(.external(engine: .neverIssued, id: "b"), .running, workflow: .id(home.workflows[0].id)),
                .engineUnknown
            ),
            (
                Self.report(
                    .external(engine: house.north.prefect.id, id: "b"), .running, workflow: .id(home.workflows[0].id)),
                .workflowDiffers
            ),
            (Self.report(.id(failed.id), .failed, workflow: .id(home.workflows[1].id)), .workflowDiffers),
            (Self.report(.id(failed.id), .failed, workflow: .id(house.south.bakery.workflows[0].id)), .workflowUnknown),
            (new("c", .external(engine: engine, id: "w1")), nil),
        ]
        let before = try await WorldDump(house.world)
        let results = try await house.engine(home.key) { try $0.ingest(lines.map(\.report), into: nil) }
        #expect(results.count == lines.count)
        for (result, line) in zip(results, lines) {
            switch (result, line.expected) {
            case (.merged, nil): break
            case (.refused(let problem), let expected): #expect(problem == expected)
            default: Issue.record("\(line.report.run) \(result)")
            }
        }
        let changed = try await WorldDump(house.world).differences(from: before)
        #expect(changed.filter { !$0.hasPrefix("north/") || $0.hasPrefix("north/Clinic") } == [])
        // The conflicting line left the run as the line after it says.
        let row = try await house.world.storage.read { try $0.reportedRun(.id(failed.id), in: home.scope)?.run }
        #expect(row?.status == .failed && row?.endedAt == failed.endedAt)
        #expect(changed.filter { $0.hasSuffix("/state") }.count == 2)
    }

    @Test func `what went wrong is sealed, staff alone read it, and every text is cleaned`() async throws {
        let house = try await PortalHouse.make()
        let (home, engine) = (house.home, house.north.n8n.id)
        let canary = "canary-in-the-error"
        let report = Self.report(
            .external(engine: engine, id: "err"), .failed, workflow: .external(engine: engine, id: "w0"), end: 3,
            steps: [
                StepReport(
                    position: 5_000, name: "Na\u{202E}me\n", kind: String(repeating: "k", count: 99), status: .failed,
                    startedAt: nil, endedAt: nil, summary: "<b>\u{0}summary</b>")
            ], error: "\(canary)\u{202E}\nline two")
        let results = try await house.engine(home.key) { try $0.ingest([report], into: nil) }
        guard case .merged(let run, .failed, true)? = results.first else {
            Issue.record("\(results)")
            return
        }
        let staffs = try await house.staff(house.north.people.member) {
            try $0.timeline(of: run, workflow: home.workflows[0].id, workspace: home.workspace.id)
        }
        #expect(staffs.errorDetail == "\(canary)\nline two")
        let step = try #require(staffs.steps.first)
        #expect(
            step.position == 999 && step.name == "Name" && step.kind.utf8.count == 40
                && step.summary == "<b>summary</b>")

        let client = try await house.client(house.north.people.clara, in: home.workspace.id) {
            "\(try $0.timeline(of: run, workflow: home.workflows[0].id)) \(try $0.dashboard(boundaries: []))"
        }
        #expect(!client.contains(canary))
        let stored = try await house.world.storage.read { try $0.sealedError(of: run, in: home.scope)?.bytes }
        #expect(!String(decoding: stored ?? [], as: UTF8.self).contains(canary))
        // Sealed for this run: it opens for no other.
        let sealed = Sealed(bytes: try #require(stored))
        #expect(throws: TestSealing.Broken.self) {
            try TestSealing().open(
                sealed, under: house.north.dataKey, as: .runError(home.runs[0].run.id, agency: house.north.agency.id))
        }
    }

    @Test func `of several words on one failure, the same one is kept in every order`() async throws {
        let house = try await PortalHouse.make()
        let (home, engine) = (house.home, house.north.n8n.id)
        let words = ["Error: 500", "Error: 502", "Error: 502 Bad Gateway", "Error: 503"]
        for (number, order) in words.permutations.enumerated() {
            let reports = order.map {
                Self.report(
                    .external(engine: engine, id: "words \(number)"), .failed,
                    workflow: .external(engine: engine, id: "w0"), end: 3, error: $0)
            }
            let results = try await house.engine(home.key) { try $0.ingest(reports + reports, into: nil) }
            guard case .merged(let run, .failed, _)? = results.last else {
                Issue.record("\(results)")
                return
            }
            let timeline = try await house.staff(house.north.people.member) {
                try $0.timeline(of: run, workflow: home.workflows[0].id, workspace: home.workspace.id)
            }
            #expect(timeline.errorDetail == "Error: 502 Bad Gateway", "\(order)")
        }
    }

    @Test func `a run's place in the lists is never in the future, and is given once`() async throws {
        let house = try await PortalHouse.make()
        let (home, engine, now) = (house.home, house.north.n8n.id, house.clock.now)
        for (id, created, expected) in [
            ("past", Int64(5), Self.minute(5)), ("future", 100_000, now), ("unsaid", nil, now),
        ] as [(String, Int64?, Instant)] {
            for again in [created, 1] as [Int64?] {
                let report = Self.report(
                    .external(engine: engine, id: id), .running, workflow: .external(engine: engine, id: "w0"),
                    created: again)
                _ = try await house.engine(home.key) { try $0.ingest([report], into: nil) }
            }
            let run = try await house.world.storage.read {
                try $0.reportedRun(.external(engine: engine, id: id), in: home.scope)?.run
            }
            #expect(run?.listedAt == expected, "\(id)")
            #expect(run?.origin == .engine && run?.delivery == nil)
        }
    }

    @Test func `a run that was asked for here is known by the engine's name too, once a report has told it`()
        async throws
    {
        let house = try await PortalHouse.make()
        let (home, engine) = (house.home, house.north.n8n.id)
        let run = home.pending.run
        let named = RunReference.external(engine: engine, id: "e-77")
        func ingest(_ reports: RunReport...) async throws -> [IngestResult] {
            try await house.engine(home.key) { try $0.ingest(reports, into: nil) }
        }
        let told = Self.report(.id(run), .running, externalID: "e-77")
        let results = try await ingest(
            told, told, Self.report(named, .failed, workflow: .external(engine: engine, id: "w0"), end: 5))

        #expect(
            results == [
                .merged(run: run, status: .running, isNew: false), .merged(run: run, status: .running, isNew: false),
                .merged(run: run, status: .failed, isNew: false),
            ])
        // Neither can it bear two names, nor two runs one.
        let other = try #require(home.runs.first { $0.run.externalID != nil }?.run)
        #expect(try await ingest(Self.report(.id(run), .failed, externalID: "e-78")) == [.refused(.externalIDDiffers)])
        #expect(
            try await ingest(Self.report(.id(other.id), .succeeded, externalID: "e-77"))
                == [.refused(.externalIDDiffers)])
        let row = try await house.world.storage.read { try $0.reportedRun(named, in: home.scope) }
        #expect(row?.run.id == run && row?.run.externalID == "e-77")
        // Names are told apart by their bytes, as the index does.
        let (composed, apart) = ("\u{E9}", "e\u{301}")
        for name in [composed, apart] {
            let new = Self.report(
                .external(engine: engine, id: name), .running, workflow: .external(engine: engine, id: "w0"))
            guard case .merged(_, _, isNew: true) = try await ingest(new)[0] else {
                Issue.record("\(Array(name.utf8))")
                continue
            }
        }
        let one = try await house.world.storage.read {
            try $0.reportedRun(.external(engine: engine, id: composed), in: home.scope)?.run.id
        }
        #expect(
            try await ingest(Self.report(.id(#require(one)), .running, externalID: apart))
                == [.refused(.externalIDDiffers)])
        // A twin's engine may call its own run the same.
        for twin in house.north.workspaces where twin.workspace.id != home.workspace.id {
            let results = try await house.engine(twin.key) {
                try $0.ingest([Self.report(.id(twin.pending.run), .running, externalID: "e-77")], into: nil)
            }
            #expect(results == [.merged(run: twin.pending.run, status: .running, isNew: false)])
        }
    }

    @Test func `a run that fell silent goes on when somebody speaks of it`() async throws {
        let house = try await PortalHouse.make()
        let home = house.home
        let run = try home.run(.running).run
        house.clock.advance(by: .hours(5))
        #expect(try await house.worker.lapseSilentRuns() > 0)
        func status() async throws -> RunStatus? {
            try await house.client(house.north.people.clara, in: home.workspace.id) {
                try $0.timeline(of: run.id, workflow: run.workflow).run.status
            }
        }
        #expect(try await status() == .unknown)
        let results = try await house.engine(home.key) {
            try $0.ingest([Self.report(.id(run.id), .waiting, at: 400)], into: nil)
        }
        #expect(results == [.merged(run: run.id, status: .waiting, isNew: false)])
        #expect(try await status() == .waiting)
    }
}

extension RunReport {
    fileprivate func naming(_ run: RunReference, _ workflow: WorkflowReference, created: Instant) -> RunReport {
        RunReport(
            run: run, workflow: workflow, attempt: attempt, status: status, at: at, createdAt: created,
            startedAt: startedAt,
            endedAt: endedAt, steps: steps, errorDetail: errorDetail)
    }
}

extension Array {
    /// Every order of these.
    fileprivate var permutations: [[Element]] {
        guard count > 1 else { return [self] }
        return indices.flatMap { index in
            var rest = self
            let first = rest.remove(at: index)
            return rest.permutations.map { [first] + $0 }
        }
    }
}
