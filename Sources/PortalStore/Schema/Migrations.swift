import GRDB

/// The steps of the schema, oldest first. Forward only; a step that was released is never edited again.
///
/// Rules of every table:
/// - it is STRICT, its statuses are under a CHECK, its times are milliseconds UTC, its ids sixteen bytes;
/// - it carries its tenant, `agency_id` or `workspace_id` (or their numbers, `agency` and `workspace`), NOT NULL, and every
///   foreign key pairs what it points to with that tenant, so that no row can point into another one. ``TenantSchema``
///   checks it at every start;
/// - its comment says how long its rows are kept.
enum Migrations {
    static let all: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        for (name, step) in steps { migrator.registerMigration(name, migrate: step) }
        return migrator
    }()

    /// The newest version of the schema that this binary knows: the number of its steps.
    static var version: Int { all.migrations.count }

    private static let steps: [(name: String, step: @Sendable (Database) throws -> Void)] = [
        ("001 tenancy", sql(tenancy)),
        ("002 accounts", sql(accounts)),
        ("003 automation", sql(automation)),
        ("004 outbox", sql(outbox)),
        ("005 connections", sql(connections)),
        ("006 forms", sql(forms)),
        ("007 billing", sql(billing)),
        ("008 audit", sql(audit)),
        ("009 sign-in", sql(signIn)),
        ("010 mail", sql(mail)),
        ("011 more mail", sql(moreMail)),
        ("012 daily tallies", sql(dailyTallies)),
        ("013 mailed code", sql(mailedCode)),
        ("014 notices", sql(notices)),
        ("015 tally blocks", tallyBlocks),
        ("016 membership index", sql(membershipIndex)),
        ("017 small tallies", smallTallies),
        ("018 workflow index", sql(workflowIndex)),
        ("019 short keys", sql(shortKeys)),
        ("020 outbox turns", sql(outboxTurns)),
        ("021 awaited mail", sql(awaitedMail)),
    ]

    private static func sql(_ text: String) -> @Sendable (Database) throws -> Void { { try $0.execute(sql: text) } }
}
