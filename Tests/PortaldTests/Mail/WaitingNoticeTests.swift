import PortalCore
import Testing

@testable import PortalStore

/// What waits for a client is told to those who may see it, in the morning, and not again and again.
@Suite struct WaitingNoticeTests {
    private static func mails(_ kind: MailKind, in town: Town, after span: TimeSpan = .seconds(0)) async throws
        -> [MailMessage]
    {
        town.clock.advance(by: span)
        try await town.look()
        // The others wait for another call.
        let word: String =
            switch kind.notice {
            case .invoiceDue: "/portal/billing/"
            case .connectionNeedsMe: "/portal/connections/"
            case .formWaits: "/portal/forms/"
            case .runFailed: "/runs/"
            case .weeklySummary: "Your week"
            case nil: "-"
            }
        let mails = try await town.deliver().filter { $0.text.contains(word) }
        for mail in mails where mail.host.text != House.host(of: .north) {
            #expect(!mail.text.contains("north.example") && !mail.text.contains("\(town.north.place(1).workspace)"))
        }
        return mails.filter { $0.host.text == House.host(of: .north) }
    }

    private static let billers: [Cast] = [.client, .both, .billing, .passwordless]

    @Test func `an invoice is told of on the day that it is due, and every week until it is paid`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            let mine = { (mails: [MailMessage]) in mails.filter { $0.text.contains("\(place.workspace)") } }
            let first = try await Self.mails(.invoiceDue, in: town)
            #expect(town.readers(of: mine(first)) == Set(Self.billers))
            #expect(town.readers(of: first.filter { !$0.text.contains("\(place.workspace)") }) == [.neighbour, .both])
            let mail = try #require(mine(first).first)
            #expect(mail.subject.hasPrefix("Invoice 2026-0001 from Studio") && mail.text.contains("€123.01"))
            #expect(mail.text.contains("1 Nov 2026"))
            #expect(try await Self.mails(.invoiceDue, in: town).isEmpty)
            #expect(try await Self.mails(.invoiceDue, in: town, after: .days(6)).isEmpty)
            #expect(
                town.readers(of: mine(try await Self.mails(.invoiceDue, in: town, after: .days(1))))
                    == Set(Self.billers))
            let invoice = try #require(place.invoices[.open])
            let sql = "UPDATE invoice SET status = 'paid' WHERE id = \(invoice.sql)"
            try await town.alter(sql)
            #expect(mine(try await Self.mails(.invoiceDue, in: town, after: .days(7))).isEmpty)
        }
    }

    @Test func `what was settled before the mail was made is told to nobody`() async throws {
        try await Town.open { town in
            try await town.look()
            let invoice = try #require(town.north.place(1).invoices[.open])
            try await town.alter(
                """
                UPDATE invoice SET status = 'paid', amount_due = 0 WHERE id = \(invoice.sql);
                UPDATE connection SET health = 'healthy' WHERE workspace_id = \(town.north.place(1).workspace.sql)
                """)
            let mails = try await town.deliver()
            #expect(!mails.isEmpty && !mails.contains { $0.text.contains("\(town.north.place(1).workspace)") })
        }
    }

    @Test func `a connection is told of once when it breaks, and again only when it has worked meanwhile`() async throws
    {
        try await Town.open { town in
            let place = town.north.place(1)
            let connection = try #require(place.connections[.healthy])
            func mails() async throws -> [MailMessage] {
                try await Self.mails(.connectionNeedsMe, in: town, after: .minutes(61)).filter {
                    $0.text.contains("\(connection)")
                }
            }
            func set(_ health: ConnectionHealth) async throws {
                try await town.alter(
                    "UPDATE connection SET health = '\(health.rawValue)' WHERE id = \(connection.sql)")
            }
            #expect(try await mails().isEmpty)
            try await set(.needsReauthorisation)
            #expect(town.readers(of: try await mails()) == [.client, .both, .clerk, .passwordless])
            #expect(try await mails().isEmpty)
            try await set(.healthy)
            #expect(try await mails().isEmpty)
            try await set(.suspended)
            #expect(town.readers(of: try await mails()) == [.client, .both, .clerk, .passwordless])
        }
    }

    @Test func `a form that nobody filled in is told of once`() async throws {
        try await Town.open { town in
            let place = town.north.place(1)
            #expect(try await Self.mails(.formWaits, in: town).isEmpty, "all were filled in")
            let form = Form(
                id: town.portal.mint().id(), workspace: place.workspace, workflow: place.startable, workflowName: "",
                name: "Opening hours", introduction: "", status: .published, fields: [], createdAt: town.clock.now,
                lastSubmittedAt: nil)
            try await Operator(town.portal).provision(town.north.agency) { try $0.add(form) }
            let mails = try await Self.mails(.formWaits, in: town)
            #expect(town.readers(of: mails) == [.client, .both, .clerk, .passwordless])
            #expect(mails.allSatisfy { $0.text.contains("“Opening hours” waits to be filled in") })
            #expect(try await Self.mails(.formWaits, in: town, after: .hours(2)).isEmpty)
        }
    }

    @Test func `nothing is told at night, nothing of an archived workspace, and nothing twice by two workers`()
        async throws
    {
        try await Town.open { town in
            town.clock.advance(by: .hours(20))
            #expect(try await Self.mails(.invoiceDue, in: town).isEmpty, "it is six in the morning")
            town.clock.advance(by: .hours(3))
            let hand = Operator(town.portal)
            async let one = hand.tellWhatWaits(by: Town.almanac)
            async let other = hand.tellWhatWaits(by: Town.almanac)
            _ = try await (one, other)
            let mails = try await town.deliver()
            let texts = mails.map { "\($0.to.address.text) \($0.link(to: "/portal/") ?? "")" }
            #expect(!texts.isEmpty && Set(texts).count == texts.count)
            #expect(!mails.contains { $0.text.contains("\(town.north.place(Place.archived).workspace)") })
        }
    }
}
