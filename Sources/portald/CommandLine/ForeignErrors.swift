import PortalCore

extension Complaint {
    /// What to say of an error that another module threw.
    init(from error: any Error) {
        switch error {
        case let complaint as Complaint:
            self = complaint
        case let error as StorageError:
            self.init(error)
        default:
            self.init(.software, "unexpected: \(error)")
        }
    }

    private init(_ error: StorageError) {
        switch error {
        case .alreadyExists(let what): self.init(.cannotCreate, "\(what) exists already")
        case .notFound: self.init(.badData, "there is no such thing in the database")
        case .refusedBySchema(let rule): self.init(.badData, "the schema refuses it: \(rule)")
        case .lentBodyEnded: self.init(.software, "a transaction was used after its end")
        case .unavailable(let problem): self.init(.inputOutput, "the database cannot be used: \(problem)")
        case .damaged(let what): self.init(.badData, "the database is damaged: \(what)")
        case .writtenByOlder(let words):
            self.init(
                .unavailable, "\(words): make a backup, end the daemon if one is running, then use portald migrate")
        case .writtenByNewer(let words): self.init(.unavailable, words)
        }
    }
}
