import ArgumentParser
import AsyncHTTPClient
import FoundationEssentials
import Logging
import PortalCore
import PortalHTTP
import PortalPages
import PortalServices

/// `portald demo`: a portal to look at, with nothing to set up.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Makes and serves a demonstration: two agencies, their clients, three months of runs.",
        discussion: """
            Made once; a second start serves the same. The sign-ins are printed and written to demo-sign-ins.json in the data directory. \
            Everything in it is made up, and its passwords are published: never put it where others can reach it.
            """)

    @Option(help: "Port to listen on; 0 takes any free one.")
    var port = 8080

    @Option(help: "Directory of the demonstration.", completion: .directory)
    var dataDir = "portal-demo"

    @Option(help: "Address to listen on.")
    var address = "127.0.0.1"

    @Option(help: "Loopback port of /healthz, /readyz, /metrics and /domain-check; none if not given.")
    var operatorPort: Int?

    @Option(help: DataFlags.help(.logLevel))
    var logLevel = "warning"

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port: 0 to 65535") }
        guard operatorPort.map((0...65_535).contains) ?? true else {
            throw ValidationError("--operator-port: 0 to 65535")
        }
        guard IPAddress(address) != nil else { throw ValidationError("--address: must be an IP address") }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level: must be \(Setting.logLevel.form)")
        }
        guard !dataDir.isEmpty else { throw ValidationError("--data-dir: must be a directory") }
    }

    func run() async throws {
        let logger = LogSettings(level: Logger.Level(rawValue: logLevel) ?? .warning, format: .text).logger()
        let demo = DemoHouse(directory: DataDirectory(path: dataDir))
        try demo.directory.make()
        let lock = try demo.directory.lock()
        defer { withExtendedLifetime(lock) {} }

        if !demo.directory.hasDatabase { try Self.say("Making the demonstration in \(dataDir) …") }
        let ready = try await demo.open(besidePort: port, under: lock)
        let enginePort = try await DemoHouse.enginePort(preferring: ready.engine.port)
        let publicAddress = PublicAddress(.http)
        let house = House(
            storage: ready.storage, masterKey: ready.masterKey, passwords: DemoHouse.passwords,
            lifetime: SessionLifetime(), allowing: Self.allowed, mail: MailSettings(in: demo.directory),
            publicAddress: publicAddress, logger: logger)
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            try await serve(house, at: publicAddress, demo, ready, enginePort: enginePort, client: client)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// Requests to this machine itself are let through: to the simulated engine, and to one that is being tried out.
    private static var allowed: [AllowedTarget] { ["127.0.0.0/8", "::1"].compactMap { AllowedTarget($0) } }

    private func serve(
        _ house: House, at publicAddress: PublicAddress, _ demo: DemoHouse, _ ready: DemoHouse.Ready, enginePort: Int,
        client: HTTPClient
    ) async throws {
        let engineAddress = SimulatedEngine.Address(port: enginePort)
        if enginePort != ready.engine.port {
            try await DemoMove(house.portal, ready.engine.employers).announce(engineAddress)
            try demo.remember(DemoEngineFile(port: enginePort, employers: ready.engine.employers))
        }
        let portalPort = PortalPort()
        let engine = SimulatedEngine(
            at: engineAddress, for: ready.engine.employers,
            reporter: EngineReporter(client: client, portalPort: portalPort, logger: house.logger),
            clock: SystemClock(), logger: house.logger)
        let mails = MailDirectory(path: demo.directory.mails)
        let doors = House.Doors(
            address: address, port: port, operatorPort: operatorPort,
            configuration: HTTPConfiguration(letters: { mails.text(of: $0) }))
        let logger = house.logger
        try await house.serve(doors, with: [engine]) { port in
            portalPort.set(port)
            publicAddress.listens(on: port)
            do {
                let signIns = try DemoSignIns(port: port)
                try demo.save(signIns)
                try Self.say(Self.welcome(signIns, file: "\(demo.directory.path)/demo-sign-ins.json"))
            } catch is ReaderLeft {
                return
            } catch {
                logger.error("The sign-ins could not be written", metadata: ["error": "\(Complaint(from: error).line)"])
            }
        }
    }

    private static func welcome(_ signIns: DemoSignIns, file: String) -> String {
        """
        The demonstration is served. Sign in as anyone:
        \(signIns.table())
        The same list is in \(file). Runs are started on a simulated engine.
        Press Ctrl-C to end.
        """
    }

    private static func say(_ text: String) throws {
        var output = Output()
        try output.line(text)
        try output.flush()
    }
}
