/// Makes one letter out of what the outbox refers to, inside the transaction that records the try.
struct LetterWriter {
    let job: MailJob
    let mint: Mint
    let services: Services
    let transaction: any Transaction

    private var scope: AgencyScope { AgencyScope(agency: job.agency) }

    /// `nil` if nobody is to get it any more.
    func dispatch() throws -> MailDispatch? {
        guard let front = try transaction.front(in: scope), let (letter, recipient) = try letter(at: front) else {
            return nil
        }
        return MailDispatch(
            job: job, letter: letter, recipient: recipient, front: front, logo: try logo(of: front.brand),
            account: try transaction.mailAccount(in: scope))
    }

    private func letter(at front: Front) throws -> (Letter, Recipient)? {
        if let id = job.invitation { return try invitation(id) }
        guard let user = try activeUser() else { return nil }
        switch job.kind {
        case .emailChange:
            guard let email = job.email, let token = try secret(of: .emailChange, for: user) else { return nil }
            // Whoever reads a mistyped address is told no name.
            let recipient = Recipient(name: "", email: email, language: user.language, timeZone: user.timeZone)
            return (.emailChange(token: token, expiresAt: job.expiresAt), recipient)
        case .emailChanged:
            return job.email.map { email in
                let recipient = Recipient(
                    name: user.name, email: email, language: user.language, timeZone: user.timeZone)
                return (.emailChanged, recipient)
            }
        case .passwordChanged:
            return (.passwordChanged, Recipient(user))
        case .passwordReset:
            return try secret(of: .passwordReset, for: user).map { (.passwordReset(token: $0), Recipient(user)) }
        case .mailedCode:
            return try mailedCode(for: user)
        case .invitation:
            return nil
        case .factorReset:
            return (.factorReset(by: try other()), Recipient(user))
        case .factorOff:
            return (.factorOff, Recipient(user))
        case .ownershipReceived:
            return try other().map { (.ownershipReceived(from: $0), Recipient(user)) }
        case .ownershipGiven:
            return try other().map { (.ownershipGiven(to: $0), Recipient(user)) }
        case .runFailed, .connectionNeedsMe, .invoiceDue, .formWaits, .weeklySummary:
            let writer = NoticeWriter(
                job: job, user: user, front: front, mint: mint, services: services, transaction: transaction)
            return try writer.letter().map { ($0, Recipient(user)) }
        }
    }

    /// The name of whom else the mail tells of.
    private func other() throws -> String? { try job.about.flatMap { try transaction.user($0, in: scope)?.user.name } }

    /// An invitation that nobody stands behind any more is not sent.
    private func invitation(_ id: Invitation.ID) throws -> (Letter, Recipient)? {
        guard let invitation = try transaction.invitation(id, in: scope),
            try InvitationCheck(scope: scope, snapshot: transaction).isOpen(invitation, at: mint.now),
            let inviter = try transaction.user(invitation.inviter, in: scope)?.user
        else { return nil }
        let workspace = try invitation.goal.workspace.flatMap { try transaction.workspace($0, in: scope)?.name }
        let token = try secret { try transaction.arm(id, digest: $0, in: scope) }
        let name = try transaction.user(email: invitation.email, in: scope)?.user.name ?? ""
        return (
            .invitation(token: token, inviter: inviter.name, workspace: workspace, expiresAt: invitation.expiresAt),
            Recipient(name: name, email: invitation.email, language: nil, timeZone: nil)
        )
    }

    /// The same digits and link at every try; `nil` once the code is over, or a newer one took its place.
    private func mailedCode(for user: User) throws -> (Letter, Recipient)? {
        guard let id = job.proof, let code = try transaction.mailedCode(id, in: scope), code.user == user.id,
            mint.now < code.expiresAt
        else { return nil }
        let secret = try code.opened(under: try transaction.dataKey(in: scope), agency: scope.agency, services)
        return (.mailedCode(MailedDigits(of: secret, services.digests), token: secret), Recipient(user))
    }

    /// The secret of the proof that the mail carries, made at the first try and the same at every other: a mail that arrived although
    /// nobody said so is as good as the next. `nil` if the proof is over, or a newer one took its place.
    private func secret(of kind: MailProofKind, for user: User) throws -> Secret? {
        guard let id = job.proof, let proof = try transaction.mailProof(id, in: scope), proof.kind == kind,
            proof.user == user.id, mint.now < proof.expiresAt
        else { return nil }
        return try secret { digest in
            try transaction.arm(proof.id, digest: digest, until: proof.end(mailedAt: mint.now), in: scope)
        }
    }

    /// The mail's own secret; when it is made, what it opens is told its digest.
    private func secret(_ arm: (SecretDigest) throws -> Void) throws -> Secret {
        let key = try transaction.dataKey(in: scope)
        let context = SealContext.mailSecret(job.id, agency: job.agency)
        if let sealed = try transaction.mailSecret(of: job.id, in: scope) {
            return Secret(bytes: try services.sealing.open(sealed, under: key, as: context))
        }
        let secret = mint.secret()
        try transaction.keepSecret(
            try services.sealing.seal(secret.bytes, under: key, as: context), of: job.id, in: scope)
        try arm(services.digests.digest(of: secret))
        return secret
    }

    /// A suspended person gets nothing.
    private func activeUser() throws -> User? {
        guard let id = job.user, let user = try transaction.user(id, in: scope)?.user else { return nil }
        switch user.status {
        case .active: return user
        case .suspended: return nil
        }
    }

    /// Programs that show mail do not all know WebP; those that do not show the brand's name.
    private func logo(of brand: Brand) throws -> MailPicture? {
        guard let logo = brand.logo, let found = try transaction.brandAsset(hash: logo.hash, in: scope) else {
            return nil
        }
        return MailPicture(mediaType: found.asset.mediaType, bytes: found.bytes)
    }
}
