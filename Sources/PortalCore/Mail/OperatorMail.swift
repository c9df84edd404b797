extension Operator {
    /// Mails that are due of anybody, at most `limit`.
    public func dueMails(limit: Int) async throws -> [MailJob] { try await dueMails(OutboxLook(limit: limit)) }

    /// Mails that are due, agencies in turn.
    public func dueMails(_ look: OutboxLook<Mail.ID>) async throws -> [MailJob] {
        let now = portal.clock.now
        return try await portal.storage.read { try $0.dueMails(at: now, look: look, in: OperatorScope()) }
    }

    /// How long until the next mail is due; zero if one is due already, `nil` if none waits.
    public func timeToNextMail() async throws -> TimeSpan? {
        let now = portal.clock.now
        return try await portal.storage.read { snapshot in
            try snapshot.nextMailDue(in: OperatorScope()).map { max($0.since(now), .seconds(0)) }
        }
    }

    /// Begins a try: written down before anything is sent. `nil` if there is nothing to send any more.
    ///
    /// Whether its person may still get it is asked here, in the transaction that records the try; what may not be sent any more leaves
    /// the outbox without a trace of its reader.
    public func begin(_ job: MailJob) async throws -> MailDispatch? {
        let mint = portal.mint()
        let services = portal.services
        return try await portal.storage.write { transaction -> MailDispatch? in
            guard try transaction.beginTry(of: job, in: OperatorScope()) else { return nil }
            guard mint.now <= job.expiresAt else {
                try transaction.finish(
                    job, as: .dead, reason: "it was not taken in time", size: nil, at: mint.now, in: OperatorScope())
                return nil
            }
            let writer = LetterWriter(job: job, mint: mint, services: services, transaction: transaction)
            guard let dispatch = try writer.dispatch() else {
                try transaction.withdraw(job, in: OperatorScope())
                return nil
            }
            return dispatch
        }
    }

    /// Writes down what came of a try and decides what follows.
    ///
    /// - Parameter size: The mail's bytes on the wire.
    @discardableResult
    public func settle(_ dispatch: MailDispatch, _ outcome: MailOutcome, size: Int) async throws -> MailNextStep {
        let now = portal.clock.now
        let job = dispatch.job
        let next = MailPolicy.next(after: outcome, job: job, now: now)
        try await portal.storage.write { transaction in
            switch next {
            case .retry(let at):
                try transaction.schedule(job, at: at, reason: outcome.reason, size: size, in: OperatorScope())
            case .done(let status):
                try transaction.finish(
                    job, as: status, reason: outcome.reason, size: size, at: now, in: OperatorScope())
            }
        }
        return next
    }

    /// Gives an agency its own account at a mail server, whose password is sealed; `nil` takes it away.
    ///
    /// Throws ``StorageError/notFound`` for an agency that there is not.
    public func setMailAccount(_ draft: MailAccountDraft?, of agency: Agency.ID) async throws {
        let sealing = portal.services.sealing
        try await portal.storage.write { transaction in
            let scope = AgencyScope(agency: agency)
            let key = try transaction.dataKey(in: scope)
            let account = try draft.map { draft in
                MailAccount(
                    agency: agency, host: draft.host, port: draft.port, security: draft.security, user: draft.user,
                    password: try sealing.seal(Array(draft.password.utf8), under: key, as: .mailPassword(agency)),
                    dataKey: key, sender: draft.sender)
            }
            try transaction.setMailAccount(account, in: scope)
        }
    }
}

/// What an account at a mail server is made of. It is never printed.
public struct MailAccountDraft: Sendable {
    public let host: String
    public let port: Int
    public let security: MailSecurity
    public let user: String
    let password: String
    public let sender: EmailAddress

    public init(
        host: String, port: Int, security: MailSecurity, user: String, password: String, sender: EmailAddress
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.sender = sender
    }
}

extension MailAccountDraft: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "mail account at \(host)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["host": host]) }
}
