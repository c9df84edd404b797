import PortalCore
import Testing

/// The same bytes every time.
private final class CountingEntropy: Entropy {
    func bytes(_ count: Int) -> [UInt8] { (1...max(1, count)).map(UInt8.init) }
}

@Suite struct MintTests {
    private let mint = Mint(now: Instant(milliseconds: 0x0123_4567_89AB), entropy: CountingEntropy())

    @Test func `an id holds the moment and eighty random bits`() {
        let id: Run.ID = mint.id()
        #expect(id.bytes == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    }

    @Test func `an id can be of an earlier moment`() {
        let id: Run.ID = mint.id(at: Instant(milliseconds: 1))
        #expect(id.bytes.prefix(6) == [0, 0, 0, 0, 0, 1])
        #expect(id < mint.id(Run.self))
    }

    @Test func `a secret is 256 bits`() {
        #expect(mint.secret().bytes.count == 32)
        #expect(mint.bytes(16).count == 16)
    }

    @Test(arguments: [(-5, 1), (0, 1), (1, 1), (25, 25), (200, 200), (201, 200), (Int.max, 200)])
    func `a page is never unbounded`(_ asked: Int, _ given: Int) {
        #expect(PageSize(asked).count == given)
    }

    @Test func `a page keeps its key when its items are shown as something else`() {
        let page = Page<Int, Int>(items: [1, 2], next: 3).map(String.init)
        #expect(page.items == ["1", "2"])
        #expect(page.next == 3)
    }
}
