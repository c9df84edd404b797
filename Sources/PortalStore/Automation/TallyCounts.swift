import PortalCore

/// How one workflow's runs ended in eight days, as one row holds it: the numbers of succeeded, failed and canceled runs of the first hour
/// UTC, then those of the second, and so on, each in one, two or four bytes, the lowest first.
///
/// It lies where SQLite keeps it, so it is read while the statement stands on the row.
struct TallyCounts {
    /// How long a row counts; rows begin at whole multiples of it from 1970.
    static let span = TimeSpan.days(8)
    static let hours = 192
    static let size = 3 * hours

    private let bytes: UnsafeRawBufferPointer

    init(_ row: Row, _ column: Int32) throws {
        bytes = row.rawBytes(column)
        try Self.check(bytes.count)
    }

    fileprivate static func check(_ length: Int) throws {
        guard length == size || length == 2 * size || length == 4 * size else {
            throw StorageError.damaged("a tally has \(length) bytes")
        }
    }

    /// Calls `body` with every hour in which a run ended, in order.
    func each(_ body: (_ hour: Int, _ succeeded: Int, _ failed: Int, _ canceled: Int) -> Void) {
        read { number in
            for hour in 0..<Self.hours {
                let (succeeded, failed, canceled) = (number(3 * hour), number(3 * hour + 1), number(3 * hour + 2))
                if succeeded | failed | canceled != 0 { body(hour, Int(succeeded), Int(failed), Int(canceled)) }
            }
        }
    }

    /// Adds to hours of which the one with index `first` is the row's own first; what lies outside of them is left out.
    func add(to ends: UnsafeMutableBufferPointer<HourlyEnds.Ends>, first: Int) {
        let shown = max(0, -first)..<max(max(0, -first), min(Self.hours, ends.count - first))
        guard !shown.isEmpty else { return }
        let hours = UnsafeMutableBufferPointer(rebasing: ends[first + shown.lowerBound..<first + shown.upperBound])
        // An hour is nothing but its three numbers, in the order of the row's.
        hours.withMemoryRebound(to: UInt32.self) { sums in
            read { number in
                for index in 0..<sums.count { sums[index] &+= number(3 &* shown.lowerBound &+ index) }
            }
        }
    }

    /// How many runs ended in the hours that begin at `start` or later, of a row that begins at `first`.
    func ended(since start: Instant, first: Instant) -> EndedRuns {
        var ended = EndedRuns()
        each { hour, succeeded, failed, _ in
            guard first.adding(.hours(Int64(hour))) >= start else { return }
            ended.succeeded += succeeded
            ended.failed += failed
        }
        return ended
    }

    /// One loop for each width, so that none of them asks for it at every number.
    @inline(__always)
    private func read(_ body: (_ number: (Int) -> UInt32) -> Void) {
        switch bytes.count / Self.size {
        case 1: body { UInt32(bytes[$0]) }
        case 2: body { UInt32(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 &* $0, as: UInt16.self))) }
        default: body { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 &* $0, as: UInt32.self)) }
        }
    }
}

/// The bytes of a row of counts while they change.
struct TallyRow {
    private(set) var bytes: [UInt8]

    /// Eight days in which nothing has ended.
    init() { bytes = Array(repeating: 0, count: TallyCounts.size) }

    init(_ bytes: [UInt8]) throws {
        try TallyCounts.check(bytes.count)
        self.bytes = bytes
    }

    /// One of the numbers. Setting one that needs more bytes than there are gives all of them more.
    subscript(number: Int) -> UInt32 {
        get { (0..<width).reduce(0) { $0 | UInt32(bytes[number * width + $1]) << UInt32(8 * $1) } }
        set {
            while width < 4, newValue >> UInt32(8 * width) != 0 { widen() }
            for byte in 0..<width {
                bytes[number * width + byte] = UInt8(truncatingIfNeeded: newValue >> UInt32(8 * byte))
            }
        }
    }

    private var width: Int { bytes.count / TallyCounts.size }

    private mutating func widen() {
        var wider: [UInt8] = []
        wider.reserveCapacity(2 * bytes.count)
        for start in stride(from: 0, to: bytes.count, by: width) {
            wider += bytes[start..<start + width] + Array(repeating: 0, count: width)
        }
        bytes = wider
    }

    /// Which number counts a run that ended so, in a row that begins at `first`; `nil` for one that has not ended.
    static func number(of status: RunStatus, in hour: Instant, first: Instant) -> Int? {
        let kind: Int
        switch status {
        case .succeeded: kind = 0
        case .failed: kind = 1
        case .canceled: kind = 2
        case .queued, .running, .waiting, .unknown: return nil
        }
        return 3 * Int(hour.since(first).milliseconds / TimeSpan.hours(1).milliseconds) + kind
    }
}

/// Which row counts what: that of one workflow, from one hour on.
struct TallyPlace: Hashable {
    let workspace: Workspace.ID
    let workflow: Workflow.ID
    let first: Instant

    var bindings: [Binding] { [.id(workspace), .id(workflow), .instant(first)] }

    /// The row's counts.
    static let counts = SQL(
        "SELECT counts FROM run_tally WHERE workspace_id = ?1 AND workflow_id = ?2 AND first_hour = ?3")
}

extension Instant {
    /// The beginning of the row that counts this moment.
    var startOfTally: Instant { start(of: TallyCounts.span) }
}

/// How a workspace's runs ended, by the whole hours of the tallies.
struct EndedRuns {
    var succeeded = 0
    var failed = 0

    static func += (sum: inout EndedRuns, more: EndedRuns) {
        sum.succeeded += more.succeeded
        sum.failed += more.failed
    }
}
