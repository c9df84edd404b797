#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What the command line asks of the operating system.
enum System {
    static let standardInput: Int32 = 0
    static let standardOutput: Int32 = 1
    static let standardError: Int32 = 2

    /// A reader that goes away shows as an error of the write, not as the end of the process.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Has the C library keep two heaps, not eight for each core, and hand back what is freed of them.
    static func keepHeapsSmall() {
        #if canImport(Glibc)
            // Its header is not in Swift's module of the library.
            typealias Setter = @convention(c) (_ parameter: Int32, _ value: Int32) -> Int32
            guard let symbol = dlsym(nil, "mallopt") else { return }
            let set = unsafeBitCast(symbol, to: Setter.self)
            let (trimThreshold, mapThreshold, heapLimit): (Int32, Int32, Int32) = (-1, -3, -8)
            _ = set(heapLimit, 2)
            // Set, they no longer grow with the largest block that was ever freed.
            _ = set(trimThreshold, 256 << 10)
            _ = set(mapThreshold, 256 << 10)
        #endif
    }

    /// How many processor cores this process may run on; `nil` where the system cannot say.
    static var usableCores: Int? {
        #if os(Linux)
            // Swift's module of the library leaves it out.
            typealias Getter = @convention(c) (_ process: pid_t, _ size: Int, _ set: UnsafeMutableRawPointer?) -> Int32
            guard let symbol = dlsym(nil, "sched_getaffinity") else { return nil }
            var cores: [UInt64] = Array(repeating: 0, count: 128)
            let isKnown = unsafeBitCast(symbol, to: Getter.self)(0, cores.count * 8, &cores) >= 0
            return isKnown ? cores.reduce(0) { $0 + $1.nonzeroBitCount } : nil
        #else
            return nil
        #endif
    }

    /// Ends the process.
    static func leave(_ status: Int32) -> Never { exit(status) }

    /// Writes one line to standard error, as a whole.
    static func complain(_ line: String) {
        try? writeAll(Array("portald: \(line)\n".utf8), to: standardError)
    }

    /// The operating system's words for its last error.
    static var problem: String { String(cString: strerror(errno)) }
}

// MARK: Reading

extension System {
    /// Opens a file that was named on the command line.
    static func openInput(_ path: String) throws(Complaint) -> Int32 {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Complaint(.noInput, "\(path): \(problem)") }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw Complaint(.noInput, "\(path): it is a directory") }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Complaint(.noInput, "\(path): \(problem)") }
        return file
    }

    static func closeInput(_ file: Int32) { close(file) }

    /// Reads what there is into the bytes from `start` on, at most as much as fits; zero at the end.
    static func readSome(
        of file: Int32, into bytes: inout [UInt8], from start: Int
    ) throws(Complaint) -> Int {
        while true {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let free = UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
                return read(file, free.baseAddress, free.count)
            }
            if count >= 0 { return count }
            if errno != EINTR { throw Complaint(.inputOutput, "cannot read: \(problem)") }
        }
    }

    /// Everything in a file that is not larger than the limit.
    static func contents(of path: String, limit: Int) throws(Complaint) -> [UInt8] {
        let file = try openInput(path)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        var count = 0
        while true {
            let more = try readSome(of: file, into: &bytes, from: count)
            guard more > 0 else { return Array(bytes[..<count]) }
            count += more
            guard count <= limit else { throw Complaint(.badData, "\(path): larger than \(limit) bytes") }
            if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: count)) }
        }
    }
}

// MARK: Writing

extension System {
    static func writeAll(_ bytes: [UInt8], to file: Int32) throws {
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EPIPE {
                    throw ReaderLeft()
                } else if errno != EINTR {
                    throw Complaint(.inputOutput, "cannot write: \(problem)")
                }
            }
        }
    }

    /// Writes a file that appears whole or not at all, for its owner's eyes only.
    static func save(_ text: String, to path: String) throws {
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Complaint(.cannotCreate, "\(path): \(problem)") }
        do {
            defer { close(file) }
            try writeAll(Array(text.utf8), to: file)
            guard fsync(file) == 0 else { throw Complaint(.inputOutput, "\(path): \(problem)") }
        } catch {
            unlink(draft)
            throw error
        }
        try move(draft, to: path)
    }

    /// Moves a file to its place, in one step that survives a power failure.
    static func move(_ path: String, to place: String) throws(Complaint) {
        guard rename(path, place) == 0 else { throw Complaint(.cannotCreate, "\(place): \(problem)") }
        let parent = place.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let folder = open(place.contains("/") ? "\(parent)/" : ".", O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw Complaint(.cannotCreate, "\(place): \(problem)") }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Complaint(.cannotCreate, "\(place): \(problem)") }
    }
}
