import PortalCore

extension DemoWorkspace {
    /// Every client of either agency.
    static let all: [DemoWorkspace] = [bakery, dental, cycles, fern, orchard]

    /// A small shop with one workflow that matters.
    private static let cycles = DemoWorkspace(
        name: "Lakeside Cycles", key: "lakeside-cycles",
        workflows: [
            DemoWorkflow(
                name: "Order sync", key: "order-sync",
                purpose: "Copies each order of the online shop into the workshop's list and orders missing parts.",
                rhythm: .often(workday: 3...7, weekend: 4...9), failuresPerMille: 30,
                steps: [
                    DemoStep("Fetch new orders", "http", 1...3, "Orders found", error: "Shop API: timeout after 30 s"),
                    DemoStep("Check the stock", "database", 1...2, "Stock checked", error: "Unknown part CH-9"),
                    DemoStep("Order parts", "http", 1...5, "Parts ordered", error: "Supplier: account on hold"),
                ]),
            DemoWorkflow(
                name: "Service reminders", key: "service-reminders",
                purpose:
                    "Writes to owners a year after their last service. You press the button when the workshop has room.",
                isClientTriggerable: true, rhythm: .onRequest(perTenWeeks: 9),
                steps: [
                    DemoStep("Find who is due", "database", 1...2, "Owners found", error: "Query timed out"),
                    DemoStep("Write to them", "mail", 2...6, "Reminders sent", error: "Sender not verified"),
                ]),
        ],
        connections: [
            DemoConnection(
                name: "Online shop", provider: "WooCommerce", method: .apiKey, health: .healthy,
                account: "shop.lakeside-cycles.example", usedBy: ["order-sync"]),
            DemoConnection(
                name: "Office mailbox", provider: "Microsoft 365", method: .oauth, health: .healthy,
                account: "ride@lakeside-cycles.example", usedBy: ["service-reminders"]),
        ],
        subscriptions: [
            DemoSubscription(product: "Automation care", status: .unpaid, startedDaysAgo: 220),
            DemoSubscription(product: "Yearly review", status: .incomplete, startedDaysAgo: 1),
            DemoSubscription(product: "Extra workflow", status: .active, cancelsAtPeriodEnd: true, startedDaysAgo: 200),
        ],
        invoices: [
            DemoInvoice(status: .paid, issuedDaysAgo: 66, lines: [("Automation care", 1, 240)]),
            DemoInvoice(status: .open, issuedDaysAgo: 36, lines: [("Automation care", 1, 240)]),
        ])

    /// Signed yesterday: nothing in it yet. The name has a character that pages must escape.
    private static let fern = DemoWorkspace(name: "Fern & Field", key: "fern-and-field")

    /// A former client, put away with its history.
    private static let orchard = DemoWorkspace(
        name: "Orchard Yoga", key: "orchard-yoga", isArchived: true,
        workflows: [
            DemoWorkflow(
                name: "Class bookings", key: "class-bookings",
                purpose: "Brought bookings from the website into the teachers' calendars.",
                rhythm: .onRequest(perTenWeeks: 20),
                steps: [DemoStep("Copy bookings", "http", 1...4, "Bookings copied", error: "Calendar not found")])
        ],
        connections: [
            DemoConnection(
                name: "Teachers' calendars", provider: "Google Calendar", method: .oauth,
                health: .needsReauthorisation, account: "studio@orchard-yoga.example", usedBy: ["class-bookings"])
        ],
        subscriptions: [
            DemoSubscription(product: "Automation care", status: .canceled, startedDaysAgo: 500),
            DemoSubscription(product: "Yearly review", status: .incompleteExpired, startedDaysAgo: 95),
        ],
        invoices: [DemoInvoice(status: .paid, issuedDaysAgo: 80, lines: [("Automation care", 1, 240)])])
}
