/// An invoice's page.
public struct ClientInvoicePage: Hashable, Sendable {
    public let invoice: ClientInvoice
    public let lines: [InvoiceLine]
}

/// The page on how to pay.
public struct ClientPaymentMethods: Hashable, Sendable {
    /// The agency's different payment instructions, the one for the invoice due first in front.
    public let instructions: [String]
}

extension ClientPortal {
    private var visibleInvoices: InvoiceVisibility { standing.visibleInvoices(archived: archived) }

    /// Active subscriptions and what is owed.
    public func billing() throws -> ClientBilling {
        try requireSection(.billingView)
        return ClientBilling(
            subscriptions: try snapshot.subscriptions(in: scope).map(ClientSubscription.init),
            openInvoices: try openInvoices())
    }

    /// Every invoice that was issued, newest first.
    public func invoices(before: InvoiceKey?, size: PageSize) throws -> Page<ClientInvoice, InvoiceKey> {
        try requireSection(.invoiceView)
        let page = try snapshot.invoices(in: scope, visible: visibleInvoices, before: before, size: size)
        return Page(items: page.items.compactMap { ClientInvoice($0, now: now) }, next: page.next)
    }

    public func invoice(_ id: Invoice.ID) throws -> ClientInvoicePage {
        guard let invoice = try snapshot.invoice(id, in: scope, visible: visibleInvoices),
            let shown = ClientInvoice(invoice, now: now)
        else { throw Refusal.notFound }
        try require(.invoiceView, .invoice(invoice.status, archived: archived))
        return ClientInvoicePage(invoice: shown, lines: try snapshot.lines(of: id, in: scope))
    }

    /// How this workspace pays: what the agency wrote on its open invoices.
    public func paymentMethods() throws -> ClientPaymentMethods {
        try requireSection(.billingPaymentPortal)
        var seen: Set<String> = []
        let instructions = try openInvoices().map(\.paymentInstructions).filter {
            !$0.isEmpty && seen.insert($0).inserted
        }
        return ClientPaymentMethods(instructions: instructions)
    }

    func openInvoices() throws -> [ClientInvoice] {
        try snapshot.openInvoices(in: scope, limit: 200).compactMap { ClientInvoice($0, now: now) }
    }
}
