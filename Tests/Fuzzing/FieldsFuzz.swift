@testable import PortalHTTP

/// Fields are read as a second, plainer reader reads them, or not at all.
enum FieldsFuzz {
    static func take(_ bytes: [UInt8]) {
        let read = try? Fields(urlEncoded: bytes)
        let expected = reference(bytes)
        expect((read == nil) == (expected == nil), "one reads fields, the other does not")
        guard let read, let expected else { return }
        for (name, _) in expected {
            let values = expected.filter { Array($0.name.utf8) == Array(name.utf8) }.map(\.value)
            expect(read.all(name).map { Array($0.utf8) } == values.map { Array($0.utf8) }, "other values of \(name)")
            let one = try? read.value(name)
            expect((one == nil) == (values.count > 1), "\(values.count) values, and \(one as Any)")
            expect((read.hint(name) == nil) == (values.count != 1), "\(values.count) values, and a hint")
        }
        expect(
            read.all("no such field").isEmpty || expected.contains { $0.name == "no such field" }, "an invented field")
    }

    private static func reference(_ bytes: [UInt8]) -> [(name: String, value: String)]? {
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= 200 else { return nil }
        var fields: [(name: String, value: String)] = []
        for pair in pairs {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : []) else { return nil }
            fields.append((name, value))
        }
        return fields
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        let parts = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
            .split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
        var plain = Array(parts[0])
        for part in parts.dropFirst() {
            let digits = text(part.prefix(2))
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16) else {
                return nil
            }
            plain.append(byte)
            plain += part.dropFirst(2)
        }
        return plain.contains(0) ? nil : String(validating: plain, as: UTF8.self)
    }
}
