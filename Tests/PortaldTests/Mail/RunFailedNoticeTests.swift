import PortalCore
import PortalHTTP
import PortalStore
import Testing

/// A failed run is told to staff, and to those clients who want to know and may: soon, seldom, and as things are when it is sent.
@Suite struct RunFailedNoticeTests {
    @Test func `staff are told that a run failed, and clients who chose to be and may see it`() async throws {
        try await Town.open { town in
            let wanting: [Cast] = [
                .client, .both, .billing, .clerk, .bare, .neighbour, .newcomer, .removed, .suspended, .exile, .invited,
                .stranger,
            ]
            try await town.choose(.runFailed, isOn: true, by: wanting)
            try await town.choose(.runFailed, isOn: false, by: [.member])
            try await town.report(["a"])
            let mails = try await town.deliver()
            #expect(town.readers(of: mails) == [.owner, .admin, .client, .both])
            let place = town.north.place(1)
            for mail in mails {
                let run = try #require(Leaks.ids(in: Array(mail.text.utf8)).first { $0.hasPrefix("run_") })
                let reader = try #require(town.readers(of: [mail]).first)
                let isClient = reader.role == nil
                let page =
                    isClient
                    ? "/portal/workflows/\(place.startable)/runs/\(run)?workspace=\(place.workspace)"
                    : "/dashboard/clients/\(place.workspace)/workflows/\(place.startable)/runs/\(run)"
                #expect(mail.text.contains("https://north.example\(page)\n"), "\(mail.text)")
                #expect(mail.subject.contains("“Sync orders” failed"))
                // The agency's words are the client's; the engine's are for nobody's mail.
                #expect(mail.text.contains("Ask about") == isClient)
                #expect(!mail.text.contains("the detail of"))
                // Who has two workspaces is a visitor of the other one to the register of leaks.
                guard reader != .both else { continue }
                let leaked = Leaks(seed: town.seed).found(
                    in: Array(mail.text.utf8) + mail.html, by: Visitor(reader, town.seed), asking: page)
                #expect(leaked.isEmpty)
            }
            // Its links lead its reader there: the one of two workspaces that it is about.
            let link = try #require(
                mails.first { $0.to.address.text == town.north.person(.both).email }?.link(to: "/portal/"))
            let answer = try await Browser(.both, in: town).get(String(link.dropFirst("https://north.example".count)))
            #expect(answer.status == 200 && answer.cookies["workspace"] == place.workspace.description)
        }
    }

    @Test func `a client is not told unless they chose it, and staff unless they chose not to be`() async throws {
        try await Town.open { town in
            try await town.report(["a"])
            #expect(town.readers(of: try await town.deliver()) == Cast.staff)
        }
    }

    @Test func `a workflow that fails without end makes one mail an hour, which says how often`() async throws {
        try await Town.open { town in
            for batch in 0..<10 { try await town.report((0..<10).map { "\(batch)-\($0)" }) }
            #expect(try town.rows.count("mail WHERE kind = 'run-failed'") == 3)
            let first = try await town.deliver()
            #expect(town.readers(of: first) == Cast.staff)
            #expect(first.allSatisfy { $0.subject.contains("failed 100 times") && $0.text.contains("100 runs for") })

            town.clock.advance(by: .minutes(10))
            for number in 0..<5 { try await town.report(["later-\(number)"]) }
            #expect(try await town.deliver().isEmpty, "not within the hour")
            #expect(try town.rows.count("mail WHERE kind = 'run-failed' AND status = 'waiting'") == 3)
            town.clock.advance(by: .minutes(50))
            let second = try await town.deliver()
            #expect(town.readers(of: second) == Cast.staff)
            #expect(second.allSatisfy { $0.subject.contains("failed 5 times") })
        }
    }

    @Test func `what happens after a try has begun is told in another mail`() async throws {
        try await Town.open { town in
            try await town.report(["a"])
            #expect(try await town.deliver(.deferred(reason: "later")).count == 3)
            try await town.report(["b", "c"])
            town.clock.advance(by: .minutes(5))
            let again = try await town.deliver()
            #expect(again.count == 3 && again.allSatisfy { !$0.subject.contains("times") })
            town.clock.advance(by: .minutes(60))
            let rest = try await town.deliver()
            #expect(rest.count == 3 && rest.allSatisfy { $0.subject.contains("failed 2 times") })
        }
    }

    @Test func `one failure is told once, and that of the next attempt again`() async throws {
        try await Town.open { town in
            for _ in 0..<3 { try await town.report(["a"]) }
            #expect(try await town.deliver().allSatisfy { !$0.subject.contains("times") })
            town.clock.advance(by: .hours(2))
            try await town.report(["a"])
            #expect(try await town.deliver().isEmpty)
            try await town.report(["a"], attempt: 2)
            #expect(town.readers(of: try await town.deliver()) == Cast.staff)
        }
    }

    @Test func `what failed days ago, or was put right before the mail was made, is told to nobody`() async throws {
        try await Town.open { town in
            try await town.report(["old"], endedAt: town.clock.now.adding(-.days(2)))
            #expect(try town.rows.count("mail WHERE kind = 'run-failed'") == 0)
            try await town.report(["a"])
            try await town.report(["a"], .succeeded, attempt: 2)
            #expect(try await town.deliver().isEmpty)
        }
    }

    /// What can happen between a failure and its mail.
    enum Meanwhile: CaseIterable, Sendable {
        case removed, suspended, narrowed, choseOtherwise, workflowWithdrawn, workspaceArchived
    }

    @Test(arguments: Meanwhile.allCases)
    func `whether somebody may still be told is asked when the mail is made`(_ meanwhile: Meanwhile) async throws {
        try await Town.open { town in
            try await town.choose(.runFailed, isOn: true, by: [.client])
            try await town.report(["a"])
            let (place, client) = (town.north.place(1), town.north.person(.client).user)
            let hand = Operator(town.portal)
            switch meanwhile {
            case .removed: try await town.remove(.client, from: 1)
            case .suspended: try await town.suspend(.client)
            case .narrowed:
                try await hand.provision(town.north.agency) { rows in
                    try rows.setClient(
                        client, of: place.workspace, areas: [.billing, .forms], status: .active, at: rows.mint.now)
                }
            case .choseOtherwise: try await town.choose(.runFailed, isOn: false, by: [.client])
            case .workflowWithdrawn:
                let answer = try await Browser(.owner, in: town).post(
                    "/dashboard/clients/\(place.workspace)/workflows/\(place.startable)/status",
                    [("status", "disabled")])
                #expect(answer.status == 303)
            case .workspaceArchived:
                try await hand.provision(town.north.agency) { rows in
                    try rows.setArchived(at: rows.mint.now, of: place.workspace)
                }
            }
            let told = town.readers(of: try await town.deliver())
            #expect(told == (meanwhile == .workspaceArchived ? [] : Cast.staff))
            // What was not sent has left the outbox: nobody reads there that it was meant for them.
            #expect(try town.rows.count("mail WHERE status = 'waiting' AND kind = 'run-failed'") == 0)
        }
    }

    @Test func `removing a client takes back what waits for them at once`() async throws {
        try await Town.open { town in
            try await town.choose(.runFailed, isOn: true, by: [.client, .both])
            try await town.report(["a"])
            try await town.remove(.both, from: 1)
            // They are still a client of the other workspace.
            let user = town.north.person(.both).user
            #expect(try town.rows.count("mail WHERE status = 'waiting' AND user_id = \(user.sql)") == 0)
            #expect(town.readers(of: try await town.deliver()) == Cast.staff.union([.client]))
        }
    }

    @Test func `a report that is rolled back mails nobody`() async throws {
        struct Undone: Error {}
        try await Town.open { town in
            let key = town.portal.services.digests.digest(of: try #require(Secret(text: town.north.key(.bound).text)))
            let host = try #require(HostName(House.host(of: .north)))
            let report = RunReport(
                run: .external(engine: town.north.engine, id: "undone"),
                workflow: .external(engine: town.north.engine, id: "twin-1"), attempt: 1, status: .failed, at: nil,
                createdAt: nil, startedAt: nil, endedAt: town.clock.now, steps: [], errorDetail: nil)
            await #expect(throws: Undone.self) {
                try await town.portal.change(key: key, at: host) { visit in
                    guard case .admitted(let access) = visit else { return }
                    _ = try access.ingest([report], into: nil)
                    throw Undone()
                }
            }
            #expect(try town.rows.count("mail WHERE kind = 'run-failed'") == 0)
        }
    }

    /// How many statements about notices a batch of a hundred reports costs.
    private static func cost(of status: RunStatus, _ name: String, in town: Town) async throws -> Int {
        town.notebook.watch()
        try await town.report((0..<100).map { "\(name)-\($0)" }, status)
        return town.notebook.read().statements.count { statement in
            statement.sql.contains("notice_choice") || statement.sql.contains("mail ")
        }
    }

    @Test func `reports cost no statement more for notices, unless one tells of a failure, and then a few`()
        async throws
    {
        try await Town.open { town in
            let good = try await Self.cost(of: .succeeded, "good", in: town)
            #expect(good == 0)
            // Who waits for it already, who wants to know, and a mail for each of three.
            let bad = try await Self.cost(of: .failed, "bad", in: town)
            #expect(bad == 5)
            let worse = try await Self.cost(of: .failed, "worse", in: town)
            #expect(worse == 2)
        }
    }

    @Test func `a mail that nobody said had arrived is sent again with the same words and the same number`()
        async throws
    {
        try await Town.open { town in
            try await town.report(["a", "b"])
            let first = try await town.deliver(.unconfirmed(reason: "no answer"))
            town.clock.advance(by: .minutes(1))
            let second = try await town.deliver()
            #expect(first.count == 3 && Set(first) == Set(second))
        }
    }
}
