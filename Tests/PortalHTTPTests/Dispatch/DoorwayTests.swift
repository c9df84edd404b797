import PortalPages
import Testing

@testable import PortalHTTP

struct DoorwayTests {
    @Test func `where everybody is sent who came to a route that is not theirs`() {
        let page = Manner.navigation(OwnPath("/portal/runs?status=failed"))

        #expect(Turn.away(.nobody, manner: page) == .goTo(OwnPath.signIn(next: OwnPath("/portal/runs?status=failed"))))
        #expect(Turn.away(.staff, manner: page) == .goTo(OwnPath(.console(.clients(archived: false, after: nil)))))
        #expect(Turn.away(.client, manner: page) == .goTo(OwnPath(.portal(.dashboard))))
        #expect(Turn.away(.home, manner: page) == .goTo(.home))
        #expect(Turn.away(.nobody, manner: .navigation(nil)) == .goTo(.signIn))
    }

    @Test func `forms, streams and programs are told 401 without a session and 404 with one`() {
        #expect(Turn.away(.nobody, manner: .other) == .signInFirst)
        for seat in [Seat.client, .staff, .home] { #expect(Turn.away(seat, manner: .other) == .notFound) }
    }

    @Test func `a path that leads nowhere is answered as the routes beside it`() {
        for manner in [Manner.navigation(OwnPath("/portal/x")), .other] {
            #expect(Turn.nowhere(on: .client, .client, manner: manner) == .notFound)
            #expect(Turn.nowhere(on: .staff, .staff, manner: manner) == .notFound)
            #expect(Turn.nowhere(on: .client, .staff, manner: manner) == Turn.away(.staff, manner: manner))
            #expect(Turn.nowhere(on: .staff, .client, manner: manner) == Turn.away(.client, manner: manner))
            #expect(Turn.nowhere(on: .client, .nobody, manner: manner) == Turn.away(.nobody, manner: manner))
            for seat in [Seat.nobody, .client, .staff, .home] {
                #expect(Turn.nowhere(on: .anyone, seat, manner: manner) == .notFound)
            }
        }
    }
}
