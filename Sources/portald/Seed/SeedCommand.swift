import ArgumentParser
import FoundationEssentials
import PortalCore
import PortalServices

/// `portald seed`: load data for benchmarks.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Fills a new data directory with load data of a given size.",
        discussion: """
            Agencies are at load-1.<base domain>, load-2.<base domain> and so on, the clients are client-1@load.example and so on, all with the \
            password \(LoadPlan.password): never put it where others can reach it. The same numbers and the same --until make the same rows. \
            A directory that holds a portal already is refused with status 73.

              portald seed --data-dir /tmp/load --workspaces 100 --runs 1000000
            """)

    @OptionGroup var data: DataFlags

    @Option(help: "How many workspaces, over all agencies.") var workspaces = 10
    @Option(help: "How many runs, over all workspaces.") var runs = 10_000
    @Option(help: "How many agencies.") var agencies = 1
    @Option(help: "How many workflows in each workspace.") var workflows = 5
    @Option(help: "How many steps in each run.") var steps = 0
    @Option(help: "The moment of the newest run, as seconds since 1970; the present hour if not given.") var until:
        Int64?
    @Option(help: DataFlags.help(.baseDomain)) var baseDomain: String?

    func validate() throws {
        guard (1...1_000).contains(agencies) else { throw ValidationError("--agencies: 1 to 1000") }
        guard (agencies...1_000_000).contains(workspaces) else {
            throw ValidationError("--workspaces: at least one for each agency, at most 1000000")
        }
        guard (0...1_000_000_000).contains(runs) else { throw ValidationError("--runs: 0 to 1000000000") }
        guard (1...100).contains(workflows) else { throw ValidationError("--workflows: 1 to 100") }
        guard (0...20).contains(steps) else { throw ValidationError("--steps: 0 to 20") }
    }

    func run() async throws {
        var flags = data.values
        flags[.baseDomain] = baseDomain
        let settings = try Settings(flags: flags, file: data.config)
        let directory = try DataDirectory(settings)
        let domain: HostName = try settings.value(.baseDomain) { $0.contains(":") ? nil : HostName($0) }
        let moment = until.map { Instant(milliseconds: $0 * 1_000) } ?? SystemClock().now.startOfHour
        let plan = LoadPlan(
            agencies: agencies, workspaces: workspaces, runs: runs, workflowsEach: workflows, stepsEach: steps,
            until: moment)

        try directory.make()
        let lock = try directory.lock()
        defer { withExtendedLifetime(lock) {} }
        let key = try KeySource(settings, in: directory).open(isFirstStart: !directory.hasDatabase)
        try await NewDatabase(in: directory).make { storage in
            let portal = Portal(
                storage: storage,
                services: Services(
                    passwords: ScryptPasswords(parameters: .demonstration), digests: CryptoDigests(),
                    sealing: AESSealer(masterKey: key)),
                clock: FixedClock(now: plan.until), entropy: SystemEntropy())
            try await LoadBuilder(plan: plan, portal: portal, baseDomain: domain).build()
        }
        var output = Output()
        try output.line(
            "\(plan.agencies) agencies, \(plan.workspaces) workspaces, \(plan.runs) runs in \(directory.database)")
        try output.flush()
    }
}

/// A clock that stands still, so that made-up rows do not depend on when they are made.
struct FixedClock: WallClock {
    let now: Instant
}
