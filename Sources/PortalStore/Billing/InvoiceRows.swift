import PortalCore

extension SQLiteSnapshot {
    func invoices(
        in scope: WorkspaceScope, visible: InvoiceVisibility, before: InvoiceKey?, size: PageSize
    ) throws -> Page<Invoice, InvoiceKey> {
        if visible.isNothing { return Page(items: [], next: nil) }
        let end = before ?? InvoiceKey(listedAt: Instant(milliseconds: .max), id: .neverIssued)
        let invoices = try database.all(
            Query.list,
            [.id(scope.workspace)] + visible.bindings
                + [.instant(end.listedAt), .id(end.id), .count(size.count + 1)]
        ) { try Invoice(row: $0) }
        guard invoices.count > size.count else { return Page(items: invoices, next: nil) }
        let items = Array(invoices.prefix(size.count))
        let next = items.last.map { InvoiceKey(listedAt: $0.issuedAt ?? $0.createdAt, id: $0.id) }
        return Page(items: items, next: next)
    }

    func openInvoices(in scope: WorkspaceScope, limit: Int) throws -> [Invoice] {
        try database.all(Query.open, [.id(scope.workspace), .count(limit)]) { try Invoice(row: $0) }
    }

    func invoice(_ id: Invoice.ID, in scope: WorkspaceScope, visible: InvoiceVisibility) throws -> Invoice? {
        try database.first(Query.one, [.id(scope.workspace), .id(id), visible.line]) { try Invoice(row: $0) }
    }

    func lines(of invoice: Invoice.ID, in scope: WorkspaceScope) throws -> [InvoiceLine] {
        try database.all(Query.lines, [.id(scope.workspace), .id(invoice)]) { row in
            InvoiceLine(description: row.text(0), quantity: row.count(1), amount: try row.money(2, 3))
        }
    }
}

extension SQLiteTransaction {
    func insert(_ invoice: Invoice, lines: [InvoiceLine], in scope: WorkspaceScope) throws {
        try require(invoice.workspace, in: scope)
        guard invoice.amountDue.currency == invoice.total.currency else {
            throw StorageError.refusedBySchema("an invoice is in one currency")
        }
        try database.change(
            Query.insert,
            [
                .id(scope.agency), .id(scope.workspace), .id(invoice.id), .text(invoice.number), .word(invoice.status),
                .text(invoice.total.currency.code), .int(invoice.total.minorUnits),
                .int(invoice.amountDue.minorUnits), .text(invoice.note), .instant(invoice.issuedAt),
                .instant(invoice.dueAt), .instant(invoice.paidAt), .text(invoice.paymentInstructions),
                .text(invoice.stripeID), .instant(invoice.createdAt),
            ])
        for (position, line) in lines.enumerated() {
            try database.change(
                Query.insertLine,
                [
                    .id(scope.workspace), .id(invoice.id), .count(position), .text(line.description),
                    .count(line.quantity), .int(line.amount.minorUnits), .text(line.amount.currency.code),
                ])
        }
    }

    /// Opening issues it, if it was not issued; paying writes down when, and leaves nothing due.
    func setStatus(_ status: InvoiceStatus, of invoice: Invoice.ID, at now: Instant, in scope: WorkspaceScope) throws {
        let place: [Binding] = [.id(scope.agency), .id(scope.workspace), .id(invoice)]
        switch status {
        case .open: try database.changeOne(Query.issue, place + [.instant(now)])
        case .paid: try database.changeOne(Query.pay, place + [.instant(now)])
        case .draft, .void, .uncollectible: try database.changeOne(Query.setStatus, place + [.word(status)])
        }
    }
}

extension Invoice {
    fileprivate static let columns = """
        id, workspace_id, number, status, total, amount_due, currency, note, issued_at, due_at, paid_at,
        payment_instructions, stripe_id, created_at
        """

    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id(0), workspace: try row.id(1), number: row.text(2), status: try row.word(3),
            total: try row.money(4, 6), amountDue: try row.money(5, 6), note: row.text(7),
            issuedAt: row.optionalInstant(8), dueAt: row.optionalInstant(9), paidAt: row.optionalInstant(10),
            paymentInstructions: row.text(11), stripeID: row.optionalText(12), createdAt: row.instant(13))
    }
}

private enum Query {
    /// One lane per status, each in the order of its index and merged by SQLite, so that hidden ones cost nothing.
    static let list = SQL(
        (2...6).map { status in
            """
            SELECT \(Invoice.columns), listed_at FROM invoice INDEXED BY invoice_by_status
            WHERE workspace_id = ?1 AND status = ?\(status) AND (listed_at, id) < (?7, ?8)
            """
        }.joined(separator: " UNION ALL ") + " ORDER BY listed_at DESC, id DESC LIMIT ?9")
    static let open = SQL(
        """
        SELECT \(Invoice.columns) FROM invoice INDEXED BY invoice_open
        WHERE workspace_id = ?1 AND status = 'open' ORDER BY ifnull(due_at, 9223372036854775807), id LIMIT ?2
        """)
    static let one = SQL(
        """
        SELECT \(Invoice.columns) FROM invoice
        WHERE workspace_id = ?1 AND id = ?2 AND \(InvoiceVisibility.admits("status", 3))
        """)
    static let lines = SQL(
        """
        SELECT description, quantity, amount, currency FROM invoice_line
        WHERE workspace_id = ?1 AND invoice_id = ?2 ORDER BY position
        """)
    static let insert = SQL(
        """
        INSERT INTO invoice (agency_id, workspace_id, id, number, status, currency, total, amount_due, note, listed_at,
            issued_at, due_at, paid_at, payment_instructions, stripe_id, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ifnull(?10, ?15), ?10, ?11, ?12, ?13, ?14, ?15)
        """)
    static let insertLine = SQL(
        """
        INSERT INTO invoice_line (workspace_id, invoice_id, position, description, quantity, amount, currency)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """)
    static let issue = SQL(
        """
        UPDATE invoice SET status = 'open', issued_at = ifnull(issued_at, ?4), listed_at = ifnull(issued_at, ?4)
        WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3
        """)
    static let pay = SQL(
        """
        UPDATE invoice SET status = 'paid', paid_at = ?4, amount_due = 0
        WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3
        """)
    static let setStatus = SQL(
        "UPDATE invoice SET status = ?4 WHERE agency_id = ?1 AND workspace_id = ?2 AND id = ?3")
}
