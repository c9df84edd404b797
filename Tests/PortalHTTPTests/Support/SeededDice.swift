/// A generator that throws the same dice for the same seed, so that a failing case can be thrown again.
struct SeededDice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Bytes that look like the input of a parser: pieces that it knows, cut, doubled and mixed with noise.
    mutating func bytes(from pieces: [String], count: ClosedRange<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: count, using: &self) {
            if Int.random(in: 0..<4, using: &self) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &self))
            } else if let piece = pieces.randomElement(using: &self) {
                bytes += piece.utf8.prefix(Int.random(in: 0...piece.utf8.count, using: &self))
                if Bool.random(using: &self) { bytes += piece.utf8 }
            }
        }
        return bytes
    }

    /// The same as text, with what is no UTF-8 replaced.
    mutating func text(from pieces: [String], count: ClosedRange<Int>) -> String {
        String(decoding: bytes(from: pieces, count: count), as: UTF8.self)
    }
}
