/// A QR code (ISO/IEC 18004): text as bytes, error correction level M, versions 1 to 10.
public struct QRCode: Hashable, Sendable {
    /// How many modules wide and high it is, without the quiet zone around it.
    public let size: Int
    private var dark: [Bool]
    /// The modules of patterns and of what says how to read the rest.
    private var isReserved: [Bool]

    /// The most bytes that a text can have.
    public static let capacity = 213

    /// The smallest code that holds a text; `nil` for one of more than ``capacity`` bytes.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = Version.all.first(where: { $0.capacity >= bytes.count }) else { return nil }
        size = version.number * 4 + 17
        dark = Array(repeating: false, count: size * size)
        isReserved = dark
        drawPatterns(of: version)
        place(version.codewords(for: bytes))
        chooseMask()
    }

    /// Whether the module in this column and row is dark.
    public subscript(column: Int, row: Int) -> Bool { dark[row * size + column] }
}

// MARK: Patterns

extension QRCode {
    private mutating func reserve(_ column: Int, _ row: Int, isDark: Bool) {
        dark[row * size + column] = isDark
        isReserved[row * size + column] = true
    }

    private mutating func drawPatterns(of version: Version) {
        for index in 0..<size {
            reserve(6, index, isDark: index % 2 == 0)
            reserve(index, 6, isDark: index % 2 == 0)
        }
        for (column, row) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(column, row) }
        let centres = version.alignment
        for column in centres {
            for row in centres {
                let isFinder =
                    (column, row) == (6, 6) || (column, row) == (6, size - 7) || (column, row) == (size - 7, 6)
                if !isFinder { drawSquares(column, row, reach: 2) { $0 != 1 } }
            }
        }
        drawFormat(mask: 0)
        if version.number >= 7 { drawVersion(version.number) }
    }

    private mutating func drawFinder(_ column: Int, _ row: Int) {
        drawSquares(column, row, reach: 4) { $0 != 2 && $0 != 4 }
    }

    /// Squares around a centre, each dark or light by its distance from it.
    private mutating func drawSquares(_ column: Int, _ row: Int, reach: Int, isDark: (Int) -> Bool) {
        for down in -reach...reach {
            for across in -reach...reach {
                let (x, y) = (column + across, row + down)
                guard (0..<size).contains(x), (0..<size).contains(y) else { continue }
                reserve(x, y, isDark: isDark(max(abs(across), abs(down))))
            }
        }
    }

    /// Level M and the mask, twice, under a code of their own.
    private mutating func drawFormat(mask: Int) {
        let bits = (mask << 10 | Self.remainder(of: mask << 10, by: 0x537)) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { reserve(8, index, isDark: bit(index)) }
        reserve(8, 7, isDark: bit(6))
        reserve(8, 8, isDark: bit(7))
        reserve(7, 8, isDark: bit(8))
        for index in 9..<15 { reserve(14 - index, 8, isDark: bit(index)) }
        for index in 0..<8 { reserve(size - 1 - index, 8, isDark: bit(index)) }
        for index in 8..<15 { reserve(8, size - 15 + index, isDark: bit(index)) }
        reserve(8, size - 8, isDark: true)
    }

    private mutating func drawVersion(_ number: Int) {
        let bits = number << 12 | Self.remainder(of: number << 12, by: 0x1F25)
        for index in 0..<18 {
            let (across, down) = (size - 11 + index % 3, index / 3)
            reserve(across, down, isDark: bits >> index & 1 == 1)
            reserve(down, across, isDark: bits >> index & 1 == 1)
        }
    }

    /// What is left of a polynomial over one bit, divided by another.
    private static func remainder(of value: Int, by divisor: Int) -> Int {
        var rest = value
        let width = Int.bitWidth - divisor.leadingZeroBitCount
        while Int.bitWidth - rest.leadingZeroBitCount >= width {
            rest ^= divisor << (Int.bitWidth - rest.leadingZeroBitCount - width)
        }
        return rest
    }
}

// MARK: Content

extension QRCode {
    /// Fills what is free, two columns at a time from the right, up and down in turns.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        var isUpward = true
        var right = size - 1
        while right > 0 {
            // The column of the timing pattern is skipped.
            if right == 6 { right = 5 }
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isReserved[row * size + column] {
                    if index < codewords.count * 8 {
                        dark[row * size + column] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
                    }
                    index += 1
                }
            }
            isUpward.toggle()
            right -= 2
        }
    }

    /// Takes the mask that leaves the fewest shapes that could confuse a reader.
    private mutating func chooseMask() {
        var best = self
        var least = Int.max
        for mask in 0..<8 {
            var candidate = self
            candidate.apply(mask)
            let penalty = candidate.penalty
            if penalty < least { (best, least) = (candidate, penalty) }
        }
        self = best
    }

    private mutating func apply(_ mask: Int) {
        for row in 0..<size {
            for column in 0..<size where !isReserved[row * size + column] {
                if Self.inverts(mask, column, row) { dark[row * size + column].toggle() }
            }
        }
        drawFormat(mask: mask)
    }

    private static func inverts(_ mask: Int, _ column: Int, _ row: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }

    /// The four rules of the standard: long runs, squares, what looks like a finder, and an uneven share of dark.
    private var penalty: Int {
        var penalty = 0
        for index in 0..<size {
            penalty += Self.penalty(of: (0..<size).map { self[$0, index] })
            penalty += Self.penalty(of: (0..<size).map { self[index, $0] })
        }
        for row in 1..<size {
            for column in 1..<size {
                let corner = self[column, row]
                let isSquare =
                    corner == self[column - 1, row] && corner == self[column, row - 1]
                    && corner == self[column - 1, row - 1]
                if isSquare { penalty += 3 }
            }
        }
        let share = dark.count { $0 } * 20 - dark.count * 10
        return penalty + abs(share) / dark.count * 10
    }

    private static func penalty(of line: [Bool]) -> Int {
        var penalty = 0
        var run = 0
        for (index, isDark) in line.enumerated() {
            run = index > 0 && line[index - 1] == isDark ? run + 1 : 1
            if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
        }
        let finder = [true, false, true, true, true, false, true]
        let space = [false, false, false, false]
        for start in 0...(line.count - 11) {
            let window = Array(line[start..<start + 11])
            if window == finder + space || window == space + finder { penalty += 40 }
        }
        return penalty
    }
}

// MARK: Codewords

/// One size of code, at level M.
private struct Version {
    let number: Int
    /// How many codewords of each block correct errors.
    let correction: Int
    /// How many codewords of data each block has.
    let blocks: [Int]
    /// Where the centres of alignment patterns are, in both directions.
    let alignment: [Int]

    static let all = [
        Version(number: 1, correction: 10, blocks: [16], alignment: []),
        Version(number: 2, correction: 16, blocks: [28], alignment: [6, 18]),
        Version(number: 3, correction: 26, blocks: [44], alignment: [6, 22]),
        Version(number: 4, correction: 18, blocks: [32, 32], alignment: [6, 26]),
        Version(number: 5, correction: 24, blocks: [43, 43], alignment: [6, 30]),
        Version(number: 6, correction: 16, blocks: [27, 27, 27, 27], alignment: [6, 34]),
        Version(number: 7, correction: 18, blocks: [31, 31, 31, 31], alignment: [6, 22, 38]),
        Version(number: 8, correction: 22, blocks: [38, 38, 39, 39], alignment: [6, 24, 42]),
        Version(number: 9, correction: 22, blocks: [36, 36, 36, 37, 37], alignment: [6, 26, 46]),
        Version(number: 10, correction: 26, blocks: [43, 43, 43, 43, 44], alignment: [6, 28, 50]),
    ]

    private var lengthBits: Int { number < 10 ? 8 : 16 }

    var capacity: Int { (blocks.reduce(0, +) * 8 - 4 - lengthBits) / 8 }

    /// Data and correction of every block, interleaved as they are drawn.
    func codewords(for bytes: [UInt8]) -> [UInt8] {
        var rest = data(bytes)[...]
        let parts = blocks.map { count -> [UInt8] in
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let corrections = parts.map { ReedSolomon.correction(of: $0, count: correction) }
        return interleaved(parts) + interleaved(corrections)
    }

    private func interleaved(_ parts: [[UInt8]]) -> [UInt8] {
        (0..<(parts.map(\.count).max() ?? 0)).flatMap { index in
            parts.compactMap { index < $0.count ? $0[index] : nil }
        }
    }

    /// Mode, length, text, an end, and what fills the rest.
    private func data(_ bytes: [UInt8]) -> [UInt8] {
        var bits = [false, true, false, false]
        func append(_ value: Int, _ width: Int) {
            for index in (0..<width).reversed() { bits.append(value >> index & 1 == 1) }
        }
        append(bytes.count, lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        let room = blocks.reduce(0, +)
        append(0, min(4, room * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        for index in 0..<(room - data.count) { data.append(index % 2 == 0 ? 0xEC : 0x11) }
        return data
    }
}

/// Reed-Solomon codes over the field of 256 elements that QR codes use.
private enum ReedSolomon {
    static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        let generator = generator(of: count)
        var rest = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ rest[0]
            rest = Array(rest.dropFirst()) + [0]
            for index in 0..<count { rest[index] ^= product(generator[index], factor) }
        }
        return rest
    }

    /// The coefficients of (x - 1)(x - 2)…(x - 2ⁿ⁻¹) after the first, which is 1.
    private static func generator(of count: Int) -> [UInt8] {
        var generator = [UInt8](repeating: 0, count: count - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            for index in 0..<count {
                let next = index + 1 < count ? generator[index + 1] : 0
                generator[index] = product(generator[index], root) ^ next
            }
            root = product(root, 2)
        }
        return generator
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        for index in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x11D
            product ^= Int(right) >> index & 1 == 1 ? Int(left) : 0
        }
        return UInt8(truncatingIfNeeded: product)
    }
}
