/// Makes one letter out of what the outbox refers to, inside the transaction that records the try.
struct LetterWriter {
    let job: MailJob
    let mint: Mint
    let services: Services
    let transaction: any Transaction

    private var scope: AgencyScope { AgencyScope(agency: job.agency) }

    /// `nil` if nobody is to get it any more.
    func dispatch() throws -> MailDispatch? {
        guard let front = try transaction.front(in: scope), let (letter, recipient) = try letter() else { return nil }
        return MailDispatch(
            job: job, letter: letter, recipient: recipient, front: front, logo: try logo(of: front.brand),
            account: try transaction.mailAccount(in: scope))
    }

    private func letter() throws -> (Letter, Recipient)? {
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
        case .invitation:
            return nil
        }
    }

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
