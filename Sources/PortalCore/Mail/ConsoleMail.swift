extension AgencyConsole {
    /// The agency's mails, newest first: where they went and what became of them.
    public func mails(limit: Int = 100) throws -> [MailRecord] {
        try require(.agencyViewOutbox)
        return try snapshot.mails(in: scope, limit: limit)
    }
}

extension Desk {
    /// Puts a mail into the outbox, in the transaction of its cause.
    func post(
        _ kind: MailKind, to user: User.ID?, at email: EmailAddress? = nil, proof: MailProof.ID? = nil,
        about: User.ID? = nil, in transaction: any Transaction
    ) throws {
        let order = MailOrder(id: mint.id(), kind: kind, user: user, email: email, proof: proof, about: about)
        try transaction.enqueue(order, at: now, in: agencyScope)
        onMail?()
    }
}
