import PortalCore

/// A word of a closed set that rows of runs hold as a number: its place in ``byCode``.
protocol CodedWord: Equatable, Sendable {
    /// Never reordered, and only ever added to at its end: the numbers are in databases.
    static var byCode: [Self] { get }
}

extension RunStatus: CodedWord {
    static let byCode: [RunStatus] = [.queued, .running, .waiting, .succeeded, .failed, .canceled, .unknown]
}

extension RunOrigin: CodedWord {
    static let byCode: [RunOrigin] = [.engine, .client, .staff]
}

extension TriggerDelivery: CodedWord {
    static let byCode: [TriggerDelivery] = [.pending, .accepted, .didNotStart, .unconfirmed, .withdrawn]
}

extension CodedWord {
    var code: Int {
        guard let code = Self.byCode.firstIndex(of: self) else { preconditionFailure("\(self) has no code") }
        return code
    }
}

extension Binding {
    static func code(_ word: some CodedWord) -> Binding { .count(word.code) }
    static func code(_ word: (some CodedWord)?) -> Binding { word.map { .code($0) } ?? .null }
}

extension Row {
    /// A word of a closed set, as the schema's CHECK admits its number.
    func coded<Word: CodedWord>(_ column: Int32, _ kind: Word.Type = Word.self) throws -> Word {
        let code = int(column)
        guard code >= 0, code < Int64(Word.byCode.count) else {
            throw StorageError.damaged("\(code) is no \(Word.self)")
        }
        return Word.byCode[Int(code)]
    }

    func optionalCoded<Word: CodedWord>(_ column: Int32, _ kind: Word.Type = Word.self) throws -> Word? {
        isNull(column) ? nil : try coded(column)
    }
}
