import PortalCore
import Testing

@Suite struct DisplayTextTests {
    @Test(arguments: [
        ("Plain text", "Plain text"),
        ("  spaces \t\n around  ", "spaces around"),
        ("two\r\nlines", "two lines"),
        ("in\u{2028}vi\u{85}si\u{A0}ble", "in vi si ble"),
        ("pay\u{202E}fdp.exe", "payfdp.exe"),
        ("ad\u{200B}min", "admin"),
        ("a\u{0}b\u{1B}[31mc", "ab[31mc"),
        ("\u{FEFF}marked", "marked"),
        ("nai\u{308}ve 漢字 עברית", "nai\u{308}ve 漢字 עברית"),
        ("👩\u{200D}🔬 ❤\u{FE0F} 👍🏽", "👩\u{200D}🔬 ❤\u{FE0F} 👍🏽"),
        ("نامه\u{200C}ای", "نامه\u{200C}ای"),
        ("葛\u{E0100}城", "葛\u{E0100}城"),
        ("joined\u{200D}", "joined"),
        ("\u{200D}joined", "joined"),
        ("joined \u{200C}\u{200D} apart", "joined apart"),
        ("\u{FE0F}bare \u{FE0F}selector", "bare selector"),
        ("a\u{FE0F}\u{FE0E}b", "a\u{FE0F}b"),
        ("dots\u{2800}\u{2800}end\u{2800}", "dots end"),
        ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴"),
        ("", ""),
    ])
    func `one line says what can be read and nothing else`(_ text: String, _ shown: String) {
        let line = DisplayText.line(text, limit: 200)
        #expect(Array(line.utf8) == Array(shown.utf8))
    }

    @Test(arguments: [
        ("one\ntwo", "one\ntwo"),
        ("one\r\ntwo\rthree", "one\ntwo three"),
        ("\n\n  one  \n  two  \n\n", "one\ntwo"),
        ("one\n\n\ntwo", "one\n\n\ntwo"),
        ("one\u{2028}two", "one two"),
        ("one\n\u{200D}two", "one\ntwo"),
    ])
    func `a paragraph keeps its lines`(_ text: String, _ shown: String) {
        #expect(DisplayText.paragraph(text, limit: 200) == shown)
    }

    @Test func `nothing that hides or reorders is left of any scalar`() {
        let alone: Set<Unicode.Scalar> = ["\u{301}", "\u{20E3}"]
        for (name, scalar) in HostileText.scalars where !alone.contains(scalar) {
            #expect(DisplayText.line(String(scalar), limit: 200).isEmpty, "\(name) alone is a name")
        }
        let kept: Set<Unicode.Scalar> = [
            "\u{301}", "\u{20E3}", "\u{200C}", "\u{200D}", "\u{FE0F}", "\u{E0100}",
        ]
        for (name, scalar) in HostileText.scalars where !kept.contains(scalar) {
            let shown = DisplayText.line("a\(scalar)b", limit: 200)
            #expect(["ab", "a b"].contains(shown), "\(name) is left in")
        }
    }

    @Test func `a text is cut between characters, never inside one`() {
        #expect(DisplayText.line("abcdef", limit: 3) == "abc")
        #expect(DisplayText.line("ab cd", limit: 3) == "ab")
        #expect(DisplayText.line("é", limit: 1) == "")
        #expect(DisplayText.line("ae\u{301}b", limit: 3) == "a")
        #expect(DisplayText.line("x👩\u{200D}👩\u{200D}👧", limit: 12) == "x")
        #expect(DisplayText.line("a\u{200D}b", limit: 4) == "a")
        #expect(DisplayText.line("a" + String(repeating: "\u{301}", count: 300), limit: 120) == "")
        #expect(DisplayText.paragraph("one\ntwo", limit: 4) == "one")
        #expect(DisplayText.line("abc", limit: 0) == "")
    }

    @Test func `whatever comes in, what goes out is bounded, clean and settled`() {
        var dice = SeededDice(seed: 20)
        for _ in 0..<4_000 {
            let text = HostileText.text(length: 60, using: &dice)
            let limit = Int.random(in: 0...80, using: &dice)
            let line = DisplayText.line(text, limit: limit)
            let paragraph = DisplayText.paragraph(text, limit: limit)

            for shown in [line, paragraph] {
                #expect(shown.utf8.count <= limit)
                #expect(shown.unicodeScalars.allSatisfy(mayBeShown), "\(Array(text.unicodeScalars))")
                #expect(!shown.contains("  "))
                #expect(shown.unicodeScalars.first.map(isOpen) != false)
                #expect(shown.unicodeScalars.last.map(isOpen) != false)
            }
            #expect(!line.utf8.contains(10))
            #expect(Array(DisplayText.line(line, limit: limit).utf8) == Array(line.utf8))
            #expect(Array(DisplayText.paragraph(paragraph, limit: limit).utf8) == Array(paragraph.utf8))
        }
    }

    private func isOpen(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.properties.isWhitespace && scalar != "\u{200C}" && scalar != "\u{200D}" && scalar != "\u{2800}"
    }

    private func mayBeShown(_ scalar: Unicode.Scalar) -> Bool {
        if ["\n", " ", "\u{200C}", "\u{200D}"].contains(scalar) { return true }
        if scalar.properties.isVariationSelector { return true }
        if scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
