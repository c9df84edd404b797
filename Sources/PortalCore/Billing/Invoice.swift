/// What a workspace owes or has paid, as staff see it.
public struct Invoice: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Invoice>
    public static var idPrefix: String { "inv" }

    public let id: ID
    public let workspace: Workspace.ID
    /// The number printed on it; empty on a draft.
    public let number: String
    public let status: InvoiceStatus
    public let total: Money
    /// What is still to pay.
    public let amountDue: Money
    public let note: String
    /// When it was finalised; `nil` on a draft.
    public let issuedAt: Instant?
    public let dueAt: Instant?
    public let paidAt: Instant?
    /// How to pay an invoice that is not at Stripe; empty where it is.
    public let paymentInstructions: String
    /// Stripe's id of it; `nil` for one recorded by hand.
    public let stripeID: String?
    public let createdAt: Instant

    public init(
        id: ID, workspace: Workspace.ID, number: String, status: InvoiceStatus, total: Money, amountDue: Money,
        note: String, issuedAt: Instant?, dueAt: Instant?, paidAt: Instant?, paymentInstructions: String,
        stripeID: String?, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.number = number
        self.status = status
        self.total = total
        self.amountDue = amountDue
        self.note = note
        self.issuedAt = issuedAt
        self.dueAt = dueAt
        self.paidAt = paidAt
        self.paymentInstructions = paymentInstructions
        self.stripeID = stripeID
        self.createdAt = createdAt
    }
}

/// One line of an invoice.
public struct InvoiceLine: Hashable, Sendable {
    public let description: String
    public let quantity: Int
    public let amount: Money

    public init(description: String, quantity: Int, amount: Money) {
        self.description = description
        self.quantity = quantity
        self.amount = amount
    }
}

/// An invoice as its client sees it; there is none for a draft.
public struct ClientInvoice: Hashable, Sendable {
    public let id: Invoice.ID
    public let number: String
    public let status: ClientInvoiceStatus
    public let total: Money
    public let amountDue: Money
    public let note: String
    public let issuedAt: Instant?
    public let dueAt: Instant?
    public let paidAt: Instant?
    public let isOverdue: Bool
    public let paymentInstructions: String

    /// `nil` for a draft: a client never sees an amount that may change.
    init?(_ invoice: Invoice, now: Instant) {
        guard let status = ClientInvoiceStatus(invoice.status) else { return nil }
        id = invoice.id
        number = invoice.number
        self.status = status
        total = invoice.total
        amountDue = invoice.amountDue
        note = invoice.note
        issuedAt = invoice.issuedAt
        dueAt = invoice.dueAt
        paidAt = invoice.paidAt
        isOverdue = invoice.status.isOverdue(dueAt: invoice.dueAt, now: now)
        paymentInstructions = status == .open ? invoice.paymentInstructions : ""
    }
}

/// The invoice states that clients meet.
public enum ClientInvoiceStatus: String, CaseIterable, Hashable, Sendable {
    case open, paid, void, uncollectible

    init?(_ status: InvoiceStatus) {
        switch status {
        case .draft: return nil
        case .open: self = .open
        case .paid: self = .paid
        case .void: self = .void
        case .uncollectible: self = .uncollectible
        }
    }
}

/// A place in a list of invoices, newest issued first.
public struct InvoiceKey: Hashable, Sendable {
    public let listedAt: Instant
    public let id: Invoice.ID

    public init(listedAt: Instant, id: Invoice.ID) {
        self.listedAt = listedAt
        self.id = id
    }
}
