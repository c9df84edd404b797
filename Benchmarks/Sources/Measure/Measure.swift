/// Measures what lies in one process and prints it as one JSON object.
///
///     Measure decide
///     Measure ingest [batches] [reports in each]
@main
struct Measure {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        switch arguments.first {
        case "decide":
            print(Deciding.measure().json)
        case "ingest":
            let batches = Ingesting(batches: numbers.first ?? 60, size: numbers.dropFirst().first ?? 500)
            print(try await batches.measure().json)
        default:
            print("decide, or ingest [batches] [reports in each]")
        }
    }
}

/// What came of a measurement, by name.
struct Figures {
    private var members: [(String, Double)] = []

    mutating func add(_ name: String, _ value: Double) { members.append((name, value)) }

    var json: String { "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}" }
}

extension [Double] {
    var median: Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
