/// Something that ``SQLiteStorage/verify()`` found wrong.
public struct Finding: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// SQLite's own structure: pages, indexes, constraints.
        case integrity
        /// A row that points to nothing, or into another tenant.
        case orphan
        /// A table that breaks the tenant model.
        case schema
        /// An entry of the audit log that was changed, left out or added.
        case auditChain = "audit-chain"
        /// Words beside the audit log that are not those the entry was made with.
        case auditDetail = "audit-detail"
        /// An hourly figure that is not the number of its runs.
        case tally
        /// A run whose moments contradict each other.
        case run
        /// An agency that lacks what every agency has.
        case agency
    }

    public let kind: Kind
    /// What and where, by ids; no names of people.
    public let detail: String

    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
