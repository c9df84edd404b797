import PortalCore

extension Mark {
    static func invoice(_ status: ClientInvoiceStatus, isOverdue: Bool) -> Mark {
        switch status {
        case .open where isOverdue: Mark(.careful, .billing(.overdue))
        case .open: Mark(.open, .billing(.invoiceStatus(.open)))
        case .paid: Mark(.done, .billing(.invoiceStatus(.paid)))
        case .void: Mark(.ended, .billing(.invoiceStatus(.void)))
        case .uncollectible: Mark(.ended, .billing(.invoiceStatus(.uncollectible)))
        }
    }

    static func subscription(_ status: SubscriptionStatus) -> Mark {
        let look: Look =
            switch status {
            case .active: .on
            case .trialing: .open
            case .pastDue, .unpaid: .careful
            case .incomplete: .unsure
            case .paused: .held
            case .incompleteExpired, .canceled: .ended
            }
        return Mark(look, .billing(.subscriptionStatus(status)))
    }
}

/// One invoice of a list.
struct InvoiceRow {
    let path: Path?
    let number: String
    let mark: Mark
    let date: Instant?
    let isDue: Bool
    let amount: Money
}

extension InvoiceRow {
    init(_ invoice: ClientInvoice) {
        let isOpen = invoice.status == .open
        path = .portal(.invoice(invoice.id))
        number = invoice.number
        mark = .invoice(invoice.status, isOverdue: invoice.isOverdue)
        date = isOpen ? invoice.dueAt ?? invoice.issuedAt : invoice.issuedAt
        isDue = isOpen && invoice.dueAt != nil
        amount = isOpen ? invoice.amountDue : invoice.total
    }
}

extension HTML {
    mutating func invoices(_ rows: [InvoiceRow]) {
        element(.table, Class("table list")) { html in
            html.columns([.billing(.invoice), .billing(.status), .billing(.due), .billing(.amount)])
            html.element(.tbody) { html in
                for row in rows { html.invoice(row) }
            }
        }
    }

    private mutating func invoice(_ row: InvoiceRow) {
        let number = row.number.isEmpty ? formats.say(.billing(.invoice)) : row.number
        element(.tr) { html in
            html.element(.td) { html in
                if let path = row.path {
                    html.element(.a, Address.href(path), text: number)
                } else {
                    html.element(.strong, text: number)
                }
            }
            html.element(.td) { $0.mark(row.mark) }
            html.element(.td) { html in
                guard let date = row.date else { return }
                if row.isDue { html.due(date) } else { html.day(date) }
            }
            html.element(.td, text: html.formats.money(row.amount))
        }
    }

    /// A due date as days from now, with the day itself on pointing.
    mutating func due(_ date: Instant) {
        let days = formats.daysUntil(date)
        let phrase = Phrase.billing(days < 0 ? .overdueSince(days: -days) : .dueIn(days: days))
        element(.span, Words(.title, formats.day(date)), say: phrase)
    }
}
