import PortalCore
import Testing

@Suite struct IdentifierTests {
    private static let edges: [Run.ID] = [
        .neverIssued, Run.ID(high: .max, low: .max), Run.ID(high: 0, low: .max), Run.ID(high: .max, low: 0),
        Run.ID(high: 1, low: 0), Run.ID(high: 0, low: 1), Run.ID(high: 1 << 63, low: 1 << 63),
    ]

    private static func someIDs(_ count: Int, seed: UInt64) -> [Run.ID] {
        var dice = SeededDice(seed: seed)
        return (0..<count).map { _ in Run.ID(high: dice.next(), low: dice.next()) }
    }

    @Test func `an id is read back from its text and from its bytes`() {
        for id in Self.edges + Self.someIDs(2_000, seed: 1) {
            #expect(Run.ID(id.description) == id)
            #expect(Run.ID(bytes: id.bytes) == id)
        }
    }

    @Test func `the text is the kind, an underscore and 26 digits`() {
        #expect(Run.ID.neverIssued.description == "run_00000000000000000000000000")
        #expect(Run.ID(high: .max, low: .max).description == "run_7zzzzzzzzzzzzzzzzzzzzzzzzz")
        #expect(Run.ID(high: 0, low: 33).description == "run_00000000000000000000000011")
        #expect(
            Workflow.ID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210).bytes.prefix(3) == [0x01, 0x23, 0x45])
    }

    @Test func `ids, their bytes and their texts sort alike`() {
        let ids = (Self.edges + Self.someIDs(500, seed: 2)).sorted()
        for (earlier, later) in zip(ids, ids.dropFirst()) where earlier != later {
            #expect(earlier.bytes.lexicographicallyPrecedes(later.bytes))
            #expect(earlier.description < later.description)
            #expect(!(later < earlier))
        }
    }

    @Test func `what was made later sorts later`() {
        var dice = SeededDice(seed: 3)
        let moments = (0..<300).map { _ in Int64.random(in: 0..<1 << 47, using: &dice) }.sorted()
        let ids = moments.map { moment in
            Run.ID(at: Instant(milliseconds: moment), random: (UInt16(truncatingIfNeeded: dice.next()), dice.next()))
        }
        for (place, id) in ids.enumerated().dropFirst() where moments[place - 1] < moments[place] {
            #expect(ids[place - 1] < id)
        }
    }

    @Test func `a moment before 1970 is as early as an id can be`() {
        #expect(Run.ID(at: Instant(milliseconds: .min), random: (0, 0)) == .neverIssued)
        #expect(Run.ID(at: Instant(milliseconds: -1), random: (7, 9)) == Run.ID(high: 7, low: 9))
    }

    @Test(arguments: [
        "", "_", "run", "run_", "run_0000000000000000000000000", "run_000000000000000000000000000",
        "run_80000000000000000000000000", "run_zzzzzzzzzzzzzzzzzzzzzzzzzz", "RUN_00000000000000000000000000",
        "run_0000000000000000000000000A", "run_0000000000000000000000000i", "run_0000000000000000000000000l",
        "run_0000000000000000000000000o", "run_0000000000000000000000000u", "wfl_00000000000000000000000000",
        "run-00000000000000000000000000", "run_00000000000000000000000000 ", " run_00000000000000000000000000",
        "run_00000000000000000000000000\n", "run_0000000000000000000000000\u{0}", "run_٠٠٠٠٠٠٠٠٠٠٠٠٠",
        "run_0000000000000000000000000０", "run_00000000000000000000000000\u{301}",
        "run\u{301}_0000000000000000000000000",
        "00000000000000000000000000", "run_+0000000000000000000000000", "run_-1", "run_%30",
    ])
    func `a malformed text is no id`(_ text: String) {
        #expect(Run.ID(text) == nil)
    }

    @Test func `an id of one kind is none of another`() {
        let text = Run.ID(high: 5, low: 6).description
        #expect(Workflow.ID(text) == nil)
        #expect(Workspace.ID(text) == nil)
        #expect(Run.ID(text) != nil)
    }

    @Test func `a damaged text is no id, unless it names another one exactly`() {
        var dice = SeededDice(seed: 4)
        for id in Self.someIDs(200, seed: 5) {
            for _ in 0..<20 {
                let damaged = HostileText.damaged(id.description, using: &dice)
                if let read = Run.ID(damaged) { #expect(Array(read.description.utf8) == Array(damaged.utf8)) }
            }
        }
    }

    @Test func `any other number of bytes is no id`() {
        for count in 0..<64 where count != 16 {
            #expect(Run.ID(bytes: [UInt8](repeating: 1, count: count)) == nil)
        }
    }

    @Test func `no two kinds share a prefix`() {
        let prefixes = [
            Agency.idPrefix, Workspace.idPrefix, User.idPrefix, Session.idPrefix, Workflow.idPrefix, Run.idPrefix,
            Engine.idPrefix, APIKey.idPrefix, Outbox.idPrefix, Connection.idPrefix, Form.idPrefix, Submission.idPrefix,
            Product.idPrefix, Subscription.idPrefix, Invoice.idPrefix, Mail.idPrefix, MailProof.idPrefix,
            Invitation.idPrefix,
        ]
        #expect(Set(prefixes).count == prefixes.count)
        for prefix in prefixes {
            #expect(prefix.utf8.count == 3 && prefix.utf8.allSatisfy { (97...122).contains($0) })
        }
    }
}
