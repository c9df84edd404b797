import Foundation
import Testing

/// The rows of the list of how portals leaked in the wild, by number, and where each is held.
///
/// Rows that today's routes do not touch say what they wait for.
enum IsolationCases {
    /// Rows with a test of their own in this folder.
    static let covered = Set(1...rows).subtracting(waiting.keys)

    static let waiting: [Int: String] = [
        24: "there is no page to claim a domain: hosts are the operator's to give",
        25: "there is no OAuth return: connections cannot be authorised from here yet",
    ]

    /// How many rows the list has.
    static let rows = 30

    /// The rows whose number a test of this folder bears, as its sources say: who deletes a row's last test is told.
    static var named: Set<Int> {
        get throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            var named: Set<Int> = []
            for file in files where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                let numbers = text.matches(of: #/@Test(?:\([^`]*\))?\s+func `(\d+): /#)
                named.formUnion(numbers.compactMap { Int($0.1) })
            }
            return named
        }
    }
}

@Suite struct IsolationCaseTests {
    @Test func `every row of the list is tested, or says what it waits for`() throws {
        #expect(
            try IsolationCases.named == IsolationCases.covered, "every covered row has a test that bears its number")
    }
}
