import Testing

/// The rows of the list of how portals leaked in the wild, by number, and where each is held.
///
/// Rows that today's routes do not touch say what they wait for.
enum IsolationCases {
    /// Rows with a test of their own in this folder.
    static let covered: Set<Int> = [
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 26, 27, 28, 29, 30,
    ]

    static let waiting: [Int: String] = [
        21: "there are no invitations yet: nothing to accept",
        24: "there is no page to claim a domain: hosts are the operator's to give",
        25: "there is no OAuth return: connections cannot be authorised from here yet",
    ]

    /// How many rows the list has.
    static let rows = 30
}

@Suite struct IsolationCaseTests {
    @Test func `every row of the list is tested, or says what it waits for`() {
        #expect(IsolationCases.covered.isDisjoint(with: IsolationCases.waiting.keys))
        #expect(IsolationCases.covered.union(IsolationCases.waiting.keys) == Set(1...IsolationCases.rows))
        #expect(IsolationCases.covered == IsolationCases.named, "every covered row has a test that bears its number")
    }
}

extension IsolationCases {
    /// The rows that suites of this folder say they test.
    static var named: Set<Int> {
        Set(
            LoadedByIDTests.rows + WholeAgencyTests.rows + TenantTests.rows + FieldTests.rows + MembershipTests.rows
                + StateTests.rows)
    }
}
