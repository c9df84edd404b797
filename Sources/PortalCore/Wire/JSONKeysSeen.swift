/// The keys of the object being read. Few are compared one by one; many are hashed, so that no object costs more than
/// its bytes.
struct JSONKeysSeen {
    private var hashed: Set<ExactText> = []

    mutating func isNew(_ key: String, after members: [JSONMember]) -> Bool {
        if members.count < 16 { return !members.contains { $0.isNamed(key) } }
        if hashed.isEmpty { hashed = Set(members.map { ExactText($0.key) }) }
        return hashed.insert(ExactText(key)).inserted
    }
}
