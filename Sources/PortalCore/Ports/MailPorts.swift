/// Reading the outbox of mails.
public protocol MailReading {
    /// The agency's mails, newest first, at most `limit`.
    func mails(in scope: AgencyScope, limit: Int) throws -> [MailRecord]

    /// The secret that a waiting mail carries, once it was made.
    func mailSecret(of mail: Mail.ID, in scope: AgencyScope) throws -> Sealed?

    func mailProof(_ id: MailProof.ID, in scope: AgencyScope) throws -> MailProof?

    /// The proof that this is the secret of, if it is of that kind.
    func mailProof(_ kind: MailProofKind, digest: SecretDigest, in scope: AgencyScope) throws -> MailProof?

    /// The proof of that kind that the user asked for last, whether or not it is over.
    func mailProof(_ kind: MailProofKind, of user: User.ID, in scope: AgencyScope) throws -> MailProof?

    /// The agency's own account at a mail server, if it has one.
    func mailAccount(in scope: AgencyScope) throws -> MailAccount?

    /// Mails that are due, agencies in turn; of each what somebody waits for first, then by age. Those whose try was cut off by the end
    /// of the process are among them. What it costs does not grow with what waits of one agency.
    func dueMails(at now: Instant, look: OutboxLook<Mail.ID>, in scope: OperatorScope) throws -> [MailJob]

    /// When the next mail is due; `nil` if none waits.
    func nextMailDue(in scope: OperatorScope) throws -> Instant?
}

extension MailReading {
    /// Mails that are due of anybody, at most `limit`.
    func dueMails(at now: Instant, limit: Int, in scope: OperatorScope) throws -> [MailJob] {
        try dueMails(at: now, look: OutboxLook(limit: limit), in: scope)
    }
}

/// Writing the outbox of mails.
public protocol MailWriting {
    /// Puts a mail into the outbox, due at once.
    func enqueue(_ order: MailOrder, at now: Instant, in scope: AgencyScope) throws

    /// Keeps the secret that a waiting mail carries, until it is sent or given up.
    func keepSecret(_ secret: Sealed, of mail: Mail.ID, in scope: AgencyScope) throws

    func insert(_ proof: MailProof, in scope: AgencyScope) throws

    /// Gives a proof its secret: from now on it can be redeemed, until then.
    func arm(_ id: MailProof.ID, digest: SecretDigest, until end: Instant, in scope: AgencyScope) throws

    /// Uses a proof up; answers whether it was there to be used.
    func end(_ id: MailProof.ID, in scope: AgencyScope) throws -> Bool

    /// Ends every proof of that kind that the user was sent; without a user, those that are nobody's, so that the work is the same.
    func endMailProofs(_ kind: MailProofKind, of user: User.ID?, in scope: AgencyScope) throws

    /// Takes back every mail to this user that was not sent yet.
    func withdrawMails(to user: User.ID, in scope: AgencyScope) throws

    /// Gives the agency an account of its own at a mail server, or takes it away.
    func setMailAccount(_ account: MailAccount?, in scope: AgencyScope) throws

    /// Writes down that a try begins, before anything is sent; answers `false` if the mail was withdrawn meanwhile.
    func beginTry(of job: MailJob, in scope: OperatorScope) throws -> Bool

    func schedule(_ job: MailJob, at next: Instant, reason: String, size: Int, in scope: OperatorScope) throws

    /// Writes down what became of it. What is kept from now on is status, reason and size.
    func finish(
        _ job: MailJob, as status: MailStatus, reason: String, size: Int?, at now: Instant, in scope: OperatorScope)
        throws

    /// Takes out a mail that nobody is to get any more.
    func withdraw(_ job: MailJob, in scope: OperatorScope) throws
}
