import PortalCore

/// What pages about money say.
public enum BillingPhrase: Hashable, Sendable {
    case lede
    case owed, overdue, nothingOwed
    case openInvoices, allInvoices, invoicesLede
    case subscriptions, noSubscriptions
    case subscriptionStatus(SubscriptionStatus)
    case price(amount: String, per: BillingInterval)
    case quantity(Int)
    case renews(day: String), ends(day: String)
    case invoice, invoiceNumbered(String)
    case issued, due, amount, status, total, amountDue, paidOn
    case invoiceStatus(ClientInvoiceStatus)
    case overdueSince(days: Int)
    case dueIn(days: Int)
    case noInvoices, noInvoicesHint(brand: String)
    case noOpenInvoices
    case lines, description, quantityColumn
    case note
    case howToPay, howToPayNote(number: String)
    case payNow
    case paymentMethods, paymentMethodsLede
    case noPaymentMethods, noPaymentMethodsHint(brand: String)
}

/// What pages about connections say.
public enum ConnectionPhrase: Hashable, Sendable {
    case lede
    case none, noneHint
    case health(ConnectionHealth)
    case healthMeaning(ConnectionHealth, brand: String)
    case method(ConnectionMethod)
    case provider, account, methodLabel, checked, expires, neverChecked
    case usedBy, usedByNobody
    case needsAttention(Int)
}

/// What pages about forms say.
public enum FormPhrase: Hashable, Sendable {
    case lede
    case none, noneHint(brand: String)
    case forWorkflow(String)
    case lastSubmitted(String), neverSubmitted
    case questions, noQuestions
    case required
    case kind(FormFieldKind)
    case options
    case history, noHistory
    case by(String), byAgency(brand: String)
    case noAnswer
    case cannotFillInYet(brand: String)
}
