import Testing

@testable import PortalCore
@testable import PortalStore

/// A day's counts as they stand in a row, whatever they have grown to.
@Suite struct DayCountsTests {
    private func hours(of text: String) async throws -> [[Int]] {
        let house = try await TestHouse.make()
        return try await house.storage.reading { connection in
            try connection.all(SQL("SELECT '\(text)'"), []) { row in
                var hours: [[Int]] = []
                try DayCounts(row, 0).each { hours.append([$0, $1, $2, $3]) }
                return hours
            }.flatMap { $0 }
        }
    }

    @Test(arguments: [1, 9, 10, 99, 100, 1_234_567])
    func `counts of any length are read where they stand`(_ large: Int) async throws {
        var counts = Array(repeating: 0, count: DayCounts.size)
        #expect(try await hours(of: "[\(counts.map(String.init).joined(separator: ","))]") == [])
        counts[0] = large
        counts[3 * 7 + 1] = 3
        counts[3 * 23 + 2] = large
        let text = "[\(counts.map(String.init).joined(separator: ","))]"
        #expect(try await hours(of: text) == [[0, large, 0, 0], [7, 0, 3, 0], [23, 0, 0, large]])
    }

    @Test(arguments: ["[]", "", "[1,2,3]", "[\(Array(repeating: "0", count: 71).joined(separator: ","))]"])
    func `what is no day's counts is damage`(_ text: String) async throws {
        await #expect(throws: StorageError.self) { try await hours(of: text) }
    }
}
