import GRDBSQLite
import PortalCore

/// A connection to SQLite, with the statements that were prepared on it.
///
/// `@unchecked Sendable`: it has no lock of its own because exactly one thread holds it at a time. A reader lies in
/// ``ReaderPool`` under its mutex or is lent to one body; the writer's is touched on GRDB's serial queue only. Both
/// hand-overs order what was done before with what is done after.
final class SQLiteConnection: @unchecked Sendable {
    let handle: OpaquePointer
    private let ownsHandle: Bool
    private let observer: StatementObserver?
    private var prepared: [OpaquePointer?] = []

    /// Set when SQLite gave up the transaction by itself (a full disk, an I/O error): nothing may run until the next
    /// one begins, or it would be committed alone.
    private var hasLostTransaction = false
    /// How many transactions were committed on this connection.
    private(set) var commitCount = 0
    private var expectsTransaction = false

    /// Opens a file of its own for reading; it cannot write.
    init(reading path: String, options: SQLiteOptions) throws {
        var handle: OpaquePointer?
        // No mutex: one thread at a time, as above.
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let handle else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(handle)
            throw StorageError.sqlite(code, message)
        }
        self.handle = handle
        ownsHandle = true
        observer = options.observer
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Int32(options.busyTimeout.milliseconds))
        try execute("PRAGMA query_only = ON")
        try execute("PRAGMA cache_size = -\(options.readerCacheKiB)")
        try execute("PRAGMA mmap_size = \(options.mappedBytes)")
    }

    /// Works on a handle that somebody else opened and will close, after ``finalizeStatements()``.
    init(borrowing handle: OpaquePointer, observer: StatementObserver?) {
        self.handle = handle
        self.observer = observer
        ownsHandle = false
        sqlite3_extended_result_codes(handle, 1)
    }

    deinit {
        finalizeStatements()
        if ownsHandle { sqlite3_close_v2(handle) }
    }

    func finalizeStatements() {
        for statement in prepared { sqlite3_finalize(statement) }
        prepared = []
    }

    // MARK: Rows

    /// Runs a statement to its end and maps each of its rows.
    func all<Value>(_ sql: SQL, _ bindings: [Binding], _ decode: (Row) throws -> Value) throws -> [Value] {
        try run(sql, bindings) { statement in
            var values: [Value] = []
            while try step(statement) { values.append(try decode(Row(statement: statement))) }
            return values
        }
    }

    /// The first row of a statement, mapped; `nil` if it has none.
    func first<Value>(_ sql: SQL, _ bindings: [Binding], _ decode: (Row) throws -> Value) throws -> Value? {
        try run(sql, bindings) { statement in
            try step(statement) ? try decode(Row(statement: statement)) : nil
        }
    }

    /// Maps rows until the body says `false`; the rest is not looked at.
    func each(_ sql: SQL, _ bindings: [Binding], _ body: (Row) throws -> Bool) throws {
        try run(sql, bindings) { statement in
            while try step(statement), try body(Row(statement: statement)) {}
        }
    }

    /// Whether the statement has a row.
    func exists(_ sql: SQL, _ bindings: [Binding]) throws -> Bool {
        try run(sql, bindings) { try step($0) }
    }

    /// Runs a statement that changes rows; answers how many it changed, those of triggers not counted.
    @discardableResult
    func change(_ sql: SQL, _ bindings: [Binding]) throws -> Int {
        try run(sql, bindings) { statement in
            while try step(statement) {}
            return Int(sqlite3_changes(handle))
        }
    }

    /// Changes exactly what is named; what is not there, or not in the scope, is ``StorageError/notFound``.
    func changeOne(_ sql: SQL, _ bindings: [Binding]) throws {
        guard try change(sql, bindings) > 0 else { throw StorageError.notFound }
    }

    /// Runs SQL that is no statement of a request: pragmas and the like.
    func execute(_ text: String) throws {
        let code = sqlite3_exec(handle, text, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// One column of the rows of a pragma or of a question asked once.
    func texts(_ text: String, column: Int32 = 0) throws -> [String] {
        let statement = try prepare(text, flags: 0)
        defer { sqlite3_finalize(statement) }
        var values: [String] = []
        while try step(statement) { values.append(Row(statement: statement).text(column)) }
        return values
    }

    func number(_ text: String) throws -> Int64 {
        guard let value = try texts(text).first.flatMap({ Int64($0) }) else {
            throw StorageError.damaged("\(text) has no answer")
        }
        return value
    }

    // MARK: Transactions

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Grows with every row that is inserted, changed or deleted, by triggers too.
    var totalChanges: Int32 { sqlite3_total_changes(handle) }

    /// Begins a snapshot, fixed by the first row that is read.
    func beginReading() throws { try begin(Self.begin) }

    func beginWriting() throws { try begin(Self.beginImmediate) }

    private func begin(_ sql: SQL) throws {
        hasLostTransaction = false
        try silently(sql)
        expectsTransaction = true
    }

    func commit() throws {
        try silently(Self.commit)
        expectsTransaction = false
        commitCount += 1
    }

    /// Ends a transaction without a trace, whatever became of it.
    func rollback() {
        expectsTransaction = false
        guard isInTransaction else { return }
        do { try silently(Self.rollback) } catch {
            // The only failure left is a connection that is broken; SQLite rolls back when it is closed.
        }
    }

    private static let begin = SQL("BEGIN DEFERRED")
    private static let beginImmediate = SQL("BEGIN IMMEDIATE")
    private static let commit = SQL("COMMIT")
    private static let rollback = SQL("ROLLBACK")

    /// Runs a statement of the frame around a body, which observers are not told of.
    private func silently(_ sql: SQL) throws {
        let statement = try cached(sql)
        defer { sqlite3_reset(statement) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else { throw failure(code) }
    }

    // MARK: Statements

    private func run<Answer>(
        _ sql: SQL, _ bindings: [Binding], _ body: (OpaquePointer) throws -> Answer
    ) throws -> Answer {
        guard !hasLostTransaction else { throw StorageError.unavailable("the transaction was given up") }
        var statement = try cached(sql)
        // A statement that is met again while it is being walked gets a twin for the inner walk.
        let isTwin = sqlite3_stmt_busy(statement) != 0
        if isTwin { statement = try prepare(sql.text, flags: 0) }
        defer {
            if let observer { observer(Self.statistics(of: statement, sql: sql)) }
            if isTwin { sqlite3_finalize(statement) } else { sqlite3_reset(statement) }
        }
        // A parameter left out would keep the value of the last caller, who may be another tenant.
        guard Int(sqlite3_bind_parameter_count(statement)) == bindings.count else {
            throw StorageError.damaged("a statement got \(bindings.count) values: \(sql.text)")
        }
        var index: Int32 = 0
        for binding in bindings {
            index += 1
            let code = binding.bind(to: statement, at: index)
            guard code == SQLITE_OK else { throw failure(code) }
        }
        return try body(statement)
    }

    private func step(_ statement: OpaquePointer) throws -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        if expectsTransaction, !isInTransaction { hasLostTransaction = true }
        throw failure(code)
    }

    private func cached(_ sql: SQL) throws -> OpaquePointer {
        if sql.number < prepared.count, let statement = prepared[sql.number] { return statement }
        let statement = try prepare(sql.text, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
        if sql.number >= prepared.count {
            prepared.append(contentsOf: repeatElement(nil, count: sql.number + 1 - prepared.count))
        }
        prepared[sql.number] = statement
        return statement
    }

    private func prepare(_ text: String, flags: UInt32) throws -> OpaquePointer {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, text, -1, flags, &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code) }
        return statement
    }

    private func failure(_ code: Int32) -> StorageError {
        .sqlite(code, String(cString: sqlite3_errmsg(handle)))
    }

    private static func statistics(of statement: OpaquePointer, sql: SQL) -> StatementRun {
        func counter(_ which: Int32) -> Int { Int(sqlite3_stmt_status(statement, which, 1)) }
        return StatementRun(
            sql: sql.text, steps: counter(SQLITE_STMTSTATUS_VM_STEP), scanned: counter(SQLITE_STMTSTATUS_FULLSCAN_STEP),
            sorts: counter(SQLITE_STMTSTATUS_SORT))
    }
}
