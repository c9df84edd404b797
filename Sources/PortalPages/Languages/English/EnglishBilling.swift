import PortalCore

extension English {
    func say(_ phrase: BillingPhrase) -> String {
        switch phrase {
        case .lede: "What you pay for, and what is open."
        case .owed: "To pay"
        case .overdue: "Overdue"
        case .nothingOwed: "Nothing is open"
        case .openInvoices: "Open invoices"
        case .allInvoices: "All invoices"
        case .invoicesLede: "Every invoice, newest first."
        case .subscriptions: "Subscriptions"
        case .noSubscriptions: "There is no subscription at the moment."
        case .subscriptionStatus(let status): word(for: status)
        case .price(let amount, let interval): price(amount, interval)
        case .quantity(let count): "× \(number(count))"
        case .renews(let day): "Renews on \(day)"
        case .ends(let day): "Ends on \(day)"
        case .invoice: "Invoice"
        case .invoiceNumbered(let number): number.isEmpty ? "Invoice" : "Invoice \(number)"
        case .issued: "Issued"
        case .due: "Due"
        case .amount: "Amount"
        case .status: "Status"
        case .total: "Total"
        case .amountDue: "Still to pay"
        case .paidOn: "Paid"
        case .invoiceStatus(let status): word(for: status)
        case .overdueSince(let days): days <= 0 ? "Overdue today" : "Overdue by \(plural(days, "day", "days"))"
        case .dueIn(let days):
            days <= 0 ? "Due today" : days == 1 ? "Due tomorrow" : "Due in \(plural(days, "day", "days"))"
        case .noInvoices: "No invoices yet"
        case .noInvoicesHint(let brand): "\(brand) has not sent you an invoice yet."
        case .noOpenInvoices: "No invoice is open. Thank you."
        case .lines: "What it is for"
        case .description: "Description"
        case .quantityColumn: "Quantity"
        case .note: "Note"
        case .howToPay: "How to pay"
        case .howToPayNote(let number): "Please give the number \(number) with your payment."
        case .payNow: "Pay now"
        case .paymentMethods: "Payment methods"
        case .paymentMethodsLede: "How your invoices can be paid."
        case .noPaymentMethods: "Nothing to set up"
        case .noPaymentMethodsHint(let brand):
            "How to pay stands on each invoice. \(brand) will tell you if that changes."
        }
    }

    private func price(_ amount: String, _ interval: BillingInterval) -> String {
        switch interval {
        case .once: "\(amount) once"
        case .week: "\(amount) a week"
        case .month: "\(amount) a month"
        case .year: "\(amount) a year"
        }
    }

    private func word(for status: ClientInvoiceStatus) -> String {
        switch status {
        case .open: "Open"
        case .paid: "Paid"
        case .void: "Void"
        case .uncollectible: "Written off"
        }
    }

    private func word(for status: SubscriptionStatus) -> String {
        switch status {
        case .incomplete: "Waiting for its first payment"
        case .incompleteExpired: "Never begun"
        case .trialing: "On trial"
        case .active: "Active"
        case .pastDue: "Payment is late"
        case .unpaid: "Unpaid"
        case .paused: "Paused"
        case .canceled: "Canceled"
        }
    }
}
