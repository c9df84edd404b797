enum ConstantTime {
    /// Whether two texts are the same bytes, in a time that depends on their lengths alone.
    static func areEqual(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
        var left = left.makeIterator()
        var right = right.makeIterator()
        var difference: UInt8 = 0
        while true {
            switch (left.next(), right.next()) {
            case (let one?, let other?): difference |= one ^ other
            case (nil, nil): return difference == 0
            case (nil, _?), (_?, nil): return false
            }
        }
    }
}
