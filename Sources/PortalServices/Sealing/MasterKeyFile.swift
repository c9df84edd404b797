import PortalCore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The master key as a file of its own, which only its owner (and a group that may read it) can reach.
///
/// Keep a copy apart from the backups: they never contain it, and without it what they hold sealed stays sealed.
public struct MasterKeyFile: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// Reads the key. Refuses a file that others can read or a group can write.
    public func read() throws(MasterKeyError) -> MasterKey {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else {
            throw errno == ENOENT ? .missing(path: path) : .unreadable(path: path, problem: Self.problem())
        }
        defer { close(file) }

        var status = stat()
        guard fstat(file, &status) == 0 else { throw .unreadable(path: path, problem: Self.problem()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        let mode = UInt32(status.st_mode) & 0o777
        guard mode & 0o027 == 0 else { throw .openToOthers(path: path, mode: mode) }

        return try MasterKey(text: try text(of: file), source: path)
    }

    /// Reads the key, or makes one (mode 0600) if there is no file yet.
    ///
    /// The file appears whole or not at all, and two processes that start at once end with the same key.
    public func readOrCreate(entropy: any Entropy = SystemEntropy()) throws(MasterKeyError) -> MasterKey {
        do throws(MasterKeyError) {
            return try read()
        } catch .missing {
            try create(entropy)
            return try read()
        }
    }

    private func text(of file: Int32) throws(MasterKeyError) -> String {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        var count = 0
        repeat {
            count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw .unreadable(path: path, problem: Self.problem()) }
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func create(_ entropy: any Entropy) throws(MasterKeyError) {
        let draft = "\(path).\(Base64URL.encode(entropy.bytes(9)))"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unwritable(path: path, problem: Self.problem()) }
        defer {
            close(file)
            unlink(draft)
        }
        let text = Array((Base64.encode(entropy.bytes(32)) + "\n").utf8)
        let written = text.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == text.count, fsync(file) == 0 else {
            throw .unwritable(path: path, problem: Self.problem())
        }
        // A link, not a rename: it never replaces a key that another process made in this moment.
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw .unwritable(path: path, problem: Self.problem())
        }
        try syncFolder()
    }

    private func syncFolder() throws(MasterKeyError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = open(parts.isEmpty ? "." : parts.joined(separator: "/") + "/", O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw .unwritable(path: path, problem: Self.problem()) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .unwritable(path: path, problem: Self.problem()) }
    }

    private static func problem() -> String { String(cString: strerror(errno)) }
}
