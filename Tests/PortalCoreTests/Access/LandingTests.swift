import PortalCore
import Testing

@Suite struct LandingTests {
    private typealias Door = Landing<Int>.Door<Int>

    @Test func `staff land in the agency app, whatever else they are`() {
        let door = Door(workspace: 1, status: .active, archived: false, joinedAt: 1)
        for role in AccountRole.allCases {
            #expect(Landing.decide(.staff(role), doors: [door], remembered: 1) == .agencyDashboard)
        }
    }

    @Test func `a client lands where they left off`() {
        let doors = [
            Door(workspace: 1, status: .active, archived: false, joinedAt: 10),
            Door(workspace: 2, status: .active, archived: false, joinedAt: 20),
        ]
        #expect(Landing.decide(.nobody(.stranger), doors: doors, remembered: 1) == .portal(1))
        #expect(Landing.decide(.nobody(.stranger), doors: doors, remembered: nil) == .portal(2))
        #expect(Landing.decide(.nobody(.stranger), doors: doors, remembered: 3) == .portal(2))
    }

    @Test func `whoever is not staff lands where their workspaces are`() {
        let door = Door(workspace: 1, status: .active, archived: false, joinedAt: 10)
        let standings: [Standing] = [
            .client(.all), .client([]), .nobody(.invited), .nobody(.removed), .nobody(.stranger),
        ]
        for standing in standings {
            #expect(Landing.decide(standing, doors: [door], remembered: nil) == .portal(1))
            #expect(Landing.decide(standing, doors: [Door](), remembered: 1) == .home)
        }
    }

    @Test func `who was removed from every workspace lands at home`() {
        let doors = [
            Door(workspace: 1, status: .removed, archived: false, joinedAt: 10),
            Door(workspace: 2, status: .invited, archived: false, joinedAt: 20),
            Door(workspace: 3, status: .active, archived: true, joinedAt: 30),
        ]
        #expect(Landing.decide(.nobody(.stranger), doors: doors, remembered: 1) == .home)
        #expect(Landing.decide(.nobody(.removed), doors: [Door](), remembered: nil) == .home)
    }

    @Test func `a suspended user lands at home`() {
        let door = Door(workspace: 1, status: .active, archived: false, joinedAt: 1)
        #expect(Landing.decide(.nobody(.suspended), doors: [door], remembered: 1) == .home)
    }

    @Test func `over every three workspaces the last one joined is chosen, or the one remembered`() {
        let states = MembershipStatus.allCases.flatMap { status in
            [false, true].flatMap { archived in [10, 20].map { (status, archived, $0) } }
        }
        func door(_ workspace: Int, _ state: (MembershipStatus, Bool, Int)) -> Door {
            Door(workspace: workspace, status: state.0, archived: state.1, joinedAt: state.2)
        }

        for first in states {
            for second in states {
                for third in states {
                    let doors = [door(2, second), door(3, third), door(1, first)]
                    let open = doors.filter { $0.status == .active && !$0.archived }
                    let byTime = open.sorted { ($0.joinedAt, $0.workspace) < ($1.joinedAt, $1.workspace) }
                    for remembered in [nil, 1, 2, 3, 4] {
                        let kept = open.first { $0.workspace == remembered } ?? byTime.last
                        let landing = Landing.decide(.nobody(.stranger), doors: doors, remembered: remembered)
                        #expect(landing == kept.map { .portal($0.workspace) } ?? .home)
                    }
                }
            }
        }
    }
}
