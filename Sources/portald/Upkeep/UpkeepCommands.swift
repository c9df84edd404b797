import ArgumentParser
import PortalCore
import PortalServices
import PortalStore

/// `portald backup TARGET`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies one consistent moment of the database to a new file, beside a running daemon.",
        discussion: """
            The file appears whole or not at all, and one that exists is refused with status 73. It never holds the master key: keep a copy of \
            that elsewhere, or what is sealed in the backup stays sealed. A database of an older version is copied as it is.
            """)

    @OptionGroup var data: DataFlags

    @Argument(help: "The file to make.", completion: .file())
    var target: String

    func run() async throws {
        let directory = try DataDirectory(data.settings())
        try directory.requireDatabase()
        do {
            try await SQLiteStorage.backup(of: directory.database, to: target, options: DataDirectory.options)
        } catch StorageError.unavailable(let words), StorageError.alreadyExists(let words) {
            throw Complaint(.cannotCreate, words)
        }
    }
}

/// `portald restore SOURCE`.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes a data directory's database from a backup, in quarantine.",
        discussion: """
            The directory must have no database; put the master key of the time of the backup into it. Everybody is signed out, and nothing is \
            sent until `portald resume`, because what waits in the backup may have been sent since.
            """)

    @OptionGroup var data: DataFlags

    @Argument(help: "The backup.", completion: .file())
    var source: String

    func run() async throws {
        System.closeInput(try System.openInput(source))
        let directory = try DataDirectory(data.settings())
        try directory.make()
        let lock = try directory.lock()
        defer { withExtendedLifetime(lock) {} }
        guard !directory.hasDatabase else {
            throw Complaint(.cannotCreate, "\(directory.path): there is a portal here already")
        }
        let findings: [Finding]
        do {
            findings = try await SQLiteStorage.restore(
                from: source, to: directory.database, options: DataDirectory.options)
        } catch StorageError.alreadyExists(let words) {
            throw Complaint(.cannotCreate, words)
        } catch StorageError.damaged(let words), StorageError.writtenByNewer(let words) {
            throw Complaint(.badData, "\(source): \(words)")
        }
        var output = Output()
        try output.line("restored in quarantine: nothing is sent until portald resume")
        for finding in findings { try output.line("\(finding.kind.rawValue)\t\(finding.detail)") }
        try output.flush()
    }
}

/// `portald resume`.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lets a restored database act again: what waits in its outbox is sent.",
        discussion: "Look first at what waits, on the agencies' pages. A database that is not held is left as it is.")

    @OptionGroup var data: DataFlags

    func run() async throws {
        let wasHeld = try await OpenedStorage(data.settings()).use { try await $0.release() }
        var output = Output()
        try output.line(wasHeld ? "released" : "was not held")
        try output.flush()
    }
}

/// `portald verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks everything that can be checked of what is stored, beside a running daemon.",
        discussion: """
            Prints nothing but "ok" and ends with 0 if all is well. Else each finding is a line of its kind, a tab and the detail, and the status \
            is 65.
            """)

    @OptionGroup var data: DataFlags

    func run() async throws {
        let findings = try await OpenedStorage(data.settings()).use { try await $0.verify() }
        var output = Output()
        for finding in findings { try output.line("\(finding.kind.rawValue)\t\(finding.detail)") }
        if findings.isEmpty { try output.line("ok") }
        try output.flush()
        guard findings.isEmpty else {
            throw Complaint(.badData, "\(findings.count) \(findings.count == 1 ? "finding" : "findings")")
        }
    }
}

/// `portald migrate`.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database's schema up to date, as every start does.",
        discussion: """
            Make a backup first (portald backup), because steps go forward only, and end the daemon: while one is running this is refused with \
            status 75. A database of a newer version is refused. No other command than this, serve and demo changes the schema.
            """)

    @OptionGroup var data: DataFlags

    func run() async throws {
        let directory = try DataDirectory(data.settings())
        try directory.requireDatabase()
        let lock = try directory.lock()
        defer { withExtendedLifetime(lock) {} }
        let storage = try directory.openStorage(under: lock)
        let version = try await storage.schemaVersion
        try await storage.close()
        var output = Output()
        try output.line("schema \(version)")
        try output.flush()
    }
}

/// A database that is there already, opened for one command and closed after it whatever happens.
struct OpenedStorage {
    private let directory: DataDirectory

    init(_ settings: Settings) throws(Complaint) {
        directory = try DataDirectory(settings)
        try directory.requireDatabase()
    }

    func use<Answer>(_ body: (SQLiteStorage) async throws -> Answer) async throws -> Answer {
        let storage = try directory.openStorage()
        let answer: Answer
        do {
            answer = try await body(storage)
        } catch {
            try? await storage.close()
            throw error
        }
        try await storage.close()
        return answer
    }
}
