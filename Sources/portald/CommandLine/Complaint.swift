/// Why a command stopped: a status by `sysexits.h`, and one line for standard error.
struct Complaint: Error, Hashable, Sendable {
    let status: ExitStatus
    /// What is wrong and where, without the name of the program, without a line end, and without anything secret.
    let line: String

    init(_ status: ExitStatus, _ line: String) {
        self.status = status
        self.line = line
    }
}

/// The exit statuses of `sysexits.h` that portald ends with.
enum ExitStatus: Int32, CaseIterable, Hashable, Sendable {
    /// The command line asks for something that there is not.
    case usage = 64
    /// What was read is not what it should be.
    case badData = 65
    /// A file that was named cannot be read.
    case noInput = 66
    /// Something that is needed is not there: a port in use, a service that does not answer.
    case unavailable = 69
    /// A fault of portald itself.
    case software = 70
    /// The operating system refused something that it should not.
    case system = 71
    /// A file cannot be made.
    case cannotCreate = 73
    /// Reading or writing failed half way.
    case inputOutput = 74
    /// Something else holds what is needed; it may work later.
    case tryLater = 75
    /// Not permitted to this user of the machine.
    case notPermitted = 77
    /// A setting is missing or wrong.
    case configuration = 78
}

/// Whoever read standard output has gone away: they have all they wanted, and the command ends without a word.
struct ReaderLeft: Error {}
