/// Finds what belongs to a path, segment by segment, over a tree built once.
///
/// Segments match byte for byte: nothing is decoded, no case is folded, no empty segment or last slash is forgiven. Where
/// a literal segment matches, the parameter beside it is not tried.
struct PathTree<Value: Sendable>: Sendable {
    private struct Node: Sendable {
        var literals: [(text: String, child: Int)] = []
        var parameter: Int?
        var value: Value?
    }

    private var nodes = [Node()]

    /// Changes what belongs to a pattern.
    mutating func update(_ pattern: PathPattern, _ change: (inout Value?) -> Void) {
        var node = 0
        for segment in pattern.segments { node = child(of: node, for: segment) }
        change(&nodes[node].value)
    }

    private mutating func child(of node: Int, for segment: PathPattern.Segment) -> Int {
        let new = nodes.count
        switch segment {
        case .literal(let text):
            if let known = nodes[node].literals.first(where: { $0.text == text }) { return known.child }
            nodes[node].literals.append((text, new))
        case .parameter:
            if let known = nodes[node].parameter { return known }
            nodes[node].parameter = new
        }
        nodes.append(Node())
        return new
    }

    /// What belongs to a path, and the texts that stand where its pattern has parameters.
    func find(_ path: Substring.UTF8View) -> (value: Value, parameters: [Substring])? {
        guard path.first == UInt8(ascii: "/") else { return nil }
        var node = 0
        var parameters: [Substring] = []
        var rest = path.dropFirst()
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            let segment = rest[..<end]
            if let literal = nodes[node].literals.first(where: { segment.elementsEqual($0.text.utf8) }) {
                node = literal.child
            } else if let parameter = nodes[node].parameter, !segment.isEmpty {
                node = parameter
                parameters.append(Substring(segment))
            } else {
                return nil
            }
            guard end != rest.endIndex else { break }
            rest = rest[rest.index(after: end)...]
            // A slash was read: something must follow it.
            if rest.isEmpty { return nil }
        }
        return nodes[node].value.map { ($0, parameters) }
    }
}
