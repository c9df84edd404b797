/// What may happen to an invoice. Source: Stripe's transitions of invoices, which a hand-recorded one follows too.
public enum InvoiceChange: CaseIterable, Hashable, Sendable {
    case finalise, pay, void, markUncollectible
}

extension InvoiceStatus {
    /// The state after a change; `nil` where the change is not legal: a paid or void invoice is final.
    public func after(_ change: InvoiceChange) -> InvoiceStatus? {
        switch (self, change) {
        case (.draft, .finalise): .open
        case (.open, .pay), (.uncollectible, .pay): .paid
        case (.open, .void), (.uncollectible, .void): .void
        case (.open, .markUncollectible): .uncollectible
        case (.draft, .pay), (.draft, .void), (.draft, .markUncollectible): nil
        case (.open, .finalise), (.uncollectible, .finalise), (.uncollectible, .markUncollectible): nil
        case (.paid, _), (.void, _): nil
        }
    }

    /// Whether the amount is owed now.
    public var isOwed: Bool {
        switch self {
        case .open: true
        case .draft, .paid, .void, .uncollectible: false
        }
    }

    /// Overdue is not a state: it is an open invoice past its due moment.
    public func isOverdue(dueAt: Instant?, now: Instant) -> Bool {
        guard isOwed, let dueAt else { return false }
        return dueAt < now
    }
}
