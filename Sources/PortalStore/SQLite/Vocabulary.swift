import PortalCore

/// The words of a closed set by their bytes, so that reading one makes no text of it: steps and workflows have some in each row.
struct Vocabulary<Word: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
    private let entries: [(letters: Letters, word: Word)]

    /// No word may be longer than sixteen bytes.
    init() {
        entries = Word.allCases.map { word in
            var text = word.rawValue
            guard let letters = text.withUTF8({ Letters(UnsafeRawBufferPointer($0)) }) else {
                preconditionFailure("\(text) is longer than sixteen bytes")
            }
            return (letters, word)
        }
    }

    /// The word that has exactly these bytes.
    func word(_ bytes: UnsafeRawBufferPointer) -> Word? {
        guard let letters = Letters(bytes) else { return nil }
        for entry in entries where entry.letters == letters { return entry.word }
        return nil
    }
}

/// Up to sixteen bytes as two numbers.
private struct Letters: Equatable {
    let count: Int
    let first: UInt64
    let second: UInt64

    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= 16 else { return nil }
        var pair: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &pair) { $0.copyMemory(from: bytes) }
        (count, first, second) = (bytes.count, pair.0, pair.1)
    }
}

/// Words that are in many rows.
protocol FrequentWord: RawRepresentable<String>, CaseIterable, Sendable {
    static var vocabulary: Vocabulary<Self> { get }
}

extension RunStatus: FrequentWord { static let vocabulary = Vocabulary<RunStatus>() }
extension WorkflowStatus: FrequentWord { static let vocabulary = Vocabulary<WorkflowStatus>() }
