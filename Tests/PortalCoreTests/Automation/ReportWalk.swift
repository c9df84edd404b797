import PortalCore

/// Everything that can have become of a run when some reports of a set have arrived, in any order and any number of times.
///
/// It walks all the states that merging reaches, from each of which every report may come next, also one that came before.
/// So it covers every order and every duplication, however long, without listing them.
struct ReportWalk {
    /// The states reached for each subset of the reports, as a mask.
    private(set) var states: [Int: Set<RunState>] = [0: [.queued]]
    /// Reports that were refused on the way: none, unless the set contradicts itself.
    private(set) var conflicts: [RunState.Conflict] = []

    init(_ reports: [RunReport]) {
        var open: [(seen: Int, state: RunState)] = [(0, .queued)]
        while let (seen, state) = open.popLast() {
            for (index, report) in reports.enumerated() {
                var next = state
                do { try next.merge(report) } catch {
                    conflicts.append(error)
                    continue
                }
                let seenNext = seen | 1 << index
                if states[seenNext, default: []].insert(next).inserted { open.append((seenNext, next)) }
            }
        }
    }

    /// Whether what is known depends on nothing but what was said.
    var isSettled: Bool { conflicts.isEmpty && states.values.allSatisfy { $0.count == 1 } }
}

extension Array {
    /// Every order of these.
    var permutations: [[Element]] {
        guard count > 1 else { return [self] }
        return indices.flatMap { index in
            var rest = self
            let first = rest.remove(at: index)
            return rest.permutations.map { [first] + $0 }
        }
    }
}
