import ArgumentParser
import FoundationEssentials
import PortalCore
import PortalServices
import PortalStore

/// `portald doctor`: what an operator wants to know before asking for help.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says how this portal stands: settings, files, database, master key.",
        discussion: """
            Names no person and shows no secret, so that what it prints can be sent to whoever helps. Ends with 78 if something has to be \
            mended before `portald serve` can start, by the settings of the environment and of the file: it has no flags of its own for them.
            """)

    @OptionGroup var data: DataFlags
    @OptionGroup var masterKey: MasterKeyFlags

    func run() async throws {
        let settings = try Settings(flags: data.values.merging(masterKey.values) { $1 }, file: data.config)
        let directory = try DataDirectory(settings)
        try directory.requireDatabase()
        var output = Output()
        try output.line("portald         \(Portald.version)")
        try output.line("data directory  \(directory.path) (mode \(Self.mode(of: directory.path)))")
        let storage = try directory.openStorage()
        do {
            try await describe(storage, to: &output)
            let keyProblem = await problem(settings, directory, storage)
            try output.line("master key      \(keyProblem?.line ?? "opens this database's secrets")")
            let wrongSetting = Self.problem(settings)
            try output.line("settings        \(wrongSetting?.line ?? "all can be served by")")
            try output.line("daemon          \(Self.isFree(directory) ? "none is running here" : "running")")
            try output.flush()
            if let problem = keyProblem ?? wrongSetting { throw problem }
        } catch {
            try? await storage.close()
            throw error
        }
        try await storage.close()
    }

    private func describe(_ storage: SQLiteStorage, to output: inout Output) async throws {
        let facts = try await storage.facts()
        try output.line("database        \(facts.path), \(facts.fileBytes) bytes, log \(facts.logBytes) bytes")
        try output.line(
            "                SQLite \(facts.sqliteVersion), schema \(facts.schemaVersion), journal \(facts.journalMode)"
        )
        try output.line(
            "                \(facts.pageCount) pages of \(facts.pageSize) bytes, \(facts.freePages) of them free")
        let isDurable = facts.synchronous == 2 && facts.foreignKeys
        try output.line(
            "                \(isDurable ? "flushes every commit, foreign keys on" : "DOES NOT FLUSH EVERY COMMIT")")
        if facts.isQuarantined { try output.line("quarantine      nothing is sent until portald resume") }
        for table in facts.rows.keys.sorted() {
            guard let count = facts.rows[table] else { continue }
            try output.line("rows            \(table) \(count)")
        }
    }

    private func problem(_ settings: Settings, _ directory: DataDirectory, _ storage: SQLiteStorage) async -> Complaint?
    {
        do {
            let key = try KeySource(settings, in: directory).open(isFirstStart: false)
            let portal = Portal(
                storage: storage,
                services: Services(
                    passwords: ScryptPasswords(), digests: CryptoDigests(), sealing: AESSealer(masterKey: key)),
                clock: SystemClock(), entropy: SystemEntropy())
            try await SealCheck(portal).run()
            return nil
        } catch {
            return Complaint(from: error)
        }
    }

    /// What is wrong with the settings that `serve` would run by.
    private static func problem(_ settings: Settings) -> Complaint? {
        do throws(Complaint) {
            _ = try ServerConfig(settings)
            return nil
        } catch {
            return error
        }
    }

    private static func isFree(_ directory: DataDirectory) -> Bool {
        do {
            _ = try directory.lock()
            return true
        } catch {
            return false
        }
    }

    private static func mode(of path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes?[.posixPermissions] as? Int else { return "unknown" }
        return String(mode & 0o777, radix: 8)
    }
}
