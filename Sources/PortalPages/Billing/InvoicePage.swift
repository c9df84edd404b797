import PortalCore

/// One invoice: what it is for, what is open of it, and how to pay that.
public struct InvoicePage: PageView {
    let context: ClientContext
    let invoice: ClientInvoice
    let lines: [InvoiceLine]
    let payPath: Path?

    /// - Parameter payPath: Where Pay now posts to; without one there is no such button.
    public init(_ page: ClientInvoicePage, _ context: ClientContext, payPath: Path? = nil) {
        self.context = context
        invoice = page.invoice
        lines = page.lines
        self.payPath = page.invoice.status == .open ? payPath : nil
    }

    public func html() -> [UInt8] {
        let title = context.say(.billing(.invoiceNumbered(invoice.number)))
        return context.document(title: title, at: .billing) { html in
            html.heading(
                title, up: (context.say(.billing(.allInvoices)), .portal(.invoices(before: nil))), actions: pay)
            summary(&html)
            breakdown(&html)
            if !invoice.note.isEmpty {
                html.card(.billing(.note)) { $0.element(.p, Class("prose"), text: invoice.note) }
            }
            if !invoice.paymentInstructions.isEmpty { instructions(&html) }
        }
    }

    private var pay: ((inout HTML) -> Void)? {
        guard let payPath else { return nil }
        return { html in
            html.buttonForm(.billing(.payNow), post: payPath, csrf: context.page.csrf, button: "button main")
        }
    }

    private func summary(_ html: inout HTML) {
        html.element(.section, Class("card")) { html in
            html.element(.dl, Class("facts")) { html in
                html.fact(.billing(.status)) { $0.mark(.invoice(invoice.status, isOverdue: invoice.isOverdue)) }
                html.fact(.billing(.total), text: context.formats.money(invoice.total))
                if invoice.status == .open, invoice.amountDue != invoice.total {
                    html.fact(.billing(.amountDue), text: context.formats.money(invoice.amountDue))
                }
                if let issued = invoice.issuedAt { html.fact(.billing(.issued)) { $0.day(issued) } }
                if let paid = invoice.paidAt {
                    html.fact(.billing(.paidOn)) { $0.day(paid) }
                } else if let due = invoice.dueAt {
                    html.fact(.billing(.due)) { html in
                        html.day(due)
                        guard invoice.status == .open else { return }
                        html.markup(" · ")
                        html.due(due)
                    }
                }
            }
        }
    }

    private func breakdown(_ html: inout HTML) {
        guard !lines.isEmpty else { return }
        html.card(.billing(.lines)) { html in
            html.element(.table, Class("table keep")) { html in
                html.columns(
                    [.billing(.description), .billing(.quantityColumn), .billing(.amount)], endFrom: 1)
                html.element(.tbody) { html in
                    for line in lines {
                        html.element(.tr) { html in
                            html.element(.td, text: line.description)
                            html.element(.td, Class("end"), text: context.formats.number(line.quantity))
                            html.element(.td, Class("end"), text: context.formats.money(line.amount))
                        }
                    }
                }
                html.element(.tfoot) { html in
                    html.element(.tr) { html in
                        html.element(.td, Fixed("colspan", "2"), say: .billing(.total))
                        html.element(.td, Class("end"), text: context.formats.money(invoice.total))
                    }
                }
            }
        }
    }

    private func instructions(_ html: inout HTML) {
        html.card(.billing(.howToPay)) { html in
            html.element(.p, Class("prose"), text: invoice.paymentInstructions)
            if !invoice.number.isEmpty {
                html.element(.p, Class("quiet"), say: .billing(.howToPayNote(number: invoice.number)))
            }
        }
    }
}
