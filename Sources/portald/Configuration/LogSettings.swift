import FoundationEssentials
import Logging
import PortalCore
import Synchronization

/// How much is logged, and in which form.
struct LogSettings: Hashable, Sendable {
    enum Format: String, CaseIterable, Hashable, Sendable { case text, json }

    let level: Logger.Level
    let format: Format

    /// The process's logger. Every entry goes to standard error as one line.
    func logger() -> Logger {
        let level = level
        let format = format
        var logger = Logger(label: "portald") { _ in LineLogHandler(format: format) }
        logger.logLevel = level
        return logger
    }
}

/// Writes each entry as one line: plain text for people, or a JSON object for machines.
struct LineLogHandler: LogHandler {
    let format: LogSettings.Format
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    var metadataProvider: Logger.MetadataProvider?

    init(format: LogSettings.Format) { self.format = format }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let provided = metadataProvider?.get() ?? [:]
        let all = metadata.merging(provided) { $1 }.merging(event.metadata ?? [:]) { $1 }
        let fields = all.sorted { $0.key < $1.key }.map { (key: $0.key, value: Self.text(of: $0.value)) }
        let time = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let line: [UInt8]
        switch format {
        case .text: line = Self.plain(time, event.level, "\(event.message)", fields)
        case .json: line = Self.json(time, event.level, "\(event.message)", fields)
        }
        // One write for each line, so that lines of several threads do not mix.
        try? System.writeAll(line, to: System.standardError)
    }

    private static func plain(
        _ time: String, _ level: Logger.Level, _ message: String, _ fields: [(key: String, value: String)]
    ) -> [UInt8] {
        var text = "\(time) \(level.rawValue): \(oneLine(message))"
        for (key, value) in fields { text += " \(key)=\(quoted(oneLine(value)))" }
        return Array(text.utf8) + [UInt8(ascii: "\n")]
    }

    private static func json(
        _ time: String, _ level: Logger.Level, _ message: String, _ fields: [(key: String, value: String)]
    ) -> [UInt8] {
        var json = JSONWriter(reserving: 256)
        json.object { json in
            json.member("time", time)
            json.member("level", level.rawValue)
            json.member("message", message)
            for (key, value) in fields { json.member(key, value) }
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    private static func text(of value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value): "\(value)"
        case .array(let values): "[\(values.map(text).joined(separator: ", "))]"
        case .dictionary(let values):
            "[\(values.sorted { $0.key < $1.key }.map { "\($0.key): \(text(of: $0.value))" }.joined(separator: ", "))]"
        }
    }

    /// Nothing that is logged can begin a line of its own.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    private static func quoted(_ text: String) -> String {
        text.isEmpty || text.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" })
            ? "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\"" : text
    }
}
