/// Reading what is sold and owed.
public protocol BillingReading {
    /// The workspace's subscriptions, live ones first, then by name.
    func subscriptions(in scope: WorkspaceScope) throws -> [Subscription]

    /// Invoices the reader may see, newest issued first.
    func invoices(
        in scope: WorkspaceScope, visible: InvoiceVisibility, before: InvoiceKey?, size: PageSize
    ) throws -> Page<Invoice, InvoiceKey>

    /// Open invoices, the one due first in front, at most `limit`.
    func openInvoices(in scope: WorkspaceScope, limit: Int) throws -> [Invoice]

    func invoice(_ id: Invoice.ID, in scope: WorkspaceScope, visible: InvoiceVisibility) throws -> Invoice?

    func lines(of invoice: Invoice.ID, in scope: WorkspaceScope) throws -> [InvoiceLine]

    func products(in scope: AgencyScope) throws -> [Product]
}

/// Changing what is sold and owed.
public protocol BillingWriting {
    func insert(_ product: Product, in scope: AgencyScope) throws

    func insert(_ subscription: Subscription, in scope: WorkspaceScope) throws

    func insert(_ invoice: Invoice, lines: [InvoiceLine], in scope: WorkspaceScope) throws

    /// Opening issues the invoice at `now`, unless it was issued before; paying notes `now` and leaves nothing due.
    func setStatus(_ status: InvoiceStatus, of invoice: Invoice.ID, at now: Instant, in scope: WorkspaceScope) throws
}
