import PortalCore
import Testing

@testable import PortalStore

struct VocabularyTests {
    @Test func `every frequent word is found by its bytes`() {
        expectAll(RunStatus.self)
        expectAll(WorkflowStatus.self)
    }

    @Test(arguments: [
        "", "queue", "queuedd", "queued\0", "Queued", "succeede", "succeedeD", "succeeded succeeded succeeded",
    ])
    func `what is not quite a word is none`(_ text: String) {
        #expect(word(text, RunStatus.self) == nil)
    }

    private func expectAll<Word: FrequentWord & Equatable>(_: Word.Type) {
        for one in Word.allCases { #expect(word(one.rawValue, Word.self) == one) }
    }

    private func word<Word: FrequentWord>(_ text: String, _: Word.Type) -> Word? {
        Array(text.utf8).withUnsafeBytes { Word.vocabulary.word($0) }
    }
}
