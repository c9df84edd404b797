import PortalCore

/// Answers access cases line by line, in the order they come and in constant memory.
struct AccessCheck: ~Copyable {
    private var lines: LineReader
    private var output: Output
    private let explains: Bool
    /// What errors call the input.
    private let source: String
    private var number = 0

    init(_ file: Int32, called source: String, explains: Bool, output: consuming Output) {
        lines = LineReader(file, longest: AccessCase.maxBytes)
        self.source = source
        self.explains = explains
        self.output = output
    }

    /// Answers all cases. The first line that is no case ends it with an error that names the line and the field; what was answered before
    /// it has been written then.
    mutating func run() throws {
        do {
            try answerAll()
        } catch let complaint as Complaint {
            try output.flush()
            throw complaint
        }
        try output.flush()
    }

    private mutating func answerAll() throws {
        while true {
            switch lines.next() {
            case .line(let range):
                number += 1
                try answer(range)
            case .mustRead:
                // Whoever writes the next case may be waiting for the answer to the last.
                try output.flush()
                try lines.read()
            case .tooLong:
                throw complaint(at: number + 1, "longer than \(AccessCase.maxBytes) bytes")
            case .end:
                return
            }
        }
    }

    private mutating func answer(_ range: Range<Int>) throws {
        let explains = explains
        let answer: String?
        do throws(AccessCaseError) {
            answer = try lines.withBytes(of: range) { (line) throws(AccessCaseError) -> String? in
                Self.isBlank(line) ? nil : try AccessCase.parse(line).answer(explain: explains)
            }
        } catch {
            throw complaint(at: number, "\(error)")
        }
        if let answer { try output.line(answer) }
    }

    private func complaint(at line: Int, _ problem: String) -> Complaint {
        Complaint(.badData, "\(source): line \(line): \(problem)")
    }

    private static func isBlank(_ line: Span<UInt8>) -> Bool {
        for index in line.indices {
            switch line[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            default: return false
            }
        }
        return true
    }
}
