import PortalCore
import PortalServices

@testable import PortalStore

/// The database seen from beside: a reader of its own, which knows no scopes.
struct Rows: Sendable {
    private let connection: SQLiteConnection

    init(at path: String) throws {
        connection = try SQLiteConnection(reading: path, options: SQLiteOptions(digests: CryptoDigests()))
    }

    /// A number that changes with every commit that changed something, whoever made it.
    func version() throws -> Int64 { try connection.number("PRAGMA data_version") }

    /// The first column of whatever is asked.
    func texts(_ sql: String) throws -> [String] { try connection.texts(sql) }

    func count(_ sql: String) throws -> Int { Int(try connection.number("SELECT count(*) FROM \(sql)")) }

    var tables: [String] {
        get throws {
            try texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        }
    }

    func columns(of table: String) throws -> [(name: String, type: String)] {
        try texts("SELECT name || ' ' || type FROM pragma_table_info('\(table)')").map { line in
            let parts = line.split(separator: " ")
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
    }

    /// What is sealed with chance: sealed twice, it is never the same.
    static let sealed: [String: Set<String>] = [
        "engine": ["signing_secret", "credential"], "second_factor": ["sealed_key"], "mailed_code": ["secret"],
        "mail": ["secret"], "run_error": ["sealed"],
    ]

    /// Every row of every table, as text, table by table; of columns that are left out, whether there is something.
    func everything(but hidden: [String: Set<String>] = [:]) throws -> [String: [String]] {
        var dump: [String: [String]] = [:]
        for table in try tables {
            let columns = try columns(of: table).map { column in
                let isHidden = hidden[table]?.contains(column.name) == true
                return isHidden ? "(\"\(column.name)\" IS NULL)" : "quote(\"\(column.name)\")"
            }.joined(separator: " || '|' || ")
            dump[table] = try texts("SELECT \(columns) AS line FROM \"\(table)\" ORDER BY line")
        }
        return dump
    }
}
