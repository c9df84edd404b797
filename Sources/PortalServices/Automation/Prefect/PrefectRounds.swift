import PortalCore

/// When each server is asked next.
actor PrefectRounds {
    /// How asking went.
    enum Outcome: Sendable {
        case busy
        case idle
        case failed(String)
    }

    /// A change that is worth a line in the log.
    enum Turn: Hashable, Sendable {
        case beganToFail(reason: String)
        case recovered
    }

    private struct Round {
        let watch: PrefectWatch
        var next: ContinuousClock.Instant
        var isUnderWay = false
        /// Something was asked for while it was under way.
        var isOvertaken = false
        var failures = 0
    }

    private let pace: PrefectReporter.Pace
    private var rounds: [Engine.ID: Round] = [:]
    private var hurryUntil: ContinuousClock.Instant?

    init(pace: PrefectReporter.Pace) {
        self.pace = pace
    }

    /// The servers whose time has come, each with what is remembered of it. They count as under way until ``finish(_:_:)``.
    func due(
        _ contacts: [EngineContact], make: () -> PrefectWatch
    ) -> [(contact: EngineContact, watch: PrefectWatch)] {
        let now = ContinuousClock.now
        let known = Set(contacts.map(\.engine.id))
        rounds = rounds.filter { known.contains($0.key) || $0.value.isUnderWay }
        return contacts.compactMap { contact in
            var round = rounds[contact.engine.id] ?? Round(watch: make(), next: now)
            guard !round.isUnderWay, round.next <= now else { return nil }
            round.isUnderWay = true
            rounds[contact.engine.id] = round
            return (contact, round.watch)
        }
    }

    /// Writes down how asking went. Where something was asked for meanwhile, it is to be asked again, and stays under way.
    func finish(_ engine: Engine.ID, _ outcome: Outcome) -> (turn: Turn?, asksAgain: Bool) {
        guard var round = rounds[engine] else { return (nil, false) }
        let turn = settle(&round, outcome)
        let asksAgain = round.isOvertaken && round.failures == 0
        round.isOvertaken = false
        round.isUnderWay = asksAgain
        rounds[engine] = round
        return (turn, asksAgain)
    }

    private func settle(_ round: inout Round, _ outcome: Outcome) -> Turn? {
        let now = ContinuousClock.now
        let hadFailed = round.failures > 0
        switch outcome {
        case .failed(let reason):
            round.failures += 1
            round.next = now.advanced(by: min(pace.idle * (1 << min(round.failures - 1, 10)), pace.failing))
            return hadFailed ? nil : .beganToFail(reason: reason)
        case .busy, .idle:
            round.failures = 0
            round.next = now.advanced(by: pause(after: outcome, at: now))
            return hadFailed ? .recovered : nil
        }
    }

    /// Something was just asked for: servers that answer are asked soon, and often for a while.
    func hurry() {
        let now = ContinuousClock.now
        hurryUntil = now.advanced(by: pace.afterSignal)
        for (engine, round) in rounds where round.failures == 0 {
            rounds[engine]?.next = min(round.next, now)
            rounds[engine]?.isOvertaken = round.isUnderWay
        }
    }

    /// How long until the next server is due.
    func pause() -> Duration {
        let now = ContinuousClock.now
        let waits = rounds.values.map { $0.isUnderWay ? pace.busy : now.duration(to: $0.next) }
        return min(max(waits.min() ?? pace.idle, .milliseconds(10)), pace.idle)
    }

    private func pause(after outcome: Outcome, at now: ContinuousClock.Instant) -> Duration {
        if case .busy = outcome { return pace.busy }
        guard let hurryUntil, now < hurryUntil else { return pace.idle }
        return pace.busy
    }
}
