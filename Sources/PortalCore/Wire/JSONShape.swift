/// What of a JSON document is built; the rest is read as strictly and dropped as it is read, so that it costs no memory.
///
/// Where a document has another shape than it should, that shows and costs nothing: an object or array that nobody asked for is an empty
/// one.
public indirect enum JSONShape: Hashable, Sendable {
    case anything
    /// A text, number, truth or null.
    case scalar
    /// The members of these names. Others may be there twice without being noticed.
    case members([Member])
    /// So many elements, from the first on, each of one shape.
    case elements(JSONShape, atMost: Int)

    public struct Member: Hashable, Sendable {
        let name: ExactText
        let shape: JSONShape

        public init(_ name: String, _ shape: JSONShape = .scalar) {
            self.name = ExactText(name)
            self.shape = shape
        }
    }

    /// Members that are each a text, number, truth or null.
    public static func scalars(_ names: String...) -> [Member] { names.map { Member($0) } }

    /// The shape of a member; `nil` if it is not kept.
    func member(_ name: String) -> JSONShape? {
        switch self {
        case .anything: .anything
        case .scalar, .elements: nil
        case .members(let members): members.first { $0.name.text.hasSameBytes(as: name) }?.shape
        }
    }

    /// The shape of each element, and how many are kept.
    var elements: (JSONShape, atMost: Int) {
        switch self {
        case .anything: (.anything, .max)
        case .scalar, .members: (.scalar, 0)
        case .elements(let shape, let most): (shape, most)
        }
    }
}
