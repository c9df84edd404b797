import Foundation
import PortalCore
import PortalServices
import PortalStore

/// Reports of runs taken in by the portal, beside bare SQLite writing the same rows of the same schema in the same
/// batches, as durably, in turns.
///
/// The portal admits the key, cleans the reports, looks for the run and its workflow, merges, and counts; SQLite alone
/// inserts rows that are ready.
struct Ingesting {
    let batches: Int
    let size: Int

    private static let workspaces = 10
    private static let workflowsEach = 5
    private static let stepsEach = 3

    func measure() async throws -> Figures {
        let directory = FileManager.default.temporaryDirectory.appending(path: "portal-measure-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "portal.sqlite").path
        let barePath = directory.appending(path: "bare.sqlite").path

        let house = try await PortalHouse(path: path, workspaces: Self.workspaces, workflowsEach: Self.workflowsEach)
        try await house.storage.checkpoint()
        try FileManager.default.copyItem(atPath: path, toPath: barePath)
        let bare = try BareSQLite(path: barePath)

        var portalRates: [Double] = []
        var bareRates: [Double] = []
        var ratios: [Double] = []
        let rows = Double(size * (1 + Self.stepsEach))
        for batch in 0..<batches {
            let shape = BatchShape(number: batch, size: size, steps: Self.stepsEach, house: house)
            let taken = try await time { try await house.take(shape) }
            let written = try await time { try bare.write(shape) }
            // The first batches fill caches and grow files.
            guard batch >= batches / 10 else { continue }
            portalRates.append(rows / taken)
            bareRates.append(rows / written)
            ratios.append(written / taken)
        }
        let counts = try bare.counts(inFileOf: path)
        precondition(counts.portal == counts.bare, "the two wrote different rows: \(counts)")
        try await house.storage.close()

        var figures = Figures()
        figures.add("ingest_rows_per_second", portalRates.median)
        figures.add("bare_rows_per_second", bareRates.median)
        figures.add("ratio", ratios.median)
        figures.add("runs_in_a_batch", Double(size))
        figures.add("steps_in_a_run", Double(Self.stepsEach))
        figures.add("batches", Double(batches))
        return figures
    }

    private func time(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start).seconds
    }
}

/// What one batch says, for both to write.
struct BatchShape: Sendable {
    let workspace: Workspace.ID
    let workflows: [Workflow.ID]
    let externalIDs: [String]
    let createdAt: [Instant]
    let steps: Int

    init(number: Int, size: Int, steps: Int, house: PortalHouse) {
        let place = house.places[number % house.places.count]
        workspace = place.workspace
        workflows = (0..<size).map { place.workflows[$0 % place.workflows.count] }
        externalIDs = (0..<size).map { "execution-\(number * size + $0)" }
        createdAt = (0..<size).map { house.start.adding(.seconds(Int64(number * size + $0) * 2)) }
        self.steps = steps
    }

    func startedAt(_ index: Int) -> Instant { createdAt[index].adding(.seconds(1)) }
    func endedAt(_ index: Int) -> Instant { createdAt[index].adding(.seconds(21)) }
    func stepName(_ position: Int) -> String { "Fetch the orders of part \(position + 1)" }
}

/// A portal with one agency, its workspaces and an API key, over a database of its own.
struct PortalHouse: Sendable {
    struct Place: Sendable {
        let workspace: Workspace.ID
        let workflows: [Workflow.ID]
    }

    let storage: SQLiteStorage
    let places: [Place]
    let agency: Agency.ID
    let engine: Engine.ID
    let start: Instant
    private let portal: Portal
    private let host: HostName
    private let key: SecretDigest

    init(path: String, workspaces: Int, workflowsEach: Int) async throws {
        storage = try SQLiteStorage.open(at: path, options: SQLiteOptions(digests: CryptoDigests()))
        guard let master = MasterKey(bytes: SystemEntropy().bytes(32)), let slug = Slug("load"),
            let host = HostName("load.localhost"), let email = EmailAddress("owner@load.example")
        else { throw CocoaError(.featureUnsupported) }
        let clock = SystemClock()
        start = clock.now.adding(-.days(30)).startOfHour
        let portal = Portal(
            storage: storage,
            services: Services(
                passwords: ScryptPasswords(parameters: .demonstration), digests: CryptoDigests(),
                sealing: AESSealer(masterKey: master)),
            clock: clock, entropy: SystemEntropy())
        // No page is shown: every colour may be the same.
        let black = Colour(red: 0, green: 0, blue: 0)
        let palette = Palette(
            primary: black, onPrimary: black, accent: black, background: black, surface: black, text: black,
            muted: black, border: black, danger: black)
        let agency = try await Operator(portal).createAgency(
            AgencyDraft(
                slug: slug, name: "Load", host: host, timeZone: "UTC", language: "en",
                brand: Brand(
                    name: "Load", light: palette, dark: nil, logo: nil, icon: nil, supportEmail: nil, revision: 1),
                ownerEmail: email, ownerName: "Owner", ownerPassword: try NewPassword("load-data-only", for: email)))
        let start = start
        let made = try await Operator(portal).provision(agency.id) { rows in
            let engine = try rows.addEngine(EngineDraft(name: "Engine", kind: .webhook, apiURL: nil, credential: .none))
            let key = try rows.addKey(named: "Reports", permissions: [.runsIngest], workspace: nil)
            let places = try (0..<workspaces).map { number in
                let workspace = Workspace(
                    id: rows.mint.id(), name: "Client \(number + 1)", createdAt: start, archivedAt: nil)
                try rows.add(workspace)
                let workflows = (0..<workflowsEach).map { index in
                    Workflow(
                        id: rows.mint.id(), workspace: workspace.id, name: "Workflow \(index + 1)", purpose: "Load.",
                        status: .published, isClientTriggerable: true, isIdempotent: true, showsSummaries: false,
                        timeLimit: .hours(24), failureNote: "", engine: engine.id, externalID: "workflow-\(index)",
                        triggerURL: nil, createdAt: start)
                }
                for workflow in workflows { try rows.add(workflow) }
                return Place(workspace: workspace.id, workflows: workflows.map(\.id))
            }
            return (engine: engine.id, key: key.secret, places: places)
        }
        guard let secret = Secret(text: made.key) else { throw CocoaError(.featureUnsupported) }
        key = CryptoDigests().digest(of: secret)
        places = made.places
        engine = made.engine
        self.portal = portal
        self.host = host
        self.agency = agency.id
    }

    func take(_ shape: BatchShape) async throws {
        let engine = engine
        let reports = shape.externalIDs.indices.map { index in
            RunReport(
                run: .external(engine: engine, id: shape.externalIDs[index]), workflow: .id(shape.workflows[index]),
                attempt: 1, status: .succeeded, at: shape.endedAt(index), createdAt: shape.createdAt[index],
                startedAt: shape.startedAt(index), endedAt: shape.endedAt(index),
                steps: (0..<shape.steps).map { position in
                    StepReport(
                        position: position, name: shape.stepName(position), kind: "http", status: .succeeded,
                        startedAt: shape.startedAt(index), endedAt: shape.endedAt(index), summary: "")
                }, errorDetail: nil)
        }
        let workspace = shape.workspace
        let results = try await portal.change(key: key, at: host) { visit -> [IngestResult] in
            guard case .admitted(let access) = visit else { return [] }
            return try access.ingest(reports, into: workspace)
        }
        for result in results {
            guard case .merged(_, _, isNew: true) = result else { preconditionFailure("not taken: \(result)") }
        }
        precondition(results.count == reports.count, "the key was refused")
    }
}
