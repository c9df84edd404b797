import Synchronization

/// A number for each request, to find its line in the log by: random to whoever sees it, and cheap.
///
/// It is no secret and opens nothing.
final class RequestNumbers: Sendable {
    private let state: Atomic<UInt64>

    init() { state = Atomic(UInt64.random(in: .min ... .max)) }

    /// Sixteen hexadecimal digits, not told before in this process.
    func next() -> String {
        // SplitMix64: a counter of odd stride through a mixing function, so that no number repeats.
        var value = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        value ^= value >> 31
        return String(unsafeUninitializedCapacity: 16) { digits in
            for position in 0..<16 {
                let nibble = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * position)) & 15
                digits[position] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
            }
            return 16
        }
    }
}
