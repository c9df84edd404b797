import PortalCore

/// A case has one answer, on one line, that begins with its id; what is no case has one line of words.
enum AccessCaseFuzz {
    static func take(_ bytes: [UInt8]) {
        let asked: AccessCase
        do {
            asked = try AccessCase.parse(bytes)
        } catch {
            let words = "\(error)"
            expect(!words.isEmpty && !words.contains { $0.isNewline }, "an error of several lines or none: \(words)")
            return
        }
        let answer = asked.answer()
        let explained = asked.answer(explain: true)
        expect(!explained.unicodeScalars.contains("\n"), "an answer of several lines")
        expect(answer.utf8.starts(with: "\(asked.id.text)\t".utf8), "an answer to another case")
        expect(explained.utf8.starts(with: "\(answer)\t".utf8), "explained, it is another answer")
        expect(answer == asked.answer(), "asked again, it is another answer")
        guard case .one = asked.question else { return }
        let verdict = answer.utf8.dropFirst(asked.id.text.utf8.count + 1)
        expect(verdict.elementsEqual("allow".utf8) || verdict.elementsEqual("deny".utf8), "neither allow nor deny")
    }
}
