extension Migrations {
    /// Every request of a client asks for their memberships: the index answers by itself.
    static let membershipIndex = """
        DROP INDEX client_membership_of_user;
        CREATE INDEX client_membership_of_user ON client_membership
            (agency_id, user_id, workspace_id, areas, status, joined_at)
        """
}
