/// Standard output, written in large pieces.
///
/// Nothing is written before ``flush()`` or a full piece; a reader that has gone away throws ``ReaderLeft``.
struct Output: ~Copyable {
    private var pending: [UInt8] = []
    private let file: Int32
    private static let piece = 1 << 16

    init(_ file: Int32 = System.standardOutput) {
        self.file = file
        pending.reserveCapacity(Self.piece + 4_096)
    }

    mutating func write(_ text: String) throws {
        pending.append(contentsOf: text.utf8)
        if pending.count >= Self.piece { try flush() }
    }

    mutating func line(_ text: String) throws {
        try write(text)
        pending.append(UInt8(ascii: "\n"))
    }

    mutating func flush() throws {
        guard !pending.isEmpty else { return }
        defer { pending.removeAll(keepingCapacity: true) }
        try System.writeAll(pending, to: file)
    }
}
