import PortalCore

/// What a client pays for and what is open.
public struct BillingPage: PageView {
    let context: ClientContext
    let billing: ClientBilling

    public init(_ billing: ClientBilling, _ context: ClientContext) {
        self.context = context
        self.billing = billing
    }

    public func html() -> [UInt8] {
        let title = context.say(.common(.section(.billing)))
        return context.document(title: title, at: .billing) { html in
            html.heading(title, lede: context.say(.billing(.lede))) { html in
                html.buttonLink(.billing(.paymentMethods), to: .portal(.paymentMethods))
                html.buttonLink(.billing(.allInvoices), to: .portal(.invoices(before: nil)))
            }
            figures(&html)
            html.card(.billing(.openInvoices)) { html in
                if billing.openInvoices.isEmpty {
                    html.element(.p, Class("quiet"), say: .billing(.noOpenInvoices))
                } else {
                    html.invoices(billing.openInvoices.map { InvoiceRow($0) })
                }
            }
            subscriptions(&html)
        }
    }

    private func figures(_ html: inout HTML) {
        html.element(.dl, Class("tiles")) { html in
            html.element(.div, Class("tile")) { html in
                html.element(.dt, say: .billing(.owed))
                html.element(.dd) { html in
                    if billing.owed.isEmpty {
                        html.say(.billing(.nothingOwed))
                    } else {
                        html.text(context.formats.money(billing.owed))
                    }
                }
            }
            guard !billing.overdue.isEmpty else { return }
            html.element(.div, Class("tile")) { html in
                html.element(.dt, say: .billing(.overdue))
                html.element(.dd, Class("bad"), text: context.formats.money(billing.overdue))
            }
        }
    }

    private func subscriptions(_ html: inout HTML) {
        html.card(.billing(.subscriptions)) { html in
            guard !billing.subscriptions.isEmpty else {
                html.element(.p, Class("quiet"), say: .billing(.noSubscriptions))
                return
            }
            html.element(.ul, Class("rows")) { html in
                for subscription in billing.subscriptions { row(subscription, &html) }
            }
        }
    }

    private func row(_ subscription: ClientSubscription, _ html: inout HTML) {
        let formats = context.formats
        html.element(.li) { html in
            html.element(.div) { html in
                html.element(.strong, text: subscription.productName)
                html.element(.p) { html in
                    html.say(.billing(.price(amount: formats.money(subscription.price), per: subscription.interval)))
                    if subscription.quantity != 1 {
                        html.markup(" ")
                        html.say(.billing(.quantity(subscription.quantity)))
                    }
                    if let end = subscription.currentPeriodEnd, subscription.status.isLive {
                        html.markup(" · ")
                        let day = formats.day(end)
                        html.say(.billing(subscription.cancelsAtPeriodEnd ? .ends(day: day) : .renews(day: day)))
                    }
                }
            }
            html.mark(.subscription(subscription.status))
        }
    }
}

/// Every invoice that a client was sent, newest first.
public struct InvoicesPage: PageView {
    let context: ClientContext
    let rows: [InvoiceRow]
    let next: InvoiceKey?
    let isFirst: Bool

    /// - Parameter before: Where this page of the list begins; `nil` for the newest.
    public init(_ page: Page<ClientInvoice, InvoiceKey>, before: InvoiceKey?, _ context: ClientContext) {
        self.context = context
        rows = page.items.map { InvoiceRow($0) }
        next = page.next
        isFirst = before == nil
    }

    public func html() -> [UInt8] {
        let title = context.say(.billing(.allInvoices))
        return context.document(title: title, at: .billing) { html in
            html.heading(
                title, lede: context.say(.billing(.invoicesLede)),
                up: (context.say(.common(.section(.billing))), .portal(.billing)))
            html.element(.section, Class("card")) { html in
                if rows.isEmpty {
                    html.empty(.billing, .billing(.noInvoices), .billing(.noInvoicesHint(brand: context.brand.name)))
                } else {
                    html.invoices(rows)
                }
            }
            html.pager(
                newest: isFirst ? nil : .portal(.invoices(before: nil)),
                older: next.map { .portal(.invoices(before: $0)) })
        }
    }
}

/// How a client's invoices can be paid.
public struct PaymentMethodsPage: PageView {
    let context: ClientContext
    let instructions: [String]

    public init(_ methods: ClientPaymentMethods, _ context: ClientContext) {
        self.context = context
        instructions = methods.instructions
    }

    public func html() -> [UInt8] {
        let title = context.say(.billing(.paymentMethods))
        return context.document(title: title, at: .billing) { html in
            html.heading(
                title, lede: context.say(.billing(.paymentMethodsLede)),
                up: (context.say(.common(.section(.billing))), .portal(.billing)))
            guard !instructions.isEmpty else {
                html.element(.section, Class("card")) {
                    $0.empty(
                        .billing, .billing(.noPaymentMethods),
                        .billing(.noPaymentMethodsHint(brand: context.brand.name)))
                }
                return
            }
            for instruction in instructions {
                html.card(.billing(.howToPay)) { $0.element(.p, Class("prose"), text: instruction) }
            }
        }
    }
}
