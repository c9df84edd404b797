extension Migrations {
    /// What a dashboard tells of workflows, and whether they can be started, is found in the index alone.
    static let workflowIndex = """
        DROP INDEX workflow_by_status;
        CREATE INDEX workflow_by_status ON workflow
            (workspace_id, status, name, id, is_client_triggerable, engine_id, trigger_url)
        """
}
