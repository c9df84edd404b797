/// What a notice tells of: one thing, and the workspace that it lies in.
public struct NoticeMatter: Hashable, Sendable {
    public let workspace: Workspace.ID
    public let thing: Thing

    public init(workspace: Workspace.ID, thing: Thing) {
        self.workspace = workspace
        self.thing = thing
    }

    public enum Thing: Hashable, Sendable {
        /// A workflow with the first of its runs that failed.
        case workflow(Workflow.ID, run: Run.ID)
        case connection(Connection.ID)
        case invoice(Invoice.ID)
        case form(Form.ID)
    }

    /// The notice that tells of such a thing.
    public var notice: Notice {
        switch thing {
        case .workflow: .runFailed
        case .connection: .connectionNeedsMe
        case .invoice: .invoiceDue
        case .form: .formWaits
        }
    }
}

/// A notice for one person, as a use case asks for it.
public struct NoticeOrder: Hashable, Sendable {
    public let id: Mail.ID
    public let user: User.ID
    public let notice: Notice
    /// `nil` for a summary, which tells of everything.
    public let matter: NoticeMatter?
    /// How often what it tells of has happened.
    public let causes: Int
    /// How long after the last one to the same person of the same thing it may leave.
    public let pause: TimeSpan

    public init(
        id: Mail.ID, user: User.ID, notice: Notice, matter: NoticeMatter?, causes: Int = 1, pause: TimeSpan
    ) {
        self.id = id
        self.user = user
        self.notice = notice
        self.matter = matter
        self.causes = causes
        self.pause = pause
    }
}

/// Somebody who could be told of something in a workspace.
public struct NoticeReader: Hashable, Sendable {
    public let user: User.ID
    public let standing: Standing
    /// Whether they want to be; `nil` if they never chose.
    public let choice: Bool?

    public init(user: User.ID, standing: Standing, choice: Bool?) {
        self.user = user
        self.standing = standing
        self.choice = choice
    }

    func wants(_ notice: Notice) -> Bool { notice.isWanted(by: standing, choice: choice) }
}

extension Notice {
    /// Whether somebody of that standing is to get it, by what they chose.
    func isWanted(by standing: Standing, choice: Bool?) -> Bool {
        switch standing {
        case .staff: isForStaff && (choice ?? isOnByDefault(forStaff: true))
        case .client: choice ?? isOnByDefault(forStaff: false)
        case .nobody: false
        }
    }
}

extension MailKind {
    /// The kind of mail that carries a notice.
    public init(_ notice: Notice) {
        self =
            switch notice {
            case .runFailed: .runFailed
            case .connectionNeedsMe: .connectionNeedsMe
            case .invoiceDue: .invoiceDue
            case .formWaits: .formWaits
            case .weeklySummary: .weeklySummary
            }
    }

    /// The notice that it carries; `nil` for what has to be told, whether its reader wants it or not.
    public var notice: Notice? {
        switch self {
        case .runFailed: .runFailed
        case .connectionNeedsMe: .connectionNeedsMe
        case .invoiceDue: .invoiceDue
        case .formWaits: .formWaits
        case .weeklySummary: .weeklySummary
        case .emailChange, .emailChanged, .passwordChanged, .passwordReset, .invitation, .factorReset, .factorOff,
            .ownershipReceived,
            .ownershipGiven, .mailedCode:
            nil
        }
    }
}
