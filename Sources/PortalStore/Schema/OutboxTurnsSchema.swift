extension Migrations {
    /// What is due is found agency by agency, and workspace by workspace, past however much else of them waits.
    static let outboxTurns = """
        CREATE INDEX outbox_due_in_agency ON outbox (agency_id, due_at, id) WHERE status = 'waiting';
        CREATE INDEX outbox_due_in_workspace ON outbox (agency_id, workspace_id, due_at, id) WHERE status = 'waiting';
        CREATE INDEX mail_due_in_agency ON mail (agency_id, due_at, id) WHERE status = 'waiting';
        """
}
