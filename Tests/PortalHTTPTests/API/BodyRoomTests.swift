import PortalCore
import Testing

@testable import PortalHTTP

struct BodyRoomTests {
    private let north: Agency.ID = Identifier(high: 1, low: 1)
    private let south: Agency.ID = Identifier(high: 1, low: 2)
    private let batch = 8 << 20

    @Test func `an agency has room for one whole batch, and leaves some for another`() throws {
        let room = BodyRoom(batch: batch)
        let first = room.enter(north)
        try first.hold(batch)

        #expect(throws: BodyRoom.Full.self) { try room.enter(north).hold(BodyRoom.short + 1) }
        try room.enter(south).hold(batch / 2)
        #expect(throws: BodyRoom.Full.self) { try room.enter(south).hold(BodyRoom.short + 1) }
        first.leave()
        try room.enter(north).hold(batch)
    }

    @Test func `batches one after another find room without end`() throws {
        let room = BodyRoom(batch: batch)
        for _ in 0..<100 {
            let place = room.enter(north)
            for count in stride(from: 4_096, through: batch, by: 4_096) { try place.hold(count) }
            place.leave()
            place.leave()
        }
    }

    @Test func `short bodies have room of their own, and one that grows long takes none of it`() throws {
        let room = BodyRoom(batch: batch)
        let long = room.enter(north)
        try long.hold(batch - BodyRoom.short - 1)
        let growing = room.enter(north)
        for count in [1, BodyRoom.short, BodyRoom.short + 1] { try growing.hold(count) }
        #expect(throws: BodyRoom.Full.self) { try growing.hold(BodyRoom.short + 2) }
        let short = (0..<16).map { _ in room.enter(north) }
        for place in short { try place.hold(BodyRoom.short) }

        #expect(throws: BodyRoom.Full.self) { try room.enter(north).hold(1) }
        try room.enter(south).hold(BodyRoom.short)
        for place in short + [growing, long] { place.leave() }
        try room.enter(north).hold(BodyRoom.short)
        try room.enter(north).hold(batch)
    }

    @Test func `all agencies together have no more than there is`() throws {
        let room = BodyRoom(batch: batch)
        var held = 0
        for number in 0..<1_000 {
            let place = room.enter(Identifier(high: 2, low: UInt64(number)))
            guard (try? place.hold(BodyRoom.short)) != nil else { break }
            held += BodyRoom.short
        }

        #expect(held == 4 << 20)
    }
}
