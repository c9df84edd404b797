import Testing

@testable import PortalCore
@testable import PortalStore

struct CodedWordTests {
    @Test func `codes are those that databases hold`() {
        #expect(
            RunStatus.byCode.map(\.rawValue) == [
                "queued", "running", "waiting", "succeeded", "failed", "canceled", "unknown",
            ])
        #expect(RunOrigin.byCode.map(\.rawValue) == ["engine", "client", "staff"])
        #expect(
            TriggerDelivery.byCode.map(\.rawValue) == [
                "pending", "accepted", "did-not-start", "unconfirmed", "withdrawn",
            ])
    }

    @Test func `every word has one code`() {
        #expect(RunStatus.allCases.map(\.code).sorted() == Array(0..<RunStatus.allCases.count))
        #expect(RunOrigin.allCases.map(\.code).sorted() == Array(0..<RunOrigin.allCases.count))
        #expect(TriggerDelivery.allCases.map(\.code).sorted() == Array(0..<TriggerDelivery.allCases.count))
    }

    @Test(arguments: [-1, 7, Int64.max]) func `what is no code is damage`(_ code: Int64) async throws {
        let house = try await TestHouse.make()
        try await house.storage.reading { connection in
            let asked = SQL("SELECT ?1")
            #expect(throws: StorageError.damaged("\(code) is no RunStatus")) {
                try connection.first(asked, [.int(code)]) { try $0.coded(0, RunStatus.self) }
            }
        }
    }
}
