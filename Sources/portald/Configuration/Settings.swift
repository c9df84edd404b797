import Configuration
import FoundationEssentials
import PortalCore

/// What was set, wherever it was set. Nothing is checked here but that the configuration file knows no other keys.
struct Settings: Sendable {
    private let reader: ConfigReader
    /// Where each value comes from, for the words of a complaint.
    private let origins: [Setting: String]

    /// - Parameters:
    ///   - flags: What the command line says.
    ///   - file: The configuration file; `nil` asks `PORTAL_CONFIG`.
    init(
        flags: [Setting: String] = [:], file: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Complaint) {
        let path = file ?? environment["PORTAL_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let written = if let path { try Self.read(path) } else { [Setting: String]() }
        // An empty variable is one that is not set: service managers often cannot leave one out.
        let variables = environment.filter { !$0.value.isEmpty }

        var origins: [Setting: String] = [:]
        for setting in Setting.allCases {
            if flags[setting] != nil {
                origins[setting] = setting.flag
            } else if variables[setting.environmentName] != nil {
                origins[setting] = setting.environmentName
            } else if let path, written[setting] != nil {
                origins[setting] = path
            }
        }
        self.origins = origins
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "flags", values: Self.values(flags)),
            EnvironmentVariablesProvider(
                environmentVariables: variables,
                secretsSpecifier: .specific(Set(Setting.allCases.filter(\.isSecret).map(\.environmentName)))),
            InMemoryProvider(name: "file", values: Self.values(written)),
        ]).scoped(to: "portal")
    }

    /// The text that was set, or the standard one; throws if there is neither.
    func text(_ setting: Setting) throws(Complaint) -> String {
        let found = reader.string(forKey: ConfigKey([setting.key]), isSecret: setting.isSecret)
        guard let text = found ?? setting.standard else {
            let flag = setting.flag.map { " or \($0)" } ?? ""
            throw Complaint(.configuration, "\(setting.key): must be set, by \(setting.environmentName)\(flag)")
        }
        return text
    }

    /// What a reading of the text makes of it; a text that cannot be read is a complaint that names key and origin, and the value if it is
    /// no secret.
    func value<Value>(_ setting: Setting, _ read: (String) -> Value?) throws(Complaint) -> Value {
        let text = try text(setting)
        guard let value = read(text) else {
            let origin = origins[setting].map { " (from \($0))" } ?? ""
            let shown = setting.isSecret ? "" : ", not \"\(DisplayText.line(text, limit: 80))\""
            throw Complaint(.configuration, "\(setting.key)\(origin): must be \(setting.form)\(shown)")
        }
        return value
    }

    func number(_ setting: Setting, in range: ClosedRange<Int>) throws(Complaint) -> Int {
        try value(setting) { text in
            text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text).flatMap { range.contains($0) ? $0 : nil } : nil
        }
    }

    /// A list with commas; `nil` of the reading for one element refuses the whole.
    func list<Element>(_ setting: Setting, _ read: (String) -> Element?) throws(Complaint) -> [Element] {
        try value(setting) { text in
            let parts = text.split(separator: ",").map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            let elements = parts.filter { !$0.isEmpty }.map(read)
            return elements.contains { $0 == nil } ? nil : elements.compactMap(\.self)
        }
    }

    private static func values(_ texts: [Setting: String]) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (setting, text) in texts {
            values[AbsoluteConfigKey(["portal", setting.key])] = ConfigValue(.string(text), isSecret: setting.isSecret)
        }
        return values
    }
}

// MARK: The file

extension Settings {
    /// Reads a JSON object of keys and values: texts, numbers, and lists of texts.
    private static func read(_ path: String) throws(Complaint) -> [Setting: String] {
        let document: JSONValue
        let bytes = try System.contents(of: path, limit: 1 << 20)
        do {
            document = try JSONValue.parse(bytes)
        } catch {
            throw Complaint(.configuration, "\(path): \(error)")
        }
        guard let members = document.members else { throw Complaint(.configuration, "\(path): must be a JSON object") }
        var texts: [Setting: String] = [:]
        for member in members {
            guard let setting = Setting(rawValue: member.key) else {
                throw Complaint(.configuration, "\(path): \(JSONPath([.key(member.key)])): there is no such setting")
            }
            guard let text = text(of: member.value) else {
                throw Complaint(.configuration, "\(path): \(setting.key): must be \(setting.form)")
            }
            texts[setting] = text
        }
        return texts
    }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .number(let number): return number.literal
        case .array(let elements):
            let texts = elements.compactMap(\.string)
            return texts.count == elements.count ? texts.joined(separator: ",") : nil
        case .object, .bool, .null: return nil
        }
    }
}
