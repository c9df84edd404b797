/// Bytes that are only ever added to: one block of memory, copied out once at the end.
///
/// A page is some thousands of small additions. An array asks at each whether it is shared; this is never shared, so it does not.
struct PageBytes: ~Copyable {
    /// Where the block begins; `capacity` bytes long, of which the first `count` are written.
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(reserving capacity: Int) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// What was written.
    borrowing func array() -> [UInt8] { [UInt8](UnsafeBufferPointer(start: start, count: count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        start[count] = byte
        count += 1
    }

    /// `bytes` has `length` readable bytes, none of which are this value's own.
    @inline(__always)
    mutating func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
        if length > capacity - count { grow(by: length) }
        (start + count).update(from: bytes, count: length)
        count += length
    }

    /// Adds `length` bytes that `write` fills in, all of them.
    @inline(__always)
    mutating func append(count length: Int, _ write: (_ place: UnsafeMutablePointer<UInt8>, _ length: Int) -> Void) {
        if length > capacity - count { grow(by: length) }
        write(start + count, length)
        count += length
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        let larger = max(capacity * 2, count + length)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        start = moved
        capacity = larger
    }
}
