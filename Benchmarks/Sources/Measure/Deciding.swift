import CAllocations
import PortalCore

/// The access decision: nanoseconds and allocations of each.
enum Deciding {
    private struct Question {
        let standing: Standing
        let action: Action
        let facts: AccessFacts
    }

    static func measure() -> Figures {
        let questions = everyQuestion()
        let person = AccessPrincipal<Int, Int, Int>(
            id: 7, status: .active,
            memberships: [
                .client(workspace: 1, areas: .all, status: .removed),
                .client(workspace: 2, areas: .billing, status: .active),
                .client(workspace: 3, areas: .all, status: .active),
            ])
        let things: [AccessResource<Int, Int, Int>] = (0..<64).map {
            .workflow(
                in: .init(workspace: $0 % 5, agency: 1, archived: $0 % 7 == 0), published: $0 % 2 == 0,
                clientTriggerable: $0 % 3 == 0)
        }

        var figures = Figures()
        let rule = time(rounds: 400, each: questions.count) { allowed in
            for question in questions
            where AccessPolicy.decide(question.standing, question.action, question.facts).isAllowed { allowed += 1 }
        }
        figures.add("decide_ns", rule.nanoseconds)
        figures.add("decide_allocations", rule.allocations)
        let whole = time(rounds: 40_000, each: things.count) { allowed in
            for thing in things where AccessPolicy.decide(person, .workflowTrigger, thing).isAllowed { allowed += 1 }
        }
        figures.add("decide_person_ns", whole.nanoseconds)
        figures.add("decide_person_allocations", whole.allocations)
        figures.add("questions", Double(questions.count))
        return figures
    }

    /// The median of nine timings, and what all of them together allocated.
    private static func time(
        rounds: Int, each: Int, _ body: (inout Int) -> Void
    ) -> (nanoseconds: Double, allocations: Double) {
        var timings: [Double] = []
        timings.reserveCapacity(9)
        var allowed = 0
        body(&allowed)
        let before = allocation_count()
        for _ in 0..<9 {
            let start = ContinuousClock.now
            for _ in 0..<rounds { body(&allowed) }
            timings.append((ContinuousClock.now - start).seconds * 1e9 / Double(rounds * each))
        }
        let allocations = allocation_count() - before
        precondition(allowed > 0, "nothing is allowed: nothing was measured")
        return (timings.median, Double(allocations) / Double(9 * rounds * each))
    }

    /// Every standing and action with every combination of facts, in no order that a processor could foresee.
    private static func everyQuestion() -> [Question] {
        var standings: [Standing] = AccountRole.allCases.map { .staff($0) }
        standings += (0..<16).map { .client(Areas(rawValue: $0)) }
        standings += Standing.Absence.allCases.map { .nobody($0) }
        let invoices: [InvoiceStatus?] = InvoiceStatus.allCases + [nil]
        let facts: [AccessFacts] = invoices.flatMap { invoice in
            (0..<16).map { bits in
                AccessFacts(
                    archived: bits & 1 != 0, published: bits & 2 != 0, clientTriggerable: bits & 4 != 0,
                    invoice: invoice, ownProfile: bits & 8 != 0)
            }
        }
        var all: [Question] = []
        for standing in standings {
            for action in Action.allCases {
                all += facts.map { Question(standing: standing, action: action, facts: $0) }
            }
        }
        // A walk by a step that shares no divisor with the count meets every question once.
        return (0..<all.count).map { all[$0 * 7_919 % all.count] }
    }
}
