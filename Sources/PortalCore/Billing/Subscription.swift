/// What the agency sells.
public struct Product: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Product>
    public static var idPrefix: String { "prd" }

    public let id: ID
    public let name: String
    public let description: String
    public let price: Money
    public let interval: BillingInterval
    public let isActive: Bool

    public init(id: ID, name: String, description: String, price: Money, interval: BillingInterval, isActive: Bool) {
        self.id = id
        self.name = name
        self.description = description
        self.price = price
        self.interval = interval
        self.isActive = isActive
    }
}

public enum BillingInterval: String, CaseIterable, Hashable, Sendable {
    case once, week, month, year
}

/// A product sold to a workspace.
public struct Subscription: Identified, Hashable, Sendable {
    public typealias ID = Identifier<Subscription>
    public static var idPrefix: String { "sbs" }

    public let id: ID
    public let workspace: Workspace.ID
    public let product: Product.ID
    public let productName: String
    public let price: Money
    public let interval: BillingInterval
    public let quantity: Int
    public let status: SubscriptionStatus
    public let currentPeriodEnd: Instant?
    public let cancelsAtPeriodEnd: Bool
    public let startedAt: Instant

    public init(
        id: ID, workspace: Workspace.ID, product: Product.ID, productName: String, price: Money,
        interval: BillingInterval, quantity: Int, status: SubscriptionStatus, currentPeriodEnd: Instant?,
        cancelsAtPeriodEnd: Bool, startedAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.product = product
        self.productName = productName
        self.price = price
        self.interval = interval
        self.quantity = quantity
        self.status = status
        self.currentPeriodEnd = currentPeriodEnd
        self.cancelsAtPeriodEnd = cancelsAtPeriodEnd
        self.startedAt = startedAt
    }
}

/// Stripe's states of a subscription.
public enum SubscriptionStatus: String, CaseIterable, Hashable, Sendable {
    case incomplete
    case incompleteExpired = "incomplete_expired"
    case trialing, active
    case pastDue = "past_due"
    case unpaid, paused, canceled

    /// Whether it can never change again.
    public var isFinal: Bool {
        switch self {
        case .incompleteExpired, .canceled: true
        case .incomplete, .trialing, .active, .pastDue, .unpaid, .paused: false
        }
    }

    /// Whether the service it stands for is running.
    public var isLive: Bool {
        switch self {
        case .trialing, .active, .pastDue: true
        case .incomplete, .incompleteExpired, .unpaid, .paused, .canceled: false
        }
    }

    /// Whether a report that it is now `next` can be true. Source: Stripe's description of the states; an end is an end.
    public func canBecome(_ next: SubscriptionStatus) -> Bool {
        if next == self { return true }
        switch self {
        case .incompleteExpired, .canceled:
            return false
        case .incomplete:
            switch next {
            case .active, .trialing, .incompleteExpired, .canceled: return true
            case .incomplete, .pastDue, .unpaid, .paused: return false
            }
        case .trialing, .active, .pastDue, .unpaid, .paused:
            switch next {
            case .trialing, .active, .pastDue, .unpaid, .paused, .canceled: return true
            case .incomplete, .incompleteExpired: return false
            }
        }
    }
}

/// A subscription as its client sees it.
public struct ClientSubscription: Hashable, Sendable {
    public let productName: String
    public let price: Money
    public let interval: BillingInterval
    public let quantity: Int
    public let status: SubscriptionStatus
    public let currentPeriodEnd: Instant?
    public let cancelsAtPeriodEnd: Bool

    init(_ subscription: Subscription) {
        productName = subscription.productName
        price = subscription.price
        interval = subscription.interval
        quantity = subscription.quantity
        status = subscription.status
        currentPeriodEnd = subscription.currentPeriodEnd
        cancelsAtPeriodEnd = subscription.cancelsAtPeriodEnd
    }
}

/// What a client's billing overview says.
public struct ClientBilling: Hashable, Sendable {
    public let subscriptions: [ClientSubscription]
    /// Open invoices, the one due first in front.
    public let openInvoices: [ClientInvoice]
    /// What is to pay, one amount per currency.
    public let owed: [Money]
    public let overdue: [Money]

    init(subscriptions: [ClientSubscription], openInvoices: [ClientInvoice]) {
        self.subscriptions = subscriptions
        self.openInvoices = openInvoices
        owed = Money.totals(openInvoices.map(\.amountDue))
        overdue = Money.totals(openInvoices.filter(\.isOverdue).map(\.amountDue))
    }
}
