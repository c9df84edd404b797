import PortalPages

@testable import PortalCore

extension World {
    var billingPages: [Sample] {
        let shown = invoices.compactMap { ClientInvoice($0, now: now) }
        let open = shown.filter { $0.status == .open }
        let lines = [
            InvoiceLine(description: text("Automation care, November"), quantity: 1, amount: money(49_900)),
            InvoiceLine(description: text("Hours of work"), quantity: 12, amount: money(75_100)),
        ]
        let key = InvoiceKey(listedAt: ago(.days(90)), id: id(1))
        let healths = connections.map { ClientConnection($0, workflowNames: [text("Order sync"), text("Reminders")]) }
        let forms = [
            form(1, "Christmas opening hours", submitted: nil),
            form(2, "Approve the new recipe", submitted: ago(.days(3))),
        ]
        var samples = [
            Sample("connections", ConnectionsPage(healths, client())),
            Sample("connections-empty", ConnectionsPage([], client())),
            Sample("forms", FormsPage(forms.map { ClientFormSummary($0.summary) }, client())),
            Sample("forms-empty", FormsPage([], client())),
            Sample("form", FormPage(ClientFormPage(form: ClientForm(forms[0]), submissions: submissions), client())),
            Sample("form-new", FormPage(ClientFormPage(form: ClientForm(forms[1]), submissions: []), client())),
            Sample(
                "billing",
                BillingPage(
                    ClientBilling(subscriptions: subscriptions.map(ClientSubscription.init), openInvoices: open),
                    client())),
            Sample("billing-empty", BillingPage(ClientBilling(subscriptions: [], openInvoices: []), client())),
            Sample("invoices", InvoicesPage(Page(items: shown, next: key), before: key, client())),
            Sample("invoices-empty", InvoicesPage(Page(items: [], next: nil), before: nil, client())),
            Sample(
                "payment-methods",
                PaymentMethodsPage(
                    ClientPaymentMethods(instructions: [text("By bank transfer.\nThank you.")]), client())),
            Sample("payment-methods-empty", PaymentMethodsPage(ClientPaymentMethods(instructions: []), client())),
        ]
        for (index, connection) in healths.enumerated() {
            samples.append(Sample("connection-\(index)", ConnectionPage(connection, client())))
        }
        for (index, invoice) in shown.enumerated() {
            let page = ClientInvoicePage(invoice: invoice, lines: index == 3 ? [] : lines)
            let pay = index == 0 ? Path.portal(.payment(invoice.id)) : nil
            samples.append(Sample("invoice-\(index)", InvoicePage(page, client(), payPath: pay)))
        }
        return samples
    }
}
