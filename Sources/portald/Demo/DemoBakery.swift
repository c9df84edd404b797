import PortalCore

extension DemoWorkspace {
    /// The client with a bit of everything: every status of workflows, connections and invoices.
    static let bakery = DemoWorkspace(
        name: "Acme Bakery", key: "acme-bakery",
        workflows: [
            DemoWorkflow(
                name: "Order sync", key: "order-sync",
                purpose: """
                    Copies each new order of the online shop into the bookkeeping and onto the bakery's production list, \
                    so that nobody types it a second time.
                    """,
                showsSummaries: true,
                failureNote: "An order could not be copied. We look at it the same day; nothing is lost.",
                rhythm: .often(workday: 8...14, weekend: 3...6),
                steps: [
                    DemoStep(
                        "Fetch new orders", "http", 1...4, "Orders found in the shop",
                        error: "Shop API answered 502 Bad Gateway after 3 tries"),
                    DemoStep(
                        "Match products", "transform", 1...2, "Every product has its number in the bookkeeping",
                        error: "No bookkeeping number for SKU BRD-114; the product was renamed in the shop"),
                    DemoStep(
                        "Write to bookkeeping", "http", 2...6, "Entries written",
                        error: "Bookkeeping API: 401 unauthorized, the token has expired"),
                    DemoStep(
                        "Update production list", "spreadsheet", 1...3, "Tomorrow's list is up to date",
                        error: "Sheet is locked by another editor"),
                ]),
            DemoWorkflow(
                name: "New customer welcome", key: "customer-welcome",
                purpose:
                    "Greets each new customer by e-mail and adds them to the regulars' list once they have ordered twice.",
                isClientTriggerable: true, isIdempotent: true,
                failureNote: "The greeting was not sent. It goes out with the next run.",
                rhythm: .often(workday: 2...4, weekend: 1...3),
                steps: [
                    DemoStep(
                        "Find new customers", "http", 1...3, "New customers found",
                        error: "Shop API: rate limit reached, retry after 60 s"),
                    DemoStep(
                        "Write the greeting", "transform", 1...1, "Greetings written",
                        error: "Template has no text for language pl"),
                    DemoStep(
                        "Send it", "mail", 1...3, "Greetings sent", error: "SMTP 451: greylisted, try again later"),
                ]),
            DemoWorkflow(
                name: "Invoice reminders", key: "invoice-reminders",
                purpose:
                    "Reminds customers kindly when an invoice is a week past its date, and tells you who was reminded.",
                rhythm: .workdays(hour: 9),
                steps: [
                    DemoStep(
                        "List overdue invoices", "http", 1...4, "Overdue invoices listed",
                        error: "Bookkeeping API: 401 unauthorized, the token has expired"),
                    DemoStep(
                        "Send reminders", "mail", 2...8, "Reminders sent", error: "Mailbox full at the recipient's side"
                    ),
                    DemoStep(
                        "Tell the bakery", "chat", 1...1, "Summary posted", error: "Chat channel was archived"),
                ]),
            DemoWorkflow(
                name: "Weekly sales report", key: "weekly-report",
                purpose:
                    "Adds up the week's sales by product and shop and puts them into one sheet, every Monday before opening.",
                isClientTriggerable: true, isIdempotent: true, showsSummaries: true,
                failureNote: "The report is late. The figures are safe; we start it again by hand.",
                rhythm: .weekly(day: 0, hour: 6),
                steps: [
                    DemoStep(
                        "Collect till figures", "database", 5...20, "All three shops reported",
                        error: "Till of the station shop has not reported since Saturday"),
                    DemoStep(
                        "Add up by product", "transform", 2...5, "Sums agree with the till totals",
                        error: "Sums differ from the till total by 4.20"),
                    DemoStep(
                        "Fill the sheet", "spreadsheet", 3...9, "Report is ready",
                        error: "Sheet quota reached: 10 million cells"),
                ]),
            DemoWorkflow(
                name: "Supplier price import", key: "price-import",
                purpose:
                    "Reads the mill's price list and warns you when an ingredient became dearer than your recipe allows for.",
                isClientTriggerable: true, showsSummaries: true,
                failureNote:
                    "The mill's price list has changed its form. We are adapting to it; prices are as of the last good import.",
                rhythm: .weekly(day: 2, hour: 7), failuresPerMille: 450, failsAtStep: 1,
                steps: [
                    DemoStep(
                        "Download price list", "http", 2...6, "Price list downloaded",
                        error: "Supplier portal: 503 Service Unavailable"),
                    DemoStep(
                        "Read the prices", "transform", 1...3, "Prices read",
                        error: "Column 'Price per 25 kg' not found in prices.csv (line 1)"),
                    DemoStep(
                        "Compare with recipes", "database", 1...4, "Recipes compared",
                        error: "Recipe 'Rye 750 g' has no flour"),
                ]),
            DemoWorkflow(
                name: "Newsletter list", key: "newsletter-list",
                purpose: "Keeps the newsletter's list in step with who said yes in the shop.", status: .paused,
                isClientTriggerable: true, rhythm: .daily(hour: 3),
                steps: [
                    DemoStep("Read consents", "http", 1...3, "Consents read", error: "Shop API: 500"),
                    DemoStep(
                        "Update the list", "http", 1...4, "List updated", error: "List service: invalid audience id"),
                ]),
            DemoWorkflow(
                name: "Loyalty points", key: "loyalty-points",
                purpose: "Counts points for regulars. Out of service since the new till.", status: .disabled,
                rhythm: .never,
                steps: [DemoStep("Count points", "database", 1...4, "Counted", error: "Table points is gone")]),
            DemoWorkflow(
                name: "Old till export", key: "till-export", purpose: "Exported the old till's figures.",
                status: .archived, rhythm: .never,
                steps: [DemoStep("Export", "database", 2...9, "Exported", error: "Driver not found")]),
            DemoWorkflow(
                name: "Delivery planning", key: "delivery-planning",
                purpose: "Will plan the morning round by address. Being built.", status: .draft,
                isClientTriggerable: true, rhythm: .never,
                steps: [
                    DemoStep("Load the addresses", "database", 1...2, "Loaded", error: "No addresses"),
                    DemoStep("Plan the round", "transform", 2...5, "Planned", error: "No route found"),
                ]),
        ],
        connections: [
            DemoConnection(
                name: "Online shop", provider: "Shopify", method: .oauth, health: .healthy,
                account: "acme-bakery.myshop.example",
                usedBy: ["order-sync", "customer-welcome", "newsletter-list"]),
            DemoConnection(
                name: "Bookkeeping", provider: "Xero", method: .oauth, health: .needsReauthorisation,
                account: "Acme Bakery Ltd", usedBy: ["order-sync", "invoice-reminders"]),
            DemoConnection(
                name: "Office mailbox", provider: "Google Workspace", method: .oauth, health: .expiring,
                account: "hello@acme-bakery.example", usedBy: ["customer-welcome", "invoice-reminders"]),
            DemoConnection(
                name: "Mill price list", provider: "Mill portal", method: .apiKey, health: .unchecked,
                account: "Customer 20417", usedBy: ["price-import"]),
            DemoConnection(
                name: "Report sheets", provider: "Google Sheets", method: .oauth, health: .accountChanged,
                account: "owner@acme-bakery.example", usedBy: ["weekly-report", "order-sync"]),
            DemoConnection(
                name: "Newsletter", provider: "Mailchimp", method: .apiKey, health: .suspended,
                account: "Acme Bakery regulars", usedBy: ["newsletter-list"]),
        ],
        forms: [
            DemoForm(
                name: "Holiday opening hours",
                introduction: "Tell us when you close or open differently: orders are planned around it.",
                workflow: "order-sync",
                fields: [
                    FormField(name: "first_day", label: "First day", kind: .date, isRequired: true, options: []),
                    FormField(name: "last_day", label: "Last day", kind: .date, isRequired: true, options: []),
                    FormField(
                        name: "shop", label: "Which shop", kind: .choice, isRequired: true,
                        options: ["Market square", "Station", "Mill lane"]),
                    FormField(
                        name: "note", label: "Note for customers", kind: .paragraph, isRequired: false, options: []),
                    FormField(
                        name: "sure", label: "Orders for these days may be moved", kind: .confirmation,
                        isRequired: true, options: []),
                ],
                submissions: [
                    (71, false, [.day(6), .day(10), "Station", "Oven repair", "yes"]),
                    (40, true, [.day(2), .day(2), "Mill lane", "Street is closed", "yes"]),
                    (12, false, [.day(20), .day(23), "Market square", "Back with fresh bread on Monday!", "yes"]),
                ]),
            DemoForm(
                name: "New product", introduction: "A new bread or cake? With this it gets its number everywhere.",
                workflow: "weekly-report",
                fields: [
                    FormField(name: "name", label: "Name", kind: .line, isRequired: true, options: []),
                    FormField(name: "price", label: "Price", kind: .number, isRequired: true, options: []),
                    FormField(
                        name: "kind", label: "Kind", kind: .choice, isRequired: true,
                        options: ["Bread", "Rolls", "Cake", "Drinks"]),
                    FormField(
                        name: "contact", label: "Whom to ask", kind: .email, isRequired: false, options: []),
                ],
                submissions: [
                    (55, false, ["Rye & walnut 750 g", "5.40", "Bread", "ada@clients.example"]),
                    (20, false, ["Plum cake", "3.20", "Cake", ""]),
                ]),
            DemoForm(
                name: "Catering request", introduction: "For parties of ten and more.", workflow: "order-sync",
                status: .draft,
                fields: [FormField(name: "guests", label: "Guests", kind: .number, isRequired: true, options: [])]),
            DemoForm(
                name: "Till problem", introduction: "For the old till.", workflow: "order-sync", status: .archived,
                fields: [
                    FormField(name: "what", label: "What happened", kind: .paragraph, isRequired: true, options: [])
                ],
                submissions: [(85, false, ["It printed every receipt twice."])]),
            DemoForm(
                name: "Delivery addresses", introduction: "Where the morning round goes.",
                workflow: "delivery-planning",
                fields: [
                    FormField(name: "address", label: "Address", kind: .paragraph, isRequired: true, options: [])
                ]),
        ],
        subscriptions: [
            DemoSubscription(product: "Automation care", status: .active, startedDaysAgo: 410),
            DemoSubscription(product: "Extra workflow", status: .active, quantity: 2, startedDaysAgo: 160),
            DemoSubscription(product: "Weekly report", status: .trialing, startedDaysAgo: 9),
            DemoSubscription(product: "Fax gateway", status: .canceled, startedDaysAgo: 400),
        ],
        invoices: [
            DemoInvoice(
                status: .paid, issuedDaysAgo: 84,
                lines: [("Automation care", 1, 240), ("Extra workflow", 2, 90)]),
            DemoInvoice(
                status: .uncollectible, issuedDaysAgo: 70, note: "From before the move.",
                lines: [("Fax gateway, last quarter", 3, 35)]),
            DemoInvoice(
                status: .paid, issuedDaysAgo: 54,
                lines: [("Automation care", 1, 240), ("Extra workflow", 2, 90)]),
            DemoInvoice(
                status: .void, issuedDaysAgo: 47, note: "Written twice by mistake.",
                lines: [("Automation care", 1, 240)]),
            DemoInvoice(
                status: .open, issuedDaysAgo: 24, note: "Thank you for the quick answers about the price list.",
                lines: [("Automation care", 1, 240), ("Extra workflow", 2, 90), ("Workshop, half a day", 1, 420)]),
            DemoInvoice(
                status: .open, issuedDaysAgo: 4, dueInDays: 30,
                lines: [("Automation care", 1, 240), ("Extra workflow", 2, 90)]),
            DemoInvoice(status: .draft, issuedDaysAgo: 0, lines: [("Delivery planning, first part", 1, 960)]),
        ])
}
