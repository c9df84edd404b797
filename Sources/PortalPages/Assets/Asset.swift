/// A file that pages need besides themselves. It is named by its content, and the name tells nothing else.
public enum Asset: CaseIterable, Hashable, Sendable {
    case stylesheet
    case script

    /// The last part of its address under `/assets/`, such as `0123456789abcdef.css`.
    public var fileName: String {
        switch self {
        case .stylesheet: Self.stylesheetFile.name
        case .script: Self.scriptFile.name
        }
    }

    public var bytes: [UInt8] {
        switch self {
        case .stylesheet: Self.stylesheetFile.bytes
        case .script: Self.scriptFile.bytes
        }
    }

    public var mediaType: String {
        switch self {
        case .stylesheet: "text/css; charset=utf-8"
        case .script: "text/javascript; charset=utf-8"
        }
    }

    /// The asset of a name that a page printed; `nil` for any other.
    public init?(fileName: some StringProtocol) {
        guard let asset = Self.allCases.first(where: { $0.fileName.utf8.elementsEqual(fileName.utf8) }) else {
            return nil
        }
        self = asset
    }

    private struct File {
        let name: String
        let bytes: [UInt8]

        init(_ bytes: [UInt8], ending: String) {
            self.bytes = bytes
            name = ContentHash(bytes).text + ending
        }
    }

    private static let stylesheetFile = File(Stylesheet.compact(Stylesheet.text), ending: ".css")
    private static let scriptFile = File(Array(Script.text.utf8), ending: ".js")
}
