import Logging
import PortalCore
import PortalStore
import Synchronization

/// What a town's parts told while it was watched: statements that were run, decisions that were made, lines that were logged.
final class Notebook: Sendable {
    private struct Notes {
        var statements: [StatementRun] = []
        var decisions: [Decided] = []
        var lines: [String] = []
        var isWatching = false
    }

    struct Decided: Hashable, Sendable {
        let action: Action
        let decision: Decision
    }

    private let notes = Mutex(Notes())

    func note(_ statement: StatementRun) {
        notes.withLock { if $0.isWatching { $0.statements.append(statement) } }
    }

    func note(_ action: Action, _ decision: Decision) {
        notes.withLock { if $0.isWatching { $0.decisions.append(Decided(action: action, decision: decision)) } }
    }

    func note(_ line: String) { notes.withLock { $0.lines.append(line) } }

    /// Everything that was logged so far.
    var lines: [String] { notes.withLock { $0.lines } }

    /// Begins anew, and keeps statements and decisions from here on.
    func watch() {
        notes.withLock { notes in
            notes.statements = []
            notes.decisions = []
            notes.isWatching = true
        }
    }

    /// What was noted since ``watch()``.
    func read() -> (statements: [StatementRun], decisions: [Decided]) {
        notes.withLock { ($0.statements, $0.decisions) }
    }
}

/// A log that is kept line by line, metadata included.
struct NotebookLog: LogHandler {
    let notebook: Notebook
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    init(_ notebook: Notebook) { self.notebook = notebook }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let words = all.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
        let cause = event.error.map { " \($0)" } ?? ""
        notebook.note("\(event.level) \(event.message) \(words)\(cause)")
    }
}
