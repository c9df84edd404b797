import GRDB

/// The steps of the schema, oldest first. Forward only; a step that was released is never edited again.
///
/// Rules of every table:
/// - it is STRICT, its statuses are under a CHECK, its times are milliseconds UTC, its ids sixteen bytes;
/// - it carries its tenant, `agency_id` or `workspace_id`, NOT NULL, and every foreign key pairs what it points to with
///   that tenant, so that no row can point into another one. ``TenantSchema`` checks it at every start;
/// - its comment says how long its rows are kept.
enum Migrations {
    static let all: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        func register(_ steps: [(name: String, sql: String)]) {
            for (name, sql) in steps { migrator.registerMigration(name) { try $0.execute(sql: sql) } }
        }
        register(steps)
        migrator.registerMigration("015 tally blocks", migrate: tallyBlocks)
        register(furtherSteps)
        migrator.registerMigration("017 small tallies", migrate: smallTallies)
        register(latestSteps)
        return migrator
    }()

    /// The newest version of the schema that this binary knows: the number of its steps.
    static var version: Int { all.migrations.count }

    private static let steps: [(name: String, sql: String)] = [
        ("001 tenancy", tenancy),
        ("002 accounts", accounts),
        ("003 automation", automation),
        ("004 outbox", outbox),
        ("005 connections", connections),
        ("006 forms", forms),
        ("007 billing", billing),
        ("008 audit", audit),
        ("009 sign-in", signIn),
        ("010 mail", mail),
        ("011 more mail", moreMail),
        ("012 daily tallies", dailyTallies),
        ("013 mailed code", mailedCode),
        ("014 notices", notices),
    ]

    private static let furtherSteps: [(name: String, sql: String)] = [
        ("016 membership index", membershipIndex)
    ]

    private static let latestSteps: [(name: String, sql: String)] = [
        ("018 workflow index", workflowIndex)
    ]
}
