/// A strict reader of our own pages: it takes nothing but what the writer is meant to write, and says where it stumbled.
///
/// Tags are lowercase and balanced, attributes double-quoted and unrepeated, every `<` begins a tag and every `&` a reference.
struct PageParser {
    struct Element: Equatable {
        let name: String
        let attributes: [Attribute]
        /// The names of the elements around it, the outermost first.
        let path: [String]

        subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
    }

    struct Attribute: Equatable {
        let name: String
        /// Without its references; `nil` for one without a value.
        let value: String?
    }

    struct Stumble: Error, CustomStringConvertible {
        let what: String
        let rest: String

        var description: String { "\(what), before: \(rest)" }
    }

    private(set) var elements: [Element] = []
    /// Texts between tags, without their references, each with the name of the element around it.
    private(set) var texts: [(element: String, text: String)] = []
    private var rest: Substring
    private var open: [String] = []

    private static let void: Set = ["br", "img", "input", "link", "meta"]

    init(_ bytes: [UInt8]) throws {
        guard let page = String(validating: bytes, as: UTF8.self) else { throw Stumble(what: "not UTF-8", rest: "") }
        rest = page[...]
        if rest.hasPrefix("<!doctype html>") { rest = rest.dropFirst("<!doctype html>".count) }
        while !rest.isEmpty {
            if rest.first == "<" { try tag() } else { try text() }
        }
        guard open.isEmpty else { throw stumble("\(open) left open") }
    }

    private func stumble(_ what: String) -> Stumble { Stumble(what: what, rest: String(rest.prefix(80))) }

    private mutating func text() throws {
        let text = rest.prefix { $0 != "<" }
        guard !text.contains(">") else { throw stumble("a stray >") }
        texts.append((open.last ?? "", try Self.plain(text)))
        rest = rest[text.endIndex...]
    }

    private mutating func tag() throws {
        rest = rest.dropFirst()
        if rest.first == "/" {
            rest = rest.dropFirst()
            let name = word()
            guard rest.first == ">" else { throw stumble("an end tag that goes on") }
            rest = rest.dropFirst()
            guard open.popLast() == name else { throw stumble("</\(name)> closes what is not open") }
            return
        }
        let name = word()
        guard !name.isEmpty else { throw stumble("a < that begins no tag") }
        var attributes: [Attribute] = []
        while rest.first == " " {
            rest = rest.dropFirst()
            let attribute = try self.attribute()
            guard !attributes.contains(where: { $0.name == attribute.name }) else {
                throw stumble("\(attribute.name) twice on <\(name)>")
            }
            attributes.append(attribute)
        }
        elements.append(Element(name: name, attributes: attributes, path: open))
        if rest.hasPrefix("/>") {
            rest = rest.dropFirst(2)
        } else if rest.first == ">" {
            rest = rest.dropFirst()
            if !Self.void.contains(name) { open.append(name) }
        } else {
            throw stumble("<\(name) does not end")
        }
    }

    private mutating func attribute() throws -> Attribute {
        let name = word()
        guard !name.isEmpty else { throw stumble("an attribute without a name") }
        guard rest.first == "=" else { return Attribute(name: name, value: nil) }
        rest = rest.dropFirst()
        guard rest.first == "\"" else { throw stumble("\(name) is not quoted") }
        rest = rest.dropFirst()
        let value = rest.prefix { $0 != "\"" }
        guard value.endIndex < rest.endIndex, !value.contains("<"), !value.contains(">") else {
            throw stumble("\(name) has an odd value")
        }
        rest = rest[value.endIndex...].dropFirst()
        return Attribute(name: name, value: try Self.plain(value))
    }

    private mutating func word() -> String {
        let word = rest.prefix {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" || $0.isASCIICapital
        }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private static let references = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]

    /// The text that a browser reads.
    private static func plain(_ text: Substring) throws -> String {
        var result = ""
        var rest = text
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            let name = rest[mark...].dropFirst().prefix { $0 != ";" }
            guard let meant = references[String(name)], name.endIndex < rest.endIndex else {
                throw Stumble(what: "an & that begins no reference", rest: String(rest.prefix(80)))
            }
            result += meant
            rest = rest[name.endIndex...].dropFirst()
        }
        return result + rest
    }
}

extension Character {
    /// SVG has attributes in camel case.
    fileprivate var isASCIICapital: Bool { ("A"..."Z").contains(self) }
}
