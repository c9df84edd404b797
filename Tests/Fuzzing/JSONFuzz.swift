import Foundation
import PortalCore

/// What is read as JSON is written back as the same document, and a reader that others wrote finds the same in it.
enum JSONFuzz {
    static func take(_ bytes: [UInt8]) {
        let document: JSONValue
        do {
            document = try JSONValue.parse(bytes, maxDepth: 64)
        } catch {
            expect((0...bytes.count).contains(error.offset), "an error beyond the end: \(error.offset)")
            expect(!"\(error)".contains("\n"), "an error of several lines")
            return
        }
        var writer = JSONWriter()
        writer.value(document)
        expect((try? JSONValue.parse(writer.bytes, maxDepth: 64)) == document, "written, it is another document")
        // Numbers that no machine number is near are beyond the other reader.
        guard hasOnlyPlainNumbers(document) else { return }
        guard let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) else {
            fatalError("the other reader does not take it")
        }
        expect(isSame(document, other), "the other reader finds something else")
    }

    private static func hasOnlyPlainNumbers(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number): number.literal.utf8.count <= 15 && !number.literal.utf8.contains { $0 | 32 == 101 }
        case .array(let elements): elements.allSatisfy(hasOnlyPlainNumbers)
        case .object(let members): members.allSatisfy { hasOnlyPlainNumbers($0.value) }
        case .string, .bool, .null: true
        }
    }

    private static func isSame(_ value: JSONValue, _ other: Any) -> Bool {
        switch value {
        case .null:
            return other is NSNull
        case .bool(let flag):
            return (other as? Bool) == flag
        case .number(let number):
            return (other as? NSNumber)?.doubleValue == number.double
        case .string(let text):
            return (other as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
        case .array(let elements):
            guard let others = other as? [Any], others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy { isSame($0, $1) }
        case .object(let members):
            guard let others = other as? [String: Any] else { return false }
            // To a dictionary of strings, keys that look alike are one key.
            guard others.count == members.count else { return Set(members.map(\.key)).count == others.count }
            return members.allSatisfy { member in others[member.key].map { isSame(member.value, $0) } ?? false }
        }
    }
}
