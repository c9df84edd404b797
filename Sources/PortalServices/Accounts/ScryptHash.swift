import PortalCore

/// A stored password taken apart: its parameters, its salt and what was derived.
struct ScryptHash: Hashable, Sendable {
    let parameters: ScryptParameters
    let salt: [UInt8]
    let derived: [UInt8]

    static let saltCount = 16
    static let derivedCount = 32

    init(parameters: ScryptParameters, salt: [UInt8], derived: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.derived = derived
    }

    /// Reads `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<hash>`.
    ///
    /// `nil` for any other text: another order, signs, leading zeros, padding, or costs beyond the bounds of
    /// ``ScryptParameters``, so that no stored text can make a check burn memory.
    init?(_ hash: PasswordHash) {
        let parts = hash.text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let parameters = Self.parameters(parts[2]),
            let salt = Self.bytes(parts[3], count: 16...64),
            let derived = Self.bytes(parts[4], count: 32...64)
        else { return nil }
        self.init(parameters: parameters, salt: salt, derived: derived)
    }

    var text: PasswordHash {
        let costs = "ln=\(parameters.log2N),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return PasswordHash(text: "$scrypt$\(costs)$\(Self.unpadded(salt))$\(Self.unpadded(derived))")
    }

    private static func parameters(_ text: Substring) -> ScryptParameters? {
        let settings = text.split(separator: ",", omittingEmptySubsequences: false)
        guard settings.count == 3, let log2N = number("ln=", settings[0]), let blockSize = number("r=", settings[1]),
            let parallelism = number("p=", settings[2])
        else { return nil }
        return ScryptParameters(log2N: log2N, blockSize: blockSize, parallelism: parallelism)
    }

    private static func number(_ name: String, _ setting: Substring) -> Int? {
        guard setting.hasPrefix(name), let number = Int(setting.dropFirst(name.count)), setting == "\(name)\(number)"
        else { return nil }
        return number
    }

    private static func bytes(_ text: Substring, count: ClosedRange<Int>) -> [UInt8]? {
        guard !text.contains("="), text.utf8.count <= 100,
            let bytes = Base64.decode(text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)),
            count.contains(bytes.count)
        else { return nil }
        return bytes
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        String(Base64.encode(bytes).prefix { $0 != "=" })
    }
}
