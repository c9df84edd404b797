/// What a person can be told of by mail, each on or off.
public enum Notice: String, CaseIterable, Hashable, Sendable {
    case runFailed = "run-failed"
    case connectionNeedsMe = "connection-needs-me"
    case invoiceDue = "invoice-due"
    case formWaits = "form-waits"
    case weeklySummary = "weekly-summary"

    /// The area that it tells of; `nil` for what everybody has.
    public var area: Area? {
        switch self {
        case .runFailed: .workflows
        case .connectionNeedsMe: .connections
        case .invoiceDue: .billing
        case .formWaits: .forms
        case .weeklySummary: nil
        }
    }

    /// Whether it is for the agency's staff too. What waits for a client to do is told to clients.
    public var isForStaff: Bool {
        switch self {
        case .runFailed, .weeklySummary: true
        case .connectionNeedsMe, .invoiceDue, .formWaits: false
        }
    }

    /// Whether it is sent to somebody who has not chosen. Clients are not told of failed runs unless they want to be.
    public func isOnByDefault(forStaff: Bool) -> Bool {
        switch self {
        case .runFailed: forStaff
        case .connectionNeedsMe, .invoiceDue, .formWaits, .weeklySummary: true
        }
    }
}

/// A notice as one person has it.
public struct NoticeChoice: Hashable, Sendable {
    public let notice: Notice
    public let isOn: Bool

    public init(notice: Notice, isOn: Bool) {
        self.notice = notice
        self.isOn = isOn
    }
}

extension Account {
    /// The notices that there are for this person: what is not for staff, and areas that none of a client's workspaces opens, are left out.
    public func notices() throws -> [NoticeChoice] {
        try decide()
        let chosen = try desk.snapshot.noticeChoices(of: user.id, in: desk.agencyScope)
        let isStaff = person.role != nil
        let areas = person.openWorkspaces.reduce(into: Areas()) { $0.formUnion($1.areas) }
        return Notice.allCases.filter { notice in
            isStaff ? notice.isForStaff : notice.area.map { areas.contains($0) } ?? true
        }.map { NoticeChoice(notice: $0, isOn: chosen[$0] ?? $0.isOnByDefault(forStaff: isStaff)) }
    }
}

extension Account.Changing {
    /// Chooses what to be told of, among what there is for this person.
    public func choose(_ wanted: Set<Notice>) throws {
        for choice in try account.notices() {
            try transaction.set(choice.notice, isOn: wanted.contains(choice.notice), of: account.user.id, in: scope)
        }
        try audit(detail: "notices")
    }
}
