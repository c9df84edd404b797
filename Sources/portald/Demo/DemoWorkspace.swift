import PortalCore

/// A client of both demonstration agencies, with all that lies in its workspace.
struct DemoWorkspace: Sendable {
    let name: String
    /// What addresses in the engine are made of.
    let key: String
    var isArchived = false
    var workflows: [DemoWorkflow] = []
    var connections: [DemoConnection] = []
    var forms: [DemoForm] = []
    var subscriptions: [DemoSubscription] = []
    var invoices: [DemoInvoice] = []
}

/// An automation with the rhythm in which it runs.
struct DemoWorkflow: Sendable {
    let name: String
    let key: String
    let purpose: String
    var status: WorkflowStatus = .published
    var isClientTriggerable = false
    var isIdempotent = false
    var showsSummaries = false
    var failureNote = ""
    let rhythm: DemoRhythm
    /// How many runs of a thousand fail on a good day.
    var failuresPerMille = 15
    /// Fails at this step whenever somebody presses Run now.
    var failsAtStep: Int?
    let steps: [DemoStep]

    /// The engine's own id of it.
    func externalID(in workspace: DemoWorkspace) -> String { "\(workspace.key)/\(key)" }
}

/// When something runs by itself.
enum DemoRhythm: Sendable {
    /// So many times on a working day, and so many on a day of the weekend, in opening hours.
    case often(workday: ClosedRange<Int>, weekend: ClosedRange<Int>)
    /// Every day at that hour.
    case daily(hour: Int64)
    /// On working days at that hour.
    case workdays(hour: Int64)
    /// Once a week: on a day (0 is Monday) at an hour.
    case weekly(day: Int, hour: Int64)
    /// Not by itself; so many times in ten weeks somebody pressed Run now.
    case onRequest(perTenWeeks: Int)
    case never
}

/// A part of a workflow.
struct DemoStep: Sendable {
    let name: String
    /// In the engine's words.
    let kind: String
    let seconds: ClosedRange<Int>
    let summary: String
    /// What staff read where it fails.
    let error: String

    init(_ name: String, _ kind: String, _ seconds: ClosedRange<Int>, _ summary: String, error: String) {
        self.name = name
        self.kind = kind
        self.seconds = seconds
        self.summary = summary
        self.error = error
    }
}

struct DemoConnection: Sendable {
    let name: String
    let provider: String
    let method: ConnectionMethod
    let health: ConnectionHealth
    let account: String
    /// Keys of the workflows that depend on it.
    let usedBy: [String]
}

struct DemoForm: Sendable {
    let name: String
    let introduction: String
    /// Key of the workflow that asks.
    let workflow: String
    var status: FormStatus = .published
    let fields: [FormField]
    /// What was filled in, oldest first: days ago, whether by staff, and the answers in the order of the fields.
    var submissions: [(daysAgo: Int64, byStaff: Bool, answers: [DemoAnswer])] = []
}

/// What was filled in for one question.
enum DemoAnswer: Sendable, ExpressibleByStringLiteral {
    case text(String)
    /// The date so many days after it was filled in.
    case day(Int64)

    init(stringLiteral text: String) { self = .text(text) }
}

struct DemoSubscription: Sendable {
    let product: String
    let status: SubscriptionStatus
    var quantity = 1
    var cancelsAtPeriodEnd = false
    let startedDaysAgo: Int64
}

struct DemoInvoice: Sendable {
    let status: InvoiceStatus
    let issuedDaysAgo: Int64
    var dueInDays: Int64 = 14
    var note = ""
    /// Description, quantity, and what one costs in whole units of the agency's currency.
    let lines: [(description: String, quantity: Int, price: Int64)]
}

/// What both agencies sell.
struct DemoProduct: Sendable {
    let name: String
    let description: String
    /// In whole units of the agency's currency.
    let price: Int64
    let interval: BillingInterval
    var isActive = true

    static let all: [DemoProduct] = [
        DemoProduct(
            name: "Automation care", description: "Watching, mending and small changes, within one working day.",
            price: 240, interval: .month),
        DemoProduct(
            name: "Extra workflow", description: "One more automation, built and looked after.", price: 90,
            interval: .month),
        DemoProduct(
            name: "Weekly report", description: "Your figures, every Monday morning.", price: 15, interval: .week),
        DemoProduct(
            name: "Yearly review", description: "A day together: what runs, what could, what should stop.", price: 980,
            interval: .year),
        DemoProduct(
            name: "Starter setup", description: "The first three automations.", price: 1_800, interval: .once),
        DemoProduct(
            name: "Fax gateway", description: "No longer offered.", price: 35, interval: .month, isActive: false),
    ]
}
