extension Migrations {
    /// What somebody waits for is found past however many other mails of the agency.
    static let awaitedMail = """
        CREATE INDEX mail_awaited ON mail (agency_id, due_at, id)
            WHERE status = 'waiting' AND kind IN ('email-change', 'password-reset', 'mailed-code');
        """
}
