import Testing

@testable import PortalCore

/// What an engine may say of one run, in the order in which it happened.
struct ReportSet: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let reports: [RunReport]
    let end: RunState

    private static func state(
        _ status: RunStatus, attempt: Int = 1, at: Int64?, start: Int64? = nil, end: Int64? = nil, steps: [Step] = []
    ) -> RunState {
        RunState(
            attempt: attempt, status: status, statusAt: at.map(Sample.second), startedAt: start.map(Sample.second),
            endedAt: end.map(Sample.second), steps: Dictionary(uniqueKeysWithValues: steps.map { ($0.position, $0) }))
    }

    private static func step(
        _ position: Int, _ status: RunStatus, start: Int64?, end: Int64?, name: String, kind: String, summary: String
    ) -> Step {
        Step(
            position: position, name: name, kind: kind, status: status, startedAt: start.map(Sample.second),
            endedAt: end.map(Sample.second), summary: summary)
    }

    static let all: [ReportSet] = [
        ReportSet(
            testDescription: "running and waiting by turns",
            reports: [
                Sample.report(.queued, at: 0), Sample.report(.running, at: 1, start: 1), Sample.report(.waiting, at: 5),
                Sample.report(.running, at: 9), Sample.report(.waiting, at: 12), Sample.report(.running, at: 15),
                Sample.report(.succeeded, at: 20, end: 20),
            ],
            end: state(.succeeded, at: 20, start: 1, end: 20)),
        ReportSet(
            testDescription: "two retries inside the engine",
            reports: [
                Sample.report(.running, at: 1, start: 1), Sample.report(.failed, at: 3, start: 1, end: 3),
                Sample.report(.queued, attempt: 2, at: 4), Sample.report(.running, attempt: 2, at: 5, start: 5),
                Sample.report(.failed, attempt: 2, at: 8, start: 5, end: 8),
                Sample.report(.running, attempt: 3, at: 10, start: 10),
                Sample.report(.succeeded, attempt: 3, at: 11, start: 10, end: 11),
            ],
            end: state(.succeeded, attempt: 3, at: 11, start: 10, end: 11)),
        ReportSet(
            testDescription: "a retry that is still waiting after a success",
            reports: [
                Sample.report(.running, at: 1, start: 1), Sample.report(.succeeded, at: 2, start: 1, end: 2),
                Sample.report(.queued, attempt: 2, at: 3), Sample.report(.running, attempt: 2, at: 4, start: 4),
                Sample.report(.waiting, attempt: 2, at: 6), Sample.report(.running, attempt: 2, at: 5),
            ],
            end: state(.waiting, attempt: 2, at: 6, start: 4)),
        ReportSet(
            testDescription: "no starts, and moments only now and then",
            reports: [
                Sample.report(.queued), Sample.report(.unknown), Sample.report(.running), Sample.report(.waiting),
                Sample.report(.succeeded), Sample.report(.succeeded, at: 9), Sample.report(.succeeded, end: 10),
            ],
            end: state(.succeeded, at: 9, end: 10)),
        ReportSet(
            testDescription: "starts and ends that differ",
            reports: [
                Sample.report(.running, at: 5, start: 5), Sample.report(.running, at: 6, start: 3),
                Sample.report(.waiting, at: 6, start: 4), Sample.report(.failed, at: 20, end: 20),
                Sample.report(.failed, at: 19, end: 25), Sample.report(.failed, start: 2),
            ],
            end: state(.failed, at: 20, start: 2, end: 25)),
        ReportSet(
            testDescription: "an engine that does not know for a while",
            reports: [
                Sample.report(.unknown, at: 50), Sample.report(.queued, at: 0),
                Sample.report(.running, at: 2, start: 2),
                Sample.report(.unknown, at: 60), Sample.report(.waiting, at: 2),
                Sample.report(.canceled, at: 40, end: 41),
            ],
            end: state(.canceled, at: 40, start: 2, end: 41)),
        ReportSet(
            testDescription: "steps in pieces",
            reports: [
                Sample.report(
                    .running, at: 1, start: 1, steps: [Sample.stepReport(0, .running, start: 1, name: "Fetch")]),
                Sample.report(
                    .running, at: 2,
                    steps: [
                        Sample.stepReport(
                            0, .succeeded, start: 2, end: 3, name: "Fetch", kind: "http", summary: "3 rows"),
                        Sample.stepReport(1, .queued, name: "Send"),
                    ]),
                Sample.report(
                    .running, at: 3, steps: [Sample.stepReport(0, .succeeded, end: 4, name: "Fetch", kind: "x")]),
                Sample.report(
                    .running, at: 4, steps: [Sample.stepReport(1, .failed, start: 5, name: "Send", summary: "b")]),
                Sample.report(
                    .running, at: 4, steps: [Sample.stepReport(1, .failed, end: 7, name: "Send", summary: "a")]),
                Sample.report(
                    .failed, at: 8, end: 8,
                    steps: [Sample.stepReport(1, .waiting, start: 4, name: "Sending"), Sample.stepReport(2, .canceled)]),
            ],
            end: state(
                .failed, at: 8, start: 1, end: 8,
                steps: [
                    step(0, .succeeded, start: 1, end: 4, name: "Fetch", kind: "http", summary: "3 rows"),
                    step(1, .failed, start: 4, end: 7, name: "Send", kind: "", summary: "b"),
                    step(2, .canceled, start: nil, end: nil, name: "", kind: "", summary: ""),
                ])),
        ReportSet(
            testDescription: "steps of a retry begin anew",
            reports: [
                Sample.report(.running, at: 1, start: 1, steps: [Sample.stepReport(0, .running, name: "Fetch")]),
                Sample.report(.failed, at: 2, end: 2, steps: [Sample.stepReport(1, .failed, name: "Send")]),
                Sample.report(.running, attempt: 2, at: 3, steps: [Sample.stepReport(0, .queued, name: "Fetch again")]),
                Sample.report(.running, attempt: 2, at: 4, start: 4),
                Sample.report(
                    .waiting, attempt: 2, at: 5, steps: [Sample.stepReport(0, .waiting, name: "Fetch again")]),
                Sample.report(
                    .running, attempt: 2, at: 6, steps: [Sample.stepReport(0, .running, name: "Fetch again")]),
            ],
            end: state(
                .running, attempt: 2, at: 6, start: 4,
                steps: [step(0, .waiting, start: nil, end: nil, name: "Fetch again", kind: "", summary: "")])),
    ]
}

@Suite struct RunStateTests {
    @Test(arguments: ReportSet.all)
    func `every order of the reports ends in the same state`(_ set: ReportSet) throws {
        #expect(set.reports.count >= 6)
        for order in set.reports.permutations {
            var state = RunState.queued
            for report in order { try state.merge(report) }
            if state != set.end { Issue.record("\(order.map(\.status)) ends in \(state)") }
        }
    }

    @Test(arguments: ReportSet.all)
    func `every duplication changes nothing, at any point of any order`(_ set: ReportSet) {
        let walk = ReportWalk(set.reports)
        #expect(walk.isSettled)
        #expect(walk.states.count == 1 << set.reports.count)
        #expect(walk.states[(1 << set.reports.count) - 1] == [set.end])
    }

    @Test func `any six reports that do not contradict each other end in one state`() {
        var dice = SeededDice(seed: 60)
        for round in 0..<250 {
            let walk = ReportWalk(Self.reports(6, using: &dice))
            #expect(walk.isSettled, "round \(round)")
        }
    }

    /// Reports of up to three attempts, each of which has one end.
    private static func reports(_ count: Int, using dice: inout SeededDice) -> [RunReport] {
        let finals: [RunStatus] = [.succeeded, .failed, .canceled]
        let ends = (0..<3).map { _ in dice.pick(finals) }
        let texts = ["", "a", "b", "ab", "\u{E9}", "e\u{301}"]
        func moment(_ dice: inout SeededDice) -> Int64? {
            dice.once(in: 3) ? nil : Int64.random(in: 0..<4, using: &dice)
        }
        return (0..<count).map { _ in
            let attempt = Int.random(in: 1...3, using: &dice)
            let status = dice.pick([.queued, .unknown, .running, .waiting, ends[attempt - 1]])
            let steps = (0..<Int.random(in: 0...2, using: &dice)).map { _ in
                Sample.stepReport(
                    Int.random(in: 0...1, using: &dice), dice.pick(RunStatus.allCases), start: moment(&dice),
                    end: moment(&dice), name: dice.pick(texts), kind: dice.pick(texts), summary: dice.pick(texts))
            }
            return Sample.report(
                status, attempt: attempt, at: moment(&dice), start: moment(&dice), end: moment(&dice), steps: steps)
        }
    }

    @Test func `a lower attempt says nothing any more`() throws {
        var state = RunState.queued
        try state.merge(Sample.report(.running, attempt: 2, at: 5, start: 5))
        let known = state
        for status in RunStatus.allCases {
            try state.merge(Sample.report(status, at: 99, start: 1, end: 99, steps: [Sample.stepReport(0, .failed)]))
        }
        #expect(state == known)
    }

    @Test func `a final status never goes back`() throws {
        for final in RunStatus.allCases where final.isFinal {
            for other in RunStatus.allCases where !other.isFinal {
                var state = RunState.queued
                try state.merge(Sample.report(final, at: 1))
                try state.merge(Sample.report(other, at: 1_000))
                #expect(state.status == final)
                #expect(state.statusAt == Sample.second(1))
            }
        }
    }

    @Test func `a second, different end of one attempt is refused and changes nothing`() throws {
        let finals = RunStatus.allCases.filter(\.isFinal)
        for set in ReportSet.all {
            for states in ReportWalk(set.reports).states.values {
                for state in states where state.status.isFinal {
                    for other in finals where other != state.status {
                        var changed = state
                        let expected = RunState.Conflict(attempt: state.attempt, known: state.status, reported: other)
                        #expect(throws: expected) {
                            try changed.merge(
                                Sample.report(
                                    other, attempt: state.attempt, at: 500, start: -500, end: 500,
                                    steps: [Sample.stepReport(7, .failed, name: "Smuggled")]))
                        }
                        #expect(changed == state)
                    }
                }
            }
        }
    }

    @Test func `an end of another attempt is no contradiction`() throws {
        var state = RunState.queued
        try state.merge(Sample.report(.failed, at: 1))
        try state.merge(Sample.report(.succeeded, attempt: 2, at: 2))
        try state.merge(Sample.report(.canceled, attempt: 1, at: 3))
        #expect(state.status == .succeeded)
        #expect(state.attempt == 2)
    }

    @Test func `running and waiting are told apart by their moment alone`() throws {
        #expect(RunStatus.running.rank == RunStatus.waiting.rank)
        for (first, second) in [(RunStatus.running, RunStatus.waiting), (.waiting, .running)] {
            var state = RunState.queued
            try state.merge(Sample.report(second, at: 2))
            try state.merge(Sample.report(first, at: 1))
            #expect(state.status == second)
        }
    }

    @Test func `what is further on wins, whenever it was`() throws {
        let ranked: [RunStatus] = [.queued, .unknown, .running, .succeeded]
        for (index, further) in ranked.enumerated() {
            for earlier in ranked[..<index] {
                var state = RunState.queued
                try state.merge(Sample.report(further, at: 1))
                try state.merge(Sample.report(earlier, at: 2))
                #expect(state.status == further)
            }
        }
    }

    @Test func `of two ends of one step the worse is shown, in either order`() throws {
        let ends: [(RunStatus, RunStatus)] = [(.succeeded, .failed), (.failed, .canceled), (.succeeded, .canceled)]
        for (better, worse) in ends {
            for order in [[better, worse], [worse, better]] {
                var state = RunState.queued
                for status in order { try state.merge(Sample.report(.running, steps: [Sample.stepReport(0, status)])) }
                #expect(state.steps[0]?.status == worse)
            }
        }
    }

    @Test func `ranks put every final status above every other`() {
        for final in RunStatus.allCases where final.isFinal {
            for other in RunStatus.allCases {
                #expect(other.isFinal ? final.rank == other.rank : final.rank > other.rank)
            }
        }
        #expect(RunStatus.allCases.filter(\.isFinal) == [.succeeded, .failed, .canceled])
    }
}
