import PortalCore

/// 192 numbers, one for each hour of eight days, digit by digit: for each binary digit that the largest needs, the lowest first, 24 bytes with
/// a bit for each hour, that of the first hour being the lowest of the first byte.
///
/// So hours are summed by counting bits, however many they are, and what is never more than one takes a bit.
struct HourCounts {
    private let bytes: UnsafeRawBufferPointer

    /// How many bytes hold one digit of all the numbers.
    private static let digitSize = TallyCounts.hours / 8

    init(_ bytes: UnsafeRawBufferPointer) throws {
        try Self.check(bytes.count)
        self.init(checked: bytes)
    }

    /// The bytes are as many as ``check(_:)`` admits.
    init(checked bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    static func check(_ length: Int) throws {
        guard length % digitSize == 0, length <= UInt32.bitWidth * digitSize else {
            throw StorageError.damaged("a tally has \(length) bytes")
        }
    }

    subscript(hour: Int) -> UInt32 {
        var number: UInt32 = 0
        for digit in 0..<bytes.count / Self.digitSize {
            number |= UInt32(bytes[digit * Self.digitSize + hour / 8] >> UInt8(hour % 8) & 1) << UInt32(digit)
        }
        return number
    }

    /// The sum of some of the numbers.
    @inline(__always)
    func sum(_ hours: HourMask) -> Int {
        var (sum, digit, start) = (0, 0, 0)
        while start < bytes.count {
            var count = (word(start &+ hours.first) & hours.head).nonzeroBitCount
            if hours.last != hours.first {
                count &+= (word(start &+ hours.last) & hours.tail).nonzeroBitCount
                if hours.last &- hours.first == 16 { count &+= word(start &+ 8).nonzeroBitCount }
            }
            sum &+= count &<< digit
            digit &+= 1
            start &+= Self.digitSize
        }
        return sum
    }

    @inline(__always)
    private func word(_ start: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }

    /// Changes one number of those that `bytes` hold. One with more digits than they have gives all of them more.
    static func set(_ hour: Int, to number: UInt32, in bytes: inout [UInt8]) {
        let needed = (UInt32.bitWidth - number.leadingZeroBitCount) * digitSize
        if needed > bytes.count { bytes += Array(repeating: 0, count: needed - bytes.count) }
        let bit: UInt8 = 1 << UInt8(hour % 8)
        for digit in 0..<bytes.count / digitSize {
            let byte = digit * digitSize + hour / 8
            if number >> UInt32(digit) & 1 == 1 { bytes[byte] |= bit } else { bytes[byte] &= ~bit }
        }
    }
}

/// Which of 192 hours are meant, as the bits of three words: those from `head` in the word at byte `first` to `tail` in that at `last`.
struct HourMask {
    fileprivate let first: Int
    fileprivate let last: Int
    fileprivate let head: UInt64
    fileprivate let tail: UInt64

    /// At least one hour.
    init(_ hours: Range<Int>) {
        let (lowest, highest) = (hours.lowerBound, hours.upperBound - 1)
        first = lowest / 64 * 8
        last = highest / 64 * 8
        tail = .max >> UInt64(63 - highest & 63)
        // In one word, the head says it all.
        head = .max << UInt64(lowest & 63) & (first == last ? tail : .max)
    }
}
