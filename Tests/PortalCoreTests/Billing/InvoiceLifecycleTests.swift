import Testing

@testable import PortalCore

@Suite struct InvoiceLifecycleTests {
    @Test func `the whole table of what may happen to an invoice`() {
        let table = InvoiceStatus.allCases.map { status in
            let cells = InvoiceChange.allCases.map { "\($0) \(status.after($0)?.rawValue ?? "–")" }
            return "\(status.rawValue): \(cells.joined(separator: ", "))"
        }
        #expect(
            table == [
                "draft: finalise open, pay –, void –, markUncollectible –",
                "open: finalise –, pay paid, void void, markUncollectible uncollectible",
                "paid: finalise –, pay –, void –, markUncollectible –",
                "void: finalise –, pay –, void –, markUncollectible –",
                "uncollectible: finalise –, pay paid, void void, markUncollectible –",
            ])
    }

    @Test func `only an open invoice is owed, and overdue once its moment has passed`() {
        let due = Sample.noon
        for status in InvoiceStatus.allCases {
            #expect(status.isOwed == (status == .open))
            #expect(!status.isOverdue(dueAt: nil, now: Sample.noon))
            #expect(!status.isOverdue(dueAt: due, now: due))
            #expect(status.isOverdue(dueAt: due, now: due.adding(TimeSpan(milliseconds: 1))) == (status == .open))
        }
    }

    private func invoice(_ status: InvoiceStatus, due: Instant? = nil) throws -> Invoice {
        let amount = Money(minorUnits: 1_200, currency: try #require(Currency("eur")))
        return Invoice(
            id: Invoice.ID(high: 1, low: 1), workspace: Sample.workspace, number: "2026-1", status: status,
            total: amount,
            amountDue: amount, note: "March", issuedAt: Sample.noon, dueAt: due, paidAt: nil,
            paymentInstructions: "IBAN …", stripeID: "in_secret", createdAt: Sample.noon)
    }

    @Test func `a client sees every invoice but a draft`() throws {
        for status in InvoiceStatus.allCases {
            let shown = ClientInvoice(try invoice(status), now: Sample.noon)
            #expect((shown == nil) == (status == .draft))
            #expect((shown != nil) == status.isVisibleToClients)
            #expect(shown?.status.rawValue == (status == .draft ? nil : status.rawValue))
        }
        #expect(ClientInvoiceStatus.allCases.count == InvoiceStatus.allCases.count - 1)
    }

    @Test func `a client is told how to pay while there is something to pay`() throws {
        for status in InvoiceStatus.allCases {
            guard let shown = ClientInvoice(try invoice(status), now: Sample.noon) else { continue }
            #expect(shown.paymentInstructions == (status == .open ? "IBAN …" : ""))
        }
    }

    @Test func `a client's invoice knows whether it is overdue, and nothing of Stripe`() throws {
        let late = try invoice(.open, due: Sample.noon.adding(.seconds(-1)))
        let shown = try #require(ClientInvoice(late, now: Sample.noon))
        #expect(shown.isOverdue)
        let fields = Mirror(reflecting: shown).children.compactMap(\.label)
        #expect(
            fields == [
                "id", "number", "status", "total", "amountDue", "note", "issuedAt", "dueAt", "paidAt", "isOverdue",
                "paymentInstructions",
            ])
        #expect(try ClientInvoice(invoice(.open, due: Sample.noon), now: Sample.noon)?.isOverdue == false)
    }

    @Test func `what is owed is summed by currency, and what is late beside it`() throws {
        let late = try #require(ClientInvoice(try invoice(.open, due: Sample.second(-5)), now: Sample.noon))
        let early = try #require(ClientInvoice(try invoice(.open, due: Sample.second(5)), now: Sample.noon))
        let billing = ClientBilling(subscriptions: [], openInvoices: [late, early, early])
        #expect(billing.owed.map(\.minorUnits) == [3_600])
        #expect(billing.overdue.map(\.minorUnits) == [1_200])
    }
}

@Suite struct SubscriptionStatusTests {
    @Test func `the whole table of what a subscription can become`() {
        let table = SubscriptionStatus.allCases.map { status in
            let next = SubscriptionStatus.allCases.filter(status.canBecome).map(\.rawValue).joined(separator: " ")
            return "\(status.rawValue): \(next)"
        }
        let running = "trialing active past_due unpaid paused canceled"
        #expect(
            table == [
                "incomplete: incomplete incomplete_expired trialing active canceled",
                "incomplete_expired: incomplete_expired",
                "trialing: \(running)", "active: \(running)", "past_due: \(running)", "unpaid: \(running)",
                "paused: \(running)",
                "canceled: canceled",
            ])
    }

    @Test func `an end is an end, and a service that has ended does not run`() {
        #expect(SubscriptionStatus.allCases.filter(\.isFinal) == [.incompleteExpired, .canceled])
        #expect(SubscriptionStatus.allCases.filter(\.isLive) == [.trialing, .active, .pastDue])
        for status in SubscriptionStatus.allCases where status.isFinal {
            #expect(!status.isLive)
            #expect(SubscriptionStatus.allCases.filter(status.canBecome) == [status])
        }
    }

    @Test func `a client's subscription has no product number and no beginning`() throws {
        let price = Money(minorUnits: 5_000, currency: try #require(Currency("eur")))
        let subscription = Subscription(
            id: Subscription.ID(high: 1, low: 1), workspace: Sample.workspace, product: Product.ID(high: 2, low: 2),
            productName: "Care", price: price, interval: .month, quantity: 2, status: .active, currentPeriodEnd: nil,
            cancelsAtPeriodEnd: false, startedAt: Sample.noon)
        let fields = Mirror(reflecting: ClientSubscription(subscription)).children.compactMap(\.label)
        #expect(
            fields == [
                "productName", "price", "interval", "quantity", "status", "currentPeriodEnd", "cancelsAtPeriodEnd",
            ])
    }
}
