/// How far an invoice has come.
///
/// Clients see every status but `draft`: a draft's amount may still change. Only an `open` one can be paid.
public enum InvoiceStatus: String, CaseIterable, Hashable, Sendable {
    /// Being written; nobody owes it yet.
    case draft
    /// Issued and owed.
    case open
    /// Settled.
    case paid
    /// Withdrawn; nothing is owed.
    case void
    /// Owed, but given up on.
    case uncollectible

    /// Whether an invoice in this status has left the agency's desk.
    public var isVisibleToClients: Bool {
        switch self {
        case .open, .paid, .void, .uncollectible: true
        case .draft: false
        }
    }
}
