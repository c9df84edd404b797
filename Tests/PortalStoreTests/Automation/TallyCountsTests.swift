import Testing

@testable import PortalCore
@testable import PortalStore

/// The counts of eight days as they stand in a row, whatever they have grown to.
@Suite struct TallyCountsTests {
    /// Reads the row as a statement does that stands on it.
    private func reading(_ row: TallyRow, _ body: @Sendable (TallyCounts) -> Void) async throws {
        try await reading(row.kinds, body)
    }

    private func reading(_ kinds: [[UInt8]], _ body: @Sendable (TallyCounts) -> Void) async throws {
        let house = try await TestHouse.make()
        try await house.storage.reading { connection in
            try connection.each(SQL("SELECT ?1, ?2, ?3"), kinds.map { .blob($0) }) { row in
                body(try TallyCounts(row, 0))
                return true
            }
        }
    }

    private func row(_ number: (_ kind: Int, _ hour: Int) -> UInt32) -> TallyRow {
        var row = TallyRow()
        for kind in 0..<3 {
            for hour in 0..<TallyCounts.hours { row[kind, hour] = number(kind, hour) }
        }
        return row
    }

    @Test(arguments: [
        (0, 0), (1, 24), (2, 48), (3, 48), (4, 72), (255, 192), (256, 216), (65_535, 384), (65_536, 408),
        (UInt32.max, 768),
    ])
    func `numbers take as many digits as the largest of their kind needs`(_ large: UInt32, _ size: Int) async throws {
        var row = TallyRow()
        #expect(row.kinds == [[], [], []])
        row[0, 0] = 1
        row[1, 191] = large
        row[1, 7] = min(large, 1)
        #expect(row.kinds.map(\.count) == [24, size, 0])
        try await confirmation { confirmed in
            try await reading(row) { counts in
                var hours: [[Int]] = []
                counts.each { hours.append([$0, $1, $2, $3]) }
                #expect(hours == [[0, 1, 0, 0]] + (large > 0 ? [[7, 0, 1, 0], [191, 0, Int(large), 0]] : []))
                confirmed()
            }
        }
    }

    @Test func `a number that is set is read again, and no other is changed, however they grow`() {
        for bits in [1, 2, 3, 4, 7, 8, 12, 16, 20, 32] {
            var row = TallyRow()
            var known = [[UInt32]](repeating: [UInt32](repeating: 0, count: TallyCounts.hours), count: 3)
            // Numbers that scatter, each hour set more than once.
            for step in 1...2_000 {
                let scattered = UInt64(step) &* 0x9E37_79B9_7F4A_7C15
                let (kind, hour) = (Int(scattered >> 60) % 3, Int(scattered >> 40 & 0xFFFF) % TallyCounts.hours)
                known[kind][hour] = UInt32(truncatingIfNeeded: scattered) >> UInt32(32 - bits)
                row[kind, hour] = known[kind][hour]
            }
            for kind in 0..<3 { #expect((0..<192).map { row[kind, $0] } == known[kind], "\(bits) bits") }
            #expect(
                row.kinds.map(\.count) == known.map { numbers in 24 * (32 - numbers.reduce(0, |).leadingZeroBitCount) })
        }
    }

    @Test(arguments: [1, 8, 23, 25, 191, 767, 769, 792], [0, 1, 2])
    func `a blob of another length is damage`(_ length: Int, _ kind: Int) async throws {
        var kinds = [[UInt8]](repeating: [], count: 3)
        kinds[kind] = [UInt8](repeating: 0, count: length)
        await #expect(throws: StorageError.self) { try await reading(kinds) { _ in } }
    }

    @Test(arguments: [(UInt32.max, 1), (0, -1)])
    func `a count that cannot be is damage, and nothing is written`(_ known: UInt32, _ step: Int) async throws {
        let house = try await TestHouse.make()
        let (scope, workflow) = (house.north.first, house.north.workflows[0])
        let hour = Instant.testStart.startOfHour
        let place = TallyPlace(workspace: scope.workspace, workflow: workflow, first: hour.startOfTally)
        let kind = try #require(TallyCounts.kind(of: .failed))
        var row = TallyRow()
        row[kind, place.index(of: hour)] = known
        let hand = try Hand(house.storage.path)
        defer { hand.close() }
        try hand.execute(
            """
            INSERT INTO run_tally (workspace_id, workflow_id, first_hour, succeeded, failed, canceled)
            VALUES (\(scope.workspace.sql), \(workflow.sql), \(place.first.milliseconds), x'', x'\(row.kinds[kind].hexadecimal)', x'')
            """)
        await #expect(throws: StorageError.self) {
            try await house.storage.write { transaction in
                let transaction = try #require(transaction as? SQLiteTransaction)
                if step > 0 {
                    try transaction.count(.failed, of: workflow, in: hour, scope)
                } else {
                    try transaction.uncount(.failed, of: workflow, in: hour, scope)
                }
            }
        }
        let tallies = try await house.storage.read {
            try $0.tallies(
                in: scope, visible: WorkflowVisibility { _ in true }, from: hour, until: hour.adding(.hours(1)))
        }
        #expect(tallies.map(\.failed) == (known == 0 ? [] : [Int(known)]))
    }

    @Test(arguments: [UInt32(0), 1, 3, 15, 255, 65_535, .max])
    func `any stretch of hours sums to what its numbers do`(_ largest: UInt32) async throws {
        let number: @Sendable (Int, Int) -> UInt32 = { kind, hour in
            UInt32(truncatingIfNeeded: hour &* 0x9E37_79B9 &+ kind &* 77_777) % (largest &+ (largest < .max ? 1 : 0))
        }
        try await reading(row(number)) { counts in
            for first in 0..<TallyCounts.hours {
                for last in first..<TallyCounts.hours {
                    let sums = (0..<3).map { kind in (first...last).reduce(0) { $0 + Int(number(kind, $1)) } }
                    let ended = counts.ended(in: first..<last + 1)
                    guard [ended.succeeded, ended.failed, ended.canceled] != sums else { continue }
                    Issue.record("hours \(first)...\(last): \(ended), not \(sums)")
                }
            }
        }
    }

    @Test(arguments: [-300, -192, -191, -1, 0, 7, 100, 191, 192, 500])
    func `the hours since a moment are those that begin then or later`(_ hour: Int) async throws {
        let first = Instant(milliseconds: 691_200_000)
        try await reading(row { kind, hour in UInt32(kind + hour) }) { counts in
            let hours = (0..<192).filter { $0 >= hour }
            let ended = counts.ended(since: first.adding(.hours(Int64(hour))), first: first)
            #expect(ended.succeeded == hours.reduce(0, +))
            #expect(ended.canceled == hours.reduce(0) { $0 + $1 + 2 })
        }
    }
}
