import Testing

@testable import PortalCore

@Suite struct WorkflowTests {
    @Test(arguments: StorageAdapter.all)
    func `a change replaces everything but id, workspace and moment of making`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let before = try await WorldDump(world)
        for old in home.workflows {
            let changed = Workflow(
                id: old.id, workspace: old.workspace, name: "Changed", purpose: "Changed too",
                status: .paused, isClientTriggerable: !old.isClientTriggerable, isIdempotent: !old.isIdempotent,
                showsSummaries: !old.showsSummaries, timeLimit: .minutes(7), failureNote: "",
                engine: world.north.prefect.id,
                externalID: "changed \(old.name)", triggerURL: nil, createdAt: old.createdAt.adding(.days(9)))
            try await world.storage.write { try $0.update(changed, in: home.scope) }
            let read = try await world.storage.read { try $0.workflow(.id(old.id), in: home.scope) }
            #expect(
                read
                    == Workflow(
                        id: old.id, workspace: old.workspace, name: changed.name, purpose: changed.purpose,
                        status: changed.status, isClientTriggerable: changed.isClientTriggerable,
                        isIdempotent: changed.isIdempotent, showsSummaries: changed.showsSummaries,
                        timeLimit: changed.timeLimit, failureNote: "", engine: changed.engine,
                        externalID: changed.externalID, triggerURL: nil, createdAt: old.createdAt))
        }
        let foreign = try await WorldDump(world).differences(from: before).filter { !$0.hasPrefix("north/") }
        #expect(foreign == [])
    }

    @Test(arguments: StorageAdapter.all)
    func `workflows of one name are listed by id`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let mint = Mint.seeded("namesakes", at: TwinWorld.start)
        let names = ["b", "a", "a", "Z", "a", "b", "é"]
        let workflows = names.map { name in
            Workflow(
                id: mint.id(), workspace: home.workspace.id, name: name, purpose: "", status: .published,
                isClientTriggerable: false, isIdempotent: false, showsSummaries: false, timeLimit: .hours(1),
                failureNote: "", engine: nil, externalID: nil, triggerURL: nil, createdAt: TwinWorld.start)
        }
        try await world.storage.write { transaction throws in
            for workflow in workflows { try transaction.insert(workflow, in: home.scope) }
        }
        let listed = try await world.storage.read {
            try $0.workflows(in: home.scope, visible: WorkflowVisibility { $0 == .published })
        }
        let expected = (workflows + home.workflows.filter { $0.status == .published })
            .sorted { (ExactText($0.name), $0.id) < (ExactText($1.name), $1.id) }
        #expect(listed == expected)
    }

    @Test(arguments: StorageAdapter.all)
    func `a summary says of each workflow what the whole of it does`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let mint = Mint.seeded("summaries", at: TwinWorld.start)
        let workflows = [nil, world.north.prefect.id].flatMap { engine in
            [nil, "https://engine.example/start"].flatMap { url in
                [false, true].map { triggerable in
                    Workflow(
                        id: mint.id(), workspace: home.workspace.id, name: "Summed up", purpose: "", status: .draft,
                        isClientTriggerable: triggerable, isIdempotent: false, showsSummaries: false,
                        timeLimit: .hours(1), failureNote: "", engine: engine, externalID: nil, triggerURL: url,
                        createdAt: TwinWorld.start)
                }
            }
        }
        try await world.storage.write { transaction throws in
            for workflow in workflows { try transaction.insert(workflow, in: home.scope) }
        }
        let summaries = try await world.storage.read {
            try $0.workflowSummaries(in: home.scope, visible: WorkflowVisibility { $0 == .draft })
        }
        let summed = summaries.filter { $0.name == "Summed up" }
        #expect(summed.count == 8)
        #expect(Set(summed) == Set(workflows.map(WorkflowSummary.init)))
        #expect(summed.filter(\.hasTrigger).count == 2)
    }

    @Test(arguments: StorageAdapter.all)
    func `an engine's number of a workflow is given once in a workspace`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let before = try await WorldDump(world)
        await expectAlreadyExists {
            try await world.storage.write { transaction throws in
                try transaction.update(home.workflows[1].with(externalID: home.workflows[0].externalID), in: home.scope)
            }
        }
        #expect(try await WorldDump(world) == before)
        // Another engine counts for itself.
        try await world.storage.write { transaction throws in
            let moved = home.workflows[1].with(engine: world.north.prefect.id, externalID: home.workflows[0].externalID)
            try transaction.update(moved, in: home.scope)
            let reference = WorkflowReference.external(engine: world.north.prefect.id, id: "w0")
            #expect(try transaction.workflow(reference, in: home.scope)?.id == home.workflows[1].id)
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `runs keep showing the name their workflow has now`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let home = world.home
        let all = WorkflowVisibility { _ in true }
        try await world.storage.write { transaction throws in
            try transaction.update(home.workflows[0].with(name: "Renamed"), in: home.scope)
            let page = try transaction.runs(
                in: home.scope, visible: all, filter: RunFilter(workflow: home.workflows[0].id), before: nil,
                size: PageSize(200))
            #expect(Set(page.items.map(\.workflowName)) == ["Renamed"])
            #expect(
                try transaction.latestRuns(in: home.scope, visible: all)[home.workflows[0].id]?.workflowName
                    == "Renamed")
            #expect(
                try transaction.reportedRun(.id(home.runs[0].run.id), in: home.scope)?.run.workflowName == "Renamed")
        }
    }

    @Test(arguments: StorageAdapter.all)
    func `a key is found by its digest with what it may do, revoked ones too`(_ adapter: StorageAdapter) async throws {
        let world = try await TwinWorld.make(adapter)
        let mint = Mint.seeded("keys", at: TwinWorld.start)
        let later = TwinWorld.start.adding(.hours(1))
        let scope = world.north.scope
        try await world.storage.write { transaction throws in
            for permissions in [[], [.runsIngest], Set(APIKey.grantable)] as [Set<Action>] {
                let key = APIKey(
                    id: mint.id(), name: "Key", workspace: world.home.workspace.id, permissions: permissions,
                    createdAt: mint.now, lastUsedAt: nil, revokedAt: nil)
                let digest = SecretDigest(bytes: mint.bytes(32))
                try transaction.insert(key, digest: digest, in: scope)
                #expect(try transaction.apiKey(digest: digest, in: scope) == key)
                #expect(try transaction.apiKey(digest: digest, in: world.south.scope) == nil)

                try transaction.touchKey(key.id, at: later, in: scope)
                #expect(try transaction.apiKey(digest: digest, in: scope)?.lastUsedAt == later)
                try transaction.revokeKey(key.id, at: later, in: scope)
                #expect(try transaction.apiKey(digest: digest, in: scope)?.revokedAt == later)
                #expect(try transaction.apiKey(digest: digest, in: scope)?.permissions == permissions)
                #expect(try transaction.apiKeys(in: scope).contains { $0.id == key.id })
            }
        }
        await expectAlreadyExists {
            try await world.storage.write { transaction throws in
                let key = TwinKey(mint, named: "Again", workspace: nil)
                try transaction.insert(key.key, digest: world.north.key.digest, in: scope)
            }
        }
    }
}
