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
        case .done: "st done"
        case .wrong: "st fail"
        case .under: "st busy"
        case .held: "st hold"
        case .open: "st open"
        case .unsure: "st dash"
        case .ended: "st stop"
        case .careful: "st care"
        case .on: "st live"
        }
    }
}

extension HTML {
    /// - Parameter isSpoken: Whether our script says the word when it changes.
    mutating func mark(_ mark: Mark, isSpoken: Bool = false) {
        element(.span, Class(mark.names), Flag("data-word", isSpoken), say: mark.phrase)
    }
}
