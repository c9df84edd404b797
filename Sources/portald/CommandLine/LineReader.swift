/// The lines of a file or pipe, one at a time, in memory that only the longest line determines.
struct LineReader: ~Copyable {
    private let file: Int32
    private let longest: Int
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    /// Up to where the present line was searched for its end.
    private var searched = 0
    private var atEnd = false

    /// - Parameter longest: How many bytes a line may have.
    init(_ file: Int32, longest: Int) {
        self.file = file
        self.longest = longest
        buffer = [UInt8](repeating: 0, count: 1 << 16)
    }

    enum Next: Equatable {
        /// Where the line is, without its end: for ``withBytes(of:_:)``, until the next call.
        case line(Range<Int>)
        /// The next call may have to wait for whoever writes.
        case mustRead
        case tooLong
        case end
    }

    /// Lends the bytes of a line.
    func withBytes<Answer, Failure>(
        of line: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        try body(buffer.span.extracting(line))
    }

    /// The next line that is in memory already.
    mutating func next() -> Next {
        if let newline = newline() {
            defer {
                start = newline + 1
                searched = start
            }
            return newline - start > longest ? .tooLong : .line(start..<newline)
        }
        searched = end
        if end - start > longest { return .tooLong }
        guard atEnd else { return .mustRead }
        guard start < end else { return .end }
        defer { start = end }
        return .line(start..<end)
    }

    /// Waits for more of the file.
    mutating func read() throws(Complaint) {
        makeRoom()
        let count = try System.readSome(of: file, into: &buffer, from: end)
        end += count
        atEnd = count == 0
    }

    private func newline() -> Int? {
        buffer.withUnsafeBytes { bytes in
            bytes[searched..<end].firstIndex(of: UInt8(ascii: "\n"))
        }
    }

    /// Moves the unfinished line to the front, and doubles the buffer where that line fills it.
    private mutating func makeRoom() {
        if start > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyBytes(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
            end -= start
            searched -= start
            start = 0
        }
        if end == buffer.count { buffer.append(contentsOf: repeatElement(0, count: buffer.count)) }
    }
}
