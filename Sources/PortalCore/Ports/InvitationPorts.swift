/// Reading invitations.
public protocol InvitationReading {
    func invitation(_ id: Invitation.ID, in scope: AgencyScope) throws -> Invitation?

    /// The invitation whose mailed link carries this secret.
    func invitation(digest: SecretDigest, in scope: AgencyScope) throws -> Invitation?

    /// Pending invitations to a workspace, oldest first.
    func invitations(of scope: WorkspaceScope) throws -> [Invitation]

    /// Pending invitations to the agency's staff, oldest first.
    func staffInvitations(in scope: AgencyScope) throws -> [Invitation]
}

/// Writing invitations.
public protocol InvitationWriting {
    /// A new one; a second one of an address to the same place is ``StorageError/alreadyExists(_:)``.
    func insert(_ invitation: Invitation, in scope: AgencyScope) throws

    /// Makes it good until then, in the name of whoever sends it again; the link that it had leads nowhere.
    func renew(_ id: Invitation.ID, inviter: User.ID, until end: Instant, in scope: AgencyScope) throws

    /// Gives it the secret of its mailed link, in place of the one before.
    func arm(_ id: Invitation.ID, digest: SecretDigest, in scope: AgencyScope) throws

    /// Ends it, accepted or withdrawn; answers whether it was there.
    func end(_ id: Invitation.ID, in scope: AgencyScope) throws -> Bool

    /// Takes back every mail of this invitation that was not sent yet.
    func withdrawMails(about invitation: Invitation.ID, in scope: AgencyScope) throws
}
