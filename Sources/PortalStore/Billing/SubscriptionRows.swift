import PortalCore

extension SQLiteSnapshot {
    func products(in scope: AgencyScope) throws -> [Product] {
        try database.all(Query.products, [.id(scope.agency)]) { row in
            Product(
                id: try row.id(0), name: row.text(1), description: row.text(2), price: try row.money(3, 4),
                interval: try row.word(5), isActive: row.bool(6))
        }
    }

    func subscriptions(in scope: WorkspaceScope) throws -> [Subscription] {
        let live: [Binding] = .words(
            SubscriptionStatus.allCases.filter(\.isLive), room: SubscriptionStatus.allCases.count)
        return try database.all(Query.subscriptions, [.id(scope.workspace)] + live) { row in
            Subscription(
                id: try row.id(0), workspace: try row.id(1), product: try row.id(2), productName: row.text(3),
                price: try row.money(4, 5), interval: try row.word(6), quantity: row.count(7), status: try row.word(8),
                currentPeriodEnd: row.optionalInstant(9), cancelsAtPeriodEnd: row.bool(10), startedAt: row.instant(11))
        }
    }
}

extension SQLiteTransaction {
    func insert(_ product: Product, in scope: AgencyScope) throws {
        try database.change(
            Query.insertProduct,
            [
                .id(scope.agency), .id(product.id), .text(product.name), .text(product.description),
                .int(product.price.minorUnits), .text(product.price.currency.code), .word(product.interval),
                .bool(product.isActive),
            ])
    }

    func insert(_ subscription: Subscription, in scope: WorkspaceScope) throws {
        try require(subscription.workspace, in: scope)
        try database.change(
            Query.insertSubscription,
            [
                .id(scope.agency), .id(scope.workspace), .id(subscription.id), .id(subscription.product),
                .text(subscription.productName), .int(subscription.price.minorUnits),
                .text(subscription.price.currency.code), .word(subscription.interval), .count(subscription.quantity),
                .word(subscription.status), .instant(subscription.currentPeriodEnd),
                .bool(subscription.cancelsAtPeriodEnd), .instant(subscription.startedAt),
            ])
    }
}

private enum Query {
    static let products = SQL(
        """
        SELECT id, name, description, price, currency, interval, is_active FROM product
        WHERE agency_id = ?1 ORDER BY name, id
        """)
    static let subscriptions = SQL(
        """
        SELECT id, workspace_id, product_id, product_name, price, currency, interval, quantity, status,
            current_period_end, cancels_at_period_end, started_at
        FROM subscription WHERE workspace_id = ?1
        ORDER BY status IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) IS NOT TRUE, product_name, id
        """)
    static let insertProduct = SQL(
        """
        INSERT INTO product (agency_id, id, name, description, price, currency, interval, is_active)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """)
    static let insertSubscription = SQL(
        """
        INSERT INTO subscription (agency_id, workspace_id, id, product_id, product_name, price, currency, interval,
            quantity, status, current_period_end, cancels_at_period_end, started_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """)
}
