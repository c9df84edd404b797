/// What the API's description says of one operation, beside what its route says already.
struct APIOperation: Sendable {
    /// A field of the query.
    struct Query: Sendable {
        let name: String
        let summary: String

        init(_ name: String, _ summary: String) {
            self.name = name
            self.summary = summary
        }
    }

    let summary: String
    let query: [Query]
    /// The name of the schema of its body, for those that take one.
    let takes: String?
    /// The name of the schema of its answer.
    let answers: String

    init(_ summary: String, query: [Query] = [], takes: String? = nil, answers: String) {
        self.summary = summary
        self.query = query
        self.takes = takes
        self.answers = answers
    }
}
