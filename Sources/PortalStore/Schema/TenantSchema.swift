/// Holds the schema to the tenant model, whatever its migrations have come to.
enum TenantSchema {
    /// Tables that belong to no tenant, each with the reason.
    static let tenantless: [String: String] = [
        "agency": "the tenant itself",
        "setting": "facts about the database as a whole",
        "grdb_migrations": "which steps of the schema were taken",
    ]

    /// Columns that name a thing by its sixteen bytes and are held by no foreign key, each with the reason.
    static let unheld: [String: String] = [
        "audit.actor_id": "entries outlive whoever acted",
        "audit.workspace_id": "entries outlive the workspace",
        "mail.proof_id": "what became of a mail is kept for longer than what it carried",
        "mail.invitation_id": "what became of a mail is kept for longer than what it carried",
        "mail.subject_id": "what became of a mail is kept for longer than what it told of, which is of several kinds",
        "mail.run_id": "what became of a mail is kept for longer than what it told of",
        "notice_told.subject_id": "it is of several kinds, and what was told of it ends with a sweep",
        "mail_proof.session_id": "the session that asked may end before what it asked for",
    ]

    /// Columns that name the tenant of a row, by its id or by its number.
    private static let tenants: Set<String> = ["agency_id", "workspace_id", "agency", "workspace"]

    /// Columns that name a thing by its number.
    private static let numbers: Set<String> = ["agency", "workspace", "workflow", "engine"]

    /// What breaks the model: one line each, empty if nothing does.
    static func flaws(_ connection: SQLiteConnection) throws -> [String] {
        let tables = try connection.texts(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        return try tables.filter { tenantless[$0] == nil }.flatMap { try flaws(of: $0, connection) }
    }

    private static func flaws(of table: String, _ connection: SQLiteConnection) throws -> [String] {
        let strict = try connection.texts("SELECT strict FROM pragma_table_list WHERE name = '\(table)'")
        let columns = Set(try connection.texts("SELECT name FROM pragma_table_info('\(table)')"))
        let required = Set(try connection.texts("SELECT name FROM pragma_table_info('\(table)') WHERE \"notnull\" = 1"))
        let keys = try connection.texts(
            "SELECT group_concat(\"from\", ' ') FROM pragma_foreign_key_list('\(table)') GROUP BY id"
        ).map { Set($0.split(separator: " ").map(String.init)) }
        let tenants = required.intersection(Self.tenants)

        var flaws: [String] = []
        if strict != ["1"] { flaws.append("\(table) is not STRICT") }
        if tenants.isEmpty { flaws.append("\(table) has no tenant column that is NOT NULL") }
        for key in keys where key.isDisjoint(with: Self.tenants) {
            flaws.append("\(table) points to another table by \(key.sorted()) without its tenant")
        }
        // A row that names its tenant in both ways must not name two.
        for (id, number) in [("agency_id", "agency"), ("workspace_id", "workspace")]
        where columns.isSuperset(of: [id, number]) && !keys.contains(where: { $0.isSuperset(of: [id, number]) }) {
            flaws.append("\(table).\(id) and \(table).\(number) are held together by no foreign key")
        }
        for column in columns.sorted()
        where (column.hasSuffix("_id") || numbers.contains(column)) && !["external_id", "stripe_id"].contains(column)
            && unheld["\(table).\(column)"] == nil && !keys.contains(where: { $0.contains(column) })
        {
            flaws.append("\(table).\(column) is held by no foreign key")
        }
        return flaws
    }
}
