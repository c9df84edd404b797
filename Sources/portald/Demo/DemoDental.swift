import PortalCore

extension DemoWorkspace {
    /// A busy practice: mostly appointments, mostly well.
    static let dental = DemoWorkspace(
        name: "Harbour Dental", key: "harbour-dental",
        workflows: [
            DemoWorkflow(
                name: "Appointment reminders", key: "appointment-reminders",
                purpose: "Reminds each patient two days before an appointment, and frees the slot when they cancel.",
                showsSummaries: true,
                failureNote: "Some reminders were not sent. The front desk has the list.",
                rhythm: .often(workday: 11...17, weekend: 0...1),
                steps: [
                    DemoStep(
                        "Read the calendar", "http", 1...3, "Appointments read",
                        error: "Calendar API: 403, the practice account has lost its permission"),
                    DemoStep(
                        "Send messages", "sms", 2...6, "Messages sent",
                        error: "SMS provider: number is not in service"),
                    DemoStep("Note answers", "database", 1...2, "Answers noted", error: "Lock wait timeout exceeded"),
                ]),
            DemoWorkflow(
                name: "Review requests", key: "review-requests",
                purpose: "Asks for a review the day after a visit, at most once a year per patient.",
                isClientTriggerable: true, isIdempotent: true, rhythm: .workdays(hour: 18),
                steps: [
                    DemoStep("List yesterday's visits", "database", 1...3, "Visits listed", error: "Connection reset"),
                    DemoStep("Ask", "mail", 1...4, "Requests sent", error: "Template is missing its link"),
                ]),
            DemoWorkflow(
                name: "Insurance claims", key: "insurance-claims",
                purpose: "Files the day's claims with the insurers every evening and notes which were accepted.",
                failureNote: "Some claims wait. They are filed again tomorrow evening.", rhythm: .workdays(hour: 20),
                failuresPerMille: 60,
                steps: [
                    DemoStep("Collect claims", "database", 2...9, "Claims collected", error: "Claim without insurer"),
                    DemoStep(
                        "File with insurers", "http", 20...90, "Claims filed",
                        error: "Insurer gateway: certificate expired"),
                    DemoStep("Note results", "database", 1...4, "Results noted", error: "Deadlock found"),
                ]),
            DemoWorkflow(
                name: "Weekly sales report", key: "weekly-report",
                purpose: "Adds up treatments and payments of the week, every Monday before opening.",
                isClientTriggerable: true, isIdempotent: true, showsSummaries: true, rhythm: .weekly(day: 0, hour: 7),
                steps: [
                    DemoStep(
                        "Collect payments", "database", 3...9, "Payments collected", error: "Terminal 2 is silent"),
                    DemoStep("Fill the sheet", "spreadsheet", 2...6, "Report is ready", error: "Sheet not shared"),
                ]),
            DemoWorkflow(
                name: "Recall letters", key: "recall-letters",
                purpose: "Writes to patients who have not been here for a year. Held while the letter is reworded.",
                status: .paused, rhythm: .weekly(day: 3, hour: 10),
                steps: [DemoStep("Write letters", "mail", 5...20, "Letters written", error: "Printer queue is full")]),
        ],
        connections: [
            DemoConnection(
                name: "Practice calendar", provider: "Google Calendar", method: .oauth, health: .healthy,
                account: "desk@harbour-dental.example", usedBy: ["appointment-reminders", "review-requests"]),
            DemoConnection(
                name: "Text messages", provider: "Twilio", method: .apiKey, health: .healthy,
                account: "Harbour Dental", usedBy: ["appointment-reminders"]),
            DemoConnection(
                name: "Report sheets", provider: "Google Sheets", method: .oauth, health: .healthy,
                account: "desk@harbour-dental.example", usedBy: ["weekly-report"]),
        ],
        forms: [
            DemoForm(
                name: "Holiday opening hours", introduction: "Days on which nobody should get an appointment.",
                workflow: "appointment-reminders",
                fields: [
                    FormField(name: "first_day", label: "First day", kind: .date, isRequired: true, options: []),
                    FormField(name: "last_day", label: "Last day", kind: .date, isRequired: true, options: []),
                    FormField(name: "note", label: "Note", kind: .paragraph, isRequired: false, options: []),
                ],
                submissions: [(33, false, [.day(14), .day(18), "School holidays"])])
        ],
        subscriptions: [
            DemoSubscription(product: "Automation care", status: .pastDue, startedDaysAgo: 300),
            DemoSubscription(product: "Weekly report", status: .paused, startedDaysAgo: 120),
        ],
        invoices: [
            DemoInvoice(
                status: .paid, issuedDaysAgo: 61, lines: [("Automation care", 1, 240), ("Weekly report", 4, 15)]),
            DemoInvoice(
                status: .open, issuedDaysAgo: 31, lines: [("Automation care", 1, 240), ("Weekly report", 4, 15)]),
            DemoInvoice(status: .open, issuedDaysAgo: 1, lines: [("Automation care", 1, 240)]),
        ])
}
