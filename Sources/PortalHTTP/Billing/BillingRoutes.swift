import PortalCore
import PortalPages

/// What a client has bought, owes and has paid.
enum BillingRoutes {
    static let client: [Route] = [
        .client("/portal/billing", action: .billingView) { client, asked in
            .page(BillingPage(try client.billing(), asked.context(client)))
        },
        .client("/portal/billing/invoices", action: .invoiceView) { client, asked in
            let before = asked.query.hint(.before).flatMap { InvoiceKey($0) }
            let page = try client.invoices(before: before, size: PageSize(25))
            return .page(InvoicesPage(page, before: before, asked.context(client)))
        },
        .client("/portal/billing/invoices/:invoice", action: .invoiceView) { client, asked in
            .page(InvoicePage(try client.invoice(asked.id(.invoice)), asked.context(client)))
        },
        .client("/portal/billing/payment-methods", action: .billingPaymentPortal) { client, asked in
            .page(PaymentMethodsPage(try client.paymentMethods(), asked.context(client)))
        },
    ]
}
