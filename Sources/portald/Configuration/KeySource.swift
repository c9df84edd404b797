import PortalServices

/// Where the master key comes from: a value of its own, or a file.
enum KeySource: Sendable {
    case key(MasterKey)
    case file(MasterKeyFile)

    init(_ settings: Settings, in directory: DataDirectory) throws(Complaint) {
        let text = try settings.text(.masterKey)
        if text.isEmpty {
            let path = try settings.text(.masterKeyFile)
            self = .file(MasterKeyFile(path: path.isEmpty ? directory.standardMasterKey : path))
        } else {
            self = .key(try settings.value(.masterKey) { try? MasterKey(text: $0, source: Setting.masterKey.key) })
        }
    }

    /// The key. `isFirstStart` makes the file where there is none: never beside a database that was sealed with another.
    func open(isFirstStart: Bool) throws(Complaint) -> MasterKey {
        switch self {
        case .key(let key):
            return key
        case .file(let file):
            do throws(MasterKeyError) {
                return isFirstStart ? try file.readOrCreate() : try file.read()
            } catch {
                throw Complaint(error)
            }
        }
    }
}

extension Complaint {
    init(_ error: MasterKeyError) {
        let status: ExitStatus =
            switch error {
            case .malformed, .missing, .notAFile, .openToOthers: .configuration
            case .unreadable: .noInput
            case .unwritable: .cannotCreate
            }
        self.init(status, "\(error)")
    }
}
