import Testing

@testable import PortalCore
@testable import PortalStore

/// The counts of eight days as they stand in a row, whatever they have grown to.
@Suite struct TallyCountsTests {
    private func hours(of row: [UInt8]) async throws -> [[Int]] {
        let house = try await TestHouse.make()
        return try await house.storage.reading { connection in
            try connection.all(SQL("SELECT ?1"), [.blob(row)]) { row in
                var hours: [[Int]] = []
                try TallyCounts(row, 0).each { hours.append([$0, $1, $2, $3]) }
                return hours
            }.flatMap { $0 }
        }
    }

    @Test(arguments: [1, 9, 255, 256, 65_535, 65_536, UInt32.max])
    func `counts of any size are read as they were written`(_ large: UInt32) async throws {
        var row = TallyRow()
        #expect(try await hours(of: row.bytes) == [])
        row[0] = 200
        row[3 * 7 + 1] = 3
        row[3 * 191 + 2] = large
        #expect(row.bytes.count == TallyCounts.size * (large < 256 ? 1 : large < 65_536 ? 2 : 4))
        #expect(try await hours(of: row.bytes) == [[0, 200, 0, 0], [7, 0, 3, 0], [191, 0, 0, Int(large)]])
        let again = try TallyRow(row.bytes)
        #expect([0, 22, 3 * 191 + 2, 1].map { again[$0] } == [200, 3, large, 0])
    }

    @Test(arguments: [0, 1, 575, 577, 1_728])
    func `a row of another length is damage`(_ length: Int) async throws {
        let row = [UInt8](repeating: 0, count: length)
        await #expect(throws: StorageError.self) { try await hours(of: row) }
        #expect(throws: StorageError.self) { try TallyRow(row) }
    }

    @Test(arguments: [(UInt32.max, 1), (0, -1)])
    func `a count that cannot be is damage, and nothing is written`(_ known: UInt32, _ step: Int) async throws {
        let house = try await TestHouse.make()
        let (scope, workflow) = (house.north.first, house.north.workflows[0])
        let hour = Instant.testStart.startOfHour
        let number = try #require(TallyRow.number(of: .failed, in: hour, first: hour.startOfTally))
        var row = TallyRow()
        row[number] = known
        let hand = try Hand(house.storage.path)
        defer { hand.close() }
        try hand.execute(
            """
            INSERT INTO run_tally (workspace_id, workflow_id, first_hour, counts)
            VALUES (\(scope.workspace.sql), \(workflow.sql), \(hour.startOfTally.milliseconds), x'\(row.bytes.hexadecimal)')
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

    @Test(arguments: [-300, -192, -100, 0, 5, 100, 150, 400], [UInt32(7), 300])
    func `hours are added where they belong, and those outside left out`(_ first: Int, _ count: UInt32) async throws {
        let house = try await TestHouse.make()
        var row = TallyRow()
        for number in 0..<TallyCounts.size { row[number] = count + UInt32(number % 3) }
        var ends = HourlyEnds(from: Instant(milliseconds: 0), until: Instant(milliseconds: 240 * 3_600_000))
        let bytes = row.bytes
        try await house.storage.reading { connection in
            try connection.each(SQL("SELECT ?1"), [.blob(bytes)]) { row in
                try ends.withHours { try TallyCounts(row, 0).add(to: $0, first: first) }
                return true
            }
        }
        for hour in ends.hours.indices {
            let isCounted = (first..<first + 192).contains(hour)
            let expected = HourlyEnds.Ends(
                succeeded: isCounted ? count : 0, failed: isCounted ? count + 1 : 0,
                canceled: isCounted ? count + 2 : 0)
            #expect(ends.hours[hour] == expected, "hour \(hour)")
        }
    }
}
