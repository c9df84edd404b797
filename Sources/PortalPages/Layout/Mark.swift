/// What something is in, told three times over: by a shape, by a word, and by a colour.
struct Mark: Equatable {
    /// Each state's shape can be told from the others without its colour.
    enum Look {
        case done, wrong, under, held, open, unsure, ended, careful, on
    }

    let look: Look
    let phrase: Phrase

    init(_ look: Look, _ phrase: Phrase) {
        self.look = look
        self.phrase = phrase
    }

    fileprivate var names: StaticString {
        switch look {
        case .done: "st check good"
        case .wrong: "st cross bad"
        case .under: "st arc busy"
        case .held: "st hold warn"
        case .open: "st ring"
        case .unsure: "st dash"
        case .ended: "st stop"
        case .careful: "st alert warn"
        case .on: "st dot good"
        }
    }
}

extension HTML {
    /// - Parameter isSpoken: Whether our script says the word when it changes.
    mutating func mark(_ mark: Mark, isSpoken: Bool = false) {
        element(.span, Class(mark.names), Flag("data-word", isSpoken), say: mark.phrase)
    }
}
