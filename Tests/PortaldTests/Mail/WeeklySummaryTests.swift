import PortalCore
import Testing

@testable import PortalStore

/// One mail a week, on Monday morning by its reader's clock, with what they may see and nothing if there is nothing.
@Suite struct WeeklySummaryTests {
    /// The people, and the mail of each, that a look at the clock has made.
    private static func weeks(in town: Town) async throws -> [Cast: MailMessage] {
        try await town.look()
        let mails = try await town.deliver().filter {
            $0.text.contains("Your week") && $0.host.text == House.host(of: .north)
        }
        var weeks: [Cast: MailMessage] = [:]
        for mail in mails {
            let cast = try #require(Cast.allCases.first { town.north.person($0).email == mail.to.address.text })
            #expect(weeks[cast] == nil, "\(cast) got two")
            weeks[cast] = mail
        }
        return weeks
    }

    /// The Monday after the one on which the seed was made, with runs of the day before.
    private static func nextMonday(in town: Town) async throws {
        town.clock.advance(by: .days(6))
        try await town.report(["a", "b"], .succeeded)
        try await town.report(["c"])
        town.clock.advance(by: .days(1))
    }

    @Test func `everybody gets what they may see, and who has nothing to be told gets nothing`() async throws {
        try await Town.open { town in
            #expect(try await Self.weeks(in: town).isEmpty, "nobody was there a week ago")
            try await Self.nextMonday(in: town)
            let weeks = try await Self.weeks(in: town)
            #expect(
                Set(weeks.keys)
                    == Cast.staff.union([.client, .both, .billing, .clerk, .neighbour, .passwordless]))
            let client = try #require(weeks[.client]?.text)
            #expect(client.contains("3 runs ended: 2 succeeded, 1 failed") && client.contains("Failed: “Sync orders”"))
            #expect(client.contains("Connections that need you") && client.contains("To pay: €123.01"))
            let billing = try #require(weeks[.billing]?.text)
            #expect(billing.contains("To pay") && !billing.contains("run") && !billing.contains("Connections"))
            let clerk = try #require(weeks[.clerk]?.text)
            #expect(clerk.contains("Connections") && !clerk.contains("To pay") && !clerk.contains("run"))
            let neighbour = try #require(weeks[.neighbour]?.text)
            #expect(neighbour.contains("No run ended") && !neighbour.contains("Sync orders"))
            let owner = try #require(weeks[.owner]?.text)
            #expect(owner.contains("1 of 3 runs failed"))
            for (cast, mail) in weeks where cast != .both {
                let leaked = Leaks(seed: town.seed).found(
                    in: Array(mail.text.utf8) + mail.html, by: Visitor(cast, town.seed), asking: "")
                #expect(leaked.isEmpty, "\(cast): \(leaked)")
            }
        }
    }

    @Test func `it comes once a week, however often and by how many it is asked for`() async throws {
        try await Town.open { town in
            try await Self.nextMonday(in: town)
            let hand = Operator(town.portal)
            async let one = hand.summariseWeek(by: Town.almanac, limit: 3)
            async let other = hand.summariseWeek(by: Town.almanac, limit: 3)
            _ = try await (one, other)
            while try await hand.summariseWeek(by: Town.almanac, limit: 3) > 0 {}
            #expect(try await Self.weeks(in: town).count == 9)
            for hours in [1, 12, 24, 48, 72] {
                town.clock.advance(by: .hours(Int64(hours)))
                #expect(try await Self.weeks(in: town).isEmpty)
            }
            town.clock.advance(by: .hours(11))
            #expect(try await Self.weeks(in: town)[.client] != nil, "a week later it comes again")
        }
    }

    @Test func `who was not there at eight sends it later that day, and not on another`() async throws {
        try await Town.open { town in
            try await Self.nextMonday(in: town)
            town.clock.advance(by: .hours(13))
            #expect(try await Self.weeks(in: town).count == 9, "it is eleven at night")
        }
        try await Town.open { town in
            try await Self.nextMonday(in: town)
            town.clock.advance(by: .hours(15))
            #expect(try await Self.weeks(in: town).isEmpty, "it is Tuesday")
        }
    }

    @Test func `it is Monday where its reader lives`() async throws {
        try await Town.open { town in
            try await town.alter(
                "UPDATE user SET time_zone = 'Pacific/Honolulu' WHERE id = \(town.north.person(.client).user.sql)")
            try await Self.nextMonday(in: town)
            #expect(try await Self.weeks(in: town)[.client] == nil, "it is Sunday night in Honolulu")
            town.clock.advance(by: .hours(9))
            #expect(Set(try await Self.weeks(in: town).keys) == [.client])
        }
    }

    @Test func `who does not want it, or is gone by then, gets none`() async throws {
        try await Town.open { town in
            try await Self.nextMonday(in: town)
            try await town.choose(.weeklySummary, isOn: false, by: [.owner, .client])
            try await town.look()
            try await town.suspend(.clerk)
            try await town.remove(.billing, from: 1)
            try await town.choose(.weeklySummary, isOn: false, by: [.admin])
            #expect(Set(try await Self.weeks(in: town).keys) == [.member, .both, .neighbour, .passwordless])
        }
    }
}
