import PortalCore
import Testing

@Suite struct AccessMatrixTests {
    @Test(arguments: Action.allCases)
    func `a cell says what the table says`(_ action: Action) {
        let printed = AccessMatrix.Column.allCases.map { AccessMatrix.conditions(on: action, for: $0) }
        #expect(printed == AccessTable.cells[action.rawValue])
    }

    @Test func `the whole matrix is Markdown with one row for every action`() {
        let lines = AccessMatrix.markdown.split(separator: "\n")
        let rows = lines.filter { $0.hasPrefix("| `") }
        #expect(rows.count == Action.allCases.count)
        #expect(rows.allSatisfy { row in row.count { $0 == "|" } == 6 })
        #expect(lines.filter { $0.hasPrefix("### ") }.count == ResourceType.allCases.count)
        #expect(lines.contains("| `invoice.pay`  | no    | no    | no     | live, billing area, open      |"))
    }
}
