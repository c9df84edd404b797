import PortalCore

/// Who has a turn in an outbox: every lane one job before any has a second.
///
/// Of a lane that has no turn only the head is looked at, so that nothing takes longer because a lane is long.
enum OutboxTurns {
    /// Due jobs of lanes in turn, at most `limit`, beginning with the lane behind `last`; those with the fewest under way come first.
    ///
    /// - Parameters:
    ///   - reach: How many lanes are looked at.
    ///   - next: The first lane behind one and up to another in which something waits, and when the first of it is due.
    ///   - jobs: What is due in a lane, as much as it may have.
    static func jobs<Lane, Job>(
        limit: Int, at now: Instant, behind last: Identifier<Lane>?, underWay: [Identifier<Lane>: Int],
        reach: Int = .max,
        next: (_ lane: Identifier<Lane>, _ end: Identifier<Lane>) throws -> (lane: Identifier<Lane>, due: Instant)?,
        jobs: (Identifier<Lane>) throws -> [Job]
    ) throws -> [Job] {
        let (lowest, highest) = (Identifier<Lane>(high: 0, low: 0), Identifier<Lane>(high: .max, low: .max))
        let round = last.map { [($0, highest), (lowest, $0)] } ?? [(lowest, highest)]
        var found: [(turn: Int, job: Job)] = []
        var (firstTurns, looks) = (0, 0)
        for (start, end) in round {
            var lane = start
            while firstTurns < limit, looks < reach, let head = try next(lane, end) {
                looks += 1
                lane = head.lane
                guard head.due <= now else { continue }
                let turn = underWay[lane] ?? 0
                let due = try jobs(lane)
                if turn == 0, !due.isEmpty { firstTurns += 1 }
                found += due.enumerated().map { (turn + $0.offset, $0.element) }
            }
        }
        let inTurn = found.enumerated().sorted {
            ($0.element.turn, $0.offset) < ($1.element.turn, $1.offset)
        }
        return inTurn.prefix(limit).map(\.element.job)
    }
}
