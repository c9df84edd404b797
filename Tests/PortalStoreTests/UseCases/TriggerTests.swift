import Testing

@testable import PortalCore

@Suite struct TriggerTests {
    private static let all = WorkflowVisibility { _ in true }

    private func jobs(_ house: PortalHouse) async throws -> [TriggerJob] {
        try await house.worker.dueTriggers(limit: 100)
    }

    @Test func `pressing Run now queues a run and the request to the engine`() async throws {
        let house = try await PortalHouse.make()
        let (clara, home) = (house.north.people.clara, house.home)
        let before = try await jobs(house)
        let run = try await house.changingClient(clara, in: home.workspace.id) {
            try $0.trigger(home.workflows[0].id, token: house.token())
        }
        let timeline = try await house.client(clara, in: home.workspace.id) {
            try $0.timeline(of: run, workflow: home.workflows[0].id)
        }
        #expect(timeline.run.status == .queued && timeline.run.delivery == .pending && timeline.canCancel)
        #expect(timeline.run.listedAt == house.clock.now && timeline.run.startedAt == nil && timeline.steps.isEmpty)
        let staffs = try await house.staff(house.north.people.member) {
            try $0.timeline(of: run, workflow: home.workflows[0].id, workspace: home.workspace.id)
        }
        #expect(staffs.run.origin == .client && staffs.run.attempt == 1)

        let new = try await jobs(house).filter { !before.contains($0) }
        #expect(new.map(\.run) == [run])
        #expect(new.map(\.createdAt) == [house.clock.now])
        let entry = try await house.world.storage.read { try $0.auditEntries(in: house.north.scope, limit: 1).first }
        #expect(entry?.action == .workflowTrigger && entry?.actor == .user(clara.id))
        #expect(entry?.workspace == home.workspace.id && entry?.subject == home.workflows[0].id.description)
    }

    @Test func `one token is one run, pressed twice, by two people, at once`() async throws {
        let house = try await PortalHouse.make()
        let (people, home) = (house.north.people, house.home)
        let known = try await jobs(house).count
        let token = house.token()
        let pressed = try await withThrowingTaskGroup(of: Run.ID.self) { group in
            for press in 0..<20 {
                group.addTask {
                    if press.isMultiple(of: 2) {
                        return try await house.changingClient(people.clara, in: home.workspace.id) {
                            try $0.trigger(home.workflows[0].id, token: token)
                        }
                    }
                    return try await house.changingStaff(people.member) {
                        try $0.trigger(home.workflows[0].id, in: home.workspace.id, token: token)
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(pressed.count == 1)
        #expect(try await jobs(house).count == known + 1)
        let entries = try await house.world.storage.read { try $0.auditEntries(in: house.north.scope, limit: 99) }
        #expect(entries.count == 4)
        // Somewhere else the same token is another one.
        let elsewhere = try await house.changingClient(people.clara, in: house.north.clinic.workspace.id) {
            try $0.trigger(house.north.clinic.workflows[0].id, token: token)
        }
        #expect(!pressed.contains(elsewhere))
        let other = try await house.changingClient(people.clara, in: home.workspace.id) {
            try $0.trigger(home.workflows[0].id, token: house.token(1))
        }
        #expect(!pressed.contains(other))
    }

    @Test func `a client starts what is published and triggerable, and is told only what they can see`() async throws {
        let house = try await PortalHouse.make()
        let (people, home) = (house.north.people, house.home)
        let before = try await WorldDump(house.world)
        let answers: [(workflow: Workflow, refusal: Refusal)] = [
            (home.workflows[1], .notFound), (try home.workflow(.draft), .notFound),
            (try home.workflow(.paused), .notNow(.workflowNotStartable(.paused))),
            (try home.workflow(.disabled), .notFound),
            (try home.workflow(.archived), .notFound), (house.north.clinic.workflows[0], .notFound),
            (house.south.bakery.workflows[0], .notFound),
        ]
        for (workflow, expected) in answers {
            let refused = try await refusal {
                try await house.changingClient(people.clara, in: home.workspace.id) {
                    _ = try $0.trigger(workflow.id, token: house.token())
                }
            }
            #expect(refused == expected, "\(workflow.name)")
        }
        let narrowed = try await refusal {
            try await house.changingClient(people.bill, in: home.workspace.id) {
                _ = try $0.trigger(home.workflows[0].id, token: house.token())
            }
        }
        #expect(narrowed == .notFound)
        #expect(try await WorldDump(house.world) == before)
    }

    @Test func `staff start drafts too, but nothing that is held or has nobody to ask`() async throws {
        let house = try await PortalHouse.make()
        let (member, home) = (house.north.people.member, house.home)
        for (number, workflow) in home.workflows.enumerated() {
            let refused = try await refusal {
                try await house.changingStaff(member) {
                    _ = try $0.trigger(workflow.id, in: home.workspace.id, token: house.token(UInt8(number)))
                }
            }
            let isHeld = [.paused, .disabled, .archived].contains(workflow.status)
            #expect(refused == (isHeld ? .notNow(.workflowNotStartable(workflow.status)) : nil), "\(workflow.name)")
        }
        try await house.changingStaff(house.north.people.owner) {
            try $0.setTrigger(of: home.workflows[0].id, in: home.workspace.id, engine: nil, externalID: "", url: "")
        }
        for user in [member, house.north.people.clara] {
            let refused = try await refusal {
                if user == member {
                    try await house.changingStaff(user) {
                        _ = try $0.trigger(home.workflows[0].id, in: home.workspace.id, token: house.token(99))
                    }
                } else {
                    try await house.changingClient(user, in: home.workspace.id) {
                        _ = try $0.trigger(home.workflows[0].id, token: house.token(99))
                    }
                }
            }
            #expect(refused == .notNow(.workflowHasNoTrigger))
        }
    }

    @Test func `a queued run is canceled until the worker begins to ask for it`() async throws {
        let house = try await PortalHouse.make()
        let (people, home) = (house.north.people, house.home)
        let orders = home.workflows[0].id
        func start(_ number: UInt8) async throws -> Run.ID {
            try await house.changingClient(people.clara, in: home.workspace.id) {
                try $0.trigger(orders, token: house.token(number))
            }
        }
        func cancel(_ run: Run.ID) async throws {
            try await house.changingClient(people.clara, in: home.workspace.id) { try $0.cancel(run, of: orders) }
        }
        let (canceled, begun) = (try await start(1), try await start(2))
        try await cancel(canceled)
        let timeline = try await house.client(people.clara, in: home.workspace.id) { room in
            let row = try room.timeline(of: canceled, workflow: orders)
            return (row.run.status, row.run.delivery, row.run.endedAt, row.canCancel)
        }
        #expect(timeline == (.canceled, .withdrawn, house.clock.now, false))
        #expect(try await !jobs(house).contains { $0.run == canceled })
        await #expect(throws: Refusal.notNow(.runNotQueued(.canceled))) { try await cancel(canceled) }

        let job = try #require(try await jobs(house).first { $0.run == begun })
        #expect(try await house.worker.begin(job) != nil)
        await #expect(throws: Refusal.notNow(.runNotQueued(.queued))) { try await cancel(begun) }
        await #expect(throws: Refusal.notNow(.runNotQueued(.queued))) {
            try await house.changingStaff(people.member) { try $0.cancel(begun, of: orders, in: home.workspace.id) }
        }
        for run in home.runs.filter({ $0.run.workflow == orders && $0.run.delivery == nil }) {
            let refused = try await refusal { try await cancel(run.run.id) }
            #expect(refused == .notNow(.runNotQueued(run.run.status)))
        }
        // A canceled run counts where the others count.
        let tallies = try await house.world.storage.read { snapshot in
            let hour = house.clock.now.startOfHour
            return try snapshot.tallies(in: home.scope, visible: Self.all, from: hour, until: hour.adding(.hours(1)))
        }
        #expect(tallies.first { $0.workflow == orders }?.canceled == 2)
    }

    @Test func `a run that ended badly or never began is asked for again, as a new one`() async throws {
        let house = try await PortalHouse.make()
        let (member, home) = (house.north.people.member, house.home)
        for (number, run) in home.runs.enumerated() {
            let refused = try await refusal {
                try await house.changingStaff(member) { changing in
                    let new = try changing.retry(
                        run.run.id, of: run.run.workflow, in: home.workspace.id, token: house.token(UInt8(number)))
                    #expect(new != run.run.id)
                    let timeline = try changing.room.timeline(
                        of: new, workflow: run.run.workflow, workspace: home.workspace.id)
                    #expect(timeline.run.status == .queued && timeline.run.origin == .staff)
                }
            }
            let parent = try #require(home.workflows.first { $0.id == run.run.workflow })
            let canBeRetried = [.failed, .canceled, .unknown].contains(run.run.status)
            let expected: Refusal? =
                canBeRetried
                ? parent.obstacleToStart.map(Refusal.notNow) : .notNow(.runCannotBeRetried(run.run.status))
            #expect(refused == expected, "\(run.run.status) of \(parent.name)")
        }
    }
}
