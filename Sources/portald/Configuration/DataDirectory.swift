import FoundationEssentials
import PortalCore
import PortalServices
import PortalStore

/// Where one portal keeps everything: the database, the master key and the daemon's lock.
struct DataDirectory: Hashable, Sendable {
    let path: String

    var database: String { "\(path)/portal.sqlite" }
    /// Where mails are put down while there is no mail server.
    var mails: String { "\(path)/mail" }
    var standardMasterKey: String { "\(path)/master.key" }

    init(_ settings: Settings) throws(Complaint) {
        self.init(path: try settings.value(.dataDirectory) { $0.isEmpty ? nil : $0 })
    }

    init(path: String) { self.path = path }

    var hasDatabase: Bool { FileManager.default.fileExists(atPath: database) }

    /// Makes the directory, for its owner's eyes only, if there is none.
    func make() throws(Complaint) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Complaint(.cannotCreate, "\(path): the data directory cannot be made")
        }
    }

    /// Complains unless there is a portal here.
    func requireDatabase() throws(Complaint) {
        guard hasDatabase else {
            throw Complaint(
                .noInput, "\(path): there is no portal here; portald serve and portald agency create make one")
        }
    }

    /// Opens the database. One that an older version wrote is refused: its daemon may be running.
    func openStorage() throws -> SQLiteStorage {
        try SQLiteStorage.open(at: database, options: Self.options, upgrading: false)
    }

    /// Opens the database, and brings its schema up to date: whoever holds the daemon's lock is alone with it.
    func openStorage(under lock: DataDirectoryLock) throws -> SQLiteStorage {
        try withExtendedLifetime(lock) { try SQLiteStorage.open(at: database, options: Self.options) }
    }

    static var options: SQLiteOptions { SQLiteOptions(digests: CryptoDigests()) }

    /// The daemon's claim; a second daemon is told to try later.
    func lock() throws(Complaint) -> DataDirectoryLock {
        do {
            return try DataDirectoryLock(directory: path)
        } catch StorageError.unavailable(let words) {
            throw Complaint(.tryLater, words)
        } catch {
            throw Complaint(.system, "\(path): cannot be locked: \(error)")
        }
    }
}
